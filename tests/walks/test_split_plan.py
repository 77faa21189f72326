"""What a proposal to split a Walk promises, on two hundred generated Walks (1.2a)."""

import random

import networkx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.walks.made_up_walks import SEEDS, graph_of, walks_to_split
from walks.split_plan import block_faces, island_sentences, islands, least_parts, meets, proposal, proposals

steadily = settings(deadline=None, derandomize=True)


def sizes(graph, parts):
    return [sum(graph.nodes[key]["face"].size for key in part) for part in parts]


@pytest.mark.rule("1.2a")
@settings(steadily, max_examples=200)
@given(walks_to_split(), SEEDS)
def test_a_split_is_complete_whole_small_enough_and_even(walk, seed):
    graph = graph_of(walk)
    assert len(islands(graph)) == 1
    made = proposals(graph, seed=seed)
    assert 1 <= len(made) == len({one.parts for one in made})
    assert len(made[0].parts) == least_parts(len(walk.places))
    residences = {key: face.residences for key, face in graph.nodes(data="face")}
    biggest = max(map(len, residences.values()))
    for one in made:
        held = [i for part in one.parts for key in part for i in residences[key]]
        assert sorted(held) == [place.id for place in walk.places]
        parts = [sum(len(residences[key]) for key in part) for part in one.parts]
        mean = sum(parts) / len(parts)
        assert max(parts) <= 400
        assert all(networkx.is_connected(graph.subgraph(part)) for part in one.parts)
        # A building of more than a twentieth of a part is on one side of a cut with the dead end that it stands in.
        assert max(parts) <= 1.05 * mean + (biggest if biggest > 0.05 * mean else 0)
        assert one.check.faults == ()


@pytest.mark.rule("1.2a")
@settings(steadily, max_examples=12)
@given(walks_to_split(), SEEDS)
def test_the_same_seed_gives_the_same_whatever_the_order_of_the_input(walk, seed):
    made = proposals(graph_of(walk), seed=seed)
    places, ranges = list(walk.places), list(walk.ranges)
    random.Random(seed).shuffle(places)
    random.Random(seed).shuffle(ranges)
    faces = block_faces(places, ranges, lines=walk.lines)
    random.Random(seed).shuffle(faces)
    graph = meets(faces, meetings=walk.meetings, lines=walk.lines)
    assert proposals(graph, seed=seed) == made
    assert proposal(graph, seed=made[-1].seed) == made[-1]


@pytest.mark.rule("1.2a")
@settings(steadily, max_examples=6)
@given(walks_to_split(st.sampled_from([1, 8]), st.just("uncrossed")), SEEDS)
def test_each_bank_of_a_creek_that_nobody_crosses_is_split_by_itself(walk, seed):
    graph = graph_of(walk)
    banks = islands(graph)
    assert len(banks) == 2
    for one in proposals(graph, seed=seed):
        assert len(one.parts) == sum(least_parts(size) for size in sizes(graph, banks))
        for part in one.parts:
            assert any(set(part) <= set(bank) for bank in banks)
        assert one.check.sound
    assert len(island_sentences(graph)) == 1
