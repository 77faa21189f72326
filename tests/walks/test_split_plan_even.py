"""Faces go over a border until the largest part is no larger than it should be (1.2a)."""

import pytest

from walks.split_plan.even import evened
from walks.split_plan.net import Edge, Net


def net(sizes, *pairs, pins=None):
    return Net(sizes, [Edge(a, b, of_one_street=False) for a, b in pairs], pins or {})


ROW = [(n, n + 1) for n in range(5)]


def sets(*parts):
    return [frozenset(part) for part in parts]


@pytest.mark.rule("1.2a")
def test_faces_at_the_border_go_over_until_it_is_enough():
    row = net([10] * 6, *ROW)
    assert evened(row, sets({0}, {1, 2, 3, 4, 5}), 30) == sets({0, 1, 2}, {3, 4, 5})
    assert evened(row, sets({0}, {1, 2, 3, 4, 5}), 40) == sets({0, 1}, {2, 3, 4, 5})
    assert evened(row, sets({0}, {1, 2, 3, 4, 5}), 50) == sets({0}, {1, 2, 3, 4, 5})


@pytest.mark.rule("1.2a")
def test_a_face_takes_with_it_what_hangs_on_it():
    """Face 2 meets the other part; 3, a dead end, hangs on it, and cannot stay behind."""
    court = net([10, 10, 5, 5, 10, 10], (0, 2), (2, 3), (2, 4), (4, 5), (0, 1))
    assert evened(court, sets({0, 1}, {2, 3, 4, 5}), 25) == sets({0, 1}, {2, 3, 4, 5})
    assert evened(court, sets({1}, {0, 2, 3, 4, 5}), 25) == sets({0, 1}, {2, 3, 4, 5})
    smaller = net([4, 4, 5, 5, 10, 10], (0, 2), (2, 3), (2, 4), (4, 5), (0, 1))
    assert evened(smaller, sets({0, 1}, {2, 3, 4, 5}), 20) == sets({0, 1, 2, 3}, {4, 5})


@pytest.mark.rule("1.2a")
def test_what_is_pinned_does_not_move():
    assert evened(net([10] * 6, *ROW, pins={1: 1}), sets({0}, {1, 2, 3, 4, 5}), 30) == sets(
        {0}, {1, 2, 3, 4, 5}
    )


@pytest.mark.rule("1.2a")
def test_nothing_moves_that_makes_it_no_better():
    row = net([10, 10, 10, 10, 10, 45], *ROW)
    assert evened(row, sets({0, 1, 2, 3, 4}, {5}), 30) == sets({0, 1, 2, 3, 4}, {5})
