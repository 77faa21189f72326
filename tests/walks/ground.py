"""Made-up ground for the tests of maps: rectangles and tilings somewhere near Melbourne, in metres from a corner."""

import io
import json
from itertools import pairwise

from shapely.geometry import MultiPolygon, Polygon, box

from walks.maps.ground import Ground, rings_of

GROUND = Ground.around(145.0, -37.9, 145.1, -37.8)


def degrees(shape):
    return GROUND.degrees(shape)


def rectangle(west, south, wide, high):
    """A rectangle in degrees, from metres."""
    return degrees(box(west, south, west + wide, south + high))


def rings(west, south, wide, high):
    return rings_of(rectangle(west, south, wide, high))


def position(east, north):
    return degrees(box(east, north, east, north)).exterior.coords[0]


def tiling(corners):
    """The quadrangles between rows of corners in metres: neighbours share their corners."""
    cells = []
    for low, high in pairwise(corners):
        for (a, b), (d, c) in zip(pairwise(low), pairwise(high), strict=True):
            cells.append(degrees(Polygon([a, b, c, d])))
    return cells


def grid(columns, rows, size=300.0):
    return tiling([[(c * size, r * size) for c in range(columns + 1)] for r in range(rows + 1)])


def coordinates(area):
    parts = area.geoms if isinstance(area, MultiPolygon) else [area]
    return [[[list(p) for p in ring.coords] for ring in (part.exterior, *part.interiors)] for part in parts]


def feature(ccd, area=None, **geometry):
    """A feature of a file: an area in degrees, or a geometry as it is given."""
    if area is not None:
        geometry = {"type": "MultiPolygon", "coordinates": coordinates(area)}
    return {"type": "Feature", "properties": {"ccd": ccd}, "geometry": geometry or None}


def polygon(ccd, *rings_of_it):
    return feature(ccd, type="Polygon", coordinates=[[list(p) for p in ring] for ring in rings_of_it])


def file(*features, **members):
    collection = {"type": "FeatureCollection", "features": list(features), **members}
    return io.BytesIO(json.dumps(collection).encode())
