"""What is wrong with a file of boundaries, and where: one sentence a fault."""

from dataclasses import dataclass, field
from typing import NamedTuple

from walks.maps.ground import Position, Rings

FAULTS_SHOWN = 50


class Unreadable(ValueError):
    """The file as a whole cannot be read; the text is the sentence."""


class Flaw(NamedTuple):
    """What is wrong with one feature, where, and whether nothing of it is in degrees."""

    reason: str
    place: Position | None = None
    of_system: bool = False


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault: of a CCD, of the feature with this number where the CCD is not known, or of the file (number 0)."""

    feature: int
    ccd: str
    reason: str
    place: Position | None = None

    @property
    def why(self) -> str:
        """The reason with the place, as a sentence without its subject."""
        return f"{self.reason}{at(self.place)}." if self.feature else self.reason

    def __str__(self) -> str:
        subject = f"CCD {self.ccd}" if self.ccd else f"Feature {self.feature}"
        return f"{subject}: {self.why}" if self.feature else self.reason


@dataclass(frozen=True, slots=True)
class CcdBoundary:
    """A CCD's boundary, checked; `feature` is its number in the file."""

    feature: int
    ccd: str
    rings: Rings


@dataclass
class Reading:
    """A file as read: its boundaries, or what is wrong with it (the first fifty faults, and how many there are)."""

    boundaries: list[CcdBoundary] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    fault_count: int = 0

    def refuse(self, fault: Fault) -> None:
        self.fault_count += 1
        if len(self.faults) < FAULTS_SHOWN:
            self.faults.append(fault)


def at(place: Position | None) -> str:
    """The words of a place, to the metre."""
    return f" at longitude {place[0]:.5f}, latitude {place[1]:.5f}" if place else ""
