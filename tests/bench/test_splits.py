"""The bench's other ways to split, and what it says of a split, against Walks counted by hand."""

import pytest

from electoral.bench.made_up_walks import made_up_walk
from electoral.bench.splits import walks_to_split
from electoral.bench.splits_judged import in_pieces, streets_cut
from electoral.bench.ways_to_split import by_listing, by_means, by_tree


@pytest.fixture(scope="module")
def walk():
    return made_up_walk(700, seed=3, creek="bridge")


@pytest.mark.parametrize("way", [by_tree, by_listing, by_means])
def test_each_way_puts_each_residence_in_one_of_the_fewest_parts(walk, way):
    where = way(walk)
    assert where.keys() == {place.id for place in walk.places}
    assert set(where.values()) == {0, 1}
    assert way(walk) == where


def test_a_split_is_judged_by_its_pieces_and_its_streets(walk):
    whole = dict.fromkeys((place.id for place in walk.places), 0)
    assert (in_pieces(walk, whole), streets_cut(walk, whole)) == (0, 0)
    ends = [walk.places[0], walk.places[-1]]
    torn = whole | {place.id: 1 for place in ends}
    assert (in_pieces(walk, torn), streets_cut(walk, torn)) == (1, 2)


def test_a_listing_is_cut_between_buildings():
    walk = made_up_walk(700, seed=3, flats=0.5, largest=60)
    where = by_listing(walk)
    numbers = {(place.street, place.number): set() for place in walk.places}
    for place in walk.places:
        numbers[place.street, place.number].add(where[place.id])
    assert all(len(parts) == 1 for parts in numbers.values())


def test_the_walks_are_the_same_every_time_and_of_all_kinds():
    walks = walks_to_split(12)
    assert [w.places for w in walks] == [w.places for w in walks_to_split(12)]
    assert all(401 <= len(w.places) <= 1600 for w in walks)
    assert {(bool(w.lines), bool(w.meetings)) for w in walks} == {(False, False), (True, False), (True, True)}
