"""Reads of sittings, visits and looks, and of the entries that a visitor is shown (E7, regulation 43)."""

from django.db.models import Count, F, Q

from electoral.office.queries import DivisionalQuerySet
from electoral.office.roles import Permission

TAKEN = ("booked", "begun", "ended")


class InspectionRowQuerySet(DivisionalQuerySet):
    seen_with = Permission.REGISTER_VIEW


class InspectionQuerySet(InspectionRowQuerySet):
    def with_facts(self):
        """With what a line or a page of visits names."""
        return self.select_related(
            "division__area__state", "sitting__division__area__state", "product", "applicant", "entitlement", "edition", "supervisor",
        )  # fmt: skip

    def taken(self):
        """Those that hold their seat."""
        return self.filter(status__in=TAKEN)

    def to_decide(self):
        """Booked, and somebody of the office is still to agree (regulation 118)."""
        unagreed = Q(entitlement__decision="officer_decides") | Q(entitlement__second_person=True)
        waits = Q(agreed_by=None) | Q(entitlement__second_person=True, seconded_by=None)
        return self.filter(unagreed & waits, status="booked")

    def begins_between(self, first, last):
        return self.filter(sitting__starts_at__gte=first, sitting__starts_at__lt=last)


class SittingQuerySet(InspectionRowQuerySet):
    def with_seats(self):
        """How many seats are taken; `seats_left` asks it."""
        return self.annotate(taken=Count("inspections", filter=Q(inspections__status__in=TAKEN)))

    def open(self):
        return self.filter(closed_on=None)

    def to_book(self, division, since):
        """Those that begin after that moment, with a seat left, in their order."""
        rows = self.filter(division=division, starts_at__gt=since).open().with_seats()
        return rows.filter(taken__lt=F("seats")).order_by("starts_at", "place")

    def asked_for(self, show: str, first):
        """As the desk's list shows them; from that day on. Read `with_seats`."""
        rows = self.filter(starts_at__date__gte=first)
        if show == "closed":
            return rows.exclude(closed_on=None)
        return rows.open().filter(taken__lt=F("seats")) if show == "free" else rows.open()
