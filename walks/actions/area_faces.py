"""The parts of a split and the block faces in them: a proposal chosen, faces moved by hand, checked again at once (1.2a)."""

from collections.abc import Mapping, Sequence

from django.db import transaction
from psycopg2.extras import NumericRange

from electoral.office.actions import demand, record
from electoral.office.refusals import Refused
from electoral.office.registry import verbs
from electoral.office.roles import Permission
from electoral.roll.models import Street
from walks.actions.spare_number import take_spare_numbers
from walks.actions.street_file import hold
from walks.documents.area_change import (
    check_of,
    cut_afresh,
    districts_of,
    faces_today,
    graph_of,
    ranges_of_walk,
    stretch_of,
)
from walks.models import AreaChange, AreaFace, AreaPart, StreetMeeting
from walks.rules.area_change import covered
from walks.split_plan import Face, by_district, proposal

verbs(
    choose_proposal="chose a proposal",
    share_out="moved block faces between the parts",
    change_parts="changed the number of parts",
    tell_of_streets="said whether two streets meet",
)
BY_CENSUS = "census"
MOST_PARTS = 26
LONGEST = 500  # of AreaChange.unfit


def editable(change: AreaChange, *, by) -> AreaChange:
    """The row, locked, with its division held; refused where its parts are not to be changed any more."""
    demand(by, Permission.AREA_CHANGE_DRAFT, change.division)
    hold(change.division)
    change = (
        AreaChange.objects.select_for_update(of=("self",))
        .select_related("walk", "division")
        .get(pk=change.pk)
    )
    if not change.is_editable:
        raise Refused(f"It is {change.get_status_display().lower()}: its parts stay as they are.", change)
    return change


def _of_a_split(change: AreaChange, *, by) -> AreaChange:
    change = editable(change, by=by)
    if not change.is_split:
        raise Refused(
            "A moved boundary has two Walks and no other parts. Choose the numbers that move.", change
        )
    return change


@transaction.atomic
def choose_proposal(change: AreaChange, *, seed: str, by) -> AreaChange:
    """Share the faces out as the proposal of this seed does (1.2a); its first part keeps the Walk's number.

    The seed "census" is the proposal by the boundaries of the new CCDs (1.2c).
    """
    change = _of_a_split(change, by=by)
    faces = renew_faces(change)
    parts = (
        _by_census(change, faces) if seed == BY_CENSUS else proposal(graph_of(change, faces), seed=seed).parts
    )
    set_parts(change, len(parts))
    change.faces.update(part=None)
    place(change, {key: n for n, keys in enumerate(parts, 1) for key in keys})
    change.seed = seed
    change.save(update_fields=["seed"])
    record(change, "choose_proposal", by=by, parts=len(parts), seed=seed)
    return look_again(change)


def _by_census(change: AreaChange, faces: Sequence[Face]) -> Sequence[Sequence[str]]:
    parts = list(by_district(faces, districts_of(change)).parts.values())
    if len(parts) < 2:
        raise Refused("The boundaries of the new CCDs do not cut this Walk, or are not loaded.", change)
    return sorted(parts, key=len, reverse=True)


@transaction.atomic
def share_out(change: AreaChange, where: Mapping[str, int], *, by, keeps: int = 1) -> AreaChange:
    """Put faces into parts by the parts' positions; `keeps` is the part that is to have the Walk's own number (1.2b)."""
    change = _of_a_split(change, by=by)
    renew_faces(change)
    known = set(change.parts.values_list("position", flat=True))
    if strange := sorted({*where.values(), keeps} - known):
        raise Refused(f"There is no part {strange[0]}. Open the page of the split again.", change)
    before = dict(change.faces.values_list("pk", "part__position"))
    place(change, where)
    if keeps != 1:
        _exchange(change, 1, keeps)
    after = dict(change.faces.values_list("pk", "part__position"))
    moved = sum(before.get(pk) != position for pk, position in after.items())
    if moved:
        record(change, "share_out", by=by, faces=moved)
    return look_again(change)


@transaction.atomic
def add_part(change: AreaChange, *, by) -> AreaChange:
    """One part more, with the next spare number (1.2b)."""
    change = _of_a_split(change, by=by)
    count = change.parts.count() + 1
    set_parts(change, max(count, 2))
    record(change, "change_parts", by=by, parts=count)
    return look_again(change)


@transaction.atomic
def drop_part(change: AreaChange, *, position: int, by) -> AreaChange:
    """Take a part away; its faces go to the part that keeps the Walk's number, its own number back to the pool."""
    change = _of_a_split(change, by=by)
    part = change.parts.filter(position=position).first()
    if part is None or position == 1 or change.parts.count() <= 2:
        raise Refused("A split has two parts at least, and one of them keeps the Walk's number.", change)
    change.faces.filter(part=part).update(part=change.parts.get(position=1))
    part.delete()
    for later in change.parts.filter(position__gt=position).order_by("position"):
        later.position -= 1
        later.save(update_fields=["position"])
    record(change, "change_parts", by=by, parts=change.parts.count())
    return look_again(change)


@transaction.atomic
def tell_of_streets(
    change: AreaChange, *, street: Street, other: Street, meet: bool | None, by
) -> AreaChange:
    """What the office knows of two streets: they meet, nobody can cross between them, or nothing (None) (1.2a)."""
    change = _of_a_split(change, by=by)
    if street.pk == other.pk:
        raise Refused("Choose two different streets.", change)
    low, high = sorted((street, other), key=lambda s: s.pk)
    rows = StreetMeeting.objects.filter(division=change.division, street=low, other=high)
    rows.delete()
    if meet is not None:
        StreetMeeting.objects.create(division=change.division, street=low, other=high, can_be_crossed=meet)
    record(change, "tell_of_streets", by=by, meet=meet)
    return look_again(change)


def set_parts(change: AreaChange, count: int) -> None:
    """So many parts; the first has the Walk's number, the others spare numbers, reserved from now on (1.2b)."""
    if count > MOST_PARTS:
        raise Refused(f"A split has at most {MOST_PARTS} parts.", change)
    there = {part.position: part for part in change.parts.all()}
    gone = [part.pk for position, part in there.items() if position > count]
    change.faces.filter(part__in=gone).update(part=None)
    AreaPart.objects.filter(pk__in=gone).delete()
    new = [position for position in range(1, count + 1) if position not in there]
    spare = iter(take_spare_numbers(change.division, len([p for p in new if p > 1]), subject=change))
    for position in new:
        first = position == 1
        AreaPart.objects.create(
            division=change.division, change=change, position=position,
            number=change.walk.number if first else next(spare), before=change.walk if first else None,
        )  # fmt: skip


def place(change: AreaChange, where: Mapping[str, int]) -> None:
    """The faces of these keys into the parts at these positions; others stay where they are."""
    parts = {part.position: part for part in change.parts.all()}
    moved = []
    for row in change.faces.all():
        if row.key in where and row.part_id != parts[where[row.key]].pk:
            row.part = parts[where[row.key]]
            moved.append(row)
    AreaFace.objects.bulk_update(moved, ["part"], batch_size=500)


def _exchange(change: AreaChange, one: int, other: int) -> None:
    """Two parts exchange their faces, and so their numbers."""
    first, second = change.parts.get(position=one), change.parts.get(position=other)
    of_first = list(change.faces.filter(part=first).values_list("pk", flat=True))
    change.faces.filter(part=second).update(part=first)
    AreaFace.objects.filter(pk__in=of_first).update(part=second)


def renew_faces(change: AreaChange) -> list[Face]:
    """The faces as the Walk is today, and their rows with them; what was shared out stays where the face is the same.

    They are cut afresh where the street file gives the Walk other numbers than when they were cut.
    """
    rows = {row.key: row for row in change.faces.all()}
    cut = covered(stretch_of(row) for row in rows.values() if row.ranged)
    now = covered(ranges_of_walk(change.walk))
    faces = faces_today(change) if cut == now else cut_afresh(change.walk)
    fresh = [_row(change, face, rows.get(face.key)) for face in faces]
    change.faces.all().delete()
    AreaFace.objects.bulk_create(fresh, batch_size=500)
    return faces


def _row(change: AreaChange, face: Face, before: AreaFace | None) -> AreaFace:
    numbers = NumericRange(face.low, face.high)
    same = before is not None and (before.numbers.lower, before.numbers.upper) == (face.low, face.high)
    points = face.points
    return AreaFace(
        division=change.division, change=change, part_id=before.part_id if before and same else None,
        street_id=face.street, side=face.side, numbers=numbers, residences=face.size, ranged=face.ranged,
        longitude=sum(x for x, _ in points) / len(points) if points else None,
        latitude=sum(y for _, y in points) / len(points) if points else None,
    )  # fmt: skip


def look_again(change: AreaChange) -> AreaChange:
    """Check the parts with today's residences, and keep what stands against them (1.2a)."""
    faces = renew_faces(change)
    seen = check_of(change, faces)
    for part, found in zip(change.parts.all(), seen.parts, strict=True):
        AreaPart.objects.filter(pk=part.pk).update(residences=found.residences)
    faults = seen.faults if len(seen.parts) > 1 else ("Choose a proposal, or share the faces out.",)
    change.unfit = _short(" ".join(faults))
    change.save(update_fields=["unfit"])
    return change


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1].rsplit(' ', 1)[0]}…"
