"""Areas made of others: a Walk of its CCDs, the ground of a row of doors."""

from collections.abc import Iterable
from typing import Any, NamedTuple

import shapely
from shapely.geometry import LineString, MultiPoint, Point, Polygon

from walks.maps.ground import Position, Rings, ground_of, polygons_of, rings_of
from walks.maps.overlaps import SLIVER

DOOR = 9.0  # metres around a door that are drawn as its ground: half a usual frontage
BLOCK = 60.0  # metres: doors twice so far apart, with nothing between them, are still on one piece of ground
YARD = 20.0  # metres around the outermost doors
PARK = 20_000.0  # square metres without a door that are still part of the ground around


def outline(boundaries: Iterable[Rings]) -> Rings:
    """The outline of a Walk from the boundaries of its CCDs; empty where none is known (1.7b).

    Neighbours drawn apart by a sliver are one piece: the gap between them is closed.
    """
    areas = [polygons_of(rings) for rings in boundaries if rings]
    if not areas:
        return ()
    union = shapely.union_all(areas)
    return rings_of(union if _whole(union) or len(areas) == 1 else _closed(union))


def along(doors: Iterable[Position]) -> Rings:
    """The ground of doors in the order of walking them, as a band: a block face on a map. Empty without a door."""
    points = list(dict.fromkeys(doors))
    if not points:
        return ()
    line = LineString(points if len(points) > 1 else points * 2)
    ground = ground_of(line)
    return rings_of(ground.degrees(shapely.buffer(ground.metres(line), DOOR, quad_segs=4)))


def around(doors: Iterable[Position]) -> Rings:
    """The ground of doors in any order: what a map shows of a Walk without a boundary. Empty without a door."""
    points = MultiPoint(list(dict.fromkeys(doors)))
    if points.is_empty:
        return ()
    ground = ground_of(points)
    block = shapely.buffer(ground.metres(points), BLOCK, quad_segs=4)
    land = shapely.simplify(shapely.buffer(block, YARD - BLOCK, quad_segs=4), 1.0)
    whole = shapely.union_all([_filled(part) for part in shapely.get_parts(land)])
    return rings_of(ground.degrees(whole))


def _filled(part: Any) -> Polygon:
    return Polygon(part.exterior, [hole for hole in part.interiors if Polygon(hole).area > PARK])


class Middle(NamedTuple):
    """The place of an area's part that is furthest from its edge: for a label."""

    place: Point
    radius: float  # how far the edge is
    span: float  # the longer side of the part


def middles(area: Any) -> list[Middle]:
    """The middle of each part, the largest part first."""
    found = []
    for part in sorted(shapely.get_parts(area), key=lambda part: -part.area):
        west, south, east, north = part.bounds
        span = max(east - west, north - south)
        circle = shapely.maximum_inscribed_circle(part, tolerance=span / 40)
        found.append(Middle(Point(circle.coords[0]), float(circle.length), span))
    return found


def _whole(area: Any) -> bool:
    return area.geom_type == "Polygon" and not area.interiors


def _closed(union: Any) -> Any:
    ground = ground_of(union)
    wider = shapely.buffer(ground.metres(union), SLIVER / 2, join_style="mitre")
    return ground.degrees(shapely.buffer(wider, -SLIVER / 2, join_style="mitre"))
