"""Splits of made-up Walks beside two ways that see no map: the alphabetical listing cut, k-means on the points (1.2a)."""

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from itertools import groupby
from math import cos, radians
from pathlib import Path
from random import Random
from statistics import mean
from typing import Any, NamedTuple, get_args

import networkx
import numpy

from electoral.bench.made_up_walks import Creek, Layout, MadeUpWalk, made_up_walk
from electoral.bench.measure import Figure, Sample, at_most, in_turns, ours_alone, timed
from walks.rules import MAY_BE_SPLIT_OVER
from walks.split_plan import Place, block_faces, least_parts, meets, proposals

MOST_WALKS, SEED, ROUNDS = 200, 7, 50
LAYOUTS, CREEKS = get_args(Layout), get_args(Creek)[:3]
TWENTIETH = 0.05

Where = Mapping[int, int]  # residences in parts
Way = Callable[[MadeUpWalk], Where]


class Judged(NamedTuple):
    """One way to split, over all Walks."""

    over: int
    pieces: int  # parts in more than one
    streets_cut: float  # in a Walk
    uneven: float  # largest part to mean part
    worst: float
    worst_of_small: float  # of Walks in which no building is over a twentieth of a part
    slowest: float  # ms


def measure_splits(
    make: Callable[..., Any], folder: Path, *, electors: int, walks: int, repeat: int
) -> list[Figure]:
    """Walks of 401 to 1,600 residences with creeks, flats and streets of one side, in the fewest parts."""
    them = walks_to_split(min(walks, MOST_WALKS))
    ours, listing, means = (judged(them, way) for way in (by_tree, by_listing, by_means))
    mine, floor = in_turns(repeat, lambda: taken(them, by_tree), lambda: taken(them, by_means))
    own, other = (side.seconds / len(them) * 1000 for side in (mine, floor))
    return [
        *beside(f"{len(them)} Walks cut by the alphabet", ours, listing),
        *beside(f"{len(them)} Walks by k-means", ours, means),
        at_most(20, "Three proposals from a Walk's addresses, against k-means", own, other, "ms"),
        ours_alone(1000, "The slowest of them, beside k-means", ours.slowest, means.slowest, "ms"),
    ]


def beside(what: str, ours: Judged, other: Judged) -> list[Figure]:
    """What ours must be, and what the other way makes of the same Walks."""
    return [
        ours_alone(0, f"{what}: parts over {MAY_BE_SPLIT_OVER}", ours.over, other.over, ""),
        ours_alone(0, f"{what}: parts in pieces", ours.pieces, other.pieces, ""),
        ours_alone(5, f"{what}: streets cut in a Walk", ours.streets_cut, other.streets_cut, ""),
        ours_alone(1.03, f"{what}: largest part to mean", ours.uneven, other.uneven, ""),
        ours_alone(1.1, f"{what}: the same at worst", ours.worst, other.worst, ""),
        ours_alone(1.05, f"{what}: at worst without large buildings", ours.worst_of_small, other.worst_of_small, ""),
    ]  # fmt: skip


def walks_to_split(many: int) -> list[MadeUpWalk]:
    """The same Walks every time, each second one with buildings of up to 60."""
    rng = Random(SEED)
    sizes = [rng.randint(MAY_BE_SPLIT_OVER + 1, 4 * MAY_BE_SPLIT_OVER) for _ in range(many)]
    return [
        made_up_walk(
            size, seed=n, layout=LAYOUTS[n // 2 % 2], creek=CREEKS[n % 3], largest=60 if n % 2 else 9
        )
        for n, size in enumerate(sizes)
    ]


def taken(walks: Sequence[MadeUpWalk], way: Way) -> Sample:
    """How long it takes to split them all."""
    with timed() as seconds:
        for walk in walks:
            way(walk)
    return Sample(seconds[0])


def by_tree(walk: MadeUpWalk) -> Where:
    """Ours: the best of three proposals."""
    faces = block_faces(walk.places, walk.ranges, lines=walk.lines)
    graph = meets(faces, meetings=walk.meetings, lines=walk.lines)
    part_of = {key: n for n, part in enumerate(proposals(graph, seed=SEED)[0].parts) for key in part}
    return {residence: part_of[face.key] for face in faces for residence in face.residences}


def by_listing(walk: MadeUpWalk) -> Where:
    """The listing from A to Z, cut where so many residences are reached; a building stays whole."""
    share = len(walk.places) / least_parts(len(walk.places))
    where: dict[int, int] = {}
    for _, building in groupby(sorted(walk.places, key=_listed), key=_listed):
        part = int(len(where) / share)
        where |= {place.id: part for place in building}
    return where


def _listed(place: Place) -> tuple[str, bool, int]:
    return place.street_name, place.side == "even", place.number


def by_means(walk: MadeUpWalk) -> Where:
    """Lloyd's k-means on the points, from as many residences taken at random."""
    degrees = numpy.array([place.point for place in walk.places])
    points = degrees * [cos(radians(degrees[0][1])), 1.0]
    seeds = Random(SEED).sample(range(len(points)), least_parts(len(points)))
    middles = points[seeds]
    nearest = numpy.zeros(len(points), dtype=int)
    for _ in range(ROUNDS):
        nearest = ((points[:, None] - middles) ** 2).sum(axis=2).argmin(axis=1)
        moved = numpy.array(
            [points[nearest == n].mean(axis=0) if (nearest == n).any() else m for n, m in enumerate(middles)]
        )
        if (moved == middles).all():
            break
        middles = moved
    return {place.id: int(part) for place, part in zip(walk.places, nearest, strict=True)}


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
