"""Which block faces meet: corners, crossings, what the office knows, lines that nobody crosses (1.2a)."""

from itertools import pairwise

import pytest

from electoral.bench.made_up_walks import degrees
from tests.walks.made_up_walks import Street, joined
from walks.split_plan import block_faces, island_sentences, islands, meets, proposals


def names(graph):
    """The streets of each island."""
    return [sorted({graph.nodes[key]["face"].street_name for key in island}) for island in islands(graph)]


def corner():
    """A street to the east, and one to the north that begins 50 m from its nearest door."""
    ash = Street(1, "ASH ROAD", at=(0, 0)).houses(*range(1, 61))
    return ash, Street(2, "ELM ROAD", at=(200, 48), step=(0.0, 18.0)).houses(*range(1, 31))


@pytest.mark.rule("1.2a")
def test_faces_follow_each_other_and_stand_opposite_each_other():
    graph = joined(Street(1, "ASH ROAD").houses(*range(1, 61)))
    odd, even = ([key for key in graph if side in key] for side in ("odd", "even"))
    assert len(odd) == len(even) == 3
    along = {frozenset(pair) for side in (odd, even) for pair in pairwise(side)}
    across = {frozenset(pair) for pair in zip(odd, even, strict=True)}
    found = {frozenset(edge) for edge in graph.edges}
    assert along | across <= found
    assert frozenset((odd[0], even[2])) not in found


@pytest.mark.rule("1.2a")
def test_faces_with_another_walks_numbers_between_them_do_not_follow_each_other():
    street = Street(1, "ASH ROAD").houses(*range(1, 21, 2), *range(61, 81, 2))
    torn = block_faces(street.places, [street.range("odd", 0, 21), street.range("odd", 61)])
    assert len(islands(meets(torn))) == 2
    nobody_between = block_faces(
        street.places, [street.range("odd", 0, 21), street.range("odd", 21, 61), street.range("odd", 61)]
    )
    assert len(islands(meets(nobody_between))) == 1


@pytest.mark.rule("1.2a")
def test_streets_meet_at_a_corner_and_not_over_a_park():
    ash, elm = corner()
    assert len(islands(joined(ash, elm))) == 1
    far = Street(3, "OAK ROAD", at=(0, 200)).houses(*range(1, 31))
    assert names(joined(ash, far)) == [["ASH ROAD"], ["OAK ROAD"]]


@pytest.mark.rule("1.2a")
def test_in_the_country_corners_are_wider_but_nothing_stands_between():
    road = Street(1, "LONG ROAD", at=(0, 0), step=(300.0, 0.0)).houses(*range(1, 21))
    lane = Street(2, "FAR LANE", at=(1500, 220), step=(0.0, 300.0)).houses(*range(1, 21))
    assert len(islands(joined(road, lane))) == 1
    hidden = Street(3, "HIDDEN LANE", at=(1500, 520), step=(0.0, 18.0)).houses(*range(1, 21))
    graph = joined(road, lane, hidden)
    assert not any({a.split("-")[0], b.split("-")[0]} == {"1", "3"} for a, b in graph.edges)


@pytest.mark.rule("1.2a")
def test_what_the_office_says_joins_streets_and_parts_them():
    ash, elm = corner()
    assert names(joined(ash, elm, barriers=[(2, 1)])) == [["ASH ROAD"], ["ELM ROAD"]]
    assert len(islands(joined(ash, elm, barriers=[(2, 1)], meetings=[(1, 2)]))) == 2
    far = Street(3, "OAK ROAD", at=(800, 0), step=(0.0, 18.0)).houses(*range(1, 31))
    graph = joined(ash, far, meetings=[(3, 1)])
    assert len(islands(graph)) == 1
    nearest = {key for edge in graph.edges for key in edge if len({k.split("-")[0] for k in edge}) == 2}
    assert "1-odd-0" not in nearest  # they meet where they come near, not everywhere


@pytest.mark.rule("1.2a")
def test_without_points_streets_are_islands_until_the_office_says_where_they_meet():
    streets = [Street(n, f"{n} ROAD").houses(*range(1, 250)) for n in (1, 2, 3)]
    graph = joined(*streets)
    assert names(graph) == [["1 ROAD"], ["2 ROAD"], ["3 ROAD"]]
    assert island_sentences(graph) == [
        f"Nothing is known to join {n} ROAD (249 residences) with the rest of the Walk."
        " Say which of these streets meets which street of the rest."
        for n in (2, 3)
    ]
    assert [part.residences for part in proposals(graph, seed=1)[0].check.parts] == [249, 249, 249]
    told = joined(*streets, meetings=[(1, 2), (2, 3)])
    assert len(islands(told)) == 1
    assert island_sentences(told) == []
    best = proposals(told, seed=1)[0].check
    assert (len(best.parts), best.sound) == (2, True)
    assert best.largest_to_mean <= 1.05


@pytest.mark.rule("1.2a")
def test_nobody_crosses_a_line_but_by_a_bridge():
    ash = Street(1, "ASH ROAD", at=(0, 0), step=(0.0, 18.0)).houses(*range(1, 21))
    elm = Street(2, "ELM ROAD", at=(20, 0)).houses(*range(1, 3))
    creek = [degrees(-100, 99), degrees(500, 99)]

    def graph(**known):
        faces = block_faces(
            [*ash.places, *elm.places], [ash.range(), elm.range()], lines=[creek] if "lines" in known else []
        )
        return meets(faces, **known)

    assert len(islands(graph())) == 1
    assert len(islands(graph(lines=[creek]))) == 2
    assert len(islands(graph(lines=[creek], meetings=[(1, 1)]))) == 1
    assert len(islands(graph(lines=[creek], meetings=[(1, 2)]))) == 2


def test_a_face_where_nobody_lives_joins_nothing():
    """The park side of a street has one face, opposite all of the other side."""
    graph = joined(Street(1, "ASH ROAD").houses(*range(2, 122, 2)))
    assert graph.degree("1-odd-0") == 1
    middle = [key for key in graph if key != "1-odd-0"][2]
    assert len(islands(graph.subgraph([key for key in graph if key != middle]))) == 2


def test_all_at_one_point_is_no_trouble():
    """A file that gives each residence the middle of its suburb."""
    streets = [Street(n, f"{n} ROAD").houses(*range(1, 250)) for n in (1, 2)]
    places = [p._replace(point=degrees(0, 0)) for street in streets for p in street.places]
    graph = meets(block_faces(places, [street.range() for street in streets]))
    assert len(islands(graph)) == 1
    assert proposals(graph, seed=1)[0].check.sound
