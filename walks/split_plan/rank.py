"""Which of many splits are put before the office: the soundest, and among them a choice (1.2a)."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from math import ceil
from operator import attrgetter
from typing import Any, NamedTuple

from walks.split_plan.check import EVEN_TO
from walks.split_plan.plan import Parts, Plan

ALIKE = 0.9  # of the residences put together alike: no choice for the office


class Rank(NamedTuple):
    """How good a split is; the least is the best."""

    unkept: int  # pins
    over: int  # parts that could be smaller
    parts: int
    uneven: int  # per cent beyond what will do
    streets_cut: int
    largest_to_mean: float
    borders: int

    @property
    def sound(self) -> bool:
        return not (self.unkept or self.over or self.uneven)


LEADS: Sequence[Callable[[Rank], Any]] = (tuple, attrgetter("borders"), attrgetter("largest_to_mean"))


def rank_of(plan: Plan, parts: Parts) -> Rank:
    where = {node: i for i, part in enumerate(parts) for node in part}
    sizes = [plan.net.size(part) for part in parts if part.isdisjoint(plan.towers)]
    ratio = max(sizes) * len(sizes) / sum(sizes) if sizes else 1.0
    cut_streets = {street for street, them in _parts_of_streets(plan, where).items() if len(them) > 1}
    return Rank(
        unkept=len(unkept(plan, parts)),
        over=sum(size > plan.most for size in sizes),
        parts=len(parts),
        uneven=max(0, ceil(100 * (ratio - EVEN_TO))),
        streets_cut=len(cut_streets),
        largest_to_mean=ratio,
        borders=sum(where.get(a) != where.get(b) for a, b, *_ in plan.net.edges),
    )


def _parts_of_streets(plan: Plan, where: Mapping[int, int]) -> dict[int, set[int]]:
    found = defaultdict(set)
    for node, part in where.items():
        if plan.net.sizes[node]:
            found[plan.streets[node]].add(part)
    return found


def unkept(plan: Plan, parts: Parts) -> list[int]:
    where = {node: i for i, part in enumerate(parts) for node in part}
    return [node for node, part in plan.net.pins.items() if where[node] != part]


def chosen_of(plan: Plan, found: Mapping[Parts, Rank], wanted: int) -> list[Parts]:
    """The best, the most compact and the most even of the soundest, as far as there are such that are not alike."""
    soundest = min(rank[:4] for rank in found.values())
    rest, chosen = {parts: rank for parts, rank in found.items() if rank[:4] == soundest}, list[Parts]()
    while rest and len(chosen) < wanted:
        lead = LEADS[len(chosen) % len(LEADS)]
        fresh = {p: r for p, r in rest.items() if all(_alike(plan, p, other) < ALIKE for other in chosen)}
        chosen.append(min(fresh or rest, key=lambda parts: (lead(rest[parts]), rest[parts])))
        del rest[chosen[-1]]
    return sorted(chosen, key=lambda parts: found[parts])


def _alike(plan: Plan, one: Parts, other: Parts) -> float:
    """The share of the residences that both put together."""
    shared = sum(max(plan.net.size(part & them) for them in other) for part in one)
    return shared / max(1, sum(plan.net.size(part) for part in one))
