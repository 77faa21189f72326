"""Queries from outside, and what is written in a thread (E1)."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from electoral.office.guards import DivisionalKey
from electoral.office.models import Division
from electoral.office.references import new_reference
from registers.models.request import AccessRequest
from registers.queries import InquiryQuerySet, RequestRowQuerySet
from registers.states import INQUIRY, InquiryStatus


def inquiry_reference() -> str:
    return new_reference("I")


class InquiryKind(models.Model):
    """A kind of query, with the working days within which a first answer is promised."""

    code = models.CharField(max_length=20, primary_key=True)
    label = models.CharField(max_length=100)
    working_days = models.PositiveSmallIntegerField()

    kept = True

    class Meta:
        ordering = ["label"]

    def __str__(self):
        return self.label


class Inquiry(models.Model):
    """A query. The first answer stops its clock; a colleague may have it (`passed_to`)."""

    reference = models.CharField(max_length=9, unique=True, default=inquiry_reference)
    division = models.ForeignKey(Division, models.PROTECT)
    kind = models.ForeignKey(InquiryKind, models.PROTECT)
    request = DivisionalKey(AccessRequest, models.PROTECT, null=True, related_name="inquiries")
    name = models.CharField(max_length=150)
    email = models.EmailField(blank=True)
    secret = models.CharField(max_length=64)
    status = models.CharField(max_length=10, choices=InquiryStatus, default=InquiryStatus.OPEN)
    asked_at = models.DateTimeField(auto_now_add=True)
    promised_on = models.DateField()
    answered_at = models.DateTimeField(null=True, help_text="The first answer.")
    passed_to = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    passed_why = models.CharField(max_length=300, blank=True)

    written: int  # comes with the list

    workflow = INQUIRY
    written_once = ("division_id", "kind_id", "secret", "promised_on", "answered_at")
    objects = InquiryQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "inquiries"
        constraints = [models.UniqueConstraint(fields=["division", "id"], name="inquiry_of_division")]

    def __str__(self):
        return f"Query {self.reference}"

    def get_absolute_url(self):
        return reverse("registers:inquiry", args=[self.reference])


class Message(models.Model):
    """What was written in the thread of a request or a query; nothing is taken back."""

    division = models.ForeignKey(Division, models.PROTECT)
    request = DivisionalKey(AccessRequest, models.PROTECT, null=True, related_name="messages")
    inquiry = DivisionalKey(Inquiry, models.PROTECT, null=True, related_name="messages")
    from_office = models.BooleanField()
    internal = models.BooleanField(
        default=False, help_text="Between colleagues; the applicant does not see it."
    )
    text = models.TextField(max_length=4000)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    append_only = True
    objects = RequestRowQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                name="a_message_has_one_thread",
                condition=Q(request__isnull=False, inquiry=None) | Q(request=None, inquiry__isnull=False),
            ),
            models.CheckConstraint(
                name="only_the_office_writes_inside", condition=Q(internal=False) | Q(from_office=True)
            ),
        ]

    def __str__(self):
        return self.text[:60]
