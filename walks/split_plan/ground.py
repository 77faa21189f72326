"""Degrees as metres on the ground under a Walk."""

from collections.abc import Iterable
from math import hypot

import shapely

from walks.maps.ground import Ground, Line, Position


def ground_under(points: Iterable[Position | None]) -> Ground:
    """The ground around the middle of the points that there are."""
    them = [point for point in points if point] or [(0.0, 0.0)]
    wests, souths = zip(*them, strict=True)
    return Ground.around(min(wests), min(souths), max(wests), max(souths))


def metres(ground: Ground, point: Position) -> Position:
    """A point in degrees, in metres. (`Ground.metres` does the same to whole geometries.)"""
    return (point[0] - ground.middle[0]) * ground.east, (point[1] - ground.middle[1]) * ground.north


def drawn(ground: Ground, lines: Iterable[Line]) -> shapely.Geometry:
    """Lines in degrees, in metres and as one."""
    return ground.metres(shapely.union_all([shapely.LineString(line) for line in lines]))


def distance(one: Position, other: Position) -> float:
    """Between two points in metres."""
    return hypot(one[0] - other[0], one[1] - other[1])
