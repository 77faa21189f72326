"""Where two CCDs claim the same ground."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import pi
from typing import Any

import shapely

from walks.maps.ground import Position, ground_of

# Metres. Two drawings of one fence differ by a few metres all along it, however long it is, so it is the width of an
# overlap and not its area that tells the one from the other: what is nowhere wider than this has no room for a residence.
SLIVER = 5.0


@dataclass(frozen=True, slots=True)
class Overlap:
    """The two (their places in the sequence), the square metres that both have, and a position within."""

    first: int
    second: int
    area: float
    place: Position


def overlaps(areas: Sequence[Any]) -> Iterator[Overlap]:
    """Pairs of areas (in degrees) that share more than a sliver, in the order of the sequence."""
    if not areas:
        return
    tree = shapely.STRtree(areas)
    first, second = tree.query(areas, predicate="intersects")
    for one, other in sorted((int(a), int(b)) for a, b in zip(first, second, strict=True) if a < b):
        shared = shapely.intersection(areas[one], areas[other])
        if shapely.area(shared) and (found := _overlap(one, other, shared)):
            yield found


def _overlap(one: int, other: int, shared: Any) -> Overlap | None:
    ground = ground_of(shared)  # its own, so that the area is true wherever it lies
    here = ground.metres(shared)
    area = shapely.area(here)
    if area < pi * SLIVER**2 / 4:
        return None
    wide = shapely.buffer(here, -SLIVER / 2)
    if wide.is_empty:
        return None
    point = ground.degrees(shapely.point_on_surface(wide))
    return Overlap(one, other, float(area), (point.x, point.y))
