"""Walks as a file of them says (1.1a): the Walks that it names, their classes as loaded, their CCDs."""

from collections.abc import Iterable

from django.db import transaction

from electoral.office.actions import demand, record
from electoral.office.models import Division
from electoral.office.registry import verbs
from electoral.office.roles import Permission
from walks.actions.street_file import Allocated, align_ranges, allocate, hold
from walks.models import Ccd, StreetRange, Walk, WalkCcd
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
    others are brought into line; then the residences are.
    """
    demand(by, Permission.WALK_BUILD, division)
    hold(division)
    wanted = list(rows)
    today = division.today()
    before = _as_it_is(division)
    _end_walks_but(division, {number for number, _, _ in wanted}, by=by)
    walks = _walks_of_file(division, {number: of_class for number, _, of_class in wanted}, by=by)
    _move_ccds(division, {code: walks[number] for number, code, _ in wanted})
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


def _move_ccds(division: Division, wanted: dict[str, Walk]) -> None:
    """Each CCD into its Walk; one that is not named is in none."""
    today = division.today()
    known = set(Ccd.objects.filter(division=division).values_list("code", flat=True))
    Ccd.objects.bulk_create(Ccd(division=division, code=code) for code in sorted(wanted.keys() - known))
    ccds = {ccd.code: ccd for ccd in Ccd.objects.filter(division=division, code__in=wanted)}
    members = WalkCcd.objects.in_force().filter(division=division).select_related("ccd")
    stays = {m.ccd.code for m in members if m.ccd.code in wanted and wanted[m.ccd.code].pk == m.walk_id}
    members.exclude(ccd__code__in=stays).update(ended_on=today)
    WalkCcd.objects.bulk_create(
        WalkCcd(division=division, walk=walk, ccd=ccds[code], from_on=today)
        for code, walk in wanted.items()
        if code not in stays
    )
