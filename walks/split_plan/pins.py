"""What the office has pinned to a part, and the faces between: cut as one, so that it stays together (1.2a)."""

from collections.abc import Collection, Mapping
from typing import NamedTuple

from walks.split_plan.net import Edge, Net, Nodes


class Gathered(NamedTuple):
    """A net in which one node, the lowest, stands for all that is held together."""

    net: Net
    members: Mapping[int, Nodes]

    @property
    def nodes(self) -> Nodes:
        """Those that stand for something."""
        held = frozenset(n for first, group in self.members.items() for n in group if n != first)
        return frozenset(range(len(self.net.sizes))) - held

    def spread(self, nodes: Collection[int]) -> Nodes:
        """The faces themselves."""
        return frozenset(member for node in nodes for member in self.members.get(node, (node,)))


def gathered(net: Net, barred: Collection[int]) -> Gathered:
    """The net with the pinned faces of each part as one node, where ways lead from each to each beside the `barred`."""
    taken, members, pins = {*net.pins, *barred}, dict[int, Nodes](), dict[int, int]()
    for part in sorted(set(net.pins.values())):
        waiting = {node for node, its in net.pins.items() if its == part}.difference(barred)
        while waiting:
            group = _group(net, waiting, taken)
            members[min(group)], pins[min(group)] = group, part
            taken |= group
            waiting -= group
    lead = {node: first for first, group in members.items() for node in group}
    sizes = [net.size(members.get(n, (n,))) if lead.get(n, n) == n else 0 for n in range(len(net.sizes))]
    joins: dict[tuple[int, int], Edge] = {}
    for edge in net.edges:
        one, other = sorted((lead.get(edge.a, edge.a), lead.get(edge.b, edge.b)))
        if one != other:
            moved = edge._replace(a=one, b=other)
            joins[one, other] = max(moved, joins.get((one, other), moved))  # the closest
    return Gathered(Net(sizes, sorted(joins.values()), pins), members)


def _group(net: Net, waiting: set[int], taken: set[int]) -> Nodes:
    """The first that waits, with those that a way leads to over ground that nobody has taken, and the ways."""
    group = {min(waiting)}
    while way := _way(net, group, waiting - group, taken - waiting):
        group.update(way)
    return frozenset(group)


def _way(net: Net, start: set[int], goals: set[int], barred: set[int]) -> list[int]:
    """The shortest way from a group to one of the goals, without its start; none is empty."""
    came = dict.fromkeys(sorted(start), -1)
    waiting = list(came) if goals else []
    for node in waiting:  # it grows
        if node in goals:
            way = [node]
            while came[way[-1]] not in start:
                way.append(came[way[-1]])
            return way
        for other in sorted(net.beside[node] - came.keys() - barred):
            came[other] = node
            waiting.append(other)
    return []
