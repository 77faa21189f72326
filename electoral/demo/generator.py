"""Makes the files of a division in which everything is made up, with every trap that a roll may hold.

The same seed makes the same files. Nothing is kept in memory but counts, streets and some identifiers.
"""

from contextlib import ExitStack
from datetime import date
from pathlib import Path
from random import Random
from typing import NamedTuple
from zlib import crc32

from electoral.demo import files
from electoral.demo.districts import Districts
from electoral.demo.doors import Door
from electoral.demo.enrolment import Beds, Enrolment, Entry
from electoral.demo.files import Dialect, Table, Tally
from electoral.demo.places import Lot, Plan

SPEAKS_OF = date(2026, 11, 21)
# The first digit of a census district, the first postcode, and a point far from any town.
STATES = {
    "NSW": (1, 2990, (-30.6, 142.6)),
    "VIC": (2, 3990, (-35.2, 141.4)),
    "QLD": (3, 4990, (-25.2, 140.3)),
    "SA": (4, 5990, (-28.4, 132.2)),
    "WA": (5, 6990, (-25.0, 126.4)),
    "TAS": (6, 7990, (-42.9, 145.9)),
    "NT": (7, 870, (-19.6, 130.6)),
    "ACT": (8, 200, (-35.7, 148.9)),
}
ELSEWHERE = (9, 900, (-29.0, 128.9))
RESIDENCES_FOR_ELECTORS = 65 / 120
ONE_OVERSEAS_IN, ONE_SILENT_IN, LOW_DENSITY_ONE_IN, MOST_IN_A_RESIDENCE = 400, 300, 8, 4


class Made(NamedTuple):
    """What was written. `traps` holds the first thousand identifiers of each trap, `counts` how many there are.

    A trap of a place names residences, one of a person names electors, one of a street names streets.
    """

    addresses: Path
    electors: Path
    protections: Path
    walks: Path | None
    residences: int
    enrolled: int
    districts: dict[str, int]
    traps: dict[str, list[str]]
    counts: dict[str, int]


class Recipe(NamedTuple):
    folder: Path
    code: str
    electors: int
    residences: int
    silent: int
    seed: int
    on: date
    address_ids: str
    state: str = "NT"
    postcode_base: int | None = None
    tokens: bool = False
    dialect: Dialect = files.OURS


def make_division(
    folder: Path,
    *,
    code: str,
    electors: int,
    seed: int,
    state: str = "NT",
    postcode_base: int | None = None,
    silent: int | None = None,
    tokens: bool = False,
    walks: bool = False,
    on: date = SPEAKS_OF,
) -> Made:
    """Writes addresses.csv, electors.csv and protections.csv (with `walks`, walks.csv) as docs/formats.md has them.

    `electors` is exact; 120,000 of them have 65,000 residences. `silent` counts the protected (one in 300 when
    not given; 0 leaves the header alone). `tokens` marks every field of theirs with ZQX. Ages and absent votes
    are those of the day `on`. From 400 electors on every trap is there. ValueError where the protected would be
    more than a tenth.
    """
    recipe = Recipe(
        folder=folder,
        code=code,
        electors=electors,
        residences=round(electors * RESIDENCES_FOR_ELECTORS),
        silent=_usually_protected(electors) if silent is None else silent,
        seed=seed,
        on=on,
        address_ids=f"{code}A",
        state=state,
        postcode_base=postcode_base,
        tokens=tokens,
    )
    made = _Making(recipe).made()
    return made._replace(walks=_walks(folder / "walks.csv", made.districts)) if walks else made


def make_gnaf_extract(
    folder: Path, *, addresses: int = 27000, seed: int, electors: int | None = None, on: date = SPEAKS_OF
) -> Made:
    """Writes the same three files, the addresses with the columns of the national address file.

    As many electors as addresses, if not told otherwise; ValueError from four times as many.
    """
    electors = addresses if electors is None else electors
    recipe = Recipe(
        folder=folder,
        code="GNAF",
        electors=electors,
        residences=addresses,
        silent=_usually_protected(electors),
        seed=seed,
        on=on,
        address_ids="GANT_79",
        dialect=files.GNAF,
    )
    return _Making(recipe).made()


def _usually_protected(electors: int) -> int:
    return min(max(6, electors // ONE_SILENT_IN), electors // 10)


class _Making:
    """One division on its way into its files, residence by residence."""

    def __init__(self, recipe: Recipe) -> None:
        if recipe.silent > recipe.electors // 10:
            raise ValueError("At most a tenth of the electors can be protected.")
        if recipe.electors > recipe.residences * MOST_IN_A_RESIDENCE + 3:
            raise ValueError("More electors than the residences can hold.")
        self.recipe, self.tally = recipe, Tally()
        self.residences = 0
        digit, postcode_base, (latitude, longitude) = STATES.get(recipe.state, ELSEWHERE)
        place, people = (Random(f"{recipe.seed} {recipe.code} {part}") for part in ("places", "people"))
        spread = crc32(recipe.code.encode())
        if recipe.postcode_base is not None:
            postcode_base = recipe.postcode_base
        self.plan = Plan(
            place,
            recipe.residences,
            state=recipe.state,
            postcode_base=postcode_base,
            origin=(latitude + spread % 7 * 0.5, longitude + spread % 5 * 0.5),
        )
        self.districts = Districts(place, recipe.residences, f"{digit}{10 + spread % 90}")
        self.overseas = min(max(3, recipe.electors // ONE_OVERSEAS_IN), recipe.electors)
        self.beds = Beds(people, recipe.residences, recipe.electors - self.overseas)
        self.enrolment = Enrolment(
            people,
            code=recipe.code,
            electors=recipe.electors,
            protected=recipe.silent,
            on=recipe.on,
            tokens=recipe.tokens,
        )

    def made(self) -> Made:
        folder, tally = self.recipe.folder, self.tally
        folder.mkdir(parents=True, exist_ok=True)
        paths = [folder / f"{kind}.csv" for kind in ("addresses", "electors", "protections")]
        with ExitStack() as stack:
            opened = [stack.enter_context(path.open("w", encoding="utf-8", newline="")) for path in paths]
            self.address_file = Table(opened[0], self.recipe.dialect.columns())
            self.elector_file = Table(opened[1], files.ELECTOR_COLUMNS)
            self.protection_file = Table(opened[2], files.PROTECTION_COLUMNS)
            self._write_all()
        addresses, electors, protections = paths
        return Made(
            addresses=addresses,
            electors=electors,
            protections=protections,
            walks=None,
            residences=self.residences,
            enrolled=self.enrolment.enrolled,
            districts=dict(tally.districts),
            traps=dict(tally.ids),
            counts=dict(tally.counts),
        )

    def _write_all(self) -> None:
        for lot, ccd in self.districts.placed_lots(self.plan.lots()):
            self.tally.note_street(lot.street, ccd)
            for door in lot.doors:
                if self.residences == self.recipe.residences:
                    break
                self._write_residence(lot, door, ccd)
            if self.residences == self.recipe.residences:
                break
        for _ in range(self.overseas):
            self._write_elector(self.enrolment.overseas())

    def _write_residence(self, lot: Lot, door: Door, ccd: str) -> None:
        self.residences += 1
        address_id, suburb = f"{self.recipe.address_ids}{self.residences:07}", lot.street.suburb
        row = {
            **door.columns,
            **lot.point,
            "address_id": address_id,
            "street_name": lot.street.name,
            "street_type": lot.street.kind,
            "street_suffix": lot.street.suffix,
            "locality": suburb.name,
            "state": suburb.state,
            "postcode": suburb.postcode,
            "areas": suburb.areas,
            "ccd": ccd,
        }
        self.address_file.write(self.recipe.dialect.row(row))
        self.tally.districts[ccd] += 1
        if lot.trap:
            self.tally.note(lot.trap, address_id)
        for entry in self.enrolment.household(self.beds.taken(door.sleeps), address_id, suburb.name):
            self._write_elector(entry)

    def _write_elector(self, entry: Entry) -> None:
        self.elector_file.write(entry.row)
        for trap in entry.traps:
            self.tally.note(trap, entry.row["elector_id"])
        if entry.protection:
            self.protection_file.write(entry.protection)
            self.tally.note("protected_residence", entry.row["address_id"])


def _walks(path: Path, districts: dict[str, int]) -> Path:
    """A Walk for each census district, numbered in their order; one in eight is of low density."""
    with path.open("w", encoding="utf-8", newline="") as file:
        table = Table(file, files.WALK_COLUMNS)
        for number, ccd in enumerate(sorted(districts), 1):
            kind = "urban" if number % LOW_DENSITY_ONE_IN else "low_density"
            table.write({"walk_number": str(number), "ccd": ccd, "class": kind})
    return path
