"""The sheets around the street pages: RR008(a), the DRO's instructions, RR008(b) (5.2c, 5.2f, 6.1a).

The other forms hold no list that grows, so their words stand in the template alone.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from walks.listing_plan.facts import ListingFacts, NotationRow, StreetTotal
from walks.listing_plan.measure import column

NOTATION_COLUMNS = {"code": 17.0, "meaning": 55.0, "place": 30.0, "statistic": 36.0, "example": 47.0}
PAD_MM = 3.2
NOTATIONS_MM, HOW_TO_TOTAL_MM = 222.0, 52.0
SUMMARY_MM, SUMMARY_ROW_MM, STREET_MM = 203.0, 15.2, 42.0
INSTRUCTION_LINES = 40


def notation_sheets(rows: Iterable[NotationRow]) -> Iterator[dict[str, Any]]:
    """RR008(a): each notation that the officer may write, and on the last page how to total a page (5.2c)."""
    cells = [_notation(row) for row in rows]
    pages = list(_paged(cells, NOTATIONS_MM, last=HOW_TO_TOTAL_MM))
    for i, page in enumerate(pages):
        yield {"kind": "notations", "rows": page, "how": i + 1 == len(pages)}


def _notation(row: NotationRow) -> dict[str, Any]:
    words = {
        "code": row.code,
        "meaning": row.meaning + ("" if row.verified else " (to be verified)"),
        "place": row.place,
        "statistic": row.statistic,
        "example": row.example,
    }
    columns = {
        name: column(width - 2.8, 9.5, bold=name == "code") for name, width in NOTATION_COLUMNS.items()
    }
    lines = max(columns[name].lines(text) for name, text in words.items())
    fitted = {name: columns[name].fitted(text) for name, text in words.items()}
    return {**fitted, "height": PAD_MM + 4.2 * lines}


def instruction_sheets(text: str) -> Iterator[dict[str, Any]]:
    """The DRO's instructions for the Walk, line by line (6.1a)."""
    wide = column(170, 11)
    lines = [
        line for paragraph in text.splitlines() for line in (wide.wrapped(paragraph) if paragraph else [""])
    ]
    for start in range(0, len(lines), INSTRUCTION_LINES):
        yield {"kind": "instructions", "lines": lines[start : start + INSTRUCTION_LINES]}


def summary_sheets(facts: ListingFacts, streets: Iterable[StreetTotal]) -> Iterator[dict[str, Any]]:
    """RR008(b): each street with the office's counts, and the Walk's total on the last page (5.2f)."""
    rows = [_street(facts, street) for street in streets]
    pages = list(_paged(rows, SUMMARY_MM, last=SUMMARY_ROW_MM))
    for i, page in enumerate(pages):
        yield {"kind": "summary", "rows": page, "last": i + 1 == len(pages)}


def _street(facts: ListingFacts, total: StreetTotal) -> dict[str, Any]:
    before = (facts.previous or {}).get((total.locality, total.street))
    name, suburb = column(STREET_MM - 2.8, 10.5, bold=True), column(STREET_MM - 2.8, 8.5)
    height = PAD_MM + name.lines(total.street) * 4.6 + suburb.lines(total.locality) * 3.8
    return {
        "street": name.fitted(total.street),
        "suburb": suburb.fitted(total.locality),
        "electors": total.electors,
        "residences": total.residences,
        "to_visit": total.to_visit,
        "estimated": "" if before is None else str(before),
        "height": max(SUMMARY_ROW_MM, height),
    }


def _paged(rows: list[dict[str, Any]], room: float, *, last: float) -> Iterator[list[dict[str, Any]]]:
    """The rows page by page; the last page keeps room for what stands under them."""
    page: list[dict[str, Any]] = []
    used = 0.0
    for row in rows:
        if page and used + row["height"] > room:
            yield page
            page, used = [], 0.0
        page.append(row)
        used += row["height"]
    if used + last > room and page:
        yield page
        page = []
    yield page
