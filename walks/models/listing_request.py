"""A Walk Listing request by the State's timetable (5.1)."""

from django.conf import settings
from django.db import models
from django.urls import reverse

from electoral.office.guards import DivisionalKey
from electoral.office.models import Division
from electoral.office.references import new_reference
from walks.models.listing import ListingOrder
from walks.models.roll_review import DivisionReview, RequestDate
from walks.models.walk import Walk
from walks.queries import OfReviewQuerySet
from walks.states import LISTING_REQUEST, ListingRequestStatus


def request_reference() -> str:
    return new_reference("Q")


class ListingRequest(models.Model):
    """Numbered in its review. Sending it orders the listings of the Walks that are visited."""

    reference = models.CharField(max_length=9, unique=True, default=request_reference)
    division = models.ForeignKey(Division, models.PROTECT)
    review = DivisionalKey(DivisionReview, models.PROTECT, related_name="requests")
    number = models.PositiveIntegerField()
    timetable_date = models.ForeignKey(RequestDate, models.PROTECT, null=True, blank=True)
    officers = models.PositiveIntegerField(help_text="Review Officers to be engaged.")
    in_hand = models.PositiveIntegerField(default=0, help_text="Walks in hand: the reserve (5.1b).")
    status = models.CharField(
        max_length=10, choices=ListingRequestStatus, default=ListingRequestStatus.DRAFTED
    )
    drafted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    sent_on = models.DateField(null=True)
    order = DivisionalKey(ListingOrder, models.PROTECT, null=True, related_name="requests")
    reason = models.CharField(max_length=200, blank=True, help_text="Why it was closed.")

    workflow = LISTING_REQUEST
    written_once = ("number", "sent_on", "sent_by_id", "order_id")
    frozen = {ListingRequestStatus.SENT: ("status", "reason"), ListingRequestStatus.CLOSED: ()}
    objects = OfReviewQuerySet.as_manager()

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["division", "review", "number"], name="request_number_once"),
            models.UniqueConstraint(fields=["division", "id"], name="listing_request_of_division"),
        ]

    def __str__(self):
        return f"Walk Listing request {self.number}"

    def get_absolute_url(self):
        return reverse("walks:request", args=[self.reference])


class RequestedWalk(models.Model):
    """A Walk asked for: for the visit, the mail review, both, or letters to security access buildings only (5.1d)."""

    class Use(models.TextChoices):
        VISIT = "visit", "Visit"
        MAIL = "mail", "Mail review"
        BOTH = "both", "Visit and mail review"
        SAB = "sab", "Letters to security access buildings only"

    division = models.ForeignKey(Division, models.PROTECT)
    request = DivisionalKey(ListingRequest, models.PROTECT, related_name="walks")
    walk = DivisionalKey(Walk, models.PROTECT)
    use = models.CharField(max_length=5, choices=Use)
    why = models.CharField(max_length=200, blank=True)

    objects = OfReviewQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["division", "request", "walk"], name="a_walk_once_on_a_request")
        ]

    def __str__(self):
        return f"{self.walk} on {self.request}"
