"""Splits of small Walks written by hand: towers, pins, numbers of parts, ground where nobody lives (1.2a)."""

from itertools import combinations

import pytest

from electoral.bench.made_up_walks import made_up_walk
from tests.walks.made_up_walks import Street, graph_of, joined
from walks.split_plan import block_faces, least_parts, meets, proposal, proposals


def ash(*numbers):
    return Street(1, "ASH ROAD", at=(0, 0)).houses(*numbers)


def sizes(one):
    return [part.residences for part in one.check.parts]


@pytest.mark.rule("1.2a")
def test_a_building_over_400_is_a_part_of_its_own_and_people_are_told_why():
    graph = joined(ash(*range(1, 401)).houses(401, doors=450).houses(*range(402, 600)))
    for one in proposals(graph, seed=1):
        assert max(sizes(one)) == 450
        assert sorted(sizes(one))[-2] <= 400
        assert one.check.sound
        alone = next(part for part in one.check.parts if part.uncut)
        assert alone.remarks == (
            f"{alone.name} has 450 residences, over 400: it cannot be cut, for it is all 401 ASH ROAD.",
        )


@pytest.mark.rule("1.2a")
def test_a_street_goes_on_past_a_building_that_is_a_part_of_its_own():
    one_sided = Street(1, "ASH ROAD").houses(*range(1, 200, 2), 201, *range(203, 400, 2))
    one_sided.houses(201, doors=450)
    assert sorted(sizes(proposals(joined(one_sided), seed=1)[0])) == [199, 451]
    never_alone = joined(one_sided, most=1000)
    assert sorted(sizes(proposals(never_alone, seed=1)[0])) == [99, 100, 451]


@pytest.mark.rule("1.2a")
def test_buildings_that_no_two_fit_together_get_a_part_each():
    graph = joined(ash().houses(1, 3, 5, doors=210).houses(2, 4, 6))
    assert least_parts(633) == 2
    assert all(len(one.parts) == 3 and one.check.sound for one in proposals(graph, seed=1))


@pytest.mark.rule("1.2a")
def test_where_only_such_buildings_stand_nothing_is_lost():
    graph = joined(ash().houses(1, doors=450).houses(3, doors=420))
    one = proposals(graph, seed=1)[0]
    assert sizes(one) == [450, 420]
    assert (
        sorted(key for part in one.parts for key in part)
        == sorted(graph)
        == ["1-even-0", "1-odd-0", "1-odd-3"]
    )
    assert one.check.sound


@pytest.mark.rule("1.2a")
def test_a_walk_that_cannot_be_split_small_enough_is_proposed_with_what_is_wrong():
    """Forty streets that are known to meet one house and nothing else: a part without that house is one street."""
    spokes = [Street(n, f"{n} COURT").houses(*range(1, 71, 2)) for n in range(2, 42)]
    graph = joined(Street(1, "HUB LANE").houses(1), *spokes, meetings=[(1, n) for n in range(2, 42)])
    one = proposals(graph, seed=1)[0]
    assert not one.check.sound
    assert "over 400. Move at least" in one.check.faults[0]
    fewer = joined(Street(1, "HUB LANE").houses(1), *spokes[:14], meetings=[(1, n) for n in range(2, 16)])
    assert sorted(sizes(proposals(fewer, seed=1)[0])) == [35, 35, 35, 386]


@pytest.mark.rule("1.2a")
def test_residences_without_a_number_cannot_be_cut_either():
    graph = joined(ash().houses(0, doors=430).houses(*range(1, 40)))
    one = proposals(graph, seed=1)[0]
    assert sizes(one) == [430, 39]
    assert "for it is all ASH ROAD without a number." in one.check.remarks[0]


@pytest.mark.rule("1.2a")
def test_a_walk_of_400_is_not_split_and_one_of_401_is():
    assert [least_parts(n) for n in (1, 400, 401, 760, 761)] == [1, 1, 2, 2, 3]
    (one,) = proposals(joined(ash(*range(1, 401))), seed=1)
    assert sizes(one) == [400]
    assert sorted(sizes(proposals(joined(ash(*range(1, 402))), seed=1)[0])) == [200, 201]


@pytest.mark.rule("1.2a")
def test_more_parts_than_needed_can_be_asked_for_and_fewer_are_not_made():
    graph = graph_of(made_up_walk(700, seed=4))
    assert {len(one.parts) for one in proposals(graph, seed=1, parts=4)} == {4}
    assert {len(one.parts) for one in proposals(graph, seed=1, parts=1)} == {2}


@pytest.mark.rule("1.2a")
def test_what_the_office_pins_stays_in_its_part():
    graph = graph_of(made_up_walk(900, seed=4))
    free = proposals(graph, seed=1)[0]
    corners = [part[0] for part in free.parts]
    pinned = {corners[0]: 2, corners[1]: 0, corners[2]: 1, free.parts[0][1]: 2}
    for one in proposals(graph, seed=1, pinned=pinned):
        assert {key: i for i, part in enumerate(one.parts) for key in part if key in pinned} == pinned
        assert one.check.sound
        assert one.check.largest_to_mean <= 1.05


@pytest.mark.rule("1.2a")
@pytest.mark.parametrize("each", [2, 7, 20])
def test_the_office_keeps_what_it_has_placed_and_asks_again(each):
    graph = graph_of(made_up_walk(1300, seed=9))
    free = proposals(graph, seed=1)[0]
    pinned = {key: i for i, part in enumerate(free.parts) for key in part[::each]}
    for one in proposals(graph, seed=2, pinned=pinned):
        assert one.unkept == ()
        assert all(key in one.parts[part] for key, part in pinned.items())
        assert one.check.sound
        assert proposal(graph, seed=one.seed, pinned=pinned) == one


@pytest.mark.rule("1.2a")
def test_pins_that_cannot_all_hold_are_named():
    """One street, and its middle pinned to another part than both its ends."""
    graph = joined(Street(1, "ASH ROAD").houses(*range(1, 999, 2)))
    row = [key for key in graph if "odd" in key]
    pinned = {row[0]: 0, row[-1]: 0, row[len(row) // 2]: 1}
    best = proposals(graph, seed=1, pinned=pinned)[0]
    assert best.check.sound
    assert len(best.unkept) == 1
    assert set(best.unkept) <= {row[0], row[-1]}


@pytest.mark.rule("1.2a")
def test_faces_that_meet_can_be_pinned_to_four_parts():
    graph = graph_of(made_up_walk(1300, seed=3, flats=0.0))
    crossing = max(graph, key=lambda key: (graph.degree(key), key))
    near = [crossing, *sorted(graph[crossing])[:3]]
    for one in proposals(graph, seed=2, pinned={key: i for i, key in enumerate(near)}):
        assert [key in one.parts[i] for i, key in enumerate(near)] == [True] * 4
        assert one.check.sound


@pytest.mark.rule("1.2a")
def test_proposals_are_a_choice_between_whole_streets_and_compact_parts():
    graph = graph_of(made_up_walk(1200, seed=8, flats=0.0))
    made = proposals(graph, seed=1)
    cut, borders = ([len(p.check.streets_cut) for p in made], [p.check.borders for p in made])
    assert cut == sorted(cut)
    assert min(borders) < borders[0] / 2


@pytest.mark.rule("1.2a")
def test_proposals_differ_by_a_tenth_of_the_residences():
    graph = graph_of(made_up_walk(1588, seed=40, flats=0.1, largest=390))
    made = proposals(graph, seed=1)
    assert len(made) == 3
    for one, other in combinations(made, 2):
        together = [max(held(graph, set(a) & set(b)) for b in other.parts) for a in one.parts]
        assert sum(together) < 0.9 * 1588


def held(graph, keys):
    return sum(graph.nodes[key]["face"].size for key in keys)


@pytest.mark.rule("1.2a")
def test_what_is_less_even_than_it_must_be_is_not_proposed():
    graph = graph_of(made_up_walk(1335, seed=38, layout="courts", flats=0.02))
    assert [one.check.largest_to_mean <= 1.05 for one in proposals(graph, seed=1)] == [True] * 3


@pytest.mark.rule("1.2a")
def test_another_seed_gives_other_splits():
    graph = graph_of(made_up_walk(1200, seed=8))
    assert {p.parts for p in proposals(graph, seed=1)}.isdisjoint(p.parts for p in proposals(graph, seed=2))


@pytest.mark.rule("1.2a")
def test_ground_where_nobody_lives_is_in_a_part_and_joins_nothing():
    streets = [Street(n, f"{n} ROAD", at=(n * 500, 0)).houses(*range(2, 82, 2)) for n in (1, 2)]
    far = Street(3, "EMPTY ROAD")
    graph = joined(*streets, far)
    one = proposals(graph, seed=1, most=60)[0]
    held = [key for part in one.parts for key in part]
    assert sorted(held) == sorted(graph)
    assert {"1-odd-0", "2-odd-0", "3-odd-0", "3-even-0"} <= set(held)
    assert sizes(one) == [40, 40]
    assert one.check.sound


@pytest.mark.rule("1.2a")
def test_a_residence_pinned_into_the_walk_goes_with_its_neighbours():
    street, beyond = ash(*range(1, 420)), ash(*range(601, 604))
    other = Street(2, "ELM ROAD", at=(0, 900)).houses(1)
    faces = block_faces([*street.places, *beyond.places[:2], *other.places], [street.range(high=500)])
    loose = [face.key for face in faces if not face.ranged]
    assert loose == ["1-odd-601", "1-even-602", "2-odd-1"]
    one = proposals(meets(faces), seed=1)[0]
    assert one.check.sound
    at_the_end = next(part for part in one.parts if "1-odd-601" in part)
    assert "1-even-602" in at_the_end
    assert any("419" in face.text for face in faces if face.key in at_the_end)


def test_a_walk_where_nobody_lives_has_no_split():
    assert proposals(joined(Street(1, "EMPTY ROAD")), seed=1) == []
    assert proposals(meets([]), seed=1) == []
