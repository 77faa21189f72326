"""What is pinned to a part is held together with the ground between (1.2a)."""

import pytest

from walks.split_plan.net import Edge, Net
from walks.split_plan.pins import gathered

ROW = [Edge(n, n + 1, n < 2) for n in range(5)]
ROUND = [*ROW, Edge(0, 5, of_one_street=False)]


def held(edges, pins, barred=()):
    found = gathered(Net([1, 2, 4, 8, 16, 32], edges, pins), barred)
    return sorted(sorted(group) for group in found.members.values())


@pytest.mark.rule("1.2a")
def test_the_shortest_way_between_two_pins_goes_with_them():
    assert held(ROW, {0: 0, 4: 0}) == [[0, 1, 2, 3, 4]]
    assert held(ROUND, {0: 0, 4: 0}) == [[0, 4, 5]]


@pytest.mark.rule("1.2a")
def test_no_way_goes_over_what_is_another_parts_or_a_part_of_its_own():
    assert held(ROUND, {0: 0, 4: 0, 5: 1}) == [[0, 1, 2, 3, 4], [5]]
    assert held(ROUND, {0: 0, 4: 0}, barred=[5]) == [[0, 1, 2, 3, 4]]
    assert held(ROW, {0: 0, 4: 0, 2: 1}) == [[0], [2], [4]]


@pytest.mark.rule("1.2a")
def test_one_node_stands_for_what_is_held():
    found = gathered(Net([1, 2, 4, 8, 16, 32], ROW, {1: 7, 3: 7}), ())
    assert found.net.sizes == [1, 14, 0, 0, 16, 32]
    assert [edge[:3] for edge in found.net.edges] == [(0, 1, True), (1, 4, False), (4, 5, False)]
    assert found.net.pins == {1: 7}
    assert sorted(found.nodes) == [0, 1, 4, 5]
    assert sorted(found.spread([1, 4])) == [1, 2, 3, 4]
