"""A Walk as the planner of splits takes it: residences, ranges, block faces, which of them meet (1.2a)."""

from collections import Counter
from collections.abc import Iterable, Sequence

import networkx

from electoral.roll.models import Street
from walks.models import Allocation, AreaChange, Boundary, CcdChange, StreetMeeting, StreetRange
from walks.rules.area_change import Stretch
from walks.split_plan import Check, Face, Place, Range, block_faces, checked, meets, standing_faces


def street_names(streets: Iterable[int]) -> dict[int, str]:
    """What people call the streets; with the suburb where two of them have the same name."""
    them = {s.pk: s for s in Street.objects.filter(pk__in=set(streets)).select_related("locality")}
    often = Counter(str(street) for street in them.values())
    return {
        pk: f"{street}, {street.locality}" if often[str(street)] > 1 else str(street)
        for pk, street in them.items()
    }


def places_of(walk) -> list[Place]:
    """The residences of the Walk, all alike (6.1f); one that is pinned into it is where it is (1.1b)."""
    rows = Allocation.objects.standing().filter(division=walk.division_id, walk=walk)
    keys = ("pk", "street_id", "side", "number", "longitude", "latitude")
    them = list(rows.values_list(*(f"residence__{key}" for key in keys)))
    names = street_names(street for _, street, *_ in them)
    return [
        Place(
            pk,
            street,
            names[street],
            "odd" if side == 1 else "even",
            number,
            None if longitude is None or latitude is None else (longitude, latitude),
        )
        for pk, street, side, number, longitude, latitude in them
    ]


def ranges_of_walk(walk) -> list[Stretch]:
    """The Walk's ranges of the street file, as they stand."""
    rows = StreetRange.objects.in_force().filter(division=walk.division_id, walk=walk)
    return [stretch_of(row) for row in rows]


def stretch_of(row) -> Stretch:
    """A row with street, side and numbers; a face belongs to its part, a range to its Walk."""
    owner = row.walk_id if isinstance(row, StreetRange) else row.part_id or 0
    return Stretch(row.street_id, row.side, row.numbers.lower or 0, row.numbers.upper, owner)


def cut_afresh(walk) -> list[Face]:
    """The block faces of the Walk by its residences and its ranges of today."""
    places, ranges = places_of(walk), ranges_of_walk(walk)
    return block_faces(places, as_ranges(ranges, places))


def faces_today(change: AreaChange) -> list[Face]:
    """The change's faces as they were cut, with the residences of today."""
    places = places_of(change.walk)
    cut = [stretch_of(row) for row in change.faces.filter(ranged=True)]
    return standing_faces(places, as_ranges(cut, places))


def as_ranges(stretches: Sequence[Stretch], places: Iterable[Place]) -> list[Range]:
    """Stretches as the planner takes them, with the names of their streets as the places have them."""
    names = street_names({s.street for s in stretches} | {p.street for p in places})
    return [Range(s.street, names[s.street], s.side, s.low, s.high) for s in stretches]


def graph_of(change: AreaChange, faces: Iterable[Face]) -> networkx.Graph:
    """Which faces meet, by the points and by what the office knows of the streets."""
    rows = StreetMeeting.objects.filter(division=change.division_id)
    known = rows.values_list("street_id", "other_id", "can_be_crossed")
    return meets(
        faces,
        meetings=[(a, b) for a, b, crossed in known if crossed],
        barriers=[(a, b) for a, b, crossed in known if not crossed],
    )


def districts_of(change: AreaChange) -> dict[str, dict]:
    """The boundaries of the new CCDs that the census makes of those of the Walk; empty where one is not known (1.2c)."""
    tasks = CcdChange.objects.to_be_settled().filter(division=change.division_id, walk=change.walk_id)
    codes = set(tasks.values_list("new_code", flat=True))
    here = Boundary.objects.in_force().filter(division=change.division_id, ccd__code__in=codes)
    known = dict(here.values_list("ccd__code", "geometry"))
    return known if known.keys() == codes else {}


def check_of(change: AreaChange, faces: Iterable[Face] | None = None) -> Check:
    """What is to be said of the split as it stands, with the residences of today (1.2a)."""
    parts = list(change.parts.all())
    rows = list(change.faces.all())
    keys = [[row.key for row in rows if row.part_id == part.pk] for part in parts]
    graph = graph_of(change, faces_today(change) if faces is None else faces)
    return checked(graph, keys, names=[str(part) for part in parts])
