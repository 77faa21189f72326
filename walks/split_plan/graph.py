"""Which block faces meet, so that a part of a split is one piece of ground (1.2a)."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from operator import attrgetter

import networkx

from walks.maps.ground import Line
from walks.rules import MAY_BE_SPLIT_OVER
from walks.split_plan.face import Face
from walks.split_plan.map import Map, Pair


def meets(
    faces: Iterable[Face],
    *,
    meetings: Iterable[tuple[int, int]] = (),
    barriers: Iterable[tuple[int, int]] = (),
    lines: Iterable[Line] = (),
    most: int = MAY_BE_SPLIT_OVER,
) -> networkx.Graph:
    """The faces by their keys (a node has its `face`), joined where one walks from one to the other.

    They follow each other on a side, stand opposite each other, or have doors a corner's distance apart. `meetings`
    are pairs of streets that the office says meet, `barriers` pairs that it says do not, which wins. No edge crosses
    one of the `lines` (longitude and latitude: a creek, a railway) unless its streets are said to meet; a bridge that
    carries a street over is a meeting of the street with itself.
    """
    them = sorted(faces, key=attrgetter("order"))
    ground = Map(them, lines)
    told, barred = {frozenset(pair) for pair in meetings}, {frozenset(pair) for pair in barriers}

    def streets(pair: Pair) -> frozenset[int]:
        return frozenset(them[i].street for i in pair)

    near = {*_along(them, most), *_opposite(them), *ground.corners()}
    pairs = ground.uncrossed(near) | {pair for pair in near if streets(pair) in told}
    for said in told:
        pairs |= ground.meeting(*said) if len(said) == 2 else set()
    joins = {pair for pair in pairs if streets(pair) not in barred}
    graph = networkx.Graph()
    graph.add_nodes_from((face.key, {"face": face}) for face in them)
    graph.add_edges_from((them[a].key, them[b].key) for a, b in sorted(joins | set(_ridden(them, ground))))
    return graph


def _along(faces: Sequence[Face], most: int) -> Iterator[Pair]:
    """Each face and the next on its side where somebody lives. One walks past a building that is a part of its own."""
    ranged = [(i, face) for i, face in enumerate(faces) if face.ranged]
    for _, side in groupby(ranged, key=lambda pair: (pair[1].street, pair[1].side)):
        behind: list[int] = []
        end: int | None = 0
        for i, face in side:
            if face.low != end:
                behind = []
            end = face.high
            if face.buildings:
                yield from ((before, i) for before in behind)
                behind = [*behind, i] if face.size > most else [i]


def _opposite(faces: Sequence[Face]) -> Iterator[Pair]:
    """Faces of both sides of a street where the numbers of each fall among those of the other."""
    living = [(i, face) for i, face in enumerate(faces) if not face.rides]
    for _, street in groupby(living, key=lambda pair: pair[1].street):
        both = list(street)
        evens = [pair for pair in both if pair[1].side == "even"]
        for i, odd in both:
            if odd.side == "odd":
                yield from (
                    (min(i, j), max(i, j)) for j, even in evens if odd.reaches(even) and even.reaches(odd)
                )


def _ridden(faces: Sequence[Face], ground: Map) -> Iterator[Pair]:
    """For each face that goes with a neighbour: which, by the street, the distance, the side and the numbers."""
    living = [i for i, face in enumerate(faces) if not face.rides]
    for i, face in enumerate(faces):
        if face.rides and living:
            here = [j for j in living if faces[j].street == face.street] or living
            yield i, min(here, key=lambda j: _away(face, faces[j], ground.apart(i, j)))


def _away(face: Face, other: Face, metres: float) -> tuple[float, bool, int, str]:
    return metres, face.side != other.side, abs(face.first - other.first), other.key


def islands(graph: networkx.Graph) -> list[tuple[str, ...]]:
    """The groups of faces that nothing is known to join, as keys in order; the group with most residences first."""
    groups = [in_order(graph, group) for group in networkx.connected_components(graph)]
    return sorted(groups, key=lambda group: (-size_of(graph, group), face_of(graph, group[0]).order))


def in_order(graph: networkx.Graph, keys: Iterable[str]) -> tuple[str, ...]:
    """The keys as the listing would print their faces."""
    return tuple(sorted(keys, key=lambda key: face_of(graph, key).order))


def face_of(graph: networkx.Graph, key: str) -> Face:
    return graph.nodes[key]["face"]


def size_of(graph: networkx.Graph, keys: Iterable[str]) -> int:
    """How many residences the faces have together."""
    return sum(face_of(graph, key).size for key in keys)
