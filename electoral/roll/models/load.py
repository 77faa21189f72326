"""A file on its way in, and the rows that it is read into. Both go when the load has ended (decision 3)."""

from django.conf import settings
from django.db import models
from django.urls import reverse

from electoral.office.models import Division
from electoral.office.references import new_reference
from electoral.roll.queries import LoadQuerySet
from electoral.roll.states import LOAD, UNDER_WAY, LoadStatus

GONE_PER_CENT = 2


def load_reference() -> str:
    return new_reference("F")


class Load(models.Model):
    """One file: what it would do, whether it was applied, which of its rows were refused."""

    reference = models.CharField(max_length=9, unique=True, default=load_reference)
    division = models.ForeignKey(Division, models.PROTECT)
    kind = models.CharField(max_length=20)
    file_name = models.CharField(max_length=200)
    upload = models.CharField(max_length=100, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    size = models.PositiveBigIntegerField(default=0)
    loaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT)
    loaded_at = models.DateTimeField(auto_now_add=True)
    status = models.CharField(max_length=10, choices=LoadStatus, default=LoadStatus.RECEIVED)
    new = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    gone = models.PositiveIntegerField(default=0)
    unchanged = models.PositiveIntegerField(default=0)
    allow_gone = models.BooleanField(default=False)
    columns_left_out = models.JSONField(default=list)
    warnings = models.JSONField(default=list)
    refused_rows = models.JSONField(default=list)  # [line, column, value, reason], the first 1,000
    refused_count = models.PositiveIntegerField(default=0)

    workflow = LOAD
    objects = LoadQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["division", "kind"],
                name="one_load_of_a_kind_under_way",
                condition=models.Q(status__in=UNDER_WAY),
            ),
            models.UniqueConstraint(fields=["division", "id"], name="load_of_division"),
        ]

    def __str__(self):
        return f"Load of {self.kind} ({self.reference})"

    def get_absolute_url(self):
        return reverse("roll:load", args=[self.reference])

    @property
    def loses_much(self) -> bool:
        """Whether more than 2 % of the rows in force would end."""
        return self.gone * 100 > GONE_PER_CENT * (self.gone + self.changed + self.unchanged)


class StagedRow(models.Model):
    """A row of a file, typed. The table is not logged: a server that dies forgets it, and the file is sent again."""

    load_id = models.BigIntegerField()
    line = models.PositiveIntegerField()

    unlogged = True

    class Meta:
        abstract = True

    def __str__(self):
        return f"line {self.line}"


class StagedAddress(StagedRow):
    reference = models.CharField(max_length=9)
    address_id = models.TextField()
    building_name = models.TextField()
    lot_number = models.TextField()
    flat_type = models.TextField()
    flat_number = models.TextField()
    level_type = models.TextField()
    level_number = models.TextField()
    number_first_prefix = models.TextField()
    number_first = models.IntegerField(null=True)
    number_first_suffix = models.TextField()
    number_last = models.IntegerField(null=True)
    number_last_suffix = models.TextField()
    street_name = models.TextField()
    street_type = models.TextField()
    street_suffix = models.TextField()
    street_key = models.TextField(db_collation="C")
    locality = models.TextField()
    locality_key = models.TextField(db_collation="C")
    state = models.TextField()
    postcode = models.TextField()
    ccd_code = models.TextField()
    areas = models.TextField()
    latitude = models.FloatField(null=True)
    longitude = models.FloatField(null=True)
    dwelling_kind = models.TextField()
    number = models.IntegerField()
    side = models.SmallIntegerField()
    order_key = models.TextField(db_collation="C")
    search_key = models.TextField(db_collation="C")

    class Meta:
        indexes = [models.Index(fields=["load_id", "address_id"], name="staged_address")]


class StagedElector(StagedRow):
    reference = models.CharField(max_length=9)
    elector_id = models.TextField()
    surname = models.TextField()
    given_names = models.TextField()
    date_of_birth = models.DateField(null=True)
    address_id = models.TextField()
    category_id = models.TextField(null=True)  # noqa: DJ001 (no category is NULL on the roll too)
    postal_1 = models.TextField()
    postal_2 = models.TextField()
    postal_3 = models.TextField()
    postal_locality = models.TextField()
    postal_state = models.TextField()
    postal_postcode = models.TextField()
    enrolled_on = models.DateField(null=True)
    subdivision = models.TextField()
    register_number = models.TextField()
    franchise = models.TextField()
    open_register = models.BooleanField()
    absent_vote = models.TextField()
    absent_from = models.DateField(null=True)
    absent_until = models.DateField(null=True)
    service_voter = models.BooleanField()
    attainment_date = models.DateField(null=True)
    search_key = models.TextField(db_collation="C")

    class Meta:
        indexes = [models.Index(fields=["load_id", "elector_id"], name="staged_elector")]


class StagedProtection(StagedRow):
    elector_id = models.TextField()
    kind = models.TextField()
    basis = models.TextField()
    since = models.DateField()

    class Meta:
        indexes = [models.Index(fields=["load_id", "elector_id"], name="staged_protection")]
