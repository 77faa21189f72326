"""The street pages: one side of one street at a time, residences whole, each page with its totals (5.2d, 5.2e)."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from operator import itemgetter
from typing import Any

from electoral.roll.rules import Door, Side, label, normal, number_of, order_key, side_of
from walks.listing_plan.facts import ElectorEntry, ResidenceEntry
from walks.listing_plan.measure import column, filled, plain

BODY_TOP_MM, BODY_MM = 33.0, 208.0  # from under the column heads to above the totals
ROW_MM, LINE_MM, CATEGORY_MM, NOTE_MM, NUMBER_LINE_MM = 9.4, 5.1, 3.6, 3.4, 6.6
TOP_MM = 2.6  # above and below the text of a row
NUMBER_MM, ROLL_MM, NAME_MM = 20.6, 19.6, 54.6
ROLL_POINTS = (9.5, 7.5)
STREET_MM, SUBURB_MM = 116.0, 72.0
PLAIN_FLATS = {"", "FLAT", "UNIT"}


@dataclass(frozen=True, slots=True)
class Row:
    """One printed line: an elector, or a residence without names."""

    residence: ResidenceEntry
    elector: ElectorEntry | None
    height: float
    cells: dict[str, Any]


@dataclass(slots=True)
class StreetPage:
    """One page of one side of a street; `own` are the residences that begin on it."""

    rows: list[Row] = field(default_factory=list)
    own: list[ResidenceEntry] = field(default_factory=list)
    used: float = 0.0


@dataclass(slots=True)
class StreetSide:
    """One side of one street, in printed order, with its pages."""

    residences: list[ResidenceEntry]
    side: Side
    pages: list[StreetPage] = field(default_factory=list)

    @property
    def place(self) -> tuple[str, str]:
        return self.residences[0].locality, self.residences[0].street


def street_sides(residences: Iterable[ResidenceEntry], *, even_descending: bool) -> list[StreetSide]:
    """Each side of each street with its pages, in the order of 5.2d."""
    keyed = sorted(((_printed_order(r), r) for r in residences), key=itemgetter(0))
    sides = []
    for (_, _, even), same in groupby(keyed, key=lambda pair: pair[0][:3]):
        here = [residence for _, residence in same]
        if even and even_descending:
            here.reverse()
        side = StreetSide(here, "even" if even else "odd")
        side.pages = list(_pages(here))
        sides.append(side)
    return sides


def _printed_order(residence: ResidenceEntry) -> tuple[str, str, bool, str, str, int]:
    return (
        normal(residence.locality),
        residence.street_key,
        side_of(number_of(residence.door)) == "even",
        order_key(residence.door),
        residence.address_id,
        residence.residence_id,
    )


def _pages(residences: Sequence[ResidenceEntry]) -> Iterator[StreetPage]:
    page, building = StreetPage(), ""
    for residence in residences:
        note = door_note(residence, building)
        building = building if residence.closed else residence.door.building_name
        for part, rows in enumerate(_parts(residence, note)):
            height = sum(row.height for row in rows)
            if page.rows and page.used + height > BODY_MM:
                yield page
                page = StreetPage()
            page.rows += rows
            page.used += height
            if not part:
                page.own.append(residence)
    yield page


def _parts(residence: ResidenceEntry, note: str) -> Iterator[list[Row]]:
    """The rows of a residence, all together, or in parts where they are more than a page holds."""
    first = door_cells(residence, note)
    electors = () if residence.closed else sorted(residence.electors, key=_in_roll_order)
    if not electors:
        height = max(ROW_MM, first["height"])
        yield [Row(residence, None, height, {**first, "height": height, "closed": residence.closed})]
        return
    rows: list[Row] = []
    used = 0.0
    for elector in electors:
        cells, height = elector_cells(elector)
        if used + height > BODY_MM:
            yield rows
            rows, used = [], 0.0
            first = {**door_cells(residence, "continued"), "more": True}
        if not rows:
            height = max(height, first["height"])
            cells = {**first, **cells}
        rows.append(Row(residence, elector, height, {**cells, "height": height}))
        used += height
    yield rows


def _in_roll_order(elector: ElectorEntry) -> tuple[int, str]:
    return len(elector.roll_number), elector.roll_number


def door_cells(residence: ResidenceEntry, note: str) -> dict[str, Any]:
    """What stands in the first column at the start of a residence, and the height that it needs in mm."""
    text, size = number_text(residence.door)
    number, small = column(NUMBER_MM, size, bold=True), column(NUMBER_MM, 8)
    text = number.fitted(text)
    height = TOP_MM + number.lines(text) * (NUMBER_LINE_MM if size > 12 else LINE_MM)
    if note:
        note = small.fitted(note)
        height += small.lines(note) * NOTE_MM
    return {"number": text, "size": size, "note": note, "height": height}


def number_text(door: Door) -> tuple[str, int]:
    """The number as printed, and its size in points; a house without one is called by its name."""
    number = label(door)
    if not number:
        return door.building_name or "No number", 11
    return number, 16 if column(NUMBER_MM, 16, bold=True).lines(number) == 1 else 12


def door_note(residence: ResidenceEntry, building: str) -> str:
    """What helps to find the door. A closed residence has none, so that no cause can be read from it (6.1c)."""
    door = residence.door
    if residence.closed:
        return ""
    numbered = bool(label(door))
    parts = (
        door.flat_type if door.flat_number and door.flat_type.upper() not in PLAIN_FLATS else "",
        f"{door.level_type} {door.level_number}".strip() if door.flat_number else "",
        f"LOT {door.lot_number}" if door.lot_number and door.number_first is not None else "",
        door.building_name if numbered and door.building_name != building else "",
    )
    return ", ".join(part for part in parts if part)


def elector_cells(elector: ElectorEntry) -> tuple[dict[str, Any], float]:
    """The cells of one elector and the height of the row, in mm."""
    bold, regular = column(NAME_MM, 12, bold=True), column(NAME_MM, 12)
    surname, given = bold.fitted(elector.surname), regular.fitted(elector.given_names)
    wide = bold.em(surname) + regular.em(", ") + regular.em(given)
    names = 1 if wide <= bold.room else filled(bold.pieces(f"{surname},") + regular.pieces(given), bold.room)
    points = next(
        (p for p in ROLL_POINTS if column(ROLL_MM, p).lines(elector.roll_number) == 1), ROLL_POINTS[-1]
    )
    roll = column(ROLL_MM, points)
    number = roll.fitted(elector.roll_number)
    category, height = "", ROW_MM + (names - 1) * LINE_MM
    if elector.category:
        small = column(NAME_MM, 8.5, bold=True)
        category = small.fitted(elector.category)
        height += small.lines(category) * CATEGORY_MM
    height = max(height, TOP_MM + roll.lines(number) * LINE_MM)
    return {
        "roll": number,
        "points": points,
        "surname": surname,
        "given": given,
        "category": category,
    }, height


def street_head(side: StreetSide, index: int) -> dict[str, Any]:
    """The head of a page of this side: street, suburb and side, with the letters small enough to fit."""
    locality, street = side.place
    postcodes = " ".join(sorted({r.postcode for r in side.residences} - {""}))
    name = f"{side.side.upper()} NUMBERS"
    if len(side.pages) > 1:
        name += f", {index + 1} of {len(side.pages)}"
    size = next(
        (s for s, most in ((20, 1), (13, 2)) if column(STREET_MM, s, bold=True).lines(street) <= most), 9
    )
    suburb = f"{locality} {postcodes}"
    small = column(SUBURB_MM, 13).lines(suburb) > 1
    return {
        "street": column(STREET_MM, size, bold=True).fitted(street),
        "size": size,
        "suburb": column(SUBURB_MM, 9 if small else 13).fitted(suburb),
        "suburb-size": 9 if small else 13,
        "side": name,
    }


def page_rows(page: StreetPage) -> dict[str, Any]:
    """Where each row of the page stands, where the last ends, and the stretches without a closed residence, in mm."""
    y, rows = BODY_TOP_MM, []
    stretches: list[tuple[float, float]] = []
    for row in page.rows:
        rows.append({**row.cells, "y": round(y, 2)})
        if not row.residence.closed:
            begun = stretches.pop()[0] if stretches and stretches[-1][1] == y else y
            stretches.append((begun, y + row.height))
        y += row.height
    return {"rows": rows, "end": round(y, 2), "open": stretches}


def printed(row: Row) -> dict[str, str]:
    """What the line says, for the snapshot (5.2i)."""
    cells = row.cells
    return {
        "number": plain(cells["number"]) if "number" in cells else "",
        "roll_number": plain(cells.get("roll", "")),
        "surname": plain(cells.get("surname", "")),
        "given_names": plain(cells.get("given", "")),
        "category": plain(cells.get("category", "")),
    }
