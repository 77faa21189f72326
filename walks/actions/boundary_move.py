"""The numbers of streets that go from one Walk to another when a boundary is moved (4c)."""

from django.db import transaction
from psycopg2.extras import NumericRange

from electoral.office.actions import record
from electoral.office.refusals import Refused
from electoral.office.registry import verbs
from electoral.roll.models import Street
from walks.actions.area_faces import editable
from walks.documents.area_change import places_of, ranges_of_walk, stretch_of
from walks.models import AreaChange, AreaFace, AreaPart
from walks.rules import RangeSide
from walks.rules.area_change import Stretch, common, finder, one_sided, without

verbs(move_numbers="chose numbers to move", leave_numbers="left numbers where they are")


def _of_a_boundary(change: AreaChange, *, by) -> AreaChange:
    change = editable(change, by=by)
    if change.is_split:
        raise Refused("It is a split: share its block faces out.", change)
    return change


@transaction.atomic
def move_numbers(
    change: AreaChange, *, street: Street, side: RangeSide, low: int, last: int | None, by
) -> AreaChange:
    """Numbers of a street go to the receiving Walk; refused where they are not all the giving Walk's (4c).

    `last` is the last number; None means to the end of the street.
    """
    change = _of_a_boundary(change, by=by)
    if last is not None and last < low:
        raise Refused("The last number is less than the first.", change)
    wanted = Stretch(street.pk, side, low, None if last is None else last + 1, 0)
    given = [one for one in ranges_of_walk(change.walk) if one.street == street.pk]
    if any(True for one in one_sided([wanted]) for _ in without(one, given)):
        raise Refused(
            f"{street}: these numbers are not all in {change.walk}. {_what_it_has(change, street, given)}",
            change,
        )
    for row in change.faces.filter(street=street):
        if any(
            common(a, b)
            for a in one_sided([stretch_of(row)])
            for b in one_sided([wanted])
            if a.side == b.side
        ):
            raise Refused(f"{street}, {row.text}, moves already. Take it out first.", change)
    AreaFace.objects.create(
        division=change.division, change=change, part=change.parts.get(position=2), street=street, side=side,
        numbers=NumericRange(low, wanted.high), residences=0,
    )  # fmt: skip
    record(change, "move_numbers", by=by)
    return look_at_move(change)


def _what_it_has(change: AreaChange, street: Street, given: list[Stretch]) -> str:
    if not given:
        return f"It has nothing of {street}."
    said = [f"{s.side} {s.low} to {s.high - 1 if s.high is not None else 'the end'}" for s in sorted(given)]
    return f"It has {', '.join(said)}."


@transaction.atomic
def leave_numbers(change: AreaChange, *, key: str, by) -> AreaChange:
    """Take numbers out of the move again."""
    change = _of_a_boundary(change, by=by)
    gone = [row.pk for row in change.faces.all() if row.key == key]
    AreaFace.objects.filter(pk__in=gone).delete()
    record(change, "leave_numbers", by=by)
    return look_at_move(change)


def look_at_move(change: AreaChange) -> AreaChange:
    """Count what moves with today's residences, and keep what stands against it."""
    rows = list(change.faces.all())
    moving = finder(stretch_of(row)._replace(owner=row.pk) for row in rows)
    places = places_of(change.walk)
    counts: dict[int, int] = {}
    for place in places:
        if pk := moving(place.street, place.side, place.number):
            counts[pk] = counts.get(pk, 0) + 1
    for row in rows:
        AreaFace.objects.filter(pk=row.pk).update(residences=counts.get(row.pk, 0))
    moved = sum(counts.values())
    giving, receiving = change.parts.order_by("position").select_related("before")
    AreaPart.objects.filter(pk=giving.pk).update(residences=len(places) - moved)
    AreaPart.objects.filter(pk=receiving.pk).update(residences=len(places_of(receiving.before)) + moved)
    change.unfit = _against(change, rows, len(places) - moved)
    change.save(update_fields=["unfit"])
    return change


def _against(change: AreaChange, rows: list[AreaFace], left: int) -> str:
    if not rows:
        return "Nothing moves yet. Choose the numbers that go to the other Walk."
    given = [one for one in ranges_of_walk(change.walk)]
    lost = [
        r
        for r in rows
        for s in one_sided([stretch_of(r)])
        if any(True for _ in without(s, _of(given, s.street)))
    ]
    if lost:
        return f"{lost[0].street}, {lost[0].text}: the street file does not give all of it to {change.walk} any more. Take it out."
    return "" if left else f"{change.walk} would have no residences left."


def _of(given: list[Stretch], street: int) -> list[Stretch]:
    return [one for one in given if one.street == street]
