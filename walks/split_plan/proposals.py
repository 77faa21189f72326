"""Proposals to split a Walk: as few parts as can hold it, from several seeds, the best first (1.2a)."""

from collections.abc import Mapping
from dataclasses import dataclass

import networkx

from walks.rules import MAY_BE_SPLIT_OVER
from walks.split_plan.attempt import attempt
from walks.split_plan.check import Check, checked
from walks.split_plan.plan import Parts, Plan, planned
from walks.split_plan.rank import Rank, chosen_of, rank_of, unkept

ATTEMPTS, AT_LEAST = 24, 6  # for all proposals together: the fewer where they are good


@dataclass(frozen=True, slots=True)
class Proposal:
    """A split: its parts as keys of faces, of which the first keeps the Walk's number, and what is to be said of it."""

    seed: str  # makes it again
    parts: tuple[tuple[str, ...], ...]
    check: Check
    unkept: tuple[str, ...] = ()  # faces that are not in the part to which they are pinned


def proposals(
    graph: networkx.Graph,
    *,
    seed: int | str,
    most: int = MAY_BE_SPLIT_OVER,
    pinned: Mapping[str, int] | None = None,
    parts: int = 0,
    wanted: int = 3,
) -> list[Proposal]:
    """The best splits that differ, at most `wanted` of them; a seed gives the same whatever the order of the input.

    Sound are those that keep the pins, have no part over `most`, the fewest parts, and a largest part within 1.05 of
    the mean; of the soundest, few streets cut go first, then even sizes, then few borders, and the most compact and
    the most even are among them. `pinned` names the part of a face, 0 being the first. `parts` asks for so many; fewer
    than can hold the Walk are not made. A face over `most` is a part of its own. Ground that is not known to be one
    piece is split piece by piece (`island_sentences`).
    """
    plan, found = planned(graph, most, pinned or {}, parts), dict[Parts, tuple[Rank, str]]()
    for n in range(ATTEMPTS):
        made = attempt(plan, f"{seed}.{n}")
        found.setdefault(made, (rank_of(plan, made), f"{seed}.{n}"))
        ranks = [rank for rank, _ in found.values()]
        enough = sum(rank.sound for rank in ranks) >= wanted or all(rank.over for rank in ranks)
        if n + 1 >= AT_LEAST and enough:
            break
    chosen = chosen_of(plan, {made: rank for made, (rank, _) in found.items()}, wanted)
    return [_proposal(graph, plan, made, found[made][1]) for made in chosen if made]


def proposal(
    graph: networkx.Graph,
    *,
    seed: str,
    most: int = MAY_BE_SPLIT_OVER,
    pinned: Mapping[str, int] | None = None,
    parts: int = 0,
) -> Proposal:
    """The proposal of this seed again."""
    plan = planned(graph, most, pinned or {}, parts)
    return _proposal(graph, plan, attempt(plan, seed), seed)


def _proposal(graph: networkx.Graph, plan: Plan, parts: Parts, seed: str) -> Proposal:
    named = tuple(tuple(plan.keys[node] for node in sorted(part)) for part in parts)
    return Proposal(
        seed,
        named,
        checked(graph, named, most=plan.most),
        tuple(plan.keys[node] for node in unkept(plan, parts)),
    )
