"""Supervised inspection by appointment: sittings, visits, and each look (E7, regulation 43)."""

from datetime import datetime, timedelta
from math import ceil

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from electoral.office.guards import DivisionalKey
from electoral.office.models import Division
from electoral.office.references import new_reference
from electoral.office.rules import date_in
from electoral.roll.models import Street
from registers.models.edition import Edition
from registers.models.guards import INSPECTION_GUARDS
from registers.models.law import ApplicantKind, Decides, Entitlement, Mode, Product
from registers.queries import InspectionQuerySet, InspectionRowQuerySet, SittingQuerySet, in_the_law
from registers.rules.inspection import PAPER_ONLY
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

    taken: int  # comes with `with_seats`

    kept = True
    written_once = ("division_id", "starts_at", "minutes", "place", "closed_on")
    objects = SittingQuerySet.as_manager()

    class Meta:
        ordering = ["starts_at", "place"]
        constraints = [
            models.UniqueConstraint(fields=["division", "id"], name="sitting_of_division"),
            models.UniqueConstraint(fields=["division", "starts_at", "place"], name="sitting_once"),
            models.CheckConstraint(name="a_sitting_has_a_seat", condition=Q(seats__gt=0, minutes__gt=0)),
        ]

    def __str__(self):
        return f"{self.starts_at}"

    @property
    def ends_at(self) -> datetime:
        return self.starts_at + timedelta(minutes=self.minutes)

    @property
    def on(self):
        """The day of it at the office."""
        return date_in(self.division.zone, self.starts_at)

    @property
    def seats_left(self) -> int:
        """For a sitting read `with_seats`."""
        return max(0, self.seats - self.taken)

    @property
    def is_over(self) -> bool:
        return self.ends_at <= timezone.now()


class Inspection(models.Model):
    """One visit. A marked register's states the six particulars of regulation 118(2): `documents`, `purpose`,
    `why_marked`, `name` (who will inspect), the sitting (when), `on_screen` (printed or data).
    """

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
    documents = models.CharField(max_length=300, blank=True, help_text="Which lists, registers or papers.")
    purpose = models.TextField(max_length=1000, blank=True)
    why_marked = models.TextField(max_length=1000, blank=True)
    on_screen = models.BooleanField(default=True)
    needs = models.CharField(max_length=300, blank=True)
    secret = models.CharField(max_length=64)
    status = models.CharField(max_length=10, choices=InspectionStatus, default=InspectionStatus.BOOKED)
    booked_at = models.DateTimeField(auto_now_add=True)
    agreed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    seconded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    supervisor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    disclaimer_signed = models.BooleanField(default=False)
    begun_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    workflow = INSPECTION
    written_once = (
        "division_id", "applicant_id", "product_id", "edition_id", "secret", "agreed_by_id", "seconded_by_id",
        "supervisor_id", "begun_at", "ended_at",
    )  # fmt: skip
    frozen = {
        InspectionStatus.BEGUN: ("status", "ended_at"),
        InspectionStatus.ENDED: (),
        InspectionStatus.MISSED: (),
        InspectionStatus.CANCELLED: (),
        InspectionStatus.REFUSED: (),
    }
    guards = INSPECTION_GUARDS
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
            models.CheckConstraint(
                name="the_second_who_agrees_is_another",
                condition=Q(seconded_by=None) | ~Q(seconded_by=F("agreed_by")),
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
        return self.sitting_id is not None and self.sitting.on == self.division.today()

    @property
    def is_to_come(self) -> bool:
        return self.sitting_id is not None and self.sitting.starts_at > timezone.now()

    @property
    def row_now(self) -> Entitlement | None:
        """The row of the table under which it may be looked at today, or None."""
        nation = self.division.area.state.jurisdiction
        row = in_the_law(
            Entitlement.objects.all(), jurisdiction=nation, applicant=self.applicant_id, product=self.product_id,
            mode=Mode.INSPECT, on=self.division.today(),
        )  # fmt: skip
        return None if row is None or row.decision == Decides.NO else row

    @property
    def an_officer_decides(self) -> bool:
        return self.entitlement_id is not None and self.entitlement.decision == Decides.OFFICER

    @property
    def needs_second(self) -> bool:
        return self.entitlement_id is not None and self.entitlement.second_person

    @property
    def needs_a_word(self) -> bool:
        """Whether somebody of the office agrees before it can begin (regulation 118)."""
        return self.an_officer_decides or self.needs_second

    @property
    def why_not_agreed(self) -> str | None:
        if self.needs_a_word and self.agreed_by_id is None:
            return "Nobody has agreed to it yet, and the table leaves this to the office."
        if self.needs_second and self.seconded_by_id is None:
            return "A second person has not agreed to it, and the table asks for one."
        return None

    @property
    def is_on_paper(self) -> bool:
        """Some things are never on the screen: papers of an election of which no note may be taken either."""
        return self.product_id in PAPER_ONLY or not self.on_screen

    @property
    def over_at(self) -> datetime | None:
        """When its time is up: the minutes of the sitting after it began."""
        return self.begun_at and self.begun_at + timedelta(minutes=self.sitting.minutes)

    @property
    def is_over(self) -> bool:
        return self.over_at is not None and self.over_at <= timezone.now()

    @property
    def minutes_taken(self) -> int:
        """Whole minutes, at most those of the sitting."""
        if self.begun_at is None or self.ended_at is None:
            return 0
        return min(self.sitting.minutes, ceil((self.ended_at - self.begun_at) / timedelta(minutes=1)))


class InspectionLook(models.Model):
    """What was looked for: a street and a number, never a name. Without `place`: entries that show no address, or nothing found."""

    division = models.ForeignKey(Division, models.PROTECT)
    inspection = DivisionalKey(Inspection, models.PROTECT, related_name="looks")
    place = DivisionalKey(Street, models.PROTECT, null=True, related_name="+")
    street = models.CharField(max_length=150)
    number = models.PositiveIntegerField(null=True)
    page = models.PositiveIntegerField(default=1)
    shown = models.PositiveIntegerField()
    at = models.DateTimeField(auto_now_add=True)

    append_only = True
    objects = InspectionRowQuerySet.as_manager()

    def __str__(self):
        return f"{self.street}, {self.at}"
