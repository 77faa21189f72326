"""What a Walk Listing is made from, and what comes out: plain values, without a database (5.2i)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from electoral.roll.rules import Door, Side


@dataclass(frozen=True, slots=True)
class ElectorEntry:
    elector_id: int
    roll_number: str
    surname: str
    given_names: str
    category: str = ""  # the text above the name, 6.1d


@dataclass(frozen=True, slots=True)
class ResidenceEntry:
    """One residence with whom it prints; `closed` prints the words of 6.1b and nobody."""

    residence_id: int
    locality: str
    postcode: str
    street: str
    street_key: str
    door: Door
    dwelling_kind: str = "private"
    closed: bool = False
    electors: Sequence[ElectorEntry] = ()
    latitude: float | None = None
    longitude: float | None = None
    address_id: str = ""  # the same text under two ids prints twice, in the order of the ids (decision 34)


@dataclass(frozen=True, slots=True)
class NotationRow:
    """A line of RR008(a) (5.2j)."""

    code: str
    meaning: str
    place: str
    example: str = ""
    statistic: str = ""
    verified: bool = True


@dataclass(frozen=True, slots=True)
class ListingFacts:
    """What the cover and the heads say, and the office's choices for the print."""

    division_name: str
    state: str
    walk_number: int | str
    walk_class: str
    review: str
    reference: str
    version: int
    speaks_of: date
    made_on: date
    previous: Mapping[tuple[str, str], int] | None = None  # residences found before, by (locality, street)
    notations: Sequence[NotationRow] = ()
    single_sided: bool = False
    even_descending: bool = False
    practice: bool = False
    instructions: str = ""  # the DRO's, 6.1a


@dataclass(frozen=True, slots=True)
class ListingLine:
    """One printed line of a street page: what the snapshot keeps (decision 26).

    Lines are numbered from 1 on each page. A residence begins with the line that has `starts_residence`; a
    closed residence and one with no names have a single line without an elector.
    """

    page: int
    line: int
    residence_id: int
    elector_id: int | None
    starts_residence: bool
    closed: bool = False
    number: str = ""
    roll_number: str = ""
    surname: str = ""
    given_names: str = ""
    category: str = ""


@dataclass(frozen=True, slots=True)
class PageTotal:
    """The totals of one street page; `residences` counts closed ones, `to_visit` does not (6.1f, decision 27)."""

    page: int
    locality: str
    street: str
    side: Side
    residences: int
    to_visit: int
    electors: int
    walk_order: int


@dataclass(frozen=True, slots=True)
class StreetTotal:
    locality: str
    street: str
    residences: int
    to_visit: int
    electors: int


@dataclass(frozen=True, slots=True)
class Totals:
    """Page totals, street totals and Walk totals, which agree (6.6c)."""

    residences: int
    to_visit: int
    closed: int
    electors: int
    streets: tuple[StreetTotal, ...]
    pages: tuple[PageTotal, ...]


@dataclass(frozen=True)
class ListingPlan:
    """All pages of a listing before anything is drawn."""

    sheets: list[dict[str, Any]]
    lines: list[ListingLine]
    totals: Totals
    head: dict[str, Any] = field(default_factory=dict)

    @property
    def pages(self) -> int:
        return len(self.sheets)

    @property
    def values(self) -> dict[str, Any]:
        """The closed dict that `walks/papers/listing.typ` draws."""
        return {**self.head, "pages": self.pages, "sheets": self.sheets}
