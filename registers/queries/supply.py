"""Reads of supplies, releases, inspections and standing requests."""

from electoral.office.queries import DatedQuerySet, DivisionalQuerySet
from electoral.office.roles import Permission


class SupplyQuerySet(DivisionalQuerySet):
    seen_with = Permission.REGISTER_VIEW


class ReleaseQuerySet(SupplyQuerySet):
    def open(self):
        return self.filter(status="open")


class InspectionQuerySet(SupplyQuerySet):
    def coming(self, on):
        return self.filter(status="booked", sitting__starts_at__date__gte=on)


class SittingQuerySet(SupplyQuerySet):
    pass


class StandingQuerySet(DatedQuerySet, SupplyQuerySet):
    pass
