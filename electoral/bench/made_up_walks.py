"""Walks that are too large, of streets that exist nowhere: grids, courts, a creek, flats, streets with one side."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import count, product
from math import cos, radians, sqrt
from random import Random
from typing import Literal, NamedTuple

from walks.split_plan import Place, Range

Layout = Literal["grid", "courts"]
Creek = Literal["none", "bridge", "round", "uncrossed"]
Line = list[tuple[float, float]]

FRONTAGE, SET_BACK = 18.0, 16.0  # metres: of a lot, and from the middle of a street to a door
BLOCK, ROW, COURTS, ESTATE = 184.0, 110.0, 100.0, 760.0  # between parallel streets of each kind
NOWHERE, METRES_IN_A_DEGREE = (130.6, -19.6), 111_195.0
VACANT = 0.04


class Lot(NamedTuple):
    """A piece of land. Side 1 has the odd numbers, side -1 the even ones; a `road` has both."""

    street: str
    side: int
    x: float
    y: float
    road: bool = False


@dataclass(frozen=True, repr=False)
class MadeUpWalk:
    """What a split is planned from; `meetings` tells where a bridge crosses the lines."""

    places: list[Place]
    ranges: list[Range]
    lines: list[Line]
    meetings: list[tuple[int, int]]


def made_up_walk(
    residences: int,
    *,
    seed: int,
    layout: Layout = "grid",
    creek: Creek = "none",
    flats: float = 0.05,
    largest: int = 60,
    one_sided: float = 0.15,
) -> MadeUpWalk:
    """A Walk of so many residences; on the share `flats` of its lots stand 2 to `largest` of them."""
    rng = Random(f"{seed} {layout}")
    lots = {"grid": _grid, "courts": _courts}[layout](residences, rng)
    streets: dict[str, int] = {}
    bare: dict[str, int] = {}
    numbers: dict[tuple[str, int], Iterator[int]] = {}
    places: list[Place] = []
    built: list[Lot] = []
    while len(places) < residences:
        lot = next(lots)
        side = bare.setdefault(lot.street, 1 if rng.random() < one_sided else 0)
        odd = lot.side > 0
        number = next(numbers.setdefault((lot.street, lot.side), count(1 if odd else 2, 2)))
        if not lot.road and (lot.side == side or (number > 2 and rng.random() < VACANT)):
            continue
        built.append(lot)
        doors = 1 + int(largest ** rng.random()) if rng.random() < flats and largest > 1 else 1
        street, point = streets.setdefault(lot.street, len(streets) + 1), degrees(lot.x, lot.y)
        for _ in range(min(doors, residences - len(places))):
            places.append(Place(len(places) + 1, street, lot.street, "odd" if odd else "even", number, point))
    ranges = [Range(number, name, "all", 0, None) for name, number in streets.items()]
    lines, bridge = _creek(creek, layout, built)
    return MadeUpWalk(places, ranges, lines, [(streets[bridge], streets[bridge])] if bridge else [])


def degrees(x: float, y: float) -> tuple[float, float]:
    """Metres east and north of nowhere."""
    return (
        NOWHERE[0] + x / METRES_IN_A_DEGREE / cos(radians(NOWHERE[1])),
        NOWHERE[1] + y / METRES_IN_A_DEGREE,
    )


def _grid(residences: int, rng: Random) -> Iterator[Lot]:
    """Row by row: a street from west to east, then a block of each road to the next row."""
    columns = max(2, round(sqrt(residences / 20)))
    for row in count():
        y = row * ROW
        for column, lot, side in product(range(columns), range(8), (-1, 1)):
            x = column * BLOCK + 29 + lot * FRONTAGE
            yield Lot(f"PRETEND {row + 1} STREET", side, x, y + side * SET_BACK, road=not row)
        for column, lot, side in product(range(columns + 1), range(2), (1, -1)):
            x = column * BLOCK + side * SET_BACK
            yield Lot(f"MOCK {column + 1} ROAD", side, x, y + 43 + 24 * lot, road=True)


def _courts(residences: int, rng: Random) -> Iterator[Lot]:
    """Estate by estate northwards along one road: a drive to the east with courts on both hands."""
    for estate in count():
        y = estate * ESTATE
        for lot, side in product(range(38), (1, -1)):
            yield Lot("SPINE ROAD", side, side * SET_BACK, y + 43 + lot * FRONTAGE, road=True)
        for court in range(1, 11):
            for lot, side in product((41, 59) if court > 1 else (-59, -41, 41, 59), (1, -1)):
                yield Lot(
                    f"FABLE {estate + 1} DRIVE", side, court * COURTS + lot, y + side * SET_BACK, road=True
                )
            for way in (1, -1):
                name = f"COURT {estate + 1}-{court}{'N' if way > 0 else 'S'}"
                for lot, side in product(range(rng.randint(5, 14)), (1, -1)):
                    yield Lot(name, side, court * COURTS + side * SET_BACK, y + way * (43 + lot * FRONTAGE))


def _creek(creek: Creek, layout: Layout, lots: Iterable[Lot]) -> tuple[list[Line], str]:
    """The line of the creek from west to east, or a part of it, and the street that a bridge carries over."""
    east, north = (max(each) for each in zip(*((lot.x, lot.y) for lot in lots), strict=True))
    if layout == "grid":
        rows = int(north // ROW)
        y, road, begins = max(0, rows - 2) // 2 * ROW + ROW / 2, "MOCK 2 ROAD", -500.0
        ends = east * 0.6 if creek == "round" else east + 500.0
    else:
        rows = 2
        y, road, ends = int(north // ESTATE / 2) * ESTATE + ESTATE / 2 - 4, "SPINE ROAD", east + 500.0
        begins = 100.0 if creek == "round" else -500.0
    if creek == "none" or rows < 2:  # with nothing built beyond it
        return [], ""
    return [[degrees(begins, y), degrees(ends, y)]], road if creek == "bridge" else ""
