"""Street ranges cut into block faces that tile them, at corners where they can be seen (1.2a, decision 35)."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from operator import attrgetter
from statistics import median

import shapely

from electoral.roll.rules import Side
from walks.maps.ground import Ground, Line
from walks.split_plan.face import Face
from walks.split_plan.facts import Building, Place, Range
from walks.split_plan.ground import distance, drawn, ground_under, metres

FEWEST, MOST = 4, 14  # residences of a face, about (field.md 4)
CORNER_STEPS = 1.6  # a step so many times the usual one of the side has a street between
CORNER_UNCUT, CUT_ELSEWHERE = 1.0, 1.0
# What a face of so many residences costs: small ones more, and of equals the middle is best.
UNHANDY = [max(0, FEWEST - n) * 0.4 + (n - (FEWEST + MOST) / 2) ** 2 / 1000 for n in range(MOST + 1)]

Buildings = Mapping[tuple[int, Side], Sequence[Building]]


def block_faces(
    places: Iterable[Place], ranges: Iterable[Range], *, lines: Iterable[Line] = ()
) -> list[Face]:
    """The faces of a Walk, in order of street, side and number; the same whatever the order of what is given.

    The faces of a range tile it: the first begins where it begins, each ends where the next begins, the last ends
    where it ends. A number is never cut; a side is always cut where one of the `lines` crosses it (longitude and
    latitude: a creek, a railway). A range where nobody lives is a face of its own. A residence that no range
    holds (pinned into the Walk) has a face that is not `ranged`.
    """
    them = list(places)
    ground = ground_under(place.point for place in them)
    barred = drawn(ground, lines)
    return _faces(them, ranges, lambda buildings: _cuts(buildings, *_gaps(buildings, ground, barred)))


def standing_faces(places: Iterable[Place], ranges: Iterable[Range]) -> list[Face]:
    """Faces as they were cut before (each a range of one side), with the residences of today."""
    return _faces(list(places), ranges, lambda buildings: [])


def ranges_of(faces: Iterable[Face]) -> list[Range]:
    """The rows of the street file that hold just these faces: neighbours joined, a whole street as one row `all`."""
    sides: dict[tuple[int, Side], list[Range]] = {}
    for face in sorted(faces, key=attrgetter("order")):
        if face.ranged:
            rows = sides.setdefault((face.street, face.side), [])
            low = rows.pop().low if rows and rows[-1].high == face.low else face.low
            rows.append(Range(face.street, face.street_name, face.side, low, face.high))
    found: list[Range] = []
    for (street, side), rows in sides.items():
        both = [
            side_rows[0] for each in ("odd", "even") if len(side_rows := sides.get((street, each), [])) == 1
        ]
        whole = len(both) == 2 and all((row.low, row.high) == (0, None) for row in both)
        if not whole:
            found += rows
        elif side == "odd":
            found.append(rows[0]._replace(side="all"))
    return found


def _faces(
    places: list[Place], ranges: Iterable[Range], cuts: Callable[[list[Building]], list[int]]
) -> list[Face]:
    buildings = _buildings(places)
    names = {place.street: place.street_name for place in places}
    made: list[Face] = []
    for street, name, side, low, high in ranges:
        for each in ("odd", "even") if side == "all" else (side,):
            whole = Face(street, name, each, low, high)
            here = [b for b in buildings.get((street, each), ()) if whole.holds(b.number)]
            made += _tiles(whole, here, cuts(here))
    made += _pinned(buildings, names, made)
    return sorted(made, key=attrgetter("order"))


def _buildings(places: list[Place]) -> dict[tuple[int, Side], list[Building]]:
    doors: dict[tuple[int, Side, int], list[Place]] = defaultdict(list)
    for place in sorted(places):
        doors[place.street, place.side, place.number].append(place)
    found = defaultdict(list)
    for (street, side, number), here in sorted(doors.items()):
        point = next((place.point for place in here if place.point), None)
        found[street, side].append(Building(number, tuple(place.id for place in here), point))
    return found


def _tiles(whole: Face, here: list[Building], cuts: list[int]) -> Iterator[Face]:
    """The range cut before the buildings of these places in the row."""
    starts = [0, *cuts]
    lows = [whole.low, *(here[i].number for i in cuts)]
    ends, highs = [*cuts, len(here)], [*lows[1:], whole.high]
    for start, end, low, high in zip(starts, ends, lows, highs, strict=True):
        yield Face(whole.street, whole.street_name, whole.side, low, high, tuple(here[start:end]))


def _pinned(buildings: Buildings, names: Mapping[int, str], ranged: list[Face]) -> Iterator[Face]:
    held = {(face.street, face.side, b.number) for face in ranged for b in face.buildings}
    for (street, side), here in buildings.items():
        for b in here:
            if (street, side, b.number) not in held:
                yield Face(street, names[street], side, b.number, b.number + 1, (b,), ranged=False)


def _cuts(here: list[Building], corners: set[int], crossed: set[int]) -> list[int]:
    """Before which buildings to cut, so that all faces together cost least (the shortest path along the side)."""
    sizes = [len(building.residences) for building in here]
    best: list[tuple[float, int]] = [(0.0, 0)]  # least cost up to a building; where its last face begins
    for end in range(1, len(here) + 1):
        size, uncut, options = 0, 0.0, []
        for start in range(end - 1, -1, -1):
            size += sizes[start]
            if start + 1 < end:
                if size > MOST or start + 1 in crossed:
                    break
                uncut += CORNER_UNCUT if start + 1 in corners else 0.0
            begun = CUT_ELSEWHERE if start and start not in corners else 0.0
            options.append((best[start][0] + begun + uncut + UNHANDY[min(size, MOST)], start))
        best.append(min(options))
    cuts, at = [], len(here)
    while at:
        at = best[at][1]
        cuts.append(at)
    return sorted(cuts)[1:]


def _gaps(here: list[Building], ground: Ground, lines: shapely.Geometry) -> tuple[set[int], set[int]]:
    """Before which buildings a street seems to come in (a longer step than usual on this side), or a line does."""
    steps = {
        i: (metres(ground, a.point), metres(ground, b.point))
        for i, (a, b) in enumerate(pairwise(here), 1)
        if a.point and b.point
    }
    if not steps:
        return set(), set()
    lengths = [distance(*step) for step in steps.values()]
    usual = median(lengths)
    crossed = shapely.intersects(lines, shapely.linestrings(list(steps.values())))
    return (
        {i for i, length in zip(steps, lengths, strict=True) if length > CORNER_STEPS * usual},
        {i for i, across in zip(steps, crossed, strict=True) if across},
    )
