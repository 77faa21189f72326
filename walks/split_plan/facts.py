"""What a split is planned from: residences, and the rows of the street file that are the Walk's (1.2a)."""

from typing import NamedTuple

from electoral.roll.rules import Side
from walks.maps.ground import Position
from walks.rules import RangeSide


class Place(NamedTuple):
    """A residence of the Walk. Those of one number of a street are a building, and stay together."""

    id: int
    street: int
    street_name: str
    side: Side
    number: int  # 0 where it has none
    point: Position | None = None  # longitude and latitude, in degrees


class Range(NamedTuple):
    """A row of the street file that belongs to the Walk: from `low` to before `high`, or to the end of the street."""

    street: int
    street_name: str
    side: RangeSide
    low: int
    high: int | None


class Building(NamedTuple):
    """All residences of one number of a street."""

    number: int
    residences: tuple[int, ...]
    point: Position | None
