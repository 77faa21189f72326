"""How the numbers of a street go from one Walk to others, and which of them stand as they are (1.2a, 4a, 4b)."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from electoral.roll.rules import Side
from walks.rules.walk import RangeSide

SIDES: dict[RangeSide, tuple[Side, ...]] = {"odd": ("odd",), "even": ("even",), "all": ("odd", "even")}


class Stretch(NamedTuple):
    """Numbers of a side of a street, from `low` to before `high` (None: to its end), and what they belong to."""

    street: int
    side: RangeSide
    low: int
    high: int | None
    owner: int

    def holds(self, number: int) -> bool:
        return self.low <= number and (self.high is None or number < self.high)


def one_sided(stretches: Iterable[Stretch]) -> Iterator[Stretch]:
    """The same numbers, a stretch of both sides as two."""
    for one in stretches:
        for side in SIDES[one.side]:
            yield one._replace(side=side)


def finder(stretches: Iterable[Stretch]) -> Callable[[int, str, int], int | None]:
    """A function that says what (street, side, number) belongs to; None where no stretch has it."""
    rows: dict[tuple[int, str], list[Stretch]] = defaultdict(list)
    for one in sorted(one_sided(stretches), key=lambda s: s.low):
        rows[one.street, one.side].append(one)
    lows = {place: [one.low for one in here] for place, here in rows.items()}

    def find(street: int, side: str, number: int) -> int | None:
        at = bisect_right(lows.get((street, side), ()), number) - 1
        found = rows[street, side][at] if at >= 0 else None
        return found.owner if found and found.holds(number) else None

    return find


def common(one: Stretch, other: Stretch) -> tuple[int, int | None] | None:
    """The numbers that both have, whatever their sides; None where there are none."""
    low = max(one.low, other.low)
    high = min((s.high for s in (one, other) if s.high is not None), default=None)
    return (low, high) if high is None or low < high else None


def without(one: Stretch, taken: Iterable[Stretch]) -> Iterator[Stretch]:
    """What is left of a one-sided stretch when the others of its street are taken out."""
    at = one.low
    for other in sorted((t for t in one_sided(taken) if t.side == one.side), key=lambda s: s.low):
        if (both := common(one, other)) is None:
            continue
        if both[0] > at:
            yield one._replace(low=at, high=both[0])
        if both[1] is None:
            return
        at = max(at, both[1])
    if one.high is None or at < one.high:
        yield one._replace(low=at)


def realigned(
    ranges: Iterable[Stretch], faces: Iterable[Stretch], *, giver: int, rest: int
) -> Iterator[Stretch]:
    """The ranges of one street when what `giver` has goes to the owners of the faces (4a).

    What no face names goes to `rest`. Ranges of other Walks stand as they are.
    """
    them = list(faces)
    for one in ranges:
        if one.owner != giver:
            yield one
            continue
        tiles = {side: list(_tiles(one._replace(side=side), them, rest)) for side in SIDES[one.side]}
        if one.side == "all" and _alike(tiles["odd"]) == _alike(tiles["even"]):
            yield from (tile._replace(side="all") for tile in tiles["odd"])
        else:
            yield from (tile for side in tiles for tile in tiles[side])


def _tiles(one: Stretch, faces: list[Stretch], rest: int) -> Iterator[Stretch]:
    """A one-sided range in the pieces of the faces; neighbours of one owner are one piece."""
    here = [f for f in one_sided(faces) if f.side == one.side]
    pieces = [f._replace(low=both[0], high=both[1]) for f in here if (both := common(one, f))]
    pieces += [left._replace(owner=rest) for left in without(one, pieces)]
    last: Stretch | None = None
    for piece in sorted(pieces, key=lambda s: s.low):
        if last and last.owner == piece.owner:
            last = last._replace(high=piece.high)
            continue
        if last:
            yield last
        last = piece
    if last:
        yield last


def _alike(tiles: list[Stretch]) -> list[tuple[int, int | None, int]]:
    return [(tile.low, tile.high, tile.owner) for tile in tiles]


def covered(stretches: Iterable[Stretch]) -> dict[tuple[int, str], list[tuple[int, int | None]]]:
    """The numbers of each side of each street that the stretches cover together, whoever owns them."""
    rows: dict[tuple[int, str], list[tuple[int, int | None]]] = defaultdict(list)
    for one in sorted(one_sided(stretches), key=lambda s: s.low):
        runs = rows[one.street, one.side]
        if runs and (runs[-1][1] is None or runs[-1][1] >= one.low):
            ends = (runs[-1][1], one.high)
            runs[-1] = (runs[-1][0], None if None in ends else max(end for end in ends if end is not None))
        else:
            runs.append((one.low, one.high))
    return dict(rows)


def walks_said(numbers: Iterable[int]) -> str:
    """ "Walk 12"; "Walks 12, 301 and 302"."""
    *first, last = map(str, numbers)
    return f"Walks {', '.join(first)} and {last}" if first else f"Walk {last}"
