"""What the cuts left uneven, made even: faces go over a border, and every part stays connected (1.2a)."""

from collections.abc import Iterator, Sequence

from walks.split_plan.net import Net, Nodes

MOVES = 40  # at most


def evened(net: Net, parts: Sequence[Nodes], largest: float) -> list[Nodes]:
    """The parts, with faces moved out of the largest while it has more residences than it should."""
    now = list(parts)
    for _ in range(MOVES):
        sizes = [net.size(part) for part in now]
        big = max(range(len(now)), key=lambda i: sizes[i])
        moves = _moves(net, now, sizes, big) if sizes[big] > largest else ()
        if not (best := min(moves, default=None)):
            break
        _, to, limb = best
        now[big], now[to] = now[big].difference(limb), now[to].union(limb)
    return now


def _moves(
    net: Net, parts: Sequence[Nodes], sizes: Sequence[int], big: int
) -> Iterator[tuple[int, int, list[int]]]:
    """What may leave the part: how large the larger of two parts would be, where it would go, and what goes."""
    where = {node: i for i, part in enumerate(parts) for node in part}
    for node in sorted(parts[big]):
        if others := {where[n] for n in net.beside[node] if n in where} - {big}:
            limb = _limb(net, parts[big], node)
            size = net.size(limb)
            if net.pins.keys().isdisjoint(limb):
                afters = ((max(sizes[big] - size, sizes[to] + size), to, limb) for to in others)
                yield from (move for move in afters if move[0] < sizes[big])


def _limb(net: Net, part: Nodes, node: int) -> list[int]:
    """The face with all that hangs on it: what would be left in pieces without it, but for the largest piece."""
    keeps = max(net.pieces(part - {node}), key=net.size, default=frozenset())
    return sorted(part - keeps)
