"""Ways to split a made-up Walk: ours, and two that see no map."""

from collections.abc import Callable, Mapping
from itertools import groupby
from math import cos, radians
from random import Random

import numpy

from electoral.bench.made_up_walks import MadeUpWalk
from walks.split_plan import Place, block_faces, least_parts, meets, proposals

SEED, ROUNDS = 7, 50

Where = Mapping[int, int]  # residences in parts
Way = Callable[[MadeUpWalk], Where]


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
