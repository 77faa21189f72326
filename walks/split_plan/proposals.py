"""Proposals to split a Walk: as few parts as can hold it, from several seeds, the best first (1.2a)."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import ceil
from operator import attrgetter
from random import Random
from typing import Any, NamedTuple

import networkx

from walks.rules import MAY_BE_SPLIT_OVER
from walks.split_plan.check import EVEN_TO, Check, checked
from walks.split_plan.cut import Cutter
from walks.split_plan.even import evened
from walks.split_plan.graph import face_of, in_order
from walks.split_plan.net import Edge, Net, Nodes
from walks.split_plan.pins import Gathered, gathered

ROOM = 0.95  # of the most is what a part begins with, so that houses to come have room: 380 (field.md 4)
ATTEMPTS, AT_LEAST = 24, 6  # for all proposals together: the fewer where they are good
ALIKE = 0.9  # of the residences put together alike: no choice for the office
ALONG = (1.0, 0.0)  # how much the trees of an attempt follow streets: whole streets, or compact parts

Parts = tuple[Nodes, ...]


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


class Plan(NamedTuple):
    """The graph as numbers: the faces that are parts of their own, and the pieces of ground that are left.

    Each piece has the number of parts to begin with.
    """

    keys: Sequence[str]
    streets: Sequence[int]
    net: Net
    gathered: Gathered  # what is cut: the same, with what is pinned to a part in one
    towers: Sequence[int]
    pieces: Mapping[Nodes, int]
    most: int


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
    plan, found = _plan(graph, most, pinned or {}, parts), dict[Parts, tuple[Rank, str]]()
    for n in range(ATTEMPTS):
        made = _attempt(plan, f"{seed}.{n}")
        found.setdefault(made, (_rank(plan, made), f"{seed}.{n}"))
        good = sum(rank.sound for rank, _ in found.values())
        if n + 1 >= AT_LEAST and good >= wanted:
            break
    chosen = _chosen(plan, {made: rank for made, (rank, _) in found.items()}, wanted)
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
    plan = _plan(graph, most, pinned or {}, parts)
    return _proposal(graph, plan, _attempt(plan, seed), seed)


def least_parts(residences: int, most: int = MAY_BE_SPLIT_OVER) -> int:
    """Into how many parts so many residences are split at least."""
    return 1 if residences <= most else ceil(residences / (ROOM * most))


def _plan(graph: networkx.Graph, most: int, pinned: Mapping[str, int], parts: int) -> Plan:
    keys = in_order(graph, graph)
    at = {key: i for i, key in enumerate(keys)}
    faces = [face_of(graph, key) for key in keys]
    pins = {at[key]: part for key, part in pinned.items() if key in at}
    pairs = sorted((min(at[a], at[b]), max(at[a], at[b])) for a, b in graph.edges)
    edges = [Edge(a, b, faces[a].street == faces[b].street) for a, b in pairs]
    net = Net([face.size for face in faces], edges, pins)
    towers = [i for i, face in enumerate(faces) if face.size > most]
    held = gathered(net, towers)
    pieces = held.net.pieces(held.nodes.difference(towers))
    shares = _shares(held.net, pieces, most, parts - len(towers))
    return Plan(keys, [face.street for face in faces], net, held, towers, shares, most)


def _shares(net: Net, pieces: Sequence[Nodes], most: int, parts: int) -> dict[Nodes, int]:
    """Into how many parts to split each piece: the least that can hold it, more where more are asked for."""
    sizes = {piece: net.size(piece) for piece in pieces}
    shares = {piece: least_parts(size, most) for piece, size in sizes.items()}
    while sum(shares.values()) < min(parts, len(net.sizes)):
        shares[max(pieces, key=lambda piece: sizes[piece] / shares[piece])] += 1
    return shares


def _attempt(plan: Plan, seed: str) -> Parts:
    rng, parts = Random(seed), [frozenset([tower]) for tower in plan.towers]
    along = rng.choice(ALONG)
    for piece, least in plan.pieces.items():
        parts += map(plan.gathered.spread, _split(plan, piece, least, rng, along))
    empty = frozenset(node for part in parts if not plan.net.size(part) for node in part)
    parts = [part for part in parts if plan.net.size(part)]
    return _numbered(sorted(parts, key=min), plan.net.pins, empty)


def _split(plan: Plan, piece: Nodes, least: int, rng: Random, along: float) -> list[Nodes]:
    """The fewest parts that fit; a part more for each building that leaves little room beside it."""
    net = plan.gathered.net
    big = sum(net.sizes[node] > plan.most / 2 for node in piece)
    for parts in range(least, least + big + 2):
        largest = min(plan.most, EVEN_TO * net.size(piece) / parts)
        made = evened(net, Cutter(net, rng, along, largest).cut(piece, parts), largest)
        if all(net.size(part) <= plan.most for part in made):
            break
    return made


def _numbered(parts: list[Nodes], pins: Mapping[int, int], empty: Nodes) -> Parts:
    """The parts in order, those with pins in the place that the pins name; ground where nobody lives with the first."""
    waiting, placed = list(parts), dict[int, Nodes]()
    for place in sorted(set(pins.values())):
        holding = [sum(pins.get(node) == place for node in part) for part in waiting]
        if place < len(parts) and any(holding):
            placed[place] = waiting.pop(holding.index(max(holding)))
    rest = iter(waiting)
    row = [placed[i] if i in placed else next(rest) for i in range(len(parts))]
    return (row[0] | empty, *row[1:]) if row else ()


def _rank(plan: Plan, parts: Parts) -> Rank:
    where = {node: i for i, part in enumerate(parts) for node in part}
    sizes = [plan.net.size(part) for part in parts if part.isdisjoint(plan.towers)]
    ratio = max(sizes) * len(sizes) / sum(sizes) if sizes else 1.0
    cut_streets = {street for street, them in _parts_of_streets(plan, where).items() if len(them) > 1}
    return Rank(
        unkept=len(_unkept(plan, parts)),
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


def _chosen(plan: Plan, found: Mapping[Parts, Rank], wanted: int) -> list[Parts]:
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


def _proposal(graph: networkx.Graph, plan: Plan, parts: Parts, seed: str) -> Proposal:
    named = tuple(tuple(plan.keys[node] for node in sorted(part)) for part in parts)
    return Proposal(
        seed,
        named,
        checked(graph, named, most=plan.most),
        tuple(plan.keys[node] for node in _unkept(plan, parts)),
    )


def _unkept(plan: Plan, parts: Parts) -> list[int]:
    where = {node: i for i, part in enumerate(parts) for node in part}
    return [node for node, part in plan.net.pins.items() if where[node] != part]
