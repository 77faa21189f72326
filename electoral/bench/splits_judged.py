"""What comes out of a way to split: parts too large, parts in pieces, streets cut, sizes."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from statistics import mean
from typing import NamedTuple

import networkx
import numpy

from electoral.bench.made_up_walks import MadeUpWalk
from electoral.bench.measure import timed
from electoral.bench.ways_to_split import Way, Where
from walks.rules import MAY_BE_SPLIT_OVER
from walks.split_plan import block_faces, least_parts, meets

TWENTIETH = 0.05


class Judged(NamedTuple):
    """One way to split, over all Walks."""

    over: int
    pieces: int  # parts in more than one
    streets_cut: float  # in a Walk
    uneven: float  # largest part to mean part
    worst: float
    worst_of_small: float  # of Walks in which no building is over a twentieth of a part
    slowest: float  # ms


def judged(walks: Sequence[MadeUpWalk], way: Way) -> Judged:
    """What comes out of one way."""
    over, pieces, cut = 0, 0, 0
    uneven, small, slow = [1.0], [1.0], []
    for walk in walks:
        with timed() as seconds:
            where = way(walk)
        slow.append(seconds[0] * 1000)
        sizes = numpy.bincount(list(where.values()))
        uneven.append(float(sizes.max() / sizes.mean()))
        if largest_building(walk) <= TWENTIETH * len(walk.places) / least_parts(len(walk.places)):
            small.append(uneven[-1])
        over += int((sizes > MAY_BE_SPLIT_OVER).sum())
        pieces += in_pieces(walk, where)
        cut += streets_cut(walk, where)
    return Judged(over, pieces, cut / len(walks), mean(uneven[1:]), max(uneven), max(small), max(slow))


def largest_building(walk: MadeUpWalk) -> int:
    """The most residences at one number."""
    return max(Counter((place.street, place.number) for place in walk.places).values())


def in_pieces(walk: MadeUpWalk, where: Where) -> int:
    """How many parts are in pieces: their block faces, or what they have of them, do not all meet."""
    faces = block_faces(walk.places, walk.ranges, lines=walk.lines)
    graph = meets(faces, meetings=walk.meetings, lines=walk.lines)
    held = defaultdict(set)
    for face in faces:
        for residence in face.residences:
            held[where[residence]].add(face.key)
    return sum(not networkx.is_connected(graph.subgraph(keys)) for keys in held.values())


def streets_cut(walk: MadeUpWalk, where: Where) -> int:
    """How many streets have residences in more than one part."""
    parts = defaultdict(set)
    for place in walk.places:
        parts[place.street].add(where[place.id])
    return sum(len(them) > 1 for them in parts.values())
