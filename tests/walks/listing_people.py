"""Made-up residences for the tests of listings."""

import csv
from datetime import date
from itertools import count
from pathlib import Path

from electoral.roll.rules import Door, street_key, street_text
from walks.listing_plan import ElectorEntry, ListingFacts, NotationRow, ResidenceEntry

GOLDEN = Path(__file__).parents[1] / "golden"
NOTATIONS = (
    NotationRow("G", "Gone: has left for good", "elector", "G", "gones"),
    NotationRow("VAC", "vacant", "RESIDENCE", "VAC", "not an other notation", verified=False),
)


def facts(**changes):
    values = {
        "division_name": "Division of Pretence",
        "state": "Northern Fable",
        "walk_number": 214,
        "walk_class": "urban",
        "review": "Review of 2027",
        "reference": "W7XK2M4QD",
        "version": 1,
        "speaks_of": date(2027, 5, 2),
        "made_on": date(2027, 5, 3),
        "notations": NOTATIONS,
    }
    return ListingFacts(**values | changes)


def residence(number, door=None, street="ASH ROAD", locality="FABLETOWN", names=(), **more):
    name, _, kind = street.partition(" ")
    electors = tuple(
        e
        if isinstance(e, ElectorEntry)
        else ElectorEntry(number * 1000 + i, f"{number * 1000 + i:07}", e, "Sam")
        for i, e in enumerate(names)
    )
    door = door if isinstance(door, Door) else Door(number_first=door)
    return ResidenceEntry(
        number, locality, "0899", street, street_key(name, kind), door, electors=electors, **more
    )


def golden_walks(closed_by_choice=("GA046",)):
    """The residences of each CCD of the golden division, as the office would hand them to the planner."""
    protected = {row["elector_id"] for row in rows("protections.csv")}
    ids, closed, at_home = count(1), set(closed_by_choice), {}
    for row in sorted(rows("electors.csv"), key=lambda row: row["elector_id"]):
        if row["elector_id"] in protected:
            closed.add(row["address_id"])
        elif row["category"] not in {"A", "E", "I", "K"}:
            elector = ElectorEntry(
                next(ids), row["elector_id"], row["surname"], row["given_names"], row["category"]
            )
            at_home.setdefault(row["address_id"], []).append(elector)
    walks = {}
    for row in rows("addresses.csv"):
        walks.setdefault(row["ccd"], []).append(golden_residence(next(ids), row, closed, at_home))
    return walks


def golden_residence(number, row, closed, at_home):
    street = (row["street_name"], row["street_type"], row["street_suffix"])
    parts = {name: row[name] for name in Door.__dataclass_fields__}
    for name in ("number_first", "number_last"):
        parts[name] = int(parts[name]) if parts[name] else None
    return ResidenceEntry(
        number,
        row["locality"],
        row["postcode"],
        street_text(*street),
        street_key(*street),
        Door(**parts),
        row["dwelling_kind"] or "private",
        row["address_id"] in closed,
        tuple(at_home.get(row["address_id"], ())),
        address_id=row["address_id"],
    )


def rows(name):
    with (GOLDEN / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
