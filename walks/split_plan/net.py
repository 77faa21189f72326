"""The graph of faces as numbers, which is what is cut (1.2a)."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

Nodes = frozenset[int]


class Edge(NamedTuple):
    """Two faces that meet, the lower first; `across` a street are its two sides."""

    a: int
    b: int
    of_one_street: bool
    across: bool = False


@dataclass(frozen=True)
class Net:
    """The residences of each face, which faces meet, and to which part some are pinned."""

    sizes: Sequence[int]
    edges: Sequence[Edge]
    pins: Mapping[int, int] = field(default_factory=dict)

    @cached_property
    def beside(self) -> Mapping[int, set[int]]:
        """The faces that each face meets."""
        found = defaultdict(set)
        for edge in self.edges:
            found[edge.a].add(edge.b)
            found[edge.b].add(edge.a)
        return found

    def size(self, nodes: Iterable[int]) -> int:
        """How many residences the faces have together."""
        return sum(self.sizes[node] for node in nodes)

    def pieces(self, nodes: Iterable[int]) -> list[Nodes]:
        """The connected pieces of the nodes, in the order of their first."""
        rest, found = frozenset(nodes), list[Nodes]()
        while rest:
            found.append(self._reached(rest, min(rest)))
            rest -= found[-1]
        return found

    def _reached(self, nodes: Nodes, start: int) -> Nodes:
        reached, waiting = {start}, [start]
        while waiting:
            fresh = (self.beside[waiting.pop()] & nodes) - reached
            reached |= fresh
            waiting += fresh
        return frozenset(reached)
