"""How ranges go from one Walk to others, whatever they are (4a)."""

import itertools

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from walks.rules.area_change import Stretch, covered, finder, one_sided, realigned, without

numbers = st.integers(0, 40)
borders = st.lists(numbers, unique=True, max_size=5).map(sorted)


@given(borders, borders, st.lists(st.integers(2, 4), min_size=6, max_size=6), st.booleans())
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@pytest.mark.rule("4a")
def test_realigned_ranges_cover_what_they_did_and_go_where_the_faces_say(cut, faces, owners, both):
    edges = [0, *[n for n in cut if n], None]
    ranges = [
        Stretch(1, "all" if both else "odd", low, high, 1 if i % 2 == 0 else 9)
        for i, (low, high) in enumerate(itertools.pairwise(edges))
    ]
    parts = [0, *[n for n in faces if n], 50]
    goes = [
        Stretch(1, "odd", low, high, owners[i]) for i, (low, high) in enumerate(itertools.pairwise(parts))
    ]
    after = list(realigned(ranges, goes, giver=1, rest=2))
    assert covered(after) == covered(ranges)
    was, face, now = finder(ranges), finder(goes), finder(after)
    for side in ("odd", "even") if both else ("odd",):
        for n in range(60):
            expected = (face(1, side, n) or 2) if was(1, side, n) == 1 else was(1, side, n)
            assert now(1, side, n) == expected
    assert list(realigned(after, goes, giver=1, rest=2)) == after


@given(borders, borders)
@settings(max_examples=40, deadline=None)
def test_what_is_left_and_what_is_taken_make_the_whole(kept, taken):
    whole = Stretch(1, "odd", 0, None, 1)
    pieces = [Stretch(1, "odd", low, high, 2) for low, high in itertools.pairwise(taken)]
    left = list(without(whole, pieces))
    assert covered([*left, *pieces]) == covered([whole])
    assert not [n for n in range(50) for a in left for b in pieces if a.holds(n) and b.holds(n)]
    assert list(one_sided(left)) == left
