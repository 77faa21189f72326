"""The street file brought into line with the residences, and the residences with the street file (1.1, 4)."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple

from django.db import connection, transaction
from django.db.models import Q
from psycopg2.extras import NumericRange

from electoral.office.actions import demand, record
from electoral.office.models import Division
from electoral.office.refusals import Refused
from electoral.office.registry import verbs
from electoral.office.roles import Permission
from electoral.roll.models import Residence
from walks.models import Allocation, StreetRange, Walk, WalkCcd
from walks.rules import joined, ranges_of
from walks.rules.area_change import Stretch, without

verbs(
    allocate_residences="gave each residence the Walk of its street range",
    settle_allocation="settled in which Walk the residence is",
    accept_allocation="accepted the Walk that the residence is in",
)
NOWHERE = "~"  # sorts after every Walk's number, so a CCD that no Walk has wins no tie
RANGES_AT_ONCE = 2000
ALLOCATE = """
    WITH wanted AS (
        SELECT r.id AS residence_id, s.walk_id
        FROM roll_residence r JOIN walks_streetrange s
          ON s.division_id = r.division_id AND s.street_id = r.street_id AND s.ended_on IS NULL
         AND s.numbers @> r.number::int AND s.side IN ('all', CASE r.side WHEN 1 THEN 'odd' ELSE 'even' END)
        WHERE r.division_id = %(division)s AND r.ended_on IS NULL
    ), loose AS (  -- a pin holds as long as its Walk, and until the street file is aligned where that was split
        SELECT a.id, a.residence_id, a.walk_id FROM walks_allocation a JOIN walks_walk w ON w.id = a.walk_id
        WHERE a.division_id = %(division)s AND (a.pinned_by_id IS NULL OR w.ended_on IS NOT NULL AND NOT EXISTS
            (SELECT FROM walks_areachange c WHERE c.walk_id = w.id AND c.status = 'in_force'))
    ), removed AS (
        DELETE FROM walks_allocation a USING loose
        WHERE a.id = loose.id AND NOT EXISTS (SELECT FROM wanted WHERE wanted.residence_id = loose.residence_id)
        RETURNING 1
    ), moved AS (
        UPDATE walks_allocation a SET walk_id = wanted.walk_id, since = %(on)s, pinned_by_id = NULL, reason = ''
        FROM loose JOIN wanted USING (residence_id)
        WHERE a.id = loose.id AND loose.walk_id <> wanted.walk_id
        RETURNING 1
    ), placed AS (
        INSERT INTO walks_allocation (division_id, residence_id, walk_id, since, reason)
        SELECT %(division)s, residence_id, walk_id, %(on)s, '' FROM wanted
        WHERE NOT EXISTS (SELECT FROM walks_allocation a
            WHERE a.division_id = %(division)s AND a.residence_id = wanted.residence_id)
        ON CONFLICT DO NOTHING
        RETURNING 1
    )
    SELECT (SELECT count(*) FROM placed), (SELECT count(*) FROM moved), (SELECT count(*) FROM removed)
"""
WITHOUT = """
    SELECT count(*) FROM roll_residence r WHERE r.division_id = %(division)s AND r.ended_on IS NULL
      AND NOT EXISTS (SELECT FROM walks_allocation a WHERE a.division_id = r.division_id AND a.residence_id = r.id)
"""


@dataclass(frozen=True)
class StreetFile:
    """What the events about a whole division's street file are about."""

    division: Division

    @property
    def reference(self) -> str:
        return f"STREETS-{self.division.code}"


class Allocated(NamedTuple):
    """How many residences got a Walk, changed it, lost it, and how many have none now."""

    placed: int
    moved: int
    removed: int
    without: int

    def __str__(self) -> str:
        return f"{self.placed} residences placed, {self.moved} moved, {self.removed} taken out; {self.without} have no Walk"


class Aligned(NamedTuple):
    """How many street ranges were made, and how many ended."""

    made: int
    ended: int


class Piece(NamedTuple):
    """A street range as it lies in the table: [low, high), high None at the street's end."""

    street: int
    side: str
    low: int
    high: int | None
    walk: int


def hold(division: Division) -> None:
    """Nobody else builds or allocates this division before the transaction ends."""
    Division.objects.select_for_update(no_key=True).get(pk=division.pk)


@transaction.atomic
def allocate(division: Division, *, by) -> Allocated:
    """Give every residence in force the Walk of its street range (1.1b, 4b). A second run changes nothing.

    What the DRO has pinned stays. A residence in no range has no Walk: it is in the allocation report.
    """
    demand(by, Permission.WALK_BUILD, division)
    hold(division)
    values: dict[str, int | date] = {"division": division.pk, "on": division.today()}
    with connection.cursor() as cursor:
        cursor.execute(
            "SET LOCAL enable_nestloop = off"
        )  # rows just written have no statistics: it would be quadratic
        cursor.execute(ALLOCATE, values)
        placed, moved, removed = cursor.fetchone()
        cursor.execute(WITHOUT, values)
        done = Allocated(placed, moved, removed, *cursor.fetchone())
        cursor.execute("SET LOCAL enable_nestloop = DEFAULT")
        if placed + moved + removed:
            cursor.execute(
                "ANALYZE walks_allocation, walks_streetrange"
            )  # listings are often ordered at once
    record(StreetFile(division), "allocate_residences", by=by, **done._asdict())
    return done


def align_ranges(division: Division, *, on: date) -> Aligned:
    """Make the street ranges what the residences and their CCDs' Walks say (4a); the caller holds the division."""
    wanted = set(_wanted(division))
    rows = StreetRange.objects.in_force().filter(division=division)
    there = {
        Piece(street, side, numbers.lower, numbers.upper, walk): pk
        for pk, street, side, numbers, walk in rows.values_list(
            "pk", "street_id", "side", "numbers", "walk_id"
        )
    }
    ended = [pk for piece, pk in there.items() if piece not in wanted]
    made = [
        StreetRange(
            division=division, street_id=p.street, side=p.side, numbers=NumericRange(p.low, p.high), walk_id=p.walk,
            from_on=on,
        )
        for p in wanted - there.keys()
    ]  # fmt: skip
    StreetRange.objects.filter(division=division, pk__in=ended).update(ended_on=on)
    StreetRange.objects.bulk_create(made, batch_size=RANGES_AT_ONCE)
    return Aligned(len(made), len(ended))


@transaction.atomic
def settle_allocation(residence: Residence, *, walk: Walk, by, reason: str) -> Allocation:
    """Put a residence of the allocation report into a Walk, for a reason (1.1b). Allocating leaves it there."""
    demand(by, Permission.ALLOCATION_SETTLE, residence.division)
    if walk.division_id != residence.division_id or walk.ended_on:
        raise Refused(f"{walk} is not a Walk of this division.", residence)
    if residence.ended_on:
        raise Refused("This residence is not on the roll any more.", residence)
    now = Allocation.objects.select_for_update().filter(division=residence.division, residence=residence)
    if now.exists() and not (now.in_disagreement().exists() or now.exclude(pinned_by=None).exists()):
        raise Refused("Its street range and its CCD agree. Change the street file instead.", residence)
    pin = {
        "walk": walk,
        "since": residence.division.today(),
        "pinned_by": by,
        "reason": needed(reason, residence),
    }
    settled, _ = Allocation.objects.update_or_create(
        division=residence.division, residence=residence, defaults=pin
    )
    record(residence, "settle_allocation", by=by, walk=walk.number)
    return settled


@transaction.atomic
def accept_allocation(allocation: Allocation, *, by, reason: str) -> Allocation:
    """Leave a residence in the Walk of its street range although its CCD is another Walk's, for a reason (1.1b)."""
    demand(by, Permission.ALLOCATION_SETTLE, allocation.division)
    held = Allocation.objects.select_for_update().filter(division=allocation.division, pk=allocation.pk)
    found = held.in_disagreement().first()
    if found is None:
        raise Refused(
            "There is nothing to accept: it is settled, or its street range and its CCD agree.",
            allocation.residence,
        )
    found.pinned_by, found.reason = by, needed(reason, found.residence)
    found.save(update_fields=["pinned_by", "reason"])
    record(found.residence, "accept_allocation", by=by, walk=found.walk.number)
    return found


def needed(reason: str, subject) -> str:
    if not reason.strip():
        raise Refused("Give the reason.", subject)
    return reason.strip()


def _wanted(division: Division) -> Iterator[Piece]:
    """The ranges of every street, from one read of its residences in force.

    A CCD that several Walks share says nothing of where they part (1.1a): the ranges of these Walks hold as they
    stand, and a residence without one is in the allocation report.
    """
    rows = WalkCcd.objects.in_force().filter(division=division, walk__ended_on=None, shared=False)
    claims: dict[str, str] = {}
    walks: dict[str, int] = {}
    for code, number, walk in rows.values_list("ccd__code", "walk__number", "walk_id"):
        claims[code] = f"{number:05}"
        walks[claims[code]] = walk
    held = _held(division)
    residences = (
        Residence.objects.in_force().filter(division=division).exclude(ccd_code="").order_by("street_id")
    )
    doors = residences.values_list("street_id", "number", "ccd_code").iterator(chunk_size=RANGES_AT_ONCE)
    for street, here in groupby(doors, key=itemgetter(0)):
        wanted = ranges_of((n, claims.get(ccd, NOWHERE)) for _, n, ccd in here)
        if street in held:
            made = [
                Stretch(street, side, low, None if last is None else last + 1, walks[claim])
                for side, low, last, claim in wanted
                if claim != NOWHERE
            ]
            for one in made:
                yield from (Piece(*left) for left in without(one, held[street]))
            continue
        for side, low, last, claim in joined(wanted):
            if claim != NOWHERE:
                yield Piece(street, side, low, None if last is None else last + 1, walks[claim])
    yield from (Piece(*one) for street in held.values() for one in street)


def _held(division: Division) -> dict[int, list[Stretch]]:
    """By street, the ranges that stand: of Walks that share a CCD, and of one that was split and is not aligned yet."""
    sharing = WalkCcd.objects.in_force().filter(division=division, shared=True).values("walk")
    rows = StreetRange.objects.in_force().filter(division=division)
    rows = rows.filter(Q(walk__in=sharing) | Q(walk__ended_on__isnull=False))
    held = defaultdict(list)
    for row in rows.values_list("street_id", "side", "numbers", "walk_id"):
        street, side, numbers, walk = row
        held[street].append(Stretch(street, side, numbers.lower, numbers.upper, walk))
    return held
