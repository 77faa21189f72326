"""Streets for a map, drawn where their doors are: nobody gives the office the middle of a street."""

from collections.abc import Iterable
from itertools import groupby, pairwise
from statistics import median
from typing import NamedTuple

import shapely
from shapely.geometry import LineString

from walks.maps.ground import Line, Position, distance, ground_of

NEIGHBOURS = 4  # doors of both sides whose mean is the middle of the street
GAP = 8  # a step so many times the usual one is no part of the street
WANDERS = 7.0  # metres by which such a middle wanders from side to side
NO_GAP = 0.06  # km: a step of no more than this is never one


class Street(NamedTuple):
    """A street's name and its pieces, each a line of positions."""

    name: str
    pieces: tuple[Line, ...]


def streets_of(doors: Iterable[tuple[str, int, Position]]) -> list[Street]:
    """The streets of (street, number, position) of doors, by name. A door without a number has the number 0."""
    them = sorted(doors)
    streets = []
    for name, here in groupby(them, key=lambda door: door[0]):
        numbered = [(number, place) for _, number, place in here]
        places = [p for n, p in numbered if n] or [p for _, p in numbered]
        pieces = _pieces(list(dict.fromkeys(places)))
        streets.append(Street(name, tuple(_straight(_middle(piece)) for piece in pieces)))
    return streets


def _pieces(doors: list[Position]) -> list[list[Position]]:
    """The doors in their order, cut at the long steps over what is no part of the street."""
    steps = [distance(a, b) for a, b in pairwise(doors)]
    longest = max(GAP * median(steps), NO_GAP) if steps else NO_GAP
    pieces = [[doors[0]]]
    for step, place in zip(steps, doors[1:], strict=True):
        if step > longest:
            pieces.append([])
        pieces[-1].append(place)
    return pieces


def _middle(doors: list[Position]) -> Line:
    reach = min(NEIGHBOURS, len(doors))
    groups = [doors[i : i + reach] for i in range(len(doors) - reach + 1)]
    return [(sum(x for x, _ in group) / reach, sum(y for _, y in group) / reach) for group in groups]


def _straight(piece: Line) -> Line:
    """Without the small turns that come from one side having more doors than the other."""
    if len(piece) < 3:
        return tuple(piece)
    line = LineString(piece)
    ground = ground_of(line)
    return tuple(ground.degrees(shapely.simplify(ground.metres(line), WANDERS)).coords)
