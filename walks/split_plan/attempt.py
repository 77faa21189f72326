"""One split from one seed (1.2a)."""

from collections.abc import Mapping
from random import Random

from walks.split_plan.check import EVEN_TO
from walks.split_plan.cut import Cutter
from walks.split_plan.even import evened
from walks.split_plan.net import Nodes
from walks.split_plan.plan import Parts, Plan

ALONG = (1.0, 0.0)  # how much the trees of an attempt follow streets: whole streets, or compact parts
MORE = 2  # parts at most beside the least, where none fits


def attempt(plan: Plan, seed: str) -> Parts:
    """The parts in order; the same for a seed. A face over the most is a part of its own."""
    rng, parts = Random(seed), [frozenset([tower]) for tower in plan.towers]
    along = rng.choice(ALONG)
    for piece, least in plan.pieces.items():
        parts += map(plan.gathered.spread, _split(plan, piece, least, rng, along))
    empty = frozenset(node for part in parts if not plan.net.size(part) for node in part)
    parts = [part for part in parts if plan.net.size(part)]
    return _numbered(sorted(parts, key=min), plan.net.pins, empty)


def _split(plan: Plan, piece: Nodes, least: int, rng: Random, along: float) -> list[Nodes]:
    """The fewest parts that fit, as far as two more than the least and one for each building that leaves little room."""
    net = plan.gathered.net
    big = sum(net.sizes[node] > plan.most / 2 for node in piece)
    for parts in range(least, least + big + MORE + 1):
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
