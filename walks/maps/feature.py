"""One feature of a file of boundaries: its CCD, and its polygon where nothing is wrong with it."""

import re
from collections.abc import Iterator
from math import isfinite
from typing import Any

import shapely
from shapely.geometry import MultiPolygon, Polygon

from walks.maps.faults import Flaw, Unreadable, at
from walks.maps.geojson import other_system
from walks.maps.ground import DECIMALS, Position

LONGEST_CODE = 20
AREAS = ("Polygon", "MultiPolygon")
NOT_POSITIONS = "its coordinates are not lists of rings of [longitude, latitude]"
# How GEOS calls what makes an area invalid, and how people do.
WORDS = {
    "Self-intersection": "its boundary crosses itself",
    "Ring Self-intersection": "a ring of its boundary touches itself",
    "Hole lies outside shell": "a hole lies outside the boundary",
    "Holes are nested": "a hole lies within another hole",
    "Nested shells": "one of its parts lies within another",
    "Duplicate Rings": "it has the same ring twice",
    "Interior is disconnected": "its holes cut it into pieces",
    "Too few points in geometry component": "a ring has fewer than three corners",
}
REASON = re.compile(r"(?P<what>[^\[]+)(\[(?P<x>\S+) (?P<y>\S+)\])?")


def ccd_of(feature: Any) -> str:
    """The CCD's code, as sent; raises Unreadable with the reason."""
    if not isinstance(feature, dict) or feature.get("type") != "Feature":
        raise Unreadable('it is no GeoJSON feature (its type is not "Feature")')
    properties = feature.get("properties")
    properties = properties if isinstance(properties, dict) else {}
    code = properties.get("ccd")
    if isinstance(code, int) and not isinstance(code, bool):
        code = str(code)
    if not isinstance(code, str) or not code.strip():
        others = ", ".join(str(name)[:30] for name in list(properties)[:6] if name != "ccd")
        raise Unreadable("it has no property ccd" + (f"; it has {others}" if others else ""))
    if len(code) > LONGEST_CODE or not code.isprintable():
        raise Unreadable(f"its property ccd is longer than {LONGEST_CODE} characters or does not print")
    return code


def area_of(feature: dict[str, Any]) -> tuple[MultiPolygon | None, list[Flaw]]:
    """The polygon or polygons of a feature, in degrees, or what is wrong with them."""
    geometry = feature.get("geometry")
    if not isinstance(geometry, dict):
        return None, [Flaw("it has no geometry")]
    if (kind := geometry.get("type")) not in AREAS:
        return None, [Flaw(f"it is a {str(kind)[:30]}; a Polygon or MultiPolygon is needed")]
    if system := other_system(feature) or other_system(geometry):
        return None, [Flaw(f"its coordinates are in {system}, not in WGS 84")]
    try:
        polygons = _polygons(geometry.get("coordinates"), alone=kind == "Polygon")
    except Unreadable as reason:
        return None, [Flaw(str(reason))]
    flaws = [flaw for rings in polygons for ring in rings for flaw in _flaws(ring)]
    return (None, flaws) if flaws else _valid(polygons)


def _polygons(coordinates: Any, *, alone: bool) -> list[list[list[Position]]]:
    several = [coordinates] if alone else _list(coordinates)
    return [[_ring(ring) for ring in _list(polygon)] for polygon in several]


def _list(value: Any) -> list[Any]:
    if not isinstance(value, list) or not value:
        raise Unreadable(NOT_POSITIONS)
    return value


def _ring(positions: Any) -> list[Position]:
    found = []
    for position in _list(positions):
        if not isinstance(position, list) or len(position) < 2:
            raise Unreadable(NOT_POSITIONS)
        x, y = position[0], position[1]
        if type(x) not in (int, float) or type(y) not in (int, float) or not (isfinite(x) and isfinite(y)):
            raise Unreadable(NOT_POSITIONS)
        found.append((round(x, DECIMALS), round(y, DECIMALS)))
    return found


def _flaws(ring: list[Position]) -> Iterator[Flaw]:
    strange = [p for p in ring if abs(p[0]) > 180 or abs(p[1]) > 90]
    if strange:
        yield Flaw(_not_degrees(*strange[0]), None, len(strange) == len(ring))
    elif ring[0] != ring[-1]:
        yield Flaw(f"a ring of its boundary is not closed: it ends{at(ring[-1])} and began", ring[0])
    elif len(ring) < 4:
        yield Flaw(
            f"a ring of its boundary has {len(ring)} points and needs four, the last as the first,", ring[0]
        )


def _not_degrees(x: float, y: float) -> str:
    if abs(x) <= 90 and abs(y) <= 180:
        return f"it has the position {x:.12g}, {y:.12g}, in which latitude stands before longitude"
    return f"it has the position {x:.12g}, {y:.12g}, which is not in degrees"


def _valid(polygons: list[list[list[Position]]]) -> tuple[MultiPolygon | None, list[Flaw]]:
    area = MultiPolygon([Polygon(outer, holes) for outer, *holes in polygons])
    if shapely.is_valid(area):
        return area, []
    found = REASON.match(shapely.is_valid_reason(area))
    what = found["what"].strip() if found else ""
    place = (float(found["x"]), float(found["y"])) if found and found["x"] else None
    return None, [Flaw(WORDS.get(what, f"it is not a proper area ({what})"), place)]
