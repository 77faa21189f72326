"""The times at which the office receives visitors: opened in bulk, closed one by one or several at once (regulation 43)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.utils import timezone

from electoral.office.actions import demand, record
from electoral.office.models import Division
from electoral.office.refusals import Refused
from electoral.office.registry import verbs
from electoral.office.roles import Permission
from registers.models import Sitting
from registers.rules.days import is_working_day
from registers.rules.inspection import LONGEST_SITTING, MOST_SITTINGS, days_between, moment, times_of_day


@dataclass(frozen=True)
class Reception:
    """The receiving of visitors at a division, as the subject of events."""

    division: Division

    @property
    def reference(self) -> str:
        return self.division.code


verbs(open_sittings="opened sittings for visitors", close_sittings="closed sittings for visitors")


@transaction.atomic
def open_sittings(
    division: Division, *, weekdays: Iterable[int], first: date, last: date, begins: time, ends: time, minutes: int, seats: int,
    place: str, by,
) -> int:  # fmt: skip
    """Open a sitting every `minutes` between two times on those weekdays (0 is Monday), on working days only (regulation 43).

    Times are the office's own. A sitting that is there already stays as it is. Returns how many are new.
    """
    demand(by, Permission.REGISTER_WORK, division)
    if not 0 < minutes <= LONGEST_SITTING or seats < 1 or not place.strip():
        raise Refused(f"A sitting has a place, a seat, and between 1 and {LONGEST_SITTING} minutes.")
    days = [day for day in _days(division, first, last, weekdays) if _works(division, day)]
    slots = list(times_of_day(begins, ends, minutes))
    if not days or not slots:
        raise Refused("No sitting lies there: look at the days, the times and the public holidays again.")
    if len(days) * len(slots) > MOST_SITTINGS:
        raise Refused(f"These would be more than {MOST_SITTINGS:,} sittings. Choose a shorter time.")
    now = timezone.now()
    starts = [at for day in days for slot in slots if (at := moment(day, slot, division.zone)) > now]
    begun = _add(division, starts, minutes=minutes, seats=seats, place=place.strip())
    record(Reception(division), "open_sittings", by=by, sittings=begun)
    return begun


def _days(division, first: date, last: date, weekdays) -> Iterable[date]:
    if last < first or first < division.today():
        raise Refused("The first day is today or later, and the last day is not before it.")
    if last > first + timedelta(days=731):
        raise Refused("Sittings are opened for two years at most.")
    return days_between(first, last, weekdays)


def _works(division, day: date) -> bool:
    state = division.area.state
    return is_working_day(day, state.jurisdiction, state.code)


def _add(division, starts: list[datetime], **values) -> int:
    before = Sitting.objects.filter(division=division).count()
    Sitting.objects.bulk_create(
        [Sitting(division=division, starts_at=at, **values) for at in starts], ignore_conflicts=True
    )
    return Sitting.objects.filter(division=division).count() - before


@transaction.atomic
def close_sittings(division: Division, sittings: Iterable[int], *, by) -> int:
    """Let nobody book these any more; who has booked keeps the appointment. Returns how many were closed."""
    demand(by, Permission.REGISTER_WORK, division)
    open_ones = Sitting.objects.filter(division=division, pk__in=list(sittings)).open()
    closed = open_ones.update(closed_on=division.today())
    if not closed:
        raise Refused("Choose at least one sitting that is open.")
    record(Reception(division), "close_sittings", by=by, sittings=closed)
    return closed


@transaction.atomic
def sitting_now(division: Division, *, minutes: int, place: str, by) -> Sitting:
    """A sitting of one seat that begins now, for somebody who has come without an appointment (regulation 43)."""
    demand(by, Permission.REGISTER_WORK, division)
    if not 0 < minutes <= LONGEST_SITTING or not place.strip():
        raise Refused(f"Say where, and for how long: between 1 and {LONGEST_SITTING} minutes.")
    now = timezone.now()
    sitting = Sitting.objects.create(
        division=division, starts_at=now, minutes=minutes, seats=1, place=place.strip()
    )
    record(Reception(division), "open_sittings", by=by, sittings=1)
    return sitting
