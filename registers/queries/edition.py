"""Reads of editions (decision 21)."""

from electoral.office.queries import DivisionalQuerySet
from electoral.office.roles import Permission


class EditionQuerySet(DivisionalQuerySet):
    seen_with = Permission.REGISTER_VIEW

    def sealed(self):
        return self.filter(status="sealed")

    def newest(self, family: str):
        """The edition of that family that is in force: the last one sealed."""
        return self.sealed().filter(family=family).order_by("-speaks_on", "-sealed_at").first()
