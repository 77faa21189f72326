"""What the listing would be as a page of HTML: the same pages, rows and columns, and nothing else of it."""

from collections.abc import Iterator
from html import escape
from pathlib import Path
from typing import Any

from django.conf import settings

from walks.listing_plan import ListingPlan

STYLE = """
@font-face { font-family: face; src: url(file://%(regular)s) }
@font-face { font-family: face; font-weight: bold; src: url(file://%(bold)s) }
@page { size: A4; margin: 9mm 9mm 9mm 16mm }
body { font: 12pt face }
section { break-after: page }
table { width: 100%%; border-collapse: collapse; table-layout: fixed }
td, th { border: 0.4pt solid gray; height: 8mm; padding: 0 1mm; font-size: 10pt; text-align: left }
"""
STREET = ("", "Number, flat", "RESIDENCE", "Calls", "Roll number", "Surname, given names", "Notation", "EFC")
BLANK = ("Line", "Number, flat", "Surname", "Given names", "Under 18", "18 or over", "EFC", "Notation")
BLANK_ROWS = 21


def frozen_page(plan: ListingPlan) -> str:
    """Every page of the plan that has rows: the head, and one table."""
    fonts = {weight: _font(number) for weight, number in (("regular", 400), ("bold", 700))}
    sections = "".join(_section(sheet) for sheet in plan.sheets if sheet["kind"] in ("street", "blank"))
    return f"<!doctype html><meta charset=utf-8><style>{STYLE % fonts}</style>{sections}"


def _font(weight: int) -> Path:
    return next(settings.FONTS_FOLDER.glob(f"Atkinson*_{weight}*.ttf"))


def _section(sheet: dict[str, Any]) -> str:
    heads, rows = (STREET, _rows(sheet)) if sheet["kind"] == "street" else (BLANK, _blank_rows())
    head = f"<h2>{escape(sheet['street'])}</h2><p>{escape(sheet['suburb'])} {escape(sheet['side'])}</p>"
    return f"<section>{head}<table>{_row('th', heads)}{''.join(_row('td', row) for row in rows)}</table></section>"


def _row(cell: str, values: tuple[str, ...]) -> str:
    return "<tr>" + "".join(f"<{cell}>{escape(value)}</{cell}>" for value in values) + "</tr>"


def _rows(sheet: dict[str, Any]) -> Iterator[tuple[str, ...]]:
    for n, row in enumerate(sheet["rows"], 1):
        name = f"{row['surname']}, {row['given']}" if "surname" in row else ""
        yield str(n), row.get("number", ""), "", "", row.get("roll", ""), name, "", ""


def _blank_rows() -> Iterator[tuple[str, ...]]:
    for n in range(BLANK_ROWS):
        yield (str(n + 1), *[""] * 7)
