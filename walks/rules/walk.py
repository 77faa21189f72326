"""The named numbers of sections 1, 2, 5 and 6, and how a street is shared out between Walks (section 4)."""

from collections.abc import Iterable, Iterator
from itertools import groupby
from operator import itemgetter
from typing import Literal

from electoral.roll.rules import side_of

MAY_BE_SPLIT_OVER = 400  # residences of a Walk, 1.2a
NORM_AN_HOUR = {"urban": 17, "low_density": 10}  # dwellings, 1.6b; the seed of the dated rows
WORKLOAD_DAYS = (7, 10)  # 1.3a
WEEKS_IN_RESERVE = 1.0  # 5.1b
ISSUED_OVER_WEEKS = 4  # the weeks of the mean of 5.1b
FORMS_EXPECTED = 0.70  # of additions, 2a and 6.7a
CARDS_LOOKED_AT_OVER = 0.15  # of residences visited, 6.6e
RESIDENCES_EXPLAINED_OVER = 0.05  # against the previous review; the seed of the division's tolerance, 6.6b

NOT_TO_BE_VISITED = "THIS RESIDENCE IS NOT TO BE VISITED"  # 1.1f: of the manual's three wordings this one

RangeSide = Literal["odd", "even", "all"]
Range = tuple[RangeSide, int, int | None, str]


def ranges_of(residences: Iterable[tuple[int, str]]) -> Iterator[Range]:
    """(side, from, to or None, CCD) for one street, from its (number, CCD) pairs (4a, decision 35).

    They tile the street: the first begins at 0, a run ends where the next begins, the last is open, so a house
    built in a gap has a Walk. A number that two CCDs claim goes to the one with more residences there, the
    first by code if equal; the others are for the allocation report.
    """
    here = list(residences)
    for side in ("odd", "even"):
        claims = sorted((number, ccd) for number, ccd in here if side_of(number) == side)
        owners = [
            (number, _owner([c for _, c in same])) for number, same in groupby(claims, key=itemgetter(0))
        ]
        runs = [next(run) for _, run in groupby(owners, key=itemgetter(1))]
        starts = [0] + [number for number, _ in runs[1:]]
        ends = [start - 1 for start in starts[1:]] + [None]
        for start, end, (_, ccd) in zip(starts, ends, runs, strict=False):
            yield side, start, end, ccd


def joined(ranges: Iterable[Range]) -> list[Range]:
    """The same ranges, with a street that is wholly one Walk's as one row for both sides (decision 35)."""
    them = list(ranges)
    whole = {who for _, start, end, who in them if (start, end) == (0, None)}
    if len(whole) == 1 and all((start, end) == (0, None) for _, start, end, _ in them):
        return [("all", 0, None, whole.pop())]
    return them


def _owner(claims: list[str]) -> str:
    return min(set(claims), key=lambda ccd: (-claims.count(ccd), ccd))
