"""Places on the ground: degrees as a file has them, and metres around a middle for measuring and drawing."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import asin, cos, hypot, radians, sin, sqrt
from typing import Any

import shapely
from shapely.geometry import MultiPolygon, Polygon

Position = tuple[float, float]  # longitude and latitude in degrees, WGS 84
Line = Sequence[Position]
Rings = Sequence[Sequence[Line]]  # as GeoJSON has a MultiPolygon: polygons of rings, the outer ring first

EARTH_RADIUS = 6371.0  # km
DECIMALS = 7  # a centimetre


@dataclass(frozen=True, slots=True)
class Ground:
    """A flat piece of ground around a middle: metres to the east and to the north of it.

    True to 1 % some 60 km from the middle; a division is drawn whole with it, an area measured where it lies.
    """

    middle: Position
    east: float  # metres a degree of longitude
    north: float  # metres a degree of latitude

    @classmethod
    def around(cls, west: float, south: float, east: float, north: float) -> "Ground":
        middle = ((west + east) / 2, (south + north) / 2)
        angle = radians(middle[1])
        # The usual series for the lengths of a degree on the ellipsoid of WGS 84.
        return cls(
            middle,
            max(111412.84 * cos(angle) - 93.5 * cos(3 * angle) + 0.118 * cos(5 * angle), 1.0),
            111132.92 - 559.82 * cos(2 * angle) + 1.175 * cos(4 * angle),
        )

    def metres(self, geometry: Any) -> Any:
        """A geometry in degrees, in metres."""
        return shapely.transform(geometry, lambda points: (points - self.middle) * (self.east, self.north))

    def degrees(self, geometry: Any) -> Any:
        """A geometry in metres, in degrees."""
        return shapely.transform(geometry, lambda points: points / (self.east, self.north) + self.middle)


def ground_of(geometries: Any) -> Ground:
    """The ground around the middle of one geometry or of several, in degrees."""
    return Ground.around(*shapely.total_bounds(geometries))


def distance(one: Position, other: Position) -> float:
    """Kilometres between two positions, as the crow flies."""
    (a, b), (c, d) = ((radians(x), radians(y)) for x, y in (one, other))
    chord = hypot(sin((d - b) / 2), sqrt(cos(b) * cos(d)) * sin((c - a) / 2))
    return 2 * EARTH_RADIUS * asin(min(1.0, chord))


def polygons_of(rings: Rings) -> MultiPolygon:
    """The area of rings as they are kept."""
    return MultiPolygon([Polygon(outer, holes) for outer, *holes in rings])


def rings_of(area: Any) -> Rings:
    """The rings of an area, to be kept: in one order whatever the file's, to the centimetre. Lines and points fall away."""
    parts = [
        p for p in shapely.get_parts(shapely.normalize(area)) if p.geom_type == "Polygon" and not p.is_empty
    ]
    return tuple(tuple(_line(ring.coords) for ring in (p.exterior, *p.interiors)) for p in parts)


def _line(points: Iterable[Sequence[float]]) -> Line:
    return tuple((round(p[0], DECIMALS), round(p[1], DECIMALS)) for p in points)
