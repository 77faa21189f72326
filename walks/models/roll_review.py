"""The Electoral Roll Review, a division's part in it, and each Walk's place: method, workload, risk (1.1, 1.3, 5.1)."""

from datetime import time

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from electoral.office.guards import DivisionalKey
from electoral.office.models import Division, State
from electoral.office.references import new_reference
from electoral.roll.models import Residence, Street
from walks.models.walk import Walk
from walks.queries import DatedOfReviewQuerySet, OfReviewQuerySet, RiskQuerySet, RollReviewQuerySet


def review_reference() -> str:
    return new_reference("V")


def risk_reference() -> str:
    return new_reference("H")


class RollReview(models.Model):
    """An Electoral Roll Review of a State, or of some of its divisions."""

    reference = models.CharField(max_length=9, unique=True, default=review_reference)
    state = models.ForeignKey(State, models.PROTECT)
    title = models.CharField(max_length=100)
    starts_on = models.DateField()
    ends_on = models.DateField()

    kept = True
    objects = RollReviewQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_on"]
        constraints = [
            models.UniqueConstraint(fields=["state", "title"], name="review_title_once"),
            models.CheckConstraint(
                name="review_ends_after_it_starts", condition=Q(ends_on__gte=F("starts_on"))
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("walks:roll_review", args=[self.reference])


class RequestDate(models.Model):
    """A date of the State's timetable by which Walk Listings are requested (5.1a)."""

    review = models.ForeignKey(RollReview, models.PROTECT, related_name="request_dates")
    on = models.DateField()

    class Meta:
        ordering = ["on"]
        constraints = [models.UniqueConstraint(fields=["review", "on"], name="request_date_once")]

    def __str__(self):
        return f"{self.on:%-d %B %Y}"


class DivisionReview(models.Model):
    """A division's part in a review: when its field work is, and when its officers call (Appendix A)."""

    reference = models.CharField(max_length=9, unique=True, default=review_reference)
    division = models.ForeignKey(Division, models.PROTECT)
    review = models.ForeignKey(RollReview, models.PROTECT, related_name="divisions")
    starts_on = models.DateField()
    ends_on = models.DateField()
    calling_from = models.TimeField(default=time(8))
    calling_until = models.TimeField(default=time(20))

    kept = True
    objects = OfReviewQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["division", "review"], name="a_division_once_in_a_review"),
            models.UniqueConstraint(fields=["division", "id"], name="division_review_of_division"),
            models.CheckConstraint(
                name="field_work_ends_after_it_starts", condition=Q(ends_on__gte=F("starts_on"))
            ),
            models.CheckConstraint(
                name="calling_ends_after_it_starts", condition=Q(calling_until__gt=F("calling_from"))
            ),
        ]

    def __str__(self):
        return f"{self.review}, {self.division}"

    def get_absolute_url(self):
        return reverse("walks:review", args=[self.reference])


class Method(models.TextChoices):
    VISIT = "visit", "Visit by Review Officers"
    SCHEDULE = "schedule", "Schedule"
    MAIL = "mail", "Mail review"
    AGENT = "agent", "Electoral agents"


class Workload(models.Model):
    """The Walks that one officer reviews, most often one (1.3a)."""

    division = models.ForeignKey(Division, models.PROTECT)
    review = DivisionalKey(DivisionReview, models.PROTECT, related_name="workloads")
    number = models.PositiveIntegerField()
    asked_for_more = models.BooleanField(default=False, help_text="The officer asked for more than ten days.")

    objects = OfReviewQuerySet.as_manager()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["division", "review", "number"], name="workload_number_once"),
            models.UniqueConstraint(fields=["division", "id"], name="workload_of_division"),
        ]

    def __str__(self):
        return f"Workload {self.number}"


class ReviewWalk(models.Model):
    """A Walk in a review: by which method, and why not by a visit where it is another (1.1c, 1.1g, 10.2f)."""

    division = models.ForeignKey(Division, models.PROTECT)
    review = DivisionalKey(DivisionReview, models.PROTECT, related_name="walks")
    walk = DivisionalKey(Walk, models.PROTECT, related_name="in_reviews")
    method = models.CharField(max_length=10, choices=Method, blank=True)
    reason = models.CharField(max_length=500, blank=True, help_text="Why a visit is not practicable.")
    sparse = models.CharField(
        max_length=500, blank=True, help_text="Why the area is sparsely populated, where agents review it."
    )
    chosen_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True)
    chosen_on = models.DateField(null=True)
    workload = DivisionalKey(Workload, models.PROTECT, null=True, related_name="walks")

    kept = True
    objects = OfReviewQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["division", "review", "walk"], name="a_walk_once_in_a_review"),
            models.UniqueConstraint(fields=["division", "id"], name="review_walk_of_division"),
            models.CheckConstraint(
                name="another_method_has_its_reason", condition=Q(method__in=["", "visit"]) | ~Q(reason="")
            ),
            models.CheckConstraint(
                name="agents_have_a_sparse_area", condition=~Q(method="agent") | ~Q(sparse="")
            ),
        ]

    def __str__(self):
        return f"{self.walk} in {self.review}"


class HighRisk(models.Model):
    """A Walk, or numbers of a street, where calling from door to door is a risk (10.1a). Never a person, never public."""

    reference = models.CharField(max_length=9, unique=True, default=risk_reference)
    division = models.ForeignKey(Division, models.PROTECT)
    walk = DivisionalKey(Walk, models.PROTECT, null=True, blank=True)
    street = DivisionalKey(Street, models.PROTECT, null=True, blank=True)
    low = models.PositiveIntegerField(null=True, blank=True)
    high = models.PositiveIntegerField(null=True, blank=True)
    reason = models.CharField(max_length=500)
    review_on = models.DateField()
    marked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT)
    from_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)

    kept = True
    written_once = (
        "division_id",
        "walk_id",
        "street_id",
        "low",
        "high",
        "reason",
        "review_on",
        "from_on",
        "ended_on",
    )
    objects = RiskQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "high risks"
        constraints = [
            models.CheckConstraint(
                name="a_risk_is_of_a_walk_or_a_street",
                condition=Q(walk__isnull=False, street=None) | Q(walk=None, street__isnull=False),
            ),
            models.CheckConstraint(name="a_risk_has_its_reason", condition=~Q(reason="")),
            models.CheckConstraint(name="a_risk_is_reviewed", condition=Q(review_on__gt=F("from_on"))),
        ]

    def __str__(self):
        return f"High risk: {self.walk or self.street}"


class DwellingChoice(models.Model):
    """A non-private dwelling is visited or reviewed by schedule, by the DRO's choice (1.1e, 13)."""

    division = models.ForeignKey(Division, models.PROTECT)
    residence = DivisionalKey(Residence, models.PROTECT, related_name="choices")
    by_schedule = models.BooleanField()
    reason = models.CharField(max_length=200, blank=True)
    chosen_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT)
    from_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)

    kept = True
    written_once = ("division_id", "residence_id", "by_schedule", "reason", "from_on", "ended_on")
    objects = DatedOfReviewQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["division", "residence"], name="one_choice_of_a_dwelling", condition=Q(ended_on=None)
            )
        ]

    def __str__(self):
        return f"{self.residence}: {'schedule' if self.by_schedule else 'visit'}"


class DwellingDefault(models.Model):
    """What a division does with a kind of non-private dwelling unless the DRO chooses otherwise (1.1e)."""

    division = models.ForeignKey(Division, models.PROTECT)
    dwelling_kind = models.CharField(max_length=20)
    by_schedule = models.BooleanField()

    objects = OfReviewQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["division", "dwelling_kind"], name="one_default_of_a_kind")
        ]

    def __str__(self):
        return f"{self.dwelling_kind}: {'schedule' if self.by_schedule else 'visit'}"
