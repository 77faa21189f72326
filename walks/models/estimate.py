"""What a review is estimated to take and cost, saved as versions (2a), and the figures that it reckons with."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from electoral.office.guards import DivisionalKey
from electoral.office.models import Division, State
from electoral.office.queries import DatedQuerySet
from walks.models.roll_review import DivisionReview, Method
from walks.models.walk import Walk
from walks.queries import OfReviewQuerySet


class PlanningFigure(models.Model):
    """A dated figure that plans reckon with: a norm, a price, a share. Of a State, or of every State where it names none."""

    state = models.ForeignKey(State, models.PROTECT, null=True, blank=True, help_text="Empty: every State.")
    code = models.CharField(max_length=40)
    meaning = models.CharField(max_length=120)
    unit = models.CharField(max_length=30)
    value = models.DecimalField(max_digits=12, decimal_places=4)
    from_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True, help_text="The first day without it.")
    source = models.CharField(max_length=200, blank=True)
    verified = models.BooleanField(default=False, help_text="Otherwise it is to be verified.")

    kept = True
    written_once = ("state_id", "code", "value", "from_on", "ended_on")
    objects = DatedQuerySet.as_manager()

    class Meta:
        ordering = ["code", "from_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["state", "code"],
                name="one_figure_in_force",
                condition=Q(ended_on=None),
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                name="a_figure_ends_after_it_begins",
                condition=Q(ended_on=None) | Q(ended_on__gte=F("from_on")),
            ),
            models.CheckConstraint(name="a_figure_is_not_negative", condition=Q(value__gte=0)),
        ]

    def __str__(self):
        return f"{self.code}: {self.value_text} {self.unit}"

    @property
    def value_text(self) -> str:
        return f"{self.value.normalize():f}"


class Estimate(models.Model):
    """A version of a division's estimate: the figures that it used, and the totals with their formulas."""

    division = models.ForeignKey(Division, models.PROTECT)
    review = DivisionalKey(DivisionReview, models.PROTECT, related_name="estimates")
    version = models.PositiveIntegerField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT)
    made_at = models.DateTimeField(auto_now_add=True)
    figures = models.JSONField(help_text="code: value, of the day.")
    totals = models.JSONField()

    append_only = True
    objects = OfReviewQuerySet.as_manager()

    class Meta:
        ordering = ["-version"]
        constraints = [
            models.UniqueConstraint(fields=["division", "review", "version"], name="estimate_version_once"),
            models.UniqueConstraint(fields=["division", "id"], name="estimate_of_division"),
        ]

    def __str__(self):
        return f"Estimate {self.version} of {self.review}"


class EstimateLine(models.Model):
    """A Walk in an estimate: counts, hours, and the cost in cents by each method."""

    division = models.ForeignKey(Division, models.PROTECT)
    estimate = DivisionalKey(Estimate, models.PROTECT, related_name="lines")
    walk = DivisionalKey(Walk, models.PROTECT)
    walk_class = models.CharField(max_length=12, blank=True)
    method = models.CharField(max_length=10, choices=Method, blank=True)
    residences = models.PositiveIntegerField()
    electors = models.PositiveIntegerField()
    hours = models.DecimalField(max_digits=8, decimal_places=2)
    costs = models.JSONField(help_text="method: cents")
    expected = models.JSONField(help_text="forms, cards, letters")

    append_only = True
    objects = OfReviewQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["division", "estimate", "walk"], name="a_walk_once_in_an_estimate"
            )
        ]

    def __str__(self):
        return f"{self.walk} in {self.estimate}"
