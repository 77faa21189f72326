"""What stands on a lot: a house, a block of flats, a caravan park, and every trap that an address may hold."""

from bisect import bisect
from collections.abc import Callable
from itertools import accumulate
from random import Random
from typing import NamedTuple

from electoral.demo.words import words


class Door(NamedTuple):
    """One residence: its columns, and how many are enrolled there at most where it is no ordinary household."""

    columns: dict[str, str]
    sleeps: int | None = None


Maker = Callable[[Random, int], list[Door]]
NOBODY = 0
FANCIES = words(
    """FIG LEAF COTTAGE,SHAM MANOR,FABLE HOUSE,SPECIMEN VILLA,THE PRETENCE,IMAGINARY COURT,MOCK TOWERS,DUMMY LODGE,
    NOTIONAL FLATS,FIGMENT PLACE,O'FIGMENT HALL,EREHWON""",
    between=",",
)


def house(_: Random, number: int) -> list[Door]:
    return [Door({"number_first": str(number)})]


def with_suffixes(rng: Random, number: int) -> list[Door]:
    letters = ["", "A", "B"] if rng.random() < 0.4 else ["", "A"]
    return [Door({"number_first": str(number), "number_first_suffix": letter}) for letter in letters]


def over_two_numbers(_: Random, number: int) -> list[Door]:
    return [Door({"number_first": str(number), "number_last": str(number + 2)})]


def with_lot_number(rng: Random, number: int) -> list[Door]:
    return [Door({"number_first": str(number), "lot_number": str(rng.randint(1, 400))})]


def with_prefix(_: Random, number: int) -> list[Door]:
    return [Door({"number_first_prefix": "RMB", "number_first": str(number)})]


def same_text_twice(rng: Random, number: int) -> list[Door]:
    return house(rng, number) * 2


def units(rng: Random, number: int, how_many: int, kind: str = "UNIT") -> list[Door]:
    """The building itself, where nobody is enrolled, and its units."""
    building = {"number_first": str(number), "building_name": rng.choice(FANCIES)}
    inside = [Door({**building, "flat_type": kind, "flat_number": str(n)}) for n in range(1, how_many + 1)]
    return [Door(building, NOBODY), *inside]


def flats(rng: Random, number: int) -> list[Door]:
    return units(rng, number, rng.choice((2, 3, 4, 4, 6, 8, 12)), rng.choice(("UNIT", "FLAT")))


def block_of_24(rng: Random, number: int) -> list[Door]:
    return units(rng, number, 24)


def levels(rng: Random, number: int) -> list[Door]:
    """Flats 101 to 402, each with the level on which it lies."""
    building, *_ = units(rng, number, 0)
    places = [(level, flat) for level in range(1, 5) for flat in (1, 2)]
    return [
        building,
        *(
            Door(
                {
                    **building.columns,
                    "flat_type": "FLAT",
                    "flat_number": f"{level}{flat:02}",
                    "level_type": "LEVEL",
                    "level_number": str(level),
                }
            )
            for level, flat in places
        ),
    ]


def _of_dwelling_kind(doors: list[Door], dwelling_kind: str, name: str) -> list[Door]:
    more = {"dwelling_kind": dwelling_kind, "building_name": name}
    return [Door({**door.columns, **more}, door.sleeps) for door in doors]


def caravan_park(rng: Random, number: int) -> list[Door]:
    _, *sites = units(rng, number, rng.randint(10, 14), "SITE")
    return _of_dwelling_kind([*house(rng, number), *sites], "caravan_park", "FABLE CARAVAN PARK")


def retirement_village(rng: Random, number: int) -> list[Door]:
    return _of_dwelling_kind(
        units(rng, number, 10, "VILLA"), "retirement_village", "NOTIONAL RETIREMENT VILLAGE"
    )


def _one_big(dwelling_kind: str, name: str, sleeps: int) -> Maker:
    def one_big(_: Random, number: int) -> list[Door]:
        return _of_dwelling_kind([Door({"number_first": str(number)}, sleeps)], dwelling_kind, name)

    return one_big


def lot_only(rng: Random, _: int) -> list[Door]:
    lots = sorted(rng.sample(range(1, 100), rng.choice((1, 1, 2))))
    return [Door({"lot_number": str(lot)}) for lot in lots]


def named_house(rng: Random, _: int) -> list[Door]:
    return [Door({"building_name": rng.choice(FANCIES)})]


def no_number(_: Random, __: int) -> list[Door]:
    return [Door({})]


# How often in a thousand lots each is met; the rest are houses.
NUMBERED: dict[str, tuple[Maker, float]] = {
    "suffix": (with_suffixes, 30),
    "range": (over_two_numbers, 15),
    "lot_and_number": (with_lot_number, 30),
    "flats": (flats, 18),
    "same_text_twice": (same_text_twice, 1),
    "caravan_park": (caravan_park, 0.3),
    "institution": (_one_big("institution", "SUNSET PRETEND NURSING HOME", 45), 0.5),
    "number_prefix": (with_prefix, 1),
    "levels": (levels, 0.8),
    "boarding_house": (_one_big("boarding_house", "IMAGINARY BOARDING HOUSE", 9), 0.5),
    "block_of_24": (block_of_24, 1),
    "hotel": (_one_big("hotel", "THE FICTITIOUS ARMS", 3), 0.5),
    "retirement_village": (retirement_village, 0.4),
    "other_dwelling": (_one_big("other", "PLACEHOLDER LIGHTHOUSE", 2), 0.2),
}
# What has no number stands at the beginning of its street, in a share of streets.
UNNUMBERED: dict[str, tuple[Maker, float]] = {
    "lot_only": (lot_only, 80),
    "named_house": (named_house, 50),
    "no_number": (no_number, 20),
}


class Deck:
    """Deals each trap once, one in `every` draws, and from then on by its rate."""

    def __init__(self, rng: Random, traps: dict[str, tuple[Maker, float]], *, every: int) -> None:
        self.rng, self.every, self.drawn = rng, every, 0
        self.makers = {name: maker for name, (maker, _) in traps.items()}
        self.undealt = list(traps)
        self.names = list(traps)
        self.bounds = list(accumulate(rate / 1000 for _, rate in traps.values()))

    def draw(self) -> str:
        """The name of a trap, or nothing for an ordinary lot."""
        self.drawn += 1
        if self.undealt:
            return self.undealt.pop(0) if self.drawn % self.every == 0 else ""
        at = bisect(self.bounds, self.rng.random())
        return self.names[at] if at < len(self.names) else ""

    def doors(self, trap: str, number: int) -> list[Door]:
        return self.makers[trap](self.rng, number) if trap else house(self.rng, number)
