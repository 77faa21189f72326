"""The office's own moves, checked at once: a sentence for each thing that is wrong (1.2a)."""

import pytest

from electoral.bench.made_up_walks import made_up_walk
from tests.walks.made_up_walks import Street, graph_of, joined
from walks.split_plan import checked, proposals


@pytest.fixture(scope="module")
def street():
    """Four hundred and forty houses of one street, and the keys of each side's faces in order."""
    graph = joined(Street(1, "ASH ROAD", at=(0, 0)).houses(*range(1, 441)))
    return graph, *([key for key in graph if side in key] for side in ("odd", "even"))


def size(graph, keys):
    return sum(graph.nodes[key]["face"].size for key in keys)


@pytest.mark.rule("1.2a")
def test_a_good_split_is_sound_and_its_streets_are_named(street):
    graph, odd, even = street
    half = len(odd) // 2
    seen = checked(graph, [odd[:half] + even[:half], odd[half:] + even[half:]], names=["Walk 7", "Walk 301"])
    assert seen.sound
    assert [part.name for part in seen.parts] == ["Walk 7", "Walk 301"]
    assert sum(part.residences for part in seen.parts) == 440
    assert seen.streets_cut == ("ASH ROAD",)
    assert seen.remarks == ("ASH ROAD is in Walk 7 and Walk 301.",)
    assert seen.largest_to_mean == max(part.residences for part in seen.parts) / 220
    assert seen.borders == sum(
        (a in odd[:half] + even[:half]) != (b in odd[:half] + even[:half]) for a, b in graph.edges
    )


@pytest.mark.rule("1.2a")
def test_a_part_over_400_is_said_with_how_many_must_go(street):
    graph, odd, even = street
    seen = checked(graph, [odd + even[1:], even[:1]])
    many = size(graph, odd + even[1:])
    assert seen.parts[0].over
    assert seen.faults == (
        f"Part 1 has {many} residences, over 400. Move at least {many - 400} to another part.",
    )
    assert seen.remarks[0].startswith("The largest part has ")


@pytest.mark.rule("1.2a")
def test_what_hangs_off_is_named(street):
    graph, odd, even = street
    stranger = odd[-1]
    first = [*odd[:10], *even[:10], stranger]
    seen = checked(graph, [first, [key for key in graph if key not in first]])
    assert seen.parts[0].hanging == ((stranger,),)
    assert not seen.parts[0].over
    (fault,) = seen.faults
    assert fault == (
        f"Part 1 is in pieces: {graph.nodes[stranger]['face'].text} does not meet the rest of it."
        " Move what hangs off, or say which streets meet."
    )


@pytest.mark.rule("1.2a")
def test_many_faces_that_hang_off_are_counted(street):
    graph, odd, even = street
    first = odd[:8] + even[:8] + odd[-6:]
    seen = checked(graph, [first, [key for key in graph if key not in first]])
    assert "and 3 more do not meet the rest of it." in seen.faults[0]


@pytest.mark.rule("1.2a")
def test_each_face_is_in_one_part(street):
    graph, odd, even = street
    seen = checked(graph, [odd[1:] + even[:1], [*even, "9-odd-0"]])
    assert not seen.sound
    texts = [graph.nodes[key]["face"].text for key in (odd[0], even[0])]
    assert f"{texts[0]} is in no part. Move it to one." in seen.faults
    assert f"{texts[1]} is in 2 parts. Leave it in one." in seen.faults
    assert "Part 2 has block faces that the Walk no longer has (1). Begin the split again." in seen.faults


@pytest.mark.rule("1.2a")
def test_a_part_without_residences_is_a_fault(street):
    graph, odd, even = street
    assert (
        "Part 3 has no residences. Move faces to it, or leave it out."
        in checked(graph, [odd, even, []]).faults
    )
    assert checked(graph, []).parts == ()


@pytest.mark.rule("1.2a")
def test_a_tower_must_stand_alone():
    graph = joined(Street(1, "ASH ROAD").houses(1, 3).houses(5, doors=450).houses(7, 9))
    alone = [[key for key in graph if key != "1-odd-5"], ["1-odd-5"]]
    assert checked(graph, alone).sound
    assert checked(graph, [list(graph)]).faults == (
        "Part 1: 5 ASH ROAD has 450 residences. Move everything else to other parts.",
    )


@pytest.mark.rule("1.2a")
def test_ground_where_nobody_lives_hangs_off_nothing():
    graph = joined(Street(1, "ASH ROAD").houses(*range(2, 122, 2)))
    even = [key for key in graph if "even" in key]
    assert checked(graph, [even[:2], [*even[2:], "1-odd-0"]]).sound
    assert checked(graph, [[*even[:2], "1-odd-0"], even[2:]]).sound


@pytest.mark.rule("1.2a")
def test_one_face_moved_is_checked_in_full():
    """From a proposal the office takes a face from the inside of one part to another: it hangs off there."""
    graph = graph_of(made_up_walk(900, seed=3))
    parts = [set(part) for part in proposals(graph, seed=1)[0].parts]
    inside = next(
        key for key in sorted(parts[0]) if set(graph[key]) <= parts[0] and graph.nodes[key]["face"].size
    )
    parts[0].remove(inside)
    parts[2].add(inside)
    seen = checked(graph, parts)
    assert seen.parts[2].hanging == ((inside,),)
    assert len([fault for fault in seen.faults if fault.startswith("Part 3 is in pieces")]) == 1
