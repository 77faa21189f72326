"""The street file brought into line with a change of area, and the residences with it (4a, 4b)."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import NamedTuple

from django.db import transaction
from django.utils import timezone
from psycopg2.extras import NumericRange

from electoral.office.actions import demand
from electoral.office.refusals import WrongState
from electoral.office.roles import Permission
from walks.actions.street_file import allocate, hold
from walks.documents.area_change import stretch_of
from walks.models import Allocation, AreaChange, AreaPart, StreetRange, Walk
from walks.rules.area_change import Stretch, finder, realigned
from walks.states import AREA_CHANGE, AreaChangeStatus

AT_ONCE = 500


class Move(NamedTuple):
    """A residence that goes to another Walk."""

    residence: int
    street: int
    to: int
    pinned: bool


class StreetMoves(NamedTuple):
    """How many residences of a street go from one Walk to another; keys of street and Walks."""

    street: int
    source: int
    to: int
    residences: int


@dataclass(frozen=True)
class Alignment:
    """What aligning does, before it is done: ranges that end, ranges that begin, residences that move."""

    change: AreaChange
    ended: tuple[int, ...]
    made: tuple[Stretch, ...]
    moves: tuple[Move, ...]

    @property
    def by_street(self) -> list[StreetMoves]:
        counts = Counter((move.street, move.to) for move in self.moves)
        return [StreetMoves(street, self.change.walk_id, to, n) for (street, to), n in sorted(counts.items())]


def plan_alignment(change: AreaChange) -> Alignment:
    """What would move, by the street file and the residences as they are now (4b). Changes nothing."""
    if change.status != AreaChangeStatus.IN_FORCE:
        raise WrongState(f"It is {change.get_status_display().lower()}.", change)
    parts = list(change.parts.order_by("position"))
    after = {part.pk: part.after_id or 0 for part in parts}
    faces = [one._replace(owner=after[one.owner]) for one in map(stretch_of, change.faces.exclude(part=None))]
    rest = after[parts[0].pk]
    rows = StreetRange.objects.in_force().filter(division=change.division)
    streets = rows.filter(walk=change.walk).values("street")
    here = {stretch_of(row): row.pk for row in rows.filter(street__in=streets)}
    wanted = set(_wanted(change, here, faces, rest))
    return Alignment(
        change,
        tuple(pk for one, pk in here.items() if one not in wanted),
        tuple(sorted(wanted - here.keys(), key=lambda s: (s.street, s.side, s.low))),
        tuple(_moves(change, wanted, faces, rest)),
    )


def _wanted(change: AreaChange, here: dict[Stretch, int], faces: list[Stretch], rest: int):
    by_street, faces_of = defaultdict(list), defaultdict(list)
    for one in here:
        by_street[one.street].append(one)
    for face in faces:
        faces_of[face.street].append(face)
    for street, ranges in by_street.items():
        yield from realigned(ranges, faces_of[street], giver=change.walk_id, rest=rest)


def _moves(change: AreaChange, wanted: set[Stretch], faces: list[Stretch], rest: int):
    """A residence goes where its range goes; one that was pinned into the Walk goes with its face, and stays pinned."""
    range_of, face_of = finder(wanted), finder(faces)
    keys = ("residence_id", "residence__street_id", "residence__side", "residence__number", "pinned_by_id")
    rows = Allocation.objects.standing().filter(division=change.division, walk=change.walk)
    for residence, street, side, number, pinned in rows.order_by("residence_id").values_list(*keys):
        place = (street, "odd" if side == 1 else "even", number)
        to = (face_of(*place) or rest) if pinned else range_of(*place)
        if to and to != change.walk_id:
            yield Move(residence, street, to, bool(pinned))


@transaction.atomic
def align(change: AreaChange, *, by) -> Alignment:
    """Make the street file what the change says, and let the residences follow (4a, 4b). Past listings stay as they are.

    A second time it is refused: nothing is left to move.
    """
    demand(by, Permission.AREA_CHANGE_DRAFT, change.division)
    demand(by, Permission.WALK_BUILD, change.division)
    hold(change.division)
    change = AreaChange.objects.select_related("division__area__state", "walk").get(pk=change.pk)
    plan = plan_alignment(change)
    counts = {"ended": len(plan.ended), "made": len(plan.made), "moved": len(plan.moves)}
    done = {"aligned_by": by, "aligned_at": timezone.now()}
    AREA_CHANGE.move(change, "align", by=by, changes=done, **counts)
    _change_ranges(change, plan)
    _move_pinned(change, plan)
    allocate(change.division, by=by)
    AreaPart.objects.filter(change=change).update(is_open=False)
    return plan


def _change_ranges(change: AreaChange, plan: Alignment) -> None:
    today = change.division.today()
    StreetRange.objects.filter(division=change.division, pk__in=plan.ended).update(ended_on=today)
    StreetRange.objects.bulk_create(
        (
            StreetRange(
                division=change.division, street_id=one.street, side=one.side, numbers=NumericRange(one.low, one.high),
                walk_id=one.owner, from_on=today,
            )
            for one in plan.made
        ),
        batch_size=AT_ONCE,
    )  # fmt: skip


def _move_pinned(change: AreaChange, plan: Alignment) -> None:
    goes = defaultdict(list)
    for move in plan.moves:
        if move.pinned:
            goes[move.to].append(move.residence)
    for to, residences in goes.items():
        pinned = Allocation.objects.filter(division=change.division, residence__in=residences)
        pinned.update(walk=Walk.objects.get(pk=to), since=change.division.today())


def barred_by_change(division) -> dict[int, str]:
    """Walks whose street file is not in line with a change in force: no listing of them can be asked for (4a, 4c)."""
    parts = AreaPart.objects.filter(
        division=division, change__status=AreaChangeStatus.IN_FORCE
    ).select_related("change__walk")
    return {
        part.after_id: f"The street file is not in line with “{part.change}” yet."
        for part in parts
        if part.after_id
    }
