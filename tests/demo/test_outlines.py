"""The boundaries of the made-up division are such as a census office would send."""

import csv
import json

import shapely

from electoral.demo.generator import make_division
from electoral.demo.outlines import make_boundaries


def test_districts_do_not_overlap_and_hold_their_addresses(tmp_path):
    made = make_division(tmp_path, code="FABLE", electors=1000, seed=7)
    features = json.loads(make_boundaries(made.addresses, tmp_path / "b.geojson").read_text())["features"]
    shapes = {f["properties"]["ccd"]: shapely.geometry.shape(f["geometry"]) for f in features}
    assert shapes.keys() == made.districts.keys()
    assert all(shape.is_valid for shape in shapes.values())
    area = sum(shape.area for shape in shapes.values())
    assert shapely.union_all(list(shapes.values())).area > area * 0.9999
    with made.addresses.open(encoding="utf-8", newline="") as file:
        outside = [
            row["ccd"]
            for row in csv.DictReader(file)
            if row["longitude"]
            and not shapes[row["ccd"]].covers(shapely.Point(float(row["longitude"]), float(row["latitude"])))
        ]
    assert len(outside) <= made.counts["contested_number"] + len(shapes)


def test_the_same_addresses_have_the_same_boundaries(tmp_path):
    made = make_division(tmp_path, code="FABLE", electors=400, seed=7)
    first, second = (make_boundaries(made.addresses, tmp_path / name).read_bytes() for name in ("a", "b"))
    assert first == second
