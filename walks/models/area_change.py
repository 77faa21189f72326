"""A change of area: a Walk split into parts, or numbers of streets moved from one Walk to another (1.2, 1.8e, 4)."""

from django.conf import settings
from django.contrib.postgres.fields import IntegerRangeField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from electoral.office.guards import DivisionalKey
from electoral.office.models import Division
from electoral.office.references import new_reference
from electoral.roll.models import Street
from walks.models.street_file import Side, numbers_text
from walks.models.walk import Walk
from walks.queries import AreaChangeQuerySet, AreaPartQuerySet, PlaceOfWalkQuerySet, SpareNumberQuerySet
from walks.states import AREA_CHANGE, UNDECIDED, AreaChangeStatus


def change_reference() -> str:
    return new_reference("X")


class SpareNumber(models.Model):
    """A Walk number allocated to the division for the parts of splits (1.2b)."""

    division = models.ForeignKey(Division, models.PROTECT)
    number = models.PositiveIntegerField()
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT)
    given_on = models.DateField()

    kept = True
    written_once = ("division_id", "number", "given_by_id", "given_on")
    objects = SpareNumberQuerySet.as_manager()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["division", "number"], name="spare_number_once"),
            models.CheckConstraint(name="spare_number_range", condition=Q(number__gte=1, number__lte=99999)),
        ]

    def __str__(self):
        return str(self.number)


class AreaChange(models.Model):
    """One split of a Walk, or one boundary moved between Walks. Nothing of it is live before its RR004 (1.2c)."""

    class Kind(models.TextChoices):
        RAPID = "rapid", "Split for rapid development"
        CENSUS = "census", "Split from census data"
        BOUNDARY = "boundary", "Boundary moved between Walks"

    reference = models.CharField(max_length=9, unique=True, default=change_reference)
    division = models.ForeignKey(Division, models.PROTECT)
    kind = models.CharField(max_length=10, choices=Kind)
    walk = DivisionalKey(Walk, models.PROTECT, help_text="The Walk that is split, or that gives.")
    status = models.CharField(max_length=10, choices=AreaChangeStatus, default=AreaChangeStatus.DRAFTED)
    remarks = models.TextField(blank=True, max_length=4000)
    seed = models.CharField(max_length=20, blank=True, help_text="Of the proposal that was chosen.")
    unfit = models.CharField(
        max_length=500, blank=True, default="Choose a proposal, or share the faces out.",
        help_text="What the last check of the parts said against them.",
    )  # fmt: skip
    drafted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    drafted_at = models.DateTimeField(auto_now_add=True)
    submitted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    submitted_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=500, blank=True, help_text="Why it was returned or withdrawn.")
    effective_on = models.DateField(null=True)
    aligned_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    aligned_at = models.DateTimeField(null=True)

    workflow = AREA_CHANGE
    frozen = {
        AreaChangeStatus.IN_FORCE: ("status", "aligned_by_id", "aligned_at"),
        AreaChangeStatus.ALIGNED: (),
        AreaChangeStatus.WITHDRAWN: (),
    }
    objects = AreaChangeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["division", "id"], name="area_change_of_division"),
            models.UniqueConstraint(
                fields=["division", "walk"],
                name="one_open_change_of_a_walk",
                condition=~Q(status__in=[AreaChangeStatus.ALIGNED, AreaChangeStatus.WITHDRAWN]),
            ),
            models.CheckConstraint(
                name="nobody_approves_their_own_split", condition=~Q(decided_by=F("submitted_by"))
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()}: {self.walk}"

    def get_absolute_url(self):
        return reverse("walks:change", args=[self.reference])

    @property
    def is_rapid(self) -> bool:
        return self.kind == self.Kind.RAPID

    @property
    def is_split(self) -> bool:
        return self.kind != self.Kind.BOUNDARY

    @property
    def has_its_residences(self) -> bool:
        """Whether the residences are still where they were before: there is something to draw."""
        return self.status not in (AreaChangeStatus.ALIGNED, AreaChangeStatus.WITHDRAWN)

    @property
    def is_editable(self) -> bool:
        """Whether its parts may still be changed."""
        return self.status in (AreaChangeStatus.DRAFTED, AreaChangeStatus.RETURNED)

    @property
    def numbers_not_approved(self) -> list[int]:
        """Numbers of the parts whose class is not approved yet (1.2c)."""
        return list(self.parts.without_approval().order_by("number").values_list("number", flat=True))

    @property
    def numbers_on_a_form(self) -> list[int]:
        """Numbers of the parts that an RR004 has before it, undecided."""
        lines = AreaPart.objects.filter(change=self.pk, classifications__status__in=UNDECIDED)
        return sorted(set(lines.values_list("number", flat=True)))


class AreaPart(models.Model):
    """A Walk as the change leaves it: of a split each part, of a moved boundary the giving and the receiving Walk.

    `before` is the Walk that it continues under its number; none for a spare number. `after` is set in force.
    """

    division = models.ForeignKey(Division, models.PROTECT)
    change = DivisionalKey(AreaChange, models.PROTECT, related_name="parts")
    position = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField()
    before = DivisionalKey(Walk, models.PROTECT, null=True, related_name="continued_as")
    after = DivisionalKey(Walk, models.PROTECT, null=True, related_name="made_by")
    residences = models.PositiveIntegerField(default=0)
    is_open = models.BooleanField(default=True, help_text="Until the change is done or withdrawn.")

    written_once = ("after_id",)
    objects = AreaPartQuerySet.as_manager()

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["division", "id"], name="area_part_of_division"),
            models.UniqueConstraint(
                fields=["division", "change", "position"], name="area_part_position_once"
            ),
            models.UniqueConstraint(fields=["division", "change", "number"], name="area_part_number_once"),
            models.UniqueConstraint(
                fields=["division", "number"], name="one_open_change_of_a_number", condition=Q(is_open=True)
            ),
        ]

    def __str__(self):
        return f"Walk {self.number}"


class AreaFace(models.Model):
    """Numbers of one side of a street, as PostgreSQL keeps them, and the part that they go to.

    Of a split all faces of the Walk; of a moved boundary only those that move.
    """

    division = models.ForeignKey(Division, models.PROTECT)
    change = DivisionalKey(AreaChange, models.PROTECT, related_name="faces")
    part = DivisionalKey(AreaPart, models.PROTECT, null=True, related_name="faces")
    street = DivisionalKey(Street, models.PROTECT)
    side = models.CharField(max_length=4, choices=Side)
    numbers = IntegerRangeField()
    residences = models.PositiveIntegerField()
    ranged = models.BooleanField(
        default=True, help_text="Otherwise it stands in the Walk by a pin, outside its ranges."
    )
    longitude = models.FloatField(null=True, help_text="The middle of its residences' points.")
    latitude = models.FloatField(null=True)

    objects = PlaceOfWalkQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["division", "change", "street", "side", "numbers"], name="area_face_once"
            )
        ]

    def __str__(self):
        return f"{self.street}, {self.side} {self.numbers}"

    @property
    def key(self) -> str:
        """Names the face among those of its change: "17-odd-21"."""
        return f"{self.street_id}-{self.side}-{self.numbers.lower or 0}"

    @property
    def text(self) -> str:
        """As people say it: "odd numbers, 1 to 99"."""
        return numbers_text(self)


class StreetMeeting(models.Model):
    """What the office knows of two streets: that they meet at a corner, or that between them nobody can cross (1.2a)."""

    division = models.ForeignKey(Division, models.PROTECT)
    street = DivisionalKey(Street, models.PROTECT, related_name="+")
    other = DivisionalKey(Street, models.PROTECT, related_name="+")
    can_be_crossed = models.BooleanField()

    objects = PlaceOfWalkQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["division", "street", "other"], name="two_streets_meet_once"),
            models.CheckConstraint(name="the_lower_street_first", condition=Q(street__lt=F("other"))),
        ]

    def __str__(self):
        return f"{self.street} and {self.other}"


class Lineage(models.Model):
    """Which Walk came from which (1.2b): never changed."""

    division = models.ForeignKey(Division, models.PROTECT)
    ancestor = DivisionalKey(Walk, models.PROTECT, related_name="split_into")
    descendant = DivisionalKey(Walk, models.PROTECT, related_name="split_from")
    change = DivisionalKey(AreaChange, models.PROTECT)

    append_only = True
    objects = PlaceOfWalkQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["division", "ancestor", "descendant"], name="lineage_once")
        ]

    def __str__(self):
        return f"{self.ancestor} into {self.descendant}"
