"""Random spanning trees of the net, and what falls off where one is cut (1.2a)."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from random import Random
from typing import NamedTuple

from walks.split_plan.net import Edge

ACROSS = 0.3  # how much sooner the two sides of a street are joined, so that it is cut across and not along


class Branch(NamedTuple):
    """What falls off where a tree is cut: its residences, its nodes, and whether the cut goes through a street."""

    size: int
    nodes: Sequence[int]
    through: bool


def spanning(edges: Iterable[Edge], nodes: int, rng: Random, along: float) -> list[Edge]:
    """A tree of the edges, by Kruskal, among so many nodes.

    `along` is how much it follows streets, from 0 to 1.
    """
    random, group = rng.random, list(range(nodes))
    ranked = sorted((random() - ACROSS * edge.across - along * edge.of_one_street, edge) for edge in edges)
    return [edge for _, edge in ranked if _joined(group, edge.a, edge.b)]


def _joined(group: list[int], a: int, b: int) -> bool:
    """Joins the groups of two nodes; whether they were apart."""
    while group[a] != a:
        group[a] = a = group[group[a]]
    while group[b] != b:
        group[b] = b = group[group[b]]
    group[a] = b
    return a != b


def branches(tree: Iterable[Edge], sizes: Sequence[int], least: float, most: float) -> Iterator[Branch]:
    """What hangs on each edge of the tree, seen from its first node, where it has so many residences."""
    beside: dict[int, list[tuple[int, bool]]] = defaultdict(list)
    for edge in tree:
        beside[edge.a].append((edge.b, edge.of_one_street))
        beside[edge.b].append((edge.a, edge.of_one_street))
    order: list[int] = []
    above: list[tuple[int, bool]] = []
    waiting = [(min(beside), -1, False)]
    while waiting:
        node, up, through = waiting.pop()
        waiting += [(n, len(order), s) for n, s in beside[node] if up < 0 or n != order[up]]
        order.append(node)
        above.append((up, through))
    size, span = [sizes[node] for node in order], [1] * len(order)
    for i in range(len(order) - 1, 0, -1):
        up, through = above[i]
        if least <= size[i] <= most:
            yield Branch(size[i], order[i : i + span[i]], through)
        size[up] += size[i]
        span[up] += span[i]
