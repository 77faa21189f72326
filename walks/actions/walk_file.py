"""Walks as a file of them says (1.1a): the Walks that it names, their classes as loaded, their CCDs."""

from collections import Counter, defaultdict
from collections.abc import Iterable

from django.db import transaction

from electoral.office.actions import demand, record
from electoral.office.models import Division
from electoral.office.refusals import Refused
from electoral.office.registry import verbs
from electoral.office.roles import Permission
from walks.actions.street_file import Allocated, align_ranges, allocate, hold
from walks.models import AreaPart, Ccd, Classification, StreetRange, Walk, WalkCcd
from walks.queries import was_loaded

verbs(
    make_walk="made the Walk",
    end_walk="ended the Walk",
    change_walk="changed the class or the CCDs of the Walk",
)
Row = tuple[int, str, str]


@transaction.atomic
def replace_walks(division: Division, rows: Iterable[Row], *, by) -> Allocated:
    """Make the division's Walks what a file says, whole (1.1a): rows of (number, CCD, class or nothing).

    Walks that the file does not name end, with their street ranges. Where no street ranges were loaded, those of the
    others are brought into line; then the residences are. A CCD that Walks share stands once for each of them.
    Refused whole where the file would undo a change of area under way, or use a number again (1.1a).
    """
    demand(by, Permission.WALK_BUILD, division)
    hold(division)
    wanted = list(rows)
    today = division.today()
    before = _as_it_is(division)
    districts: dict[int, set[str]] = defaultdict(set)
    for number, code, _ in wanted:
        districts[number].add(code)
    if reason := _undoes_a_change(division, before, districts) or _uses_again(division, before, districts):
        raise Refused(reason)
    _end_walks_but(division, set(districts), by=by)
    walks = _walks_of_file(division, {number: of_class for number, _, of_class in wanted}, by=by)
    _move_ccds(division, {(code, walks[number].pk) for number, code, _ in wanted})
    after = _as_it_is(division)
    for walk in walks.values():
        if walk.number in before and before[walk.number] != after[walk.number]:
            record(walk, "change_walk", by=by, number=walk.number)
    if not was_loaded(division, "street-ranges"):
        align_ranges(division, on=today)
    return allocate(division, by=by)


def _as_it_is(division: Division) -> dict[int, tuple[str, set[str]]]:
    """The class and the CCDs of each Walk in force, by its number."""
    state: dict[int, tuple[str, set[str]]] = {}
    walks = Walk.objects.in_force().filter(division=division)
    for number, of_class in walks.values_list("number", "loaded_class"):
        state[number] = (of_class, set())
    members = WalkCcd.objects.in_force().filter(division=division, walk__in=walks)
    for number, code in members.values_list("walk__number", "ccd__code"):
        state[number][1].add(code)
    return state


def _end_walks_but(division: Division, numbers: set[int], *, by) -> None:
    today = division.today()
    ending = list(Walk.objects.in_force().filter(division=division).exclude(number__in=numbers))
    for rows in (WalkCcd.objects, StreetRange.objects):
        rows.in_force().filter(division=division, walk__in=ending).update(ended_on=today)
    Walk.objects.filter(pk__in=[walk.pk for walk in ending]).update(ended_on=today)
    for walk in ending:
        record(walk, "end_walk", by=by, number=walk.number)


def _walks_of_file(division: Division, classes: dict[int, str], *, by) -> dict[int, Walk]:
    """The Walk in force of each number, made where there is none, with its class as loaded."""
    there = {walk.number: walk for walk in Walk.objects.in_force().filter(division=division)}
    today = division.today()
    for number, of_class in sorted(classes.items()):
        if number not in there:
            there[number] = Walk.objects.create(
                division=division, number=number, loaded_class=of_class, from_on=today
            )
            record(there[number], "make_walk", by=by, number=number)
        elif there[number].loaded_class != of_class:
            there[number].loaded_class = of_class
            there[number].save(update_fields=["loaded_class"])
    return there


def _move_ccds(division: Division, wanted: set[tuple[str, int]]) -> None:
    """Each CCD into its Walk, or into those that share it; one that is not named is in none."""
    today = division.today()
    codes = Counter(code for code, _ in wanted)
    known = set(Ccd.objects.filter(division=division).values_list("code", flat=True))
    Ccd.objects.bulk_create(Ccd(division=division, code=code) for code in sorted(codes.keys() - known))
    ccds = {ccd.code: ccd for ccd in Ccd.objects.filter(division=division, code__in=codes)}
    members = WalkCcd.objects.in_force().filter(division=division).select_related("ccd")
    stays = {
        (m.ccd.code, m.walk_id): m.pk
        for m in members
        if (m.ccd.code, m.walk_id) in wanted and m.shared == (codes[m.ccd.code] > 1)
    }
    members.exclude(pk__in=stays.values()).update(ended_on=today)
    WalkCcd.objects.bulk_create(
        WalkCcd(division=division, walk_id=walk, ccd=ccds[code], shared=codes[code] > 1, from_on=today)
        for code, walk in sorted(wanted - stays.keys())
    )


def _undoes_a_change(
    division: Division, before: dict[int, tuple[str, set[str]]], districts: dict[int, set[str]]
) -> str | None:
    """A change of area counts on its Walks and on their CCDs until it is done (1.2c, 4a)."""
    parts = AreaPart.objects.filter(division=division, is_open=True).select_related("change__walk")
    for part in parts.order_by("number"):
        there = before.get(part.number, ("", set()))[1]
        if districts.get(part.number, set()) != there:
            return (
                f"{part} is in a change of area that is not done ({part.change.reference}), and this file would change it. "
                "Finish or withdraw that change first, or send the file with the Walk as it is."
            )
    return None


def _uses_again(
    division: Division, before: dict[int, tuple[str, set[str]]], districts: dict[int, set[str]]
) -> str | None:
    """A number that ever carried an approval is not given to a new Walk (1.1a)."""
    new = districts.keys() - before.keys()
    used = Classification.objects.approved().filter(division=division, number__in=new).order_by("number")
    if line := used.select_related("form").first():
        return f"Walk {line.number} carried an approval ({line.form}) and has ended. Its number is not used again."
    return None
