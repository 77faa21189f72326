"""Where people live: localities, streets, residences."""

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.urls import reverse

from electoral.office.guards import DivisionalKey
from electoral.office.models import Division
from electoral.office.queries import DivisionalQuerySet
from electoral.office.references import new_reference
from electoral.office.roles import Permission
from electoral.roll.queries import ResidenceQuerySet
from electoral.roll.rules import Door, address_line, label, street_text


class DwellingKind(models.TextChoices):
    PRIVATE = "private", "Private"
    INSTITUTION = "institution", "Institution"
    RETIREMENT_VILLAGE = "retirement_village", "Retirement village"
    CARAVAN_PARK = "caravan_park", "Caravan park"
    BOARDING_HOUSE = "boarding_house", "Boarding house"
    HOTEL = "hotel", "Hotel"
    OTHER = "other", "Other"


class PlaceQuerySet(DivisionalQuerySet):
    seen_with = Permission.WALK_VIEW


class Locality(models.Model):
    """A suburb, town or locality of a division."""

    division = models.ForeignKey(Division, models.PROTECT)
    name = models.CharField(max_length=100)
    state = models.CharField(max_length=10, blank=True)
    sort_key = models.CharField(max_length=100, db_collation="C")

    objects = PlaceQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "localities"
        constraints = [
            models.UniqueConstraint(fields=["division", "name", "state"], name="locality_once"),
            models.UniqueConstraint(fields=["division", "id"], name="locality_of_division"),
        ]

    def __str__(self):
        return self.name


class Street(models.Model):
    """A street is (locality, name, type, suffix): HIGH STREET SOUTH of Mockton (decision 17)."""

    division = models.ForeignKey(Division, models.PROTECT)
    locality = DivisionalKey(Locality, models.PROTECT)
    name = models.CharField(max_length=100)
    type = models.CharField(max_length=30, blank=True)
    suffix = models.CharField(max_length=30, blank=True)
    sort_key = models.CharField(max_length=170, db_collation="C")

    objects = PlaceQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["division", "locality", "name", "type", "suffix"], name="street_once"
            ),
            models.UniqueConstraint(fields=["division", "id"], name="street_of_division"),
        ]

    def __str__(self):
        return street_text(self.name, self.type, self.suffix)


def residence_reference() -> str:
    return new_reference("A")


class Residence(models.Model):
    """An address at which somebody may live. `side` is 1 odd, 2 even; `number` is 0 where there is none (5.2d).

    `not_to_be_visited` is one flag for both causes of 6.1b and 6.1c; only the doors of `protected` write it.
    """

    reference = models.CharField(max_length=9, default=residence_reference)
    division = models.ForeignKey(Division, models.PROTECT)
    address_id = models.CharField(max_length=40)
    street = DivisionalKey(Street, models.PROTECT)
    building_name = models.CharField(max_length=100, blank=True)
    lot_number = models.CharField(max_length=20, blank=True)
    flat_type = models.CharField(max_length=20, blank=True)
    flat_number = models.CharField(max_length=20, blank=True)
    level_type = models.CharField(max_length=20, blank=True)
    level_number = models.CharField(max_length=20, blank=True)
    number_first_prefix = models.CharField(max_length=10, blank=True)
    number_first = models.PositiveIntegerField(null=True, blank=True)
    number_first_suffix = models.CharField(max_length=10, blank=True)
    number_last = models.PositiveIntegerField(null=True, blank=True)
    number_last_suffix = models.CharField(max_length=10, blank=True)
    postcode = models.CharField(max_length=10, blank=True)
    ccd_code = models.CharField(max_length=20)
    areas = models.CharField(max_length=200, blank=True)
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)
    dwelling_kind = models.CharField(max_length=20, choices=DwellingKind, default=DwellingKind.PRIVATE)
    number = models.PositiveIntegerField()
    side = models.PositiveSmallIntegerField(choices=[(1, "odd"), (2, "even")])
    order_key = models.CharField(max_length=400, db_collation="C")
    search_key = models.CharField(max_length=500, db_collation="C")
    not_to_be_visited = models.BooleanField(default=False, editable=False)
    from_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)

    objects = ResidenceQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["division", "address_id"],
                name="residence_in_force_once",
                condition=models.Q(ended_on=None),
            ),
            models.UniqueConstraint(fields=["division", "reference"], name="residence_by_reference"),
            models.UniqueConstraint(fields=["division", "id"], name="residence_of_division"),
            models.CheckConstraint(name="residence_side", condition=models.Q(side__in=[1, 2])),
        ]
        indexes = [
            models.Index(fields=["division", "street", "number"], name="residence_by_street"),
            models.Index(fields=["division", "ccd_code"], name="residence_by_ccd"),
            models.Index(fields=["division", "search_key"], name="residence_by_key"),
            GinIndex(fields=["search_key"], name="residence_alike", opclasses=["gin_trgm_ops"]),
        ]

    def __str__(self):
        return self.line

    def get_absolute_url(self):
        return reverse("residence", args=[self.reference])

    @property
    def door(self) -> Door:
        return Door(
            self.building_name, self.lot_number, self.flat_type, self.flat_number, self.level_type, self.level_number,
            self.number_first_prefix, self.number_first, self.number_first_suffix, self.number_last, self.number_last_suffix,
        )  # fmt: skip

    @property
    def label(self) -> str:
        """What a listing prints at the door: 2A, 12-14, 1/12, LOT 7."""
        return label(self.door)

    @property
    def line(self) -> str:
        """The whole address on one line."""
        place = " ".join(filter(None, (self.street.locality.name, self.postcode)))
        return f"{address_line(self.door, str(self.street))}, {place}"
