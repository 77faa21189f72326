"""The files of a division as they are written: their columns, and what stood in them."""

import csv
from collections import Counter, defaultdict
from typing import NamedTuple, TextIO

from electoral.demo.marks import Row
from electoral.demo.places import Street
from electoral.demo.words import words

ADDRESS_COLUMNS = words("""address_id building_name lot_number flat_type flat_number level_type level_number
number_first_prefix number_first number_first_suffix number_last number_last_suffix street_name street_type
street_suffix locality state postcode ccd latitude longitude areas dwelling_kind""")
ELECTOR_COLUMNS = words("""elector_id surname given_names date_of_birth address_id category postal_1 postal_2 postal_3
postal_locality postal_state postal_postcode enrolled_on subdivision register_number franchise open_register
absent_vote absent_from absent_until service_voter attainment_date""")
PROTECTION_COLUMNS = ["elector_id", "kind", "basis", "since"]
WALK_COLUMNS = ["walk_number", "ccd", "class"]
IDS_KEPT = 1000


class Dialect(NamedTuple):
    """How an address file spells its columns, which it lacks, and what else it holds."""

    spelling: Row
    lacks: tuple[str, ...]
    also: Row

    def columns(self) -> list[str]:
        ours = [self.spelling.get(name, name) for name in ADDRESS_COLUMNS if name not in self.lacks]
        return [*ours, *self.also]

    def row(self, row: Row) -> Row:
        return {self.spelling.get(name, name): value for name, value in row.items()} | self.also


OURS = Dialect({}, (), {})
GNAF = Dialect(
    {"address_id": "gnaf_pid", "ccd": "sa1_7dig_2016"},
    ("areas", "dwelling_kind"),
    {"date_created": "2019-01-07", "alias_principal": "P", "confidence": "2"},
)


class Table:
    """A CSV with its header written; what a row has beyond the columns is left out."""

    def __init__(self, file: TextIO, columns: list[str]) -> None:
        self.columns, self.csv = columns, csv.writer(file)
        self.csv.writerow(columns)

    def write(self, row: Row) -> None:
        self.csv.writerow([row.get(column, "") for column in self.columns])


class Tally:
    """Counts each trap, and keeps the first thousand identifiers of it."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()
        self.ids: defaultdict[str, list[str]] = defaultdict(list)
        self.districts: Counter[str] = Counter()
        self._district_of: dict[Street, str] = {}
        self._suburb_of: dict[tuple[str, str], str] = {}

    def note(self, trap: str, identifier: str) -> None:
        self.counts[trap] += 1
        if len(self.ids[trap]) < IDS_KEPT:
            self.ids[trap].append(identifier)

    def note_street(self, street: Street, ccd: str) -> None:
        """A street that goes on in another district, and one whose name stands in another suburb."""
        if self._district_of.setdefault(street, ccd) != ccd:
            self._district_of[street] = ccd
            self.note("street_in_districts", f"{street.name} {street.kind} {street.suffix}".strip())
        name = street.name, street.kind
        if self._suburb_of.setdefault(name, street.suburb.name) != street.suburb.name:
            self._suburb_of[name] = street.suburb.name
            self.note("street_in_suburbs", " ".join(name))
