"""Boundaries of made-up census districts: each piece of land goes to the district of the nearest address."""

import csv
import json
from collections import defaultdict
from pathlib import Path

import shapely

AROUND = 0.0015  # degrees, about 150 m of land beyond the last house
SMOOTHED = 0.0001  # degrees; borders of neighbours stay the same line
GRID = 1e-6


def make_boundaries(addresses: Path, out: Path) -> Path:
    """Write `ccd-boundaries` (GeoJSON, WGS 84) for an addresses file of ours; districts tile the land and do not overlap."""
    districts = _districts(addresses)
    features = [
        {"type": "Feature", "properties": {"ccd": ccd}, "geometry": shapely.geometry.mapping(shape)}
        for ccd, shape in districts.items()
    ]
    out.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    return out


def _districts(addresses: Path) -> dict[str, shapely.Geometry]:
    owner: dict[tuple[float, float], str] = {}
    with addresses.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["longitude"]:
                owner.setdefault((float(row["longitude"]), float(row["latitude"])), row["ccd"])
    points = list(owner)
    houses = shapely.points(sorted({(round(x, 3), round(y, 3)) for x, y in points}))
    land = shapely.union_all(shapely.buffer(houses, AROUND, quad_segs=2))
    cells = shapely.get_parts(shapely.voronoi_polygons(shapely.MultiPoint(points), extend_to=land))
    tree = shapely.STRtree(cells)
    pieces: dict[str, list[shapely.Geometry]] = defaultdict(list)
    for point, cell in zip(*tree.query(shapely.points(points), predicate="within"), strict=True):
        pieces[owner[points[point]]].append(cells[cell])
    codes = sorted(pieces)
    whole = [shapely.coverage_union_all(pieces[code]).intersection(land) for code in codes]
    plain = shapely.set_precision(shapely.coverage_simplify(whole, SMOOTHED), GRID)
    return dict(zip(codes, plain, strict=True))
