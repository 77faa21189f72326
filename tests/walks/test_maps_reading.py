"""A file of CCD boundaries is right as a whole, or each fault in it is told with its place (1.7b, formats)."""

import io
import json

import pytest
import shapely
from hypothesis import given
from hypothesis import settings as profile
from hypothesis import strategies as st
from shapely.geometry import box

from tests.walks.ground import degrees, feature, file, grid, polygon, rectangle, tiling
from walks.maps import read_boundaries
from walks.maps.faults import FAULTS_SHOWN
from walks.maps.geojson import FILE_LIMIT
from walks.maps.ground import Ground, polygons_of
from walks.maps.overlaps import SLIVER

SQUARE = [(145, -37), (145.001, -37), (145.001, -36.999), (145, -36.999), (145, -37)]
MELBOURNE = (145.0, -37.8)


def faults(data, **options):
    reading = read_boundaries(io.BytesIO(data) if isinstance(data, bytes) else data, **options)
    assert reading.fault_count >= len(reading.faults)
    return [str(fault) for fault in reading.faults]


def only(data, **options):
    (fault,) = faults(data, **options)
    return fault


def crs(name):
    return {"type": "name", "properties": {"name": name}}


def test_a_tiling_is_read_whole():
    reading = read_boundaries(
        file(*(feature(f"79{n:05}", cell) for n, cell in enumerate(grid(4, 3)))), near=MELBOURNE
    )
    assert reading.faults == []
    assert [(b.feature, b.ccd) for b in reading.boundaries[:2]] == [(1, "7900000"), (2, "7900001")]
    assert polygons_of(reading.boundaries[0].rings).geoms[0].equals_exact(grid(4, 3)[0], 1e-6, normalize=True)


def test_a_polygon_with_a_hole_and_a_ccd_of_two_pieces_are_fine():
    ring = rectangle(0, 0, 900, 900).difference(rectangle(300, 300, 300, 300))
    pieces = rectangle(300, 300, 300, 300).union(rectangle(2000, 0, 50, 50))
    holed, several = read_boundaries(file(feature("1", ring), feature("2", pieces))).boundaries
    assert len(holed.rings[0]) == 2
    assert len(several.rings) == 2


def test_a_code_that_is_a_number_and_a_third_coordinate_are_taken():
    data = file(polygon(7990001, [(x, y, 12.5) for x, y in SQUARE]))
    (boundary,) = read_boundaries(data).boundaries
    assert boundary.ccd == "7990001"
    assert {len(p) for p in boundary.rings[0][0]} == {2}


def test_the_same_ring_begun_elsewhere_or_walked_the_other_way_is_the_same_boundary():
    turned = [*SQUARE[2:], *SQUARE[1:3]]
    readings = [read_boundaries(file(polygon("1", ring))) for ring in (SQUARE, turned, SQUARE[::-1])]
    assert len({r.boundaries[0].rings for r in readings}) == 1


@pytest.mark.parametrize(
    "name", ["urn:ogc:def:crs:OGC:1.3:CRS84", "EPSG:4326", "urn:ogc:def:crs:EPSG::4326", "WGS 84"]
)
def test_a_file_that_names_wgs_84_is_read(name):
    assert faults(file(polygon("1", SQUARE), crs=crs(name))) == []


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("urn:ogc:def:crs:EPSG::28355", "MGA94, in metres"),
        ("EPSG:7844", "GDA2020"),
        ("Local grid", "Local grid"),
        (None, "does not name"),
    ],
)
def test_a_file_that_names_another_system_is_refused_with_it(name, shown):
    sentence = only(file(polygon("1", SQUARE), crs=crs(name)))
    assert shown in sentence
    assert "WGS 84" in sentence


def test_metres_are_refused_as_such_once_for_the_file():
    squares = [
        [
            (x + n * 100, y)
            for x, y in [(334000, 5812000), (334100, 5812000), (334100, 5812100), (334000, 5812000)]
        ]
        for n in range(9)
    ]
    sentence = only(file(*(polygon(str(n), square) for n, square in enumerate(squares))))
    assert "in metres or in another system" in sentence
    assert "CCD 0: it has the position 334000, 5812000" in sentence


def test_latitude_before_longitude_is_told():
    swapped = [(y, x) for x, y in SQUARE]
    assert "latitude stands before longitude" in only(file(polygon("1", swapped)))


def test_what_lies_on_another_side_of_the_earth_is_told_by_the_divisions_residences():
    york = [(x - 146, y + 91) for x, y in SQUARE]
    assert faults(file(polygon("1", york)), near=(-1.1, 53.9)) == []
    assert "longitude first" in only(file(polygon("1", [(y, x) for x, y in york])), near=(-1.1, 53.9))
    assert "another place's" in only(file(polygon("1", york)), near=MELBOURNE)


@pytest.mark.parametrize(
    ("rings", "reason"),
    [
        ([[(145, -37), (145.001, -37.001), (145.001, -37), (145, -37.001), (145, -37)]], "its boundary crosses itself at longitude 145.00050, latitude -37.00050"),
        ([SQUARE[:-1]], "is not closed: it ends at longitude 145.00000, latitude -36.99900 and began at longitude 145.00000"),
        ([[SQUARE[0], SQUARE[1], SQUARE[0]]], "has 3 points and needs four"),
        ([[SQUARE[0], SQUARE[1], SQUARE[0], SQUARE[0]]], "fewer than three corners at longitude 145"),
        ([SQUARE, [(x + 1, y) for x, y in SQUARE]], "a hole lies outside the boundary at longitude 146"),
        ([[(1450, -37), *SQUARE[1:-1], (1450, -37)]], "the position 1450, -37, which is not in degrees"),
        ([[]], "its coordinates are not lists of rings"),
        ([[(145,), (146,), (147,), (145,)]], "its coordinates are not lists of rings"),
        ([[("145", -37), *SQUARE[1:]]], "its coordinates are not lists of rings"),
        ([[(True, -37), *SQUARE[1:]]], "its coordinates are not lists of rings"),
    ],
)  # fmt: skip
def test_a_broken_ring_is_named_with_its_ccd_and_its_place(rings, reason):
    sound = polygon("2", [(x + 2, y) for x, y in SQUARE])
    sentence = only(file(polygon("7990001", *rings), sound))
    assert sentence.startswith("CCD 7990001: ")
    assert reason in sentence


@pytest.mark.parametrize(
    ("one", "reason"),
    [
        (feature("1"), "CCD 1: it has no geometry."),
        (feature("1", type="LineString", coordinates=SQUARE), "CCD 1: it is a LineString; a Polygon or MultiPolygon is needed."),
        (feature(None, type="Polygon", coordinates=[SQUARE]), "Feature 1: it has no property ccd."),
        (feature("  ", type="Polygon", coordinates=[SQUARE]), "Feature 1: it has no property ccd."),
        (feature(1.5, type="Polygon", coordinates=[SQUARE]), "Feature 1: it has no property ccd."),
        (feature("1" * 21, type="Polygon", coordinates=[SQUARE]), "longer than 20 characters"),
        ({"type": "Feature", "properties": {"SA1": "1", "AREA": 2}}, "it has no property ccd; it has SA1, AREA."),
        ({"type": "Polygon", "coordinates": [SQUARE]}, "Feature 1: it is no GeoJSON feature"),
        (7, "Feature 1: it is no GeoJSON feature"),
        (feature("1", type="Polygon", coordinates=[SQUARE], crs=crs("EPSG:28355")), "CCD 1: its coordinates are in MGA94"),
    ],
)  # fmt: skip
def test_what_a_feature_lacks_is_told(one, reason):
    assert reason in only(file(one))


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "The file is empty"),
        (b" \n\t", "The file is empty"),
        (b"PK\x03\x04shapes", "a zip file"),
        (b"<kml/>", "XML"),
        (b"ccd,area\n1,2\n", "Line 1, column 1: this is not JSON"),
        (b'{"type": "FeatureCollection",\n "features": [', "Line 2, column"),
        (b"\xe9\xe9", "not UTF-8"),
        (b"[" * 100_000, "nested deeper"),
        (b'{"a": NaN}', "NaN where a number should be"),
        (b'{"a": ' + b"1" * 5000 + b"}", "too long"),
        (b"[1]", "JSON without a type"),
        (b'{"type": "Topology"}', 'of the type "Topology"'),
        (b'{"type": "FeatureCollection", "features": []}', "holds no features"),
        (b" " * FILE_LIMIT + b"{}", "larger than 16 MB"),
    ],
)
def test_what_is_no_such_file_is_told(data, reason):
    assert reason in only(data)


def test_a_file_with_its_mark_in_utf_16_is_read():
    text = json.dumps({"type": "FeatureCollection", "features": [polygon("1", SQUARE)]})
    assert faults(text.encode("utf-16")) == []
    assert faults(b"\xef\xbb\xbf" + text.encode()) == []


def test_too_many_points_are_refused(monkeypatch):
    monkeypatch.setattr("walks.maps.reading.POINTS_LIMIT", 9)
    assert "10 points; 9 are read" in only(file(polygon("1", SQUARE), polygon("2", SQUARE)))


def test_a_ccd_that_stands_twice_is_told_with_both_places():
    data = file(
        polygon("1", SQUARE),
        polygon("2", [(x + 1, y) for x, y in SQUARE]),
        polygon("1", [(x + 2, y) for x, y in SQUARE]),
    )
    assert "CCD 1: it stands twice, as features 1 and 3" in only(data)


def test_several_faults_are_all_told_and_fifty_at_the_most():
    open_rings = [polygon(str(n), [(x + n / 100, y) for x, y in SQUARE[:-1]]) for n in range(60)]
    reading = read_boundaries(file(*open_rings, polygon("61", SQUARE)))
    assert (len(reading.faults), reading.fault_count) == (FAULTS_SHOWN, 60)
    assert [fault.ccd for fault in reading.faults[:3]] == ["0", "1", "2"]


def test_an_overlap_is_named_with_both_ccds_its_size_and_its_place():
    data = file(
        feature("7990001", rectangle(0, 0, 300, 300)), feature("7990002", rectangle(200, 100, 300, 100))
    )
    reading = read_boundaries(data)
    (fault,) = reading.faults
    assert str(fault).startswith("CCD 7990001: it overlaps CCD 7990002 by 10,0")
    assert rectangle(200, 100, 100, 100).contains(shapely.points(fault.place))


def test_a_ccd_within_another_or_drawn_twice_under_two_codes_overlaps():
    assert "overlaps CCD 2" in only(
        file(feature("1", rectangle(0, 0, 300, 300)), feature("2", rectangle(100, 100, 50, 50)))
    )
    assert "overlaps CCD 2" in only(
        file(feature("1", rectangle(0, 0, 300, 300)), feature("2", rectangle(0, 0, 300, 300)))
    )


sides = st.floats(50, 5000)
deeper = st.floats(SLIVER * 1.05, 49)


@given(sides, sides, sides, sides, deeper, deeper, st.floats(-65, 65))
@profile(max_examples=60, deadline=None)
def test_two_rectangles_that_overlap_by_more_than_a_sliver_are_refused_naming_both(
    a, b, c, d, deep, tall, latitude
):
    here = Ground.around(10, latitude, 10, latitude)
    one, other = (
        here.degrees(area) for area in (box(0, 0, a, b), box(a - deep, b - tall, a - deep + c, b - tall + d))
    )
    sentence = only(file(feature("one", one), feature("other", other)))
    assert sentence.startswith("CCD one: it overlaps CCD other by ")
    said = float(sentence.split(" by ")[1].split(" square")[0].replace(",", ""))
    assert said == pytest.approx(deep * tall, rel=0.01, abs=1)


@given(sides, sides, st.floats(0, SLIVER * 0.9))
@profile(max_examples=40, deadline=None)
def test_a_sliver_however_long_is_no_overlap(a, b, deep):
    assert faults(file(feature("1", rectangle(0, 0, a, b)), feature("2", rectangle(a - deep, 0, a, b)))) == []


@st.composite
def tilings(draw):
    """Quadrangles between corners that are moved at random, in any order; some are left out, some are joined."""
    columns, rows = draw(st.integers(1, 4)), draw(st.integers(1, 4))
    nudge = st.tuples(st.floats(-100, 100), st.floats(-100, 100))
    corners = [
        [(c * 300 + dx, r * 300 + dy) for c in range(columns + 1) for dx, dy in [draw(nudge)]]
        for r in range(rows + 1)
    ]
    return draw(st.permutations(tiling(corners)))


@given(tilings())
@profile(max_examples=60, deadline=None)
def test_a_tiling_is_accepted_whatever_its_order(cells):
    features = [feature(str(n), cell) for n, cell in enumerate(cells)]
    reading = read_boundaries(file(*features))
    assert reading.faults == []
    assert len(reading.boundaries) == len(cells)


def test_gaps_are_fine():
    assert (
        faults(file(feature("1", rectangle(0, 0, 100, 100)), feature("2", degrees(box(103, 0, 200, 100)))))
        == []
    )
