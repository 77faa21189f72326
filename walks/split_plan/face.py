"""The block face: some numbers of one side of a street, what is never cut (1.2a, field.md 4)."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from electoral.roll.rules import Side
from walks.maps.ground import Position
from walks.split_plan.facts import Building


@dataclass(frozen=True)
class Face:
    """A block face: some numbers of one side of a street, what is never cut. `high` is not in it; None is the end.

    A face that is not `ranged` is a building that stands in the Walk by a pin, outside the Walk's ranges.
    """

    street: int
    street_name: str
    side: Side
    low: int
    high: int | None
    buildings: Sequence[Building] = ()
    ranged: bool = True

    @cached_property
    def key(self) -> str:
        """Names the face among those of its Walk: "17-odd-21"."""
        return f"{self.street}-{self.side}-{self.low}"

    @property
    def order(self) -> tuple[str, int, bool, int]:
        """As the listing prints them: by street, odd before even, by number."""
        return self.street_name, self.street, self.side == "even", self.low

    @property
    def residences(self) -> tuple[int, ...]:
        return tuple(i for building in self.buildings for i in building.residences)

    @cached_property
    def size(self) -> int:
        """How many residences it has."""
        return sum(len(building.residences) for building in self.buildings)

    @property
    def points(self) -> list[Position]:
        return [building.point for building in self.buildings if building.point]

    @property
    def first(self) -> int:
        """The lowest number that stands there, or from which one may."""
        return self.buildings[0].number if self.buildings else self.low

    @property
    def last(self) -> int:
        return self.buildings[-1].number if self.buildings else self.low

    @property
    def rides(self) -> bool:
        """It goes with its neighbour and joins nothing: nobody lives there, or a pin and not the map put it there."""
        return not self.buildings or not self.ranged

    @property
    def text(self) -> str:
        """As people say it: "ASH ROAD odd 1 to 39"."""
        numbers = [building.number for building in self.buildings if building.number]
        if not self.buildings:
            return f"{self.street_name} {self.side}, where nobody lives yet"
        if not numbers:
            return f"{self.street_name} without a number"
        if len(numbers) == 1:
            text = f"{numbers[0]} {self.street_name}"
        else:
            text = f"{self.street_name} {self.side} {numbers[0]} to {numbers[-1]}"
        return text if self.first else f"{text} and without a number"

    def beside(self, other: "Face") -> tuple[bool, bool]:
        """Whether they are of one street, and on its two sides."""
        return self.street == other.street, self.street == other.street and self.side != other.side

    def reaches(self, other: "Face") -> bool:
        """Whether one of the numbers from its first door to its last is among the other's, on whichever side."""
        return self.last >= other.low and (other.high is None or self.first < other.high)

    def holds(self, number: int) -> bool:
        """Whether the number is of this face, be it built or not."""
        return self.low <= number and (self.high is None or number < self.high)
