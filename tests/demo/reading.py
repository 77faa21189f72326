"""The files of a made-up division, read back."""

import csv
from collections import defaultdict
from pathlib import Path
from typing import NamedTuple

from electoral.demo.generator import Made

Row = dict[str, str]
IDENTITY = {"address_id", "ccd", "latitude", "longitude", "areas", "dwelling_kind"}


class Division(NamedTuple):
    made: Made
    addresses: dict[str, Row]
    electors: dict[str, Row]
    protections: dict[str, Row]
    households: dict[str, list[Row]]


def rows(path: Path) -> list[Row]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, strict=True))


def read(made: Made, key: str = "address_id") -> Division:
    """By identifier; one that stood twice would make the counts differ."""
    households = defaultdict(list)
    electors = {row["elector_id"]: row for row in rows(made.electors)}
    for row in electors.values():
        households[row["address_id"]].append(row)
    addresses = {row[key]: row for row in rows(made.addresses)}
    return Division(
        made, addresses, electors, {p["elector_id"]: p for p in rows(made.protections)}, dict(households)
    )


def text_of(address: Row) -> tuple[str, ...]:
    return tuple(value for column, value in address.items() if column not in IDENTITY)


def street_of(address: Row) -> tuple[str, ...]:
    return tuple(address[column] for column in ("locality", "street_name", "street_type", "street_suffix"))


def contents(made: Made) -> list[bytes]:
    return [path.read_bytes() for path in (made.addresses, made.electors, made.protections)]
