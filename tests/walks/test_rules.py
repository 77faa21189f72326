"""How a street is shared out between Walks."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from electoral.roll.rules import side_of
from walks.rules import joined, ranges_of


def covered(side, low, high):
    """The numbers up to 60 that a range stands for."""
    return {n for n in range(low, (60 if high is None else high) + 1) if side in ("all", side_of(n))}


@pytest.mark.rule("4a")
@given(st.lists(st.tuples(st.integers(0, 30), st.sampled_from("ABC")), max_size=40))
def test_ranges_tile_the_street(residences):
    ranges = joined(ranges_of(residences))
    for number, _ in residences:
        assert sum(number in covered(*r[:3]) for r in ranges) == 1
    for one in ranges:
        assert not any(covered(*one[:3]) & covered(*other[:3]) for other in ranges if other is not one)


@pytest.mark.rule("4b")
@given(st.dictionaries(st.integers(0, 30), st.sampled_from("ABC"), max_size=30))
def test_each_residence_is_in_the_range_of_its_own_district(residences):
    ranges = joined(ranges_of(residences.items()))
    for number, district in residences.items():
        assert [r[3] for r in ranges if number in covered(*r[:3])] == [district]


def test_a_number_claimed_twice_goes_to_the_district_with_more_residences_there():
    assert list(ranges_of([(1, "A"), (3, "A"), (3, "B"), (3, "B"), (5, "B")])) == [
        ("odd", 0, 2, "A"),
        ("odd", 3, None, "B"),
    ]
    assert list(ranges_of([(3, "B"), (3, "A")])) == [("odd", 0, None, "A")]


def test_a_street_in_one_walk_is_one_row_for_both_sides():
    assert joined(ranges_of([(1, "A"), (2, "A")])) == [("all", 0, None, "A")]
    assert joined(ranges_of([(1, "A")])) == [("all", 0, None, "A")]
    assert joined(ranges_of([(1, "A"), (2, "B")])) == [("odd", 0, None, "A"), ("even", 0, None, "B")]
    assert joined(ranges_of([])) == []


def test_a_house_built_in_a_gap_or_past_the_end_has_a_walk():
    ranges = list(ranges_of([(5, "A"), (21, "B")]))
    assert ranges == [("odd", 0, 20, "A"), ("odd", 21, None, "B")]
