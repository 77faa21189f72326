"""A suggested order of walking the pages (5.2d): out along one side of a street, back along the other.

Where every street has points, streets hang on each other where they come nearest, as a tree. Both sides of each
are walked, so the tour of the tree ends where it began and no street is walked for nothing.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from math import cos, radians

from electoral.roll.rules import number_of
from walks.listing_plan.streets import StreetPage, StreetSide

SAMPLED = 6  # points of a street that are compared with those of the others


@dataclass(slots=True)
class Street:
    """A street with its pages: `out` in rising numbers, `back` in falling ones, and the streets that leave it."""

    out: list[StreetPage]
    back: list[StreetPage]
    points: list[complex]
    falling: bool = False  # entered at its high end
    branches: list[tuple[float, "Street"]] = field(default_factory=list)

    def tour(self) -> Iterator[tuple[StreetPage, bool]]:
        """Each page with whether it is walked from its highest number."""
        out, back = (self.back[::-1], self.out[::-1]) if not self.out else (self.out, self.back)
        if self.falling:
            out, back = out[::-1], back[::-1]
        waiting = sorted(((1 - t if self.falling else t, s) for t, s in self.branches), key=lambda b: b[0])
        for i, page in enumerate(out):
            yield page, self.falling
            last = i + 1 == len(out)
            while waiting and (last or waiting[0][0] * len(out) < i + 1):
                yield from waiting.pop(0)[1].tour()
        for page in back:
            yield page, not self.falling


def walking_order(sides: Sequence[StreetSide]) -> Iterator[tuple[StreetPage, bool]]:
    """Each page once, in the order suggested, with whether to begin at its highest number."""
    places = points(sides)
    streets = [_street(list(both), places) for _, both in groupby(sides, key=lambda side: side.place)]
    if len(streets) > 1 and all(street.points for street in streets):
        _hang(streets)
        streets = streets[:1]
    for street in streets:
        yield from street.tour()


def points(sides: Iterable[StreetSide]) -> dict[int, complex]:
    """Where the residences are that have a point: degrees, with the length of one of latitude both ways."""
    found = [
        (r.residence_id, r.longitude, r.latitude)
        for side in sides
        for r in side.residences
        if r.longitude is not None and r.latitude is not None
    ]
    narrower = cos(radians(found[0][2])) if found else 1.0
    return {number: complex(longitude * narrower, latitude) for number, longitude, latitude in found}


def _street(sides: list[StreetSide], places: Mapping[int, complex]) -> Street:
    pages = {side.side: side.pages for side in sides}
    even = next((side for side in sides if side.side == "even"), None)
    back = pages.get("even", [])
    if even and not _printed_falling(even):
        back = back[::-1]
    numbered = sorted(
        (number_of(r.door), i) for side in sides for r in side.residences if (i := r.residence_id) in places
    )
    line = [places[i] for _, i in numbered]
    return Street(pages.get("odd", []), back, line[:: max(1, len(line) // SAMPLED)])


def _printed_falling(side: StreetSide) -> bool:
    return number_of(side.residences[0].door) > number_of(side.residences[-1].door)


def _hang(streets: list[Street]) -> None:
    """Hangs every street on the tree of the first one, the nearest first (Prim)."""
    nearest = {i: _meeting(streets[0], streets[i]) for i in range(1, len(streets))}
    parent = dict.fromkeys(nearest, 0)
    while nearest:
        i = min(nearest, key=lambda j: (nearest[j][0], j))
        _, at, entered = nearest.pop(i)
        streets[i].falling = entered > 0.5
        streets[parent[i]].branches.append((at, streets[i]))
        for j in nearest:
            found = _meeting(streets[i], streets[j])
            if found[0] < nearest[j][0]:
                nearest[j], parent[j] = found, i


def _meeting(one: Street, other: Street) -> tuple[float, float, float]:
    """How near two streets come, and how far along each of them that is."""
    near, a, b = min((abs(p - q), i, j) for i, p in enumerate(one.points) for j, q in enumerate(other.points))
    return near, a / max(1, len(one.points) - 1), b / max(1, len(other.points) - 1)
