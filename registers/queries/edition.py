"""Reads of editions (decision 21)."""

from django.db.models import F, Value
from django.db.models.functions import Concat, StrIndex

from electoral.office.queries import DivisionalQuerySet
from electoral.office.roles import Permission


class EditionQuerySet(DivisionalQuerySet):
    seen_with = Permission.REGISTER_VIEW

    def sealed(self):
        return self.filter(status="sealed")

    def newest(self, family: str):
        """The edition of that family that is in force: the last one sealed."""
        return self.sealed().filter(family=family).order_by("-speaks_on", "-sealed_at").first()


class EditionRowQuerySet(EditionQuerySet):
    def in_area(self, area: str):
        """Rows of one area, as "ward:W05"."""
        areas = Concat(Value(";"), F("areas"), Value(";"))
        return self.alias(_area=StrIndex(areas, Value(f";{area};"))).filter(_area__gt=0)
