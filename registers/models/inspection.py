"""Supervised inspection by appointment: sittings, visits, and each look (E7, regulation 43)."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from electoral.office.guards import DivisionalKey
from electoral.office.models import Division
from electoral.office.references import new_reference
from electoral.office.rules import date_in
from registers.models.edition import Edition
from registers.models.law import ApplicantKind, Entitlement, Product
from registers.queries import InspectionQuerySet, SittingQuerySet
from registers.states import INSPECTION, InspectionStatus


def inspection_reference() -> str:
    return new_reference("I")


class Sitting(models.Model):
    """A time at which the office receives visitors; `seats` at once."""

    division = models.ForeignKey(Division, models.PROTECT)
    starts_at = models.DateTimeField()
    minutes = models.PositiveSmallIntegerField(default=30)
    seats = models.PositiveSmallIntegerField(default=1)
    place = models.CharField(max_length=200)
    closed_on = models.DateField(null=True, help_text="Since when nobody books it any more.")

    kept = True
    objects = SittingQuerySet.as_manager()

    class Meta:
        ordering = ["starts_at"]
        constraints = [
            models.UniqueConstraint(fields=["division", "id"], name="sitting_of_division"),
            models.UniqueConstraint(fields=["division", "starts_at", "place"], name="sitting_once"),
            models.CheckConstraint(name="a_sitting_has_a_seat", condition=Q(seats__gt=0, minutes__gt=0)),
        ]

    def __str__(self):
        return f"{self.starts_at}"

    @property
    def ends_at(self):
        return self.starts_at + timedelta(minutes=self.minutes)


class Inspection(models.Model):
    """One visit. A marked register's states the six particulars of regulation 118(2)."""

    reference = models.CharField(max_length=9, unique=True, default=inspection_reference)
    division = models.ForeignKey(Division, models.PROTECT)
    sitting = DivisionalKey(Sitting, models.PROTECT, related_name="inspections")
    seat = models.PositiveSmallIntegerField()
    applicant = models.ForeignKey(ApplicantKind, models.PROTECT)
    product = models.ForeignKey(Product, models.PROTECT)
    entitlement = models.ForeignKey(Entitlement, models.PROTECT)
    edition = DivisionalKey(Edition, models.PROTECT, null=True, related_name="+")
    name = models.CharField(max_length=150)
    email = models.EmailField(blank=True)
    telephone = models.CharField(max_length=40, blank=True)
    purpose = models.TextField(max_length=1000, blank=True)
    why_marked = models.TextField(max_length=1000, blank=True)
    on_screen = models.BooleanField(default=True)
    needs = models.CharField(max_length=300, blank=True)
    secret = models.CharField(max_length=64)
    status = models.CharField(max_length=10, choices=InspectionStatus, default=InspectionStatus.BOOKED)
    booked_at = models.DateTimeField(auto_now_add=True)
    supervisor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    disclaimer_signed = models.BooleanField(default=False)
    begun_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    workflow = INSPECTION
    written_once = (
        "division_id",
        "sitting_id",
        "entitlement_id",
        "secret",
        "supervisor_id",
        "begun_at",
        "ended_at",
    )
    objects = InspectionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["division", "id"], name="inspection_of_division"),
            models.UniqueConstraint(
                fields=["division", "sitting", "seat"],
                name="a_seat_is_for_one",
                condition=Q(status__in=["booked", "begun", "ended"]),
            ),
            models.UniqueConstraint(
                fields=["division", "supervisor"],
                name="a_supervisor_watches_one",
                condition=Q(status="begun"),
            ),
            models.CheckConstraint(
                name="an_inspection_is_supervised",
                condition=~Q(status__in=["begun", "ended"]) | Q(supervisor__isnull=False),
            ),
        ]

    def __str__(self):
        return f"Inspection {self.reference}"

    def get_absolute_url(self):
        return reverse("registers:inspection", args=[self.reference])

    def supervised_now(self, user) -> bool:
        return (
            Inspection.objects.filter(division=self.division, supervisor=user, status="begun")
            .exclude(pk=self.pk)
            .exists()
        )

    @property
    def is_today(self) -> bool:
        return date_in(self.division.zone, self.sitting.starts_at) == self.division.today()


class InspectionLook(models.Model):
    """What was looked for: a street and a number, never a name."""

    division = models.ForeignKey(Division, models.PROTECT)
    inspection = DivisionalKey(Inspection, models.PROTECT, related_name="looks")
    street = models.CharField(max_length=150)
    shown = models.PositiveIntegerField()
    at = models.DateTimeField(auto_now_add=True)

    append_only = True
    objects = InspectionQuerySet.as_manager()

    def __str__(self):
        return f"{self.street}, {self.at}"
