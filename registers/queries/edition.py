"""Reads of editions (decision 21)."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db.models import DateField, F, Func, Value
from django.db.models.functions import Cast, Coalesce, Concat, NullIf, StrIndex
from django.utils import timezone

from electoral.office.queries import DivisionalQuerySet
from electoral.office.roles import Permission


class EditionQuerySet(DivisionalQuerySet):
    seen_with = Permission.REGISTER_VIEW

    def sealed(self):
        return self.filter(status="sealed")

    def in_force(self):
        """Sealed, and of no day to come by the clock of its place: nothing else is offered, quoted, served or shown (E5)."""
        zone = Coalesce(NullIf("division__time_zone", Value("")), "division__area__state__time_zone")
        today = Cast(Func(zone, Value(timezone.now()), function="timezone"), DateField())
        return self.sealed().filter(speaks_on__lte=today)

    def newest(self, family: str):
        """The edition of that family that is in force: the last one sealed, of no day to come."""
        return self.in_force().filter(family=family).order_by("-speaks_on", "-sealed_at").first()

    def register_of_poll(self, polls_on: date, zone: str):
        """The register that was in force on the day of a poll: none that was sealed since, whatever day it speaks of."""
        day_after = datetime.combine(polls_on + timedelta(days=1), time.min, ZoneInfo(zone))
        registers = self.sealed().filter(family="register", speaks_on__lte=polls_on, sealed_at__lt=day_after)
        return registers.order_by("-speaks_on", "-sealed_at").first()


class EditionRowQuerySet(EditionQuerySet):
    def in_area(self, area: str):
        """Rows of one area, as "ward:W05"."""
        areas = Concat(Value(";"), F("areas"), Value(";"))
        return self.alias(_area=StrIndex(areas, Value(f";{area};"))).filter(_area__gt=0)
