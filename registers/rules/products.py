"""What each product shows: its columns, no column more, and which entries (E5, S1).

Each column has a meaning in plain words; the guide of a copy is made of them (E8).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from electoral.office.refusals import Refused

ADDRESS, NAME, CHANGE = (
    "address",
    "name",
    "change",
)  # the orders of a product: as published, by surname, by alteration
LISTS = {
    "postal": "Postal voters",
    "proxy": "Voters with a proxy",
    "postal_proxy": "Voters whose proxy votes by post",
}
# From which age on somebody stands in anything published, by nation, and since when; to be verified (registers.md 1.11).
PUBLISHED_FROM_AGE = {
    "england_and_wales": (16, date(2020, 6, 1)),
    "scotland": (16, date(2020, 4, 1)),
    "northern_ireland": (16, date(2020, 6, 1)),
    "australia": (16, date(2020, 6, 1)),
}
# Where a register hides the address for which an overseas elector or a service voter is enrolled, and names them under
# "Other electors" (registers.md 1.11). Elsewhere a special category keeps it (decision 36b), and overseas is who has none.
HIDE_HOME_OF_OTHERS = {"england_and_wales", "scotland", "northern_ireland"}


@dataclass(frozen=True)
class Column:
    """A column of a copy: its name in the file, and what it means."""

    name: str
    meaning: str


@dataclass(frozen=True)
class ProductShape:
    """What a copy of a product holds. `rows`: the values that an entry must have to stand in it; `z_when_sold`: a sold copy
    has the mark of entries that are not in the open register (regulation 111(7)); `order` is ADDRESS, NAME or CHANGE.
    """

    family: str
    columns: tuple[Column, ...]
    rows: Mapping[str, Any] = field(default_factory=dict)
    z_when_sold: bool = False
    order: str = ADDRESS

    @property
    def only_named(self) -> bool:
        """Without a column of numbers there is nothing of an anonymous entry to show."""
        return NUMBER not in self.columns


PART = Column("part", "The part of the register, such as a polling district or subdivision.")
NUMBER = Column(
    "number",
    "The elector's number in the register. N behind it: an anonymous entry, of which nothing else is shown.",
)
MARK = Column(
    "mark",
    "Z: the elector asked not to be in the open register. The mark stands only in copies that are sold.",
)
FRANCHISE = Column(
    "franchise", "The letters of the kind of vote that the elector has; empty: every election."
)
ATTAINS = Column(
    "attains_on",
    "The day on which the elector comes of age to vote, as year-month-day; empty: of age already.",
)
SURNAME = Column("surname", "The elector's surname.")
GIVEN = Column("given_names", "The elector's other names.")
SHOWN = Column(
    "address",
    "The address of registration, on one line. Empty where the law shows none: the entry is no mistake.",
)
LIST = Column(
    "list",
    f"Which of the lists the entry stands in: {', '.join(LISTS.values()).lower()}. The entry is the voter: no proxy is named.",
)
FROM = Column("from_on", "The first day of the arrangement, as year-month-day; empty: not limited.")
UNTIL = Column("until_on", "The last day of the arrangement, as year-month-day; empty: not limited.")
ABSENT = Column(
    "absent", "The list of absent voters in which the elector stands: postal, proxy or postal_proxy."
)
MARKED = Column("marked", "Y: the elector was marked at the poll as having been given a ballot paper, or as having sent one back.")  # fmt: skip
ALTERED = Column("change", "What happened since the register before: added, deleted or altered.")
VOTER = (SURNAME, GIVEN, SHOWN)
ENTRY = (PART, NUMBER, FRANCHISE, ATTAINS, *VOTER)

PRODUCTS: dict[str, ProductShape] = {
    "FULL": ProductShape("register", ENTRY, z_when_sold=True),
    "OPEN": ProductShape("register", ENTRY, rows={"opted_out": False}),
    "OVERSEAS": ProductShape(
        "register", (PART, NUMBER, FRANCHISE, SURNAME, GIVEN), rows={"overseas": True}, order=NAME
    ),
    "OWN": ProductShape("register", ENTRY),
    "ROLL": ProductShape("register", (PART, NUMBER, *VOTER), order=NAME),
    "CERT": ProductShape("register", (PART, NUMBER, *VOTER), order=NAME),
    "HAB": ProductShape("register", (PART, SHOWN, SURNAME, GIVEN)),
    "NOTICE": ProductShape("notice", (ALTERED, *ENTRY), z_when_sold=True, order=CHANGE),
    "AVL": ProductShape("absent", (LIST, PART, NUMBER, *VOTER, FROM, UNTIL)),
    "PVA": ProductShape("absent", (PART, NUMBER, *VOTER), rows={"absent": "postal"}, order=NAME),
    "MARKED": ProductShape("marked", (PART, NUMBER, *VOTER, ABSENT, MARKED)),
}
# Lists of one election, of which no file is kept here: their columns are known, and none is given out of today's roll.
OF_AN_ELECTION = {"CERT", "PVA"}
# The record of who stands behind the anonymous entries is no edition: it is read through a door of its own, and has the parts and
# numbers of the register in force (45A). Its address for a postal vote is not in any file that the office is sent.
RECORD = (
    PART,
    NUMBER,
    SURNAME,
    GIVEN,
    Column("address", "The qualifying address, on one line."),
    Column("postal_address", "The address for letters, on one line."),
    Column("since", "The day from which the entry is anonymous, as year-month-day."),
)


def shape_of(product: str) -> ProductShape:
    """What a product holds; refused for one that this office cannot prepare."""
    if product not in PRODUCTS:
        raise Refused("This office prepares no copy of that. It can be looked at, or is kept elsewhere.")
    return PRODUCTS[product]


def columns_of(product: str, *, sold: bool) -> tuple[Column, ...]:
    """The columns of a copy; Z has one only where the copy is sold."""
    if product == "ANON":
        return RECORD
    shape = shape_of(product)
    if not (sold and shape.z_when_sold):
        return shape.columns
    place = shape.columns.index(NUMBER) + 1
    return (*shape.columns[:place], MARK, *shape.columns[place:])


def published_if_born_by(jurisdiction: str, on: date) -> date | None:
    """Who was born later stands in nothing that is published on that day; None: everybody is published."""
    age, since = PUBLISHED_FROM_AGE[jurisdiction]
    if on < since:
        return None
    try:
        return on.replace(year=on.year - age)
    except ValueError:  # 29 February
        return on.replace(year=on.year - age, day=28)
