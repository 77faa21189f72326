"""Reads of supplies, releases and standing requests."""

from electoral.office.queries import DatedQuerySet, DivisionalQuerySet
from electoral.office.roles import Permission


class SupplyQuerySet(DivisionalQuerySet):
    seen_with = Permission.REGISTER_VIEW


class ReleaseQuerySet(SupplyQuerySet):
    def open(self):
        return self.filter(status="open")


class StandingQuerySet(DatedQuerySet, SupplyQuerySet):
    pass
