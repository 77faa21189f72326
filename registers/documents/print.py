"""A copy in print: thousands of entries at a time, each piece in a process of its own, joined to one file (E5, E9).

Every page names the recipient, the basis, the purpose, the penalty and the day of destruction.
"""

import tempfile
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import pikepdf

from electoral.office.refusals import Refused
from electoral.papers.fonts import faces
from electoral.papers.render import RenderStopped, always, join_pdfs, render_typst
from registers.documents.notice import CopyNotice
from registers.documents.rows import entries, selected, title_of
from registers.models import Edition
from registers.rules.products import LISTS, MARK, columns_of, shape_of

TEMPLATE = "registers/papers/register.typ"
ENTRIES_A_PIECE = 5000
IN_HEAD = ("Copy for", "Basis", "Purpose", "To be verified")
SECTIONS = ("", "Other electors", "Anonymous entries")
SYMBOLS = {"number": "N: an anonymous entry.", "mark": "Z: not in the open register."}
Entry = list[str]


def write_print(
    edition: Edition, product: str, *, area: str = "", sold: bool, notice: CopyNotice, by, out: Path,
    keep_going: Callable[[], bool] = always,
) -> int:  # fmt: skip
    """Write the entries of a product to the PDF `out` in today's lawful form; returns how many pages.

    `sold` marks with Z; `area` as "ward:W05". An empty list is one page that says so. RenderStopped where
    `keep_going` says no.
    """
    if shape_of(product).family != edition.family:
        raise Refused("This edition does not hold that product.", edition)
    sql, values = selected(edition, product, area=area, sold=sold, by=by, headings=True)
    around = frame(edition, product, area=area, sold=sold, notice=notice)
    with tempfile.TemporaryDirectory(dir=out.parent) as folder:
        lines = with_headings(entries(sql, values), product)
        return _typeset(lines, around, Path(folder), out, keep_going)


def _typeset(
    lines: Iterator[Entry], around: dict, folder: Path, out: Path, keep_going: Callable[[], bool]
) -> int:
    pieces: list[Path] = []
    pages = 0
    while True:
        piece = list(islice(lines, ENTRIES_A_PIECE))
        if not piece and pieces:
            break
        if not keep_going():
            raise RenderStopped("The print was stopped: nobody waits for it any more.")
        path = folder / f"{len(pieces):05}.pdf"
        shown = {"entries": piece or [["No entries."]], "first": pages + 1}
        render_typst(TEMPLATE, around | shown, path, keep_going=keep_going)
        with pikepdf.open(path) as pdf:
            pages += len(pdf.pages)
        pieces.append(path)
    join_pdfs(pieces, out, title=around["title"], keep_going=keep_going)
    return pages


def frame(edition: Edition, product: str, *, area: str, sold: bool, notice: CopyNotice) -> dict[str, Any]:
    """What stands on every page of a print, whatever its entries."""
    told = notice.lines()
    names = [column.name for column in columns_of(product, sold=sold)]
    return {
        "title": title_of(edition, product, area),
        "division": str(edition.division),
        "practice": edition.division.practice,
        "symbols": " ".join(text for name, text in SYMBOLS.items() if name in names),
        "head": [pair for pair in told if pair[0] in IN_HEAD],
        "foot": [pair for pair in told if pair[0] not in IN_HEAD],
    }


def with_headings(rows: Iterable[dict[str, Any]], product: str) -> Iterator[Entry]:
    """Entries as (number, name, the rest) between headings (text,): a new list, part, section or kind of change; then how
    many there were, so that a page that is missing is missed."""
    printable = faces().printable
    here: list[str] = []
    count = 0
    for row in rows:
        where = _where(row, product)
        for level, text in enumerate(where):
            if here[level : level + 1] != [text] and text:
                yield [printable(text)]
                here = [*where[:level], text]  # what lies below begins anew
        here = where
        yield [printable(text) for text in _entry(row)]
        count += 1
    if count:
        yield [f"End of the list: {count:,} {'entry' if count == 1 else 'entries'}."]


def _where(row: dict[str, Any], product: str) -> list[str]:
    """Where an entry stands: list or change, part, section; sections only in the order of a register."""
    section = SECTIONS[row["_section"]] if "address" in row and shape_of(product).order != "name" else ""
    return [row.get("list") or str(row.get("change", "")).capitalize(), row["_part"], section]


def _entry(row: dict[str, Any]) -> Entry:
    """The number with its mark, the name, then the address and what else the columns hold, each with its word."""
    name = f"{row['surname']}, {row['given_names']}" if row["given_names"] else row["surname"]
    franchise = f"({row['franchise']})" if row.get("franchise") else ""
    marked = "marked" if row.get("marked") else ""
    rest = (row.get("address"), franchise, *_dates(row), LISTS.get(row.get("absent", ""), "").lower(), marked)
    return [
        f"{row.get('number', '')}{row.get(MARK.name, '')}",
        name,
        ", ".join(text for text in rest if text),
    ]


def _dates(row: dict[str, Any]) -> list[str]:
    days = (("comes of age", "attains_on"), ("from", "from_on"), ("until", "until_on"))
    return [f"{word} {row[name]:%-d %B %Y}" for word, name in days if row.get(name)]
