"""One piece of ground cut into parts of nearly equal size, an edge of a random spanning tree at a time (1.2a).

Each side of a cut edge is connected. A side stands for as many parts as its residences are worth, so what one cut is
short of is shared by all parts of that side (the carried debt of field.md 4).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf
from random import Random
from typing import NamedTuple

from walks.split_plan.net import Edge, Net, Nodes
from walks.split_plan.tree import Branch, branches, spanning

TREES, ENOUGH = 12, 4  # trees tried for a cut; after so many a cut through a street will do
DEBT = 0.5  # how much of what parts may have over the mean one cut uses up, where more cuts follow


class Cost(NamedTuple):
    """How bad a cut is."""

    pins_broken: int
    too_large: float  # residences a part
    through: bool
    uneven: float


class Cut(NamedTuple):
    """A branch that is cut off for so many parts. The least is the best."""

    cost: Cost
    parts: int
    branch: Branch


@dataclass(frozen=True, slots=True)
class Cutter:
    """Cuts ground at random; its trees follow streets more or less (`along`, from 0 to 1)."""

    net: Net
    rng: Random
    along: float
    largest: float  # residences that no part should pass

    def cut(self, nodes: Nodes, parts: int) -> list[Nodes]:
        """So many connected parts of the nodes, which are connected; fewer where there are not so many nodes."""
        if parts == 1 or len(nodes) == 1:
            return [nodes]
        edges = [edge for edge in self.net.edges if edge.a in nodes and edge.b in nodes]
        best = self._best(nodes, edges, parts)
        for tried in range(1, TREES):
            if best.cost < (0, 0.0, tried >= ENOUGH, inf):
                break
            best = min(best, self._best(nodes, edges, parts))
        piece = frozenset(best.branch.nodes)
        return self.cut(piece, best.parts) + self.cut(nodes - piece, parts - best.parts)

    def _best(self, nodes: Nodes, edges: Sequence[Edge], parts: int) -> Cut:
        """The best cut of a new tree; a branch is taken for as many parts as it is worth, rounded down or up."""
        whole = self.net.size(nodes)
        half = whole / parts / 2  # of a part; most branches of a tree are twigs and need no second look
        tree = spanning(edges, len(self.net.sizes), self.rng, self.along)
        limbs = list(branches(tree, self.net.sizes, half, whole - half))
        return min(
            Cut(self._cost(branch, nodes, whole, (share, parts - share)), share, branch)
            for branch in limbs or branches(tree, self.net.sizes, 0, whole)
            for share in _shares(branch.size * parts / max(1, whole), parts)
        )

    def _cost(self, branch: Branch, nodes: Nodes, whole: int, shares: tuple[int, int]) -> Cost:
        means = branch.size / shares[0], (whole - branch.size) / shares[1]
        mean = whole / sum(shares)
        slack = self.largest - mean
        over = (a - mean - slack * (1.0 if n == 1 else DEBT) for a, n in zip(means, shares, strict=True))
        broken = self._broken(branch, nodes, shares) if self.net.pins else 0
        return Cost(broken, max(0.0, *over), branch.through, max(means) / max(1.0, mean))

    def _broken(self, branch: Branch, nodes: Nodes, shares: tuple[int, int]) -> int:
        """How many pins cannot hold: a side has faces of more parts than it stands for."""
        pins = self.net.pins
        pinned = nodes & pins.keys()
        inside = {pins[node] for node in pinned.intersection(branch.nodes)}
        outside = {pins[node] for node in pinned.difference(branch.nodes)}
        return max(0, len(inside) - shares[0]) + max(0, len(outside) - shares[1])


def _shares(worth: float, parts: int) -> set[int]:
    """For how many parts a branch may stand that is worth so many, when something is left for the rest."""
    return {min(max(1, share), parts - 1) for share in (int(worth), int(worth) + 1)}
