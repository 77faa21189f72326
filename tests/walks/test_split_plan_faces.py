"""Block faces: what is never cut, and how they tile the street file (1.2a, decision 35)."""

from collections import defaultdict
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from electoral.bench.made_up_walks import degrees
from tests.walks.made_up_walks import Street, walks_to_split
from walks.split_plan import Place, Range, block_faces, by_district, ranges_of, standing_faces


@st.composite
def stretches(draw):
    """A street that is cut into ranges at some numbers, with residences anywhere on it."""
    cuts = sorted(draw(st.sets(st.integers(1, 60), max_size=3)))
    sides = draw(st.sampled_from([["all"], ["odd", "even"], ["odd"]]))
    ranges = [Range(1, "ASH ROAD", s, a, b) for s in sides for a, b in pairwise([0, *cuts, None])]
    ranges = [r for r in ranges if draw(st.booleans())]
    numbers = draw(st.lists(st.integers(0, 80), max_size=60))
    place = st.none() | st.builds(degrees, st.floats(0, 900), st.floats(0, 30))
    return ranges, [
        Place(i, 1, "ASH ROAD", "even" if n and n % 2 == 0 else "odd", n, draw(place))
        for i, n in enumerate(numbers)
    ]


def numbers(spans):
    """Every number of the spans, as often as it is in one."""
    return sorted(n for low, high in spans for n in range(low, high or 100))


@pytest.mark.rule("1.2a", "4a")
@settings(deadline=None, derandomize=True, max_examples=60)
@given(stretches())
def test_faces_tile_their_ranges_and_each_residence_is_in_one(made):
    ranges, places = made
    faces = block_faces(places, ranges)
    assert sorted(i for face in faces for i in face.residences) == sorted(place.id for place in places)
    assert len({face.key for face in faces}) == len(faces)
    tiles = defaultdict(list)
    for face in faces:
        assert all(face.holds(building.number) for building in face.buildings)
        if face.ranged:
            tiles[face.side].append((face.low, face.high))
    for side in ("odd", "even"):
        whole = [(r.low, r.high) for r in ranges if r.side in (side, "all")]
        assert numbers(tiles[side]) == numbers(whole)
        assert {low for low, _ in whole} <= {low for low, _ in tiles[side]}
        assert {high for _, high in whole} <= {high for _, high in tiles[side]}
    assert block_faces(places[::-1], ranges[::-1]) == faces
    ranged = [face for face in faces if face.ranged]
    assert (
        standing_faces(places, [Range(f.street, f.street_name, f.side, f.low, f.high) for f in ranged])
        == faces
    )


@pytest.mark.rule("1.2a")
@settings(deadline=None, derandomize=True, max_examples=20)
@given(walks_to_split())
def test_faces_have_some_four_to_fourteen_residences_and_buildings_stay_whole(walk):
    faces = block_faces(walk.places, walk.ranges, lines=walk.lines)
    assert all(face.size <= 14 or len(face.buildings) == 1 for face in faces)
    lived_in = [face.size for face in faces if face.size]
    assert sum(size < 4 for size in lived_in) <= len(lived_in) / 3
    assert 5 <= sum(lived_in) / len(lived_in) <= 20
    assert ranges_of(faces) == sorted(walk.ranges, key=lambda row: row.street_name)


@pytest.mark.rule("1.2a")
def test_a_street_is_cut_at_its_corners():
    """Four blocks of five houses: no face goes past a corner, though two blocks would make a handy one."""
    street = Street(1, "ASH ROAD", at=(0, 0))
    places = [
        place._replace(point=degrees(18 * n + 40 * (n // 5), 16))
        for n, place in enumerate(street.houses(*range(1, 41, 2)).places)
    ]
    faces = block_faces(places, [street.range("odd")])
    assert [(face.first, face.last) for face in faces] == [(1, 9), (11, 19), (21, 29), (31, 39)]
    assert [(face.low, face.high) for face in faces] == [(0, 11), (11, 21), (21, 31), (31, None)]
    blind = block_faces([place._replace(point=None) for place in places], [street.range("odd")])
    assert [face.size for face in blind] == [10, 10]


@pytest.mark.rule("1.2a")
def test_a_creek_between_two_houses_parts_their_faces():
    street = Street(1, "ASH ROAD", at=(0, 0)).houses(1, 3, 5, 7)
    creek = [degrees(63, -100), degrees(63, 100)]
    assert [f.low for f in block_faces(street.places, [street.range("odd")])] == [0]
    assert [f.low for f in block_faces(street.places, [street.range("odd")], lines=[creek])] == [0, 7]


@pytest.mark.rule("1.2a")
def test_a_block_of_flats_is_a_face_and_its_neighbours_are_others():
    street = Street(1, "ASH ROAD").houses(1, 3).houses(5, doors=60).houses(7, 9, 9, 11)
    faces = block_faces(street.places, [street.range("odd")])
    assert [(face.text, face.size) for face in faces] == [
        ("ASH ROAD odd 1 to 3", 2), ("5 ASH ROAD", 60), ("ASH ROAD odd 7 to 11", 4),
    ]  # fmt: skip


def test_a_face_says_what_it_is():
    street = Street(1, "ASH ROAD").houses(0, 0, 1, 3)
    odd, even = block_faces(street.places, [street.range()])
    assert odd.text == "ASH ROAD odd 1 to 3 and without a number"
    assert even.text == "ASH ROAD even, where nobody lives yet"
    (unnumbered,) = block_faces(street.places[:2], [street.range("odd")])
    assert unnumbered.text == "ASH ROAD without a number"


@pytest.mark.rule("4a")
def test_the_ranges_of_a_part_join_what_stands_together():
    street = Street(1, "ASH ROAD").houses(*range(1, 121))
    faces = block_faces(street.places, [street.range()])
    odd = [face for face in faces if face.side == "odd"]
    assert ranges_of(faces) == [Range(1, "ASH ROAD", "all", 0, None)]
    assert ranges_of(odd) == [Range(1, "ASH ROAD", "odd", 0, None)]
    assert ranges_of([*odd[:2], odd[3]]) == [
        Range(1, "ASH ROAD", "odd", 0, odd[2].low),
        Range(1, "ASH ROAD", "odd", odd[3].low, odd[3].high),
    ]


def square(west, east):
    ring = [degrees(x, y) for x, y in ((west, -50), (east, -50), (east, 50), (west, 50), (west, -50))]
    return {"type": "Polygon", "coordinates": [ring]}


@pytest.mark.rule("1.2c")
def test_the_census_deals_a_face_to_the_ccd_in_which_most_of_it_lies():
    street = Street(1, "ASH ROAD", at=(0, 0)).houses(*range(1, 81, 2))
    nowhere = Street(2, "ELM ROAD").houses(2)
    faces = block_faces([*street.places, *nowhere.places], [street.range("odd"), nowhere.range("even")])
    border = 18 * 20 + 5
    dealt = by_district(faces, {"B": square(border, 2000), "A": square(-50, border), "C": square(5000, 6000)})
    assert list(dealt.parts) == ["A", "B"]
    assert dealt.unplaced == ("2-even-0",)
    keys = {face.key: face for face in faces}
    for code, part in dealt.parts.items():
        for key in part:
            here = [point[0] < degrees(border, 0)[0] for point in keys[key].points]
            assert (sum(here) * 2 >= len(here)) == (code == "A")
    assert sum(map(len, dealt.parts.values())) + 1 == len(faces)


@pytest.mark.rule("1.2c")
def test_a_building_counts_for_as_many_as_live_there():
    street = Street(1, "ASH ROAD", at=(0, 0)).houses(1, 3, 5).houses(7, doors=6)
    (face,) = block_faces(street.places, [street.range("odd")])
    assert by_district([face], {"A": square(-50, 60), "B": square(60, 500)}).parts == {"B": ("1-odd-0",)}
