"""A plan of suburbs that exist nowhere: streets on both sides of a main road, some of them crescents, and a creek.

Everything is walked in one order, row by row of streets, so that a census district cut from it is one piece of land.
"""

from collections import Counter
from collections.abc import Iterator
from itertools import chain, product
from math import cos, pi, radians, sin, sqrt
from random import Random
from typing import NamedTuple

from electoral.demo.doors import NUMBERED, UNNUMBERED, Deck, Door
from electoral.demo.words import words

SUBURB_FRONTS = words(
    """FABLE MOCK PRETEND SPECIMEN FIGMENT UNREAL SAMPLE FICTION MYTH NOTION DUMMY LEGEND PHANTOM RIDDLE YARN SHAM"""
)
SUBURB_BACKS = words("TOWN TON VALE WOOD FIELD FORD BRIDGE WELL HAVEN CREEK GROVE PARK MOUNT RIDGE BAY")
SUBURBS = [front + back for back, front in product(SUBURB_BACKS, SUBURB_FRONTS)]
SUBURBS += [f"{name} {point}" for point, name in product(("HEIGHTS", "NORTH", "EAST", "SOUTH"), SUBURBS)]
STREET_NAMES = words(
    """PRETEND,IMAGINARY,MAKE-BELIEVE,PLACEHOLDER,SPECIMEN,NOWHERE,EXAMPLE,SAMPLE,FICTITIOUS,DUMMY,INVENTED,LOREM,
    IPSUM,DOLOR,AMET,NOTIONAL,O'FIGMENT,SAINT ELSEWHERE,UNREAL,PHONEY,MOCKERY,FABLE,LEGEND,MYTH,YARN,STOREY,
    PARODY,SPOOF,DRAFT,TRIAL,TEST,NOVEL,FANCY,EREHWON,PHANTOM,RIDDLE,MIRAGE,UTOPIA,WHIMSY,HOAX""",
    between=",",
)
STREET_TYPES = words("STREET AVENUE CRESCENT COURT PARADE LANE DRIVE CLOSE TERRACE WAY PLACE CIRCUIT")
EVERYWHERE, MAIN_ROAD = ("BANKSIA", "ROAD"), ("HIGH", "STREET")

FRONTAGE, BETWEEN_ROWS, BULGE, SET_BACK, CREEK_WIDTH = 18.0, 90.0, 60.0, 14.0, 90.0
RESIDENCES_IN_A_SUBURB = 2500
METRES_IN_A_DEGREE = 111_320.0
SMALL = 2400
ROAD_PAIRS, VACANT_LAND, CREEK_AT = 3, 0.04, 0.6


class Suburb(NamedTuple):
    name: str
    postcode: str
    state: str
    areas: str


class Street(NamedTuple):
    name: str
    kind: str
    suffix: str
    suburb: Suburb


class Lot(NamedTuple):
    """A piece of land: its street, its trap if it is one, its point, and a residence for each of its doors."""

    street: Street
    trap: str
    point: dict[str, str]
    doors: list[Door]


class Line(NamedTuple):
    """The middle of a street on the ground, in metres; `first` counts the pairs of numbers before it."""

    x: float
    y: float
    step_x: float
    step_y: float = 0.0
    first: int = 0
    length: int = 1
    bulge: float = 0.0
    creek: float | None = None

    def point(self, number: int) -> tuple[float, float]:
        """Odd and even numbers face each other; beyond the creek the street goes on."""
        pair, side = (number - 1) // 2 - self.first + 1, -SET_BACK if number % 2 else SET_BACK
        along = pair * self.step_x
        y = self.y + pair * self.step_y + self.bulge * sin(pi * pair / self.length)
        if self.creek is not None and along > self.creek:
            along += CREEK_WIDTH
        return (self.x + along, y + side) if self.step_x else (self.x + side, y)


class Grid(NamedTuple):
    """How a suburb is laid out: which way it grows, how many pairs of lots a street has, the roads that cross them."""

    suburb: Suburb
    up: int
    length: int
    names: Iterator[tuple[str, str]]
    roads: list[tuple[tuple[str, str], float]]
    lots_on_a_road: Counter[Street]


class Plan:
    """Deals the lots of a division one after another, without end; each suburb begins where the last one ended."""

    def __init__(
        self, rng: Random, residences: int, *, state: str, postcode_base: int, origin: tuple[float, float]
    ) -> None:
        self.rng, self.state, self.postcode_base, self.origin = rng, state, postcode_base, origin
        suburbs = max(3, round(residences / RESIDENCES_IN_A_SUBURB))
        self.quota, self.in_a_column = residences / suburbs, max(1, round(sqrt(suburbs / 2)))
        self.shortest, self.longest = (6, 9) if residences < SMALL else (8, 18)
        self.between_columns = 2 * self.longest * FRONTAGE + CREEK_WIDTH + 2 * BETWEEN_ROWS
        self.numbered = Deck(rng, NUMBERED, every=3)
        self.unnumbered = Deck(rng, UNNUMBERED, every=1)
        self.within_a_range: set[tuple[Street, int]] = set()
        self.x = self.y = 0.0

    def lots(self) -> Iterator[Lot]:
        """Up one column of suburbs and down the next."""
        for index, name in enumerate(SUBURBS):
            column = index // self.in_a_column
            self.x = column * self.between_columns
            postcode = f"{self.postcode_base + index % 30:04}"
            areas = f"ward:W{index // 3 + 1:02};parish:P{index + 1};constituency:C{index // 20 + 1}"
            suburb = Suburb(name, postcode, self.state, areas)
            yield from self._suburb(suburb, -1 if column % 2 else 1, is_halved=index % 3 == 1)

    def _suburb(self, suburb: Suburb, up: int, *, is_halved: bool) -> Iterator[Lot]:
        """Rows of streets until the suburb is full; the main road of some has a northern and a southern half."""
        grid, built = self._grid(suburb, up), 0
        self.within_a_range.clear()
        halves = ["SOUTH", "NORTH"][::up] if is_halved else ["", ""]
        while built < self.quota:
            for lot in self._row(grid, halves[built > self.quota / 2]):
                built += len(lot.doors)
                yield lot

    def _grid(self, suburb: Suburb, up: int) -> Grid:
        length, names = self.rng.randint(self.shortest, self.longest), self._street_names()
        edge = (length + 1.5) * FRONTAGE
        first = next(names)
        roads = [(next(names), -edge), (MAIN_ROAD, 0.0), (next(names), edge + CREEK_WIDTH)]
        return Grid(suburb, up, length, chain([first], names), roads, Counter())

    def _street_names(self) -> Iterator[tuple[str, str]]:
        """No two streets of a suburb have one name and type; the first has the same in every suburb."""
        yield EVERYWHERE
        names = list(product(STREET_NAMES, STREET_TYPES))
        self.rng.shuffle(names)
        yield from names

    def _row(self, grid: Grid, half: str) -> Iterator[Lot]:
        """A street west and one east of the main road, and the pieces of the roads up to the next row."""
        height = BETWEEN_ROWS
        for direction in (-1, 1):
            name, kind = next(grid.names)
            bulge = BULGE if kind == "CRESCENT" else 0.0
            height = max(height, BETWEEN_ROWS + bulge)
            yield from self._street(grid, Street(name, kind, "", grid.suburb), direction, bulge)
        for road, x in grid.roads:
            street = Street(*road, half if road == MAIN_ROAD else "", grid.suburb)
            first = grid.lots_on_a_road[street]
            step = grid.up * (height - 2 * SET_BACK) / ROAD_PAIRS
            line = Line(self.x + x, self.y + grid.up * SET_BACK / 2, step_x=0.0, step_y=step, first=first)
            yield from self._numbered_lots(street, line, range(first, first + ROAD_PAIRS))
            grid.lots_on_a_road[street] += ROAD_PAIRS
        self.y += grid.up * height

    def _street(self, grid: Grid, street: Street, direction: int, bulge: float) -> Iterator[Lot]:
        """Courts and closes end before the next road; east of the main road a creek crosses the streets."""
        is_dead_end = street.kind in ("COURT", "CLOSE")
        length = self.rng.randint(grid.length // 2, grid.length - 1) if is_dead_end else grid.length
        creek = CREEK_AT * grid.length * FRONTAGE + 30 * sin(self.y / 200) if direction > 0 else None
        line = Line(self.x, self.y, direction * FRONTAGE, length=length, bulge=grid.up * bulge, creek=creek)
        if trap := self.unnumbered.draw():
            yield self._lot(street, line, self.unnumbered, trap, 1)
        yield from self._numbered_lots(street, line, range(length))

    def _numbered_lots(self, street: Street, line: Line, pairs: range) -> Iterator[Lot]:
        for number in range(2 * pairs.start + 1, 2 * pairs.stop + 1):
            if (street, number) in self.within_a_range or self.rng.random() < VACANT_LAND:
                continue
            lot = self._lot(street, line, self.numbered, self.numbered.draw(), number)
            if lot.trap == "range":
                self.within_a_range.add((street, number + 2))
            yield lot

    def _lot(self, street: Street, line: Line, deck: Deck, trap: str, number: int) -> Lot:
        east, north = line.point(number)
        latitude, longitude = self.origin
        point = {
            "latitude": f"{latitude + north / METRES_IN_A_DEGREE:.6f}",
            "longitude": f"{longitude + east / METRES_IN_A_DEGREE / cos(radians(latitude)):.6f}",
        }
        return Lot(street, trap, point, deck.doors(trap, number))
