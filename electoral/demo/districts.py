"""Census districts: where one ends and the next begins on the walk through a division."""

from collections.abc import Iterator
from itertools import accumulate
from random import Random

from electoral.demo.doors import Door
from electoral.demo.places import SMALL, Lot

ENOUGH_FOR_A_BIG_ONE = 700
OVER_400, ONE_BIG_IN = 430, 60


class Districts:
    """Cuts lots, as they come, into districts of 200 to 300 residences (60 to 100 in a small division).

    Where there is room for it, one in sixty has over 400 residences and asks to be split (1.2).
    """

    def __init__(self, rng: Random, residences: int, prefix: str) -> None:
        self.prefix = prefix
        self.ends = list(accumulate(_sizes(rng, residences)))
        self.placed = self.current = 0

    def placed_lots(self, lots: Iterator[Lot]) -> Iterator[tuple[Lot, str]]:
        """Each lot with its district's code; at one border both districts claim the same number."""
        last: Lot | None = None
        last_code, is_contested = "", False
        for lot in lots:
            code = self._code_for(len(lot.doors))
            if last and last_code != code and not is_contested and "number_first" in last.doors[0].columns:
                is_contested = True
                self.placed += 1
                yield _one_more_flat_at(last), code
            yield lot, code
            last, last_code = lot, code

    def _code_for(self, doors: int) -> str:
        """A lot is never cut, so a district ends at the nearer side of it."""
        is_last = self.current == len(self.ends) - 1
        if not is_last and self.placed + doors / 2 > self.ends[self.current]:
            self.current += 1
        self.placed += doors
        return f"{self.prefix}{self.current + 1:04}"


def _one_more_flat_at(lot: Lot) -> Lot:
    number = lot.doors[0].columns["number_first"]
    flat = {"number_first": number, "flat_type": "FLAT", "flat_number": str(len(lot.doors) + 1)}
    return lot._replace(trap="contested_number", doors=[Door(flat)])


def _sizes(rng: Random, residences: int) -> list[int]:
    usual, jitter = (80, 6) if residences < SMALL else (250, 20)
    big = 0 if residences < ENOUGH_FOR_A_BIG_ONE else max(1, residences // (ONE_BIG_IN * usual))
    rest = residences - big * OVER_400
    count = max(1, round(rest / usual))
    inner = [round(rest * n / count) + rng.randint(-jitter, jitter) for n in range(1, count)]
    sizes = [end - begin for begin, end in zip([0, *inner], [*inner, rest], strict=True)]
    for n in range(big):
        sizes.insert(2 + n * ONE_BIG_IN, OVER_400)
    return sizes
