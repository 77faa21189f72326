"""The street file: which Walk has which numbers of a street, and where each residence stands by it (section 4).

A residence without a number (a lot, a name) stands at 0 on the odd side, where the listing prints it (5.2d).
"""

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import IntegerRangeField, RangeOperators
from django.db import models
from django.db.models import Case, Deferrable, F, Func, Q, Value, When
from psycopg2.extras import NumericRange

from electoral.office.guards import DivisionalKey
from electoral.office.models import Division
from electoral.roll.models import Residence, Street
from electoral.roll.models.load import StagedRow
from walks.models.walk import Walk
from walks.queries import AllocationQuerySet, StreetRangeQuerySet


class Side(models.TextChoices):
    ODD = "odd", "Odd numbers"
    EVEN = "even", "Even numbers"
    ALL = "all", "Both sides"


ANY = NumericRange(0, None)


def span(low, high):
    return Func(Value(low), Value(high), function="int4range", output_field=IntegerRangeField())


# odd is slot 0, even is slot 1; "all" is both, so it overlaps each of them.
SLOTS = Case(When(side=Side.ODD, then=span(0, 1)), When(side=Side.EVEN, then=span(1, 2)), default=span(0, 2))


def numbers_text(row) -> str:
    """Numbers of a side as people say them: "odd numbers, 1 to 99"; "both sides, all"."""
    low, high = row.numbers.lower or 0, row.numbers.upper
    if (low, high) == (0, None):
        return f"{row.get_side_display().lower()}, all"
    return f"{row.get_side_display().lower()}, {low} to {high - 1 if high else 'the end'}"


class StreetRange(models.Model):
    """Numbers of one side of a street, as PostgreSQL keeps them: [from, to + 1), open at the end of the street."""

    division = models.ForeignKey(Division, models.PROTECT)
    street = DivisionalKey(Street, models.PROTECT)
    side = models.CharField(max_length=4, choices=Side)
    numbers = IntegerRangeField()
    walk = DivisionalKey(Walk, models.PROTECT)
    from_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)

    objects = StreetRangeQuerySet.as_manager()

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="street_ranges_do_not_overlap",
                expressions=[
                    (F("division"), RangeOperators.EQUAL),
                    (F("street"), RangeOperators.EQUAL),
                    (SLOTS, RangeOperators.OVERLAPS),
                    ("numbers", RangeOperators.OVERLAPS),
                ],
                condition=Q(ended_on=None),
                deferrable=Deferrable.DEFERRED,  # a border moves in two statements
                violation_error_message="These numbers of the street are already in another range.",
            ),
            models.CheckConstraint(
                name="range_is_not_empty", condition=Q(numbers__isempty=False, numbers__contained_by=ANY)
            ),
            models.CheckConstraint(name="side_is_known", condition=Q(side__in=Side.values)),
        ]

    def __str__(self):
        return f"{self.street}, {self.text}"

    @property
    def text(self) -> str:
        return numbers_text(self)


class Allocation(models.Model):
    """A residence in its Walk (decision 8); pinned where the DRO has settled or accepted a disagreement (1.1b)."""

    division = models.ForeignKey(Division, models.PROTECT)
    residence = DivisionalKey(Residence, models.PROTECT)
    walk = DivisionalKey(Walk, models.PROTECT)
    since = models.DateField()
    pinned_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True)
    reason = models.CharField(max_length=200, blank=True)

    objects = AllocationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["division", "residence"], name="a_residence_is_in_one_walk"),
            models.CheckConstraint(name="a_pin_has_its_reason", condition=Q(pinned_by=None) | ~Q(reason="")),
        ]
        indexes = [models.Index(fields=["division", "walk"], name="allocation_by_walk")]

    def __str__(self):
        return f"{self.residence} in {self.walk}"


class StagedRange(StagedRow):
    street_name = models.TextField()
    street_type = models.TextField()
    street_suffix = models.TextField()
    locality = models.TextField()
    side = models.TextField()
    low = models.IntegerField()
    high = models.IntegerField(null=True)
    walk_number = models.IntegerField()

    class Meta:
        indexes = [models.Index(fields=["load_id", "line"], name="staged_range")]
