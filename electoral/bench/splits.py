"""Splits of made-up Walks beside two ways that see no map: the alphabetical listing cut, k-means on the points (1.2a)."""

from collections.abc import Callable, Sequence
from pathlib import Path
from random import Random
from typing import Any, get_args

from electoral.bench.made_up_walks import Creek, Layout, MadeUpWalk, made_up_walk
from electoral.bench.measure import Figure, Sample, at_most, in_turns, ours_alone, timed
from electoral.bench.splits_judged import Judged, judged
from electoral.bench.ways_to_split import Way, by_listing, by_means, by_tree
from walks.rules import MAY_BE_SPLIT_OVER

MOST_WALKS, SEED = 200, 7
LAYOUTS, CREEKS = get_args(Layout), get_args(Creek)[:3]


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
