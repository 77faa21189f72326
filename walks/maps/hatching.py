"""Hatchings as lines of their own: a pattern that a PDF repeats shows its seams, and some printers leave it out."""

from collections.abc import Iterator
from math import ceil, floor
from typing import Any

import shapely
from shapely.affinity import rotate
from shapely.geometry import LineString, MultiLineString, MultiPoint

from walks.maps.sheet import line_path, number
from walks.maps.styles import HATCHES, Style

APART = 2.2  # mm between two lines, or two dots
LINE, SPOT = 0.25, 0.7  # mm: how thick they are


def hatched(look: Style, area: Any) -> dict[str, str]:
    """The path of a look's hatching over an area in mm, and how thick it is drawn. Neighbours of one look go on in line."""
    if look.hatch == "dots":
        return {"hatch": _dots(area), "line": number(SPOT)}
    apart = 2 * APART if look.hatch.startswith("wide") else APART
    paths = (line_path(_lines(area, 45 * direction, apart)) for direction in HATCHES[look.hatch][0])
    return {"hatch": "".join(paths), "line": number(LINE)}


def _lines(area: Any, angle: int, apart: float) -> list[Any]:
    """Parallel lines clipped to the area: level lines over the area as turned back, then turned with it."""
    turned = rotate(area, -angle, origin=(0, 0))
    west, south, east, north = turned.bounds
    level = MultiLineString([LineString([(west, y), (east, y)]) for y in _steps(south, north, apart)])
    lines = rotate(shapely.intersection(level, turned), angle, origin=(0, 0))
    return [line for line in shapely.get_parts(lines) if line.geom_type == "LineString" and not line.is_empty]


def _dots(area: Any) -> str:
    west, south, east, north = area.bounds
    rows = enumerate(_steps(south, north), floor(south / APART))
    grid = [(x + (APART / 2 if row % 2 else 0), y) for row, y in rows for x in _steps(west - APART, east)]
    kept = shapely.get_coordinates(shapely.intersection(MultiPoint(grid), area)) if grid else ()
    return "".join(f"M{number(x)} {number(y)}h0" for x, y in kept)


def _steps(low: float, high: float, apart: float = APART) -> Iterator[float]:
    """The multiples of the distance between lines from one value to another."""
    for n in range(ceil(low / apart), floor(high / apart) + 1):
        yield n * apart
