"""Ground, outlines and streets: what is drawn is what is there."""

from math import cos, radians, sin, sqrt

import pytest
import shapely
from hypothesis import given
from hypothesis import settings as profile
from hypothesis import strategies as st
from shapely.geometry import Point

from tests.walks.ground import GROUND, grid, position, rectangle, rings
from walks.maps import along, outline, streets_of
from walks.maps.ground import Ground, distance, polygons_of, rings_of
from walks.maps.outline import around, middles


def square_metres(of):
    return shapely.area(GROUND.metres(polygons_of(of)))


@given(st.floats(-70, 70), st.floats(-170, 170), st.floats(0.001, 0.4))
@profile(max_examples=100, deadline=None)
def test_the_projection_keeps_lengths_and_aspect_within_one_per_cent(latitude, longitude, size):
    ground = Ground.around(longitude, latitude, longitude + size, latitude + size)
    # The radii of WGS 84 at the middle, by its axis and flattening.
    eccentric, sine = 0.00669437999, sin(radians(latitude + size / 2))
    normal = 6378137.0 / sqrt(1 - eccentric * sine**2)
    meridian = 6378137.0 * (1 - eccentric) / (1 - eccentric * sine**2) ** 1.5
    corner = shapely.get_coordinates(ground.metres(Point(longitude + size, latitude + size)))[0] * 2
    assert corner[0] == pytest.approx(radians(size) * normal * cos(radians(latitude + size / 2)), rel=0.005)
    assert corner[1] == pytest.approx(radians(size) * meridian, rel=0.005)


def test_metres_and_back_are_the_same_place():
    area = rectangle(100, 200, 300, 400)
    assert GROUND.degrees(GROUND.metres(area)).equals_exact(area, 1e-12)


def test_a_degree_of_latitude_is_some_111_kilometres():
    assert distance((145, -37), (145, -38)) == pytest.approx(111.2, abs=0.1)
    assert distance((-179.5, 0), (179.5, 0)) == pytest.approx(111.2, abs=0.1)


@pytest.mark.rule("1.7b")
def test_the_outline_of_a_walk_is_that_of_its_ccds_together():
    cells = [rings_of(cell) for cell in grid(3, 2)]
    whole = outline(cells)
    assert len(whole) == 1
    assert len(whole[0]) == 1
    assert square_metres(whole) == pytest.approx(900 * 600, rel=1e-4)


@pytest.mark.rule("1.7b")
def test_a_walk_whose_ccds_have_no_boundary_has_no_outline():
    assert outline([]) == ()
    assert outline([(), ()]) == ()


def test_ccds_drawn_apart_by_a_sliver_are_one_piece_and_far_ones_are_two():
    apart = outline([rings(0, 0, 300, 300), rings(302, 0, 300, 300)])
    assert (len(apart), len(apart[0])) == (1, 1)
    assert square_metres(apart) == pytest.approx(602 * 300, rel=1e-3)
    assert len(outline([rings(0, 0, 300, 300), rings(320, 0, 300, 300)])) == 2


def test_a_hole_of_one_ccd_that_another_fills_is_gone_and_an_empty_one_stays():
    ring = rings_of(rectangle(0, 0, 900, 900).difference(rectangle(300, 300, 300, 300)))
    assert len(outline([ring])[0]) == 2
    assert len(outline([ring, rings(300, 300, 300, 300)])[0]) == 1


def test_the_ground_of_doors_holds_each_of_them():
    doors = [position(18 * n, 5 * (n % 3)) for n in range(12)]
    for ground in (along(doors), around(doors[::-1])):
        assert len(ground) == 1
        assert all(polygons_of(ground).contains(Point(door)) for door in doors)
    assert along([]) == around([]) == ()
    assert square_metres(along(doors[:1])) == pytest.approx(3.14 * 81, rel=0.05)


def test_the_place_for_a_label_lies_within_the_largest_part():
    bent = shapely.union_all([shapely.box(0, 0, 100, 10), shapely.box(0, 0, 10, 100)])
    area = shapely.union_all([bent, shapely.box(200, 200, 205, 205)])
    first, second = middles(area)
    assert bent.contains(first.place)
    assert (first.span, second.span) == (100, 5)


def test_a_street_is_drawn_between_its_sides_and_not_over_a_gap():
    doors = [("Pretend Street", n, position(10 * n, -14 if n % 2 else 14)) for n in range(1, 41)]
    doors += [("Pretend Street", n, position(10 * n + 900, -14 if n % 2 else 14)) for n in range(41, 61)]
    doors += [("Mock Lane", 0, position(0, 500))]
    lane, street = streets_of(doors)
    assert (lane.name, lane.pieces) == ("Mock Lane", ((position(0, 500),),))
    assert len(street.pieces) == 2
    middle = shapely.get_coordinates(GROUND.metres(shapely.LineString(street.pieces[0])))
    assert abs(middle[:, 1]).max() < 1
    assert len(street.pieces[0]) == 2, "a straight street has two ends and no turns"
