"""A bank statement as a CSV file, and what stands in the text of a line (E6). Nothing here knows the database."""

import csv
import hashlib
import io
import re
from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime

from payments.rules.money import SIGNS, read_money

NEEDED = ("date", "amount", "reference")
COLUMNS = (*NEEDED, "currency", "payer", "bank_id")
DAYS = ("%Y-%m-%d", "%d/%m/%Y", "%d %B %Y", "%d %b %Y")
SHOWN = 200
LONGEST_LINE = 64 * 1024
CONTROLS = re.compile(r"[\x00-\x1f\x7f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
INVOICE = re.compile(r"\b([A-Z]{2,6})[\s-]?(\d{4})[\s-]?(\d{5})\b")
REFERENCE = re.compile(r"\b[A-Z][0-9A-Z]{8}\b")


@dataclass(frozen=True)
class Line:
    on: date
    amount: int
    currency: str
    text: str
    payer: str
    bank_id: str
    digest: str = ""


@dataclass(frozen=True)
class Fault:
    """Why a file is refused: the line of the file, the column, what stands there, what is wrong."""

    line: int
    column: str
    value: str
    reason: str


class Unreadable(ValueError):
    """A cell that cannot be used; the text says what to write instead."""


def read_statement(content: bytes, *, today: date, currency: str) -> tuple[list[Line], list[Fault]]:
    """The lines of a statement, or its faults: never both. `currency` is meant where no column says another."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return [], [Fault(1, "", "", "The file is not UTF-8. Save it as CSV in UTF-8.")]
    rows = csv.reader(io.StringIO(text, newline=""), strict=True)
    lines: list[tuple[int, Line]] = []
    faults: list[Fault] = []
    try:
        header = [name.strip().lower() for name in next(rows, [])]
        faults += _of_header(header)
        for row in [] if faults else rows:
            if any(cell.strip() for cell in row):
                _read_row(header, row, rows.line_num, today, currency, lines, faults)
    except csv.Error:
        faults.append(
            Fault(
                rows.line_num,
                "",
                "",
                "This line is not CSV: a quotation mark is not closed, or it is too long.",
            )
        )
    faults += _of_ids(lines)
    if not faults and not lines:
        faults.append(Fault(2, "", "", "The file has no lines under its header."))
    return ([], faults[:SHOWN]) if faults else (_with_digests([line for _, line in lines]), [])


def _of_header(header: list[str]) -> list[Fault]:
    faults = [Fault(1, name, "", "This column is missing.") for name in NEEDED if name not in header]
    faults += [Fault(1, name, name, "There is no such column.") for name in header if name not in COLUMNS]
    return faults + [
        Fault(1, n, n, "This column stands twice.") for n, times in Counter(header).items() if times > 1
    ]


def _read_row(header, row, number: int, today: date, currency: str, lines: list, faults: list) -> None:
    if len(row) != len(header):
        faults.append(Fault(number, "", "", f"The line has {len(row)} cells; the header has {len(header)}."))
        return
    given = {name: cell.strip() for name, cell in zip(header, row, strict=True)}
    found: dict = {}
    for column, read in READERS.items():
        try:
            found[column] = read(given.get(column, ""), today, currency)
        except ValueError as why:
            faults.append(Fault(number, column, given.get(column, "")[:100], str(why)))
    if len(found) == len(READERS):
        lines.append((number, Line(*(found[column] for column in READERS))))


def _day(cell: str, today: date, currency: str) -> date:
    for shape in DAYS:
        try:
            day = datetime.strptime(cell, shape).date()
        except ValueError:
            continue
        if day > today:
            raise Unreadable("This day is still to come.")
        if day.year < 2000:
            raise Unreadable("This day is too long ago.")
        return day
    raise Unreadable("Write the day like 2027-05-03, 3/5/2027 or 3 May 2027.")


def _amount(cell: str, today: date, currency: str) -> int:
    if cell.startswith("-"):
        raise Unreadable("Money that went out is not read here. Take this line out of the file.")
    if cell[:1] in SIGNS.values() and cell[:1] != SIGNS[currency]:
        raise Unreadable(f"The account of this office is in {currency}.")
    amount = read_money(cell)
    if amount == 0:
        raise Unreadable("The sum is nothing. Take this line out of the file.")
    return amount


def _currency(cell: str, today: date, currency: str) -> str:
    if cell and cell.upper() != currency:
        raise Unreadable(f"The account of this office is in {currency}.")
    return currency


def _words(longest: int, *, needed: bool = False):
    def read(cell: str, today: date, currency: str) -> str:
        if CONTROLS.search(cell):
            raise Unreadable("An unseen character stands here. Take it out.")
        if len(cell) > longest:
            raise Unreadable(f"This is longer than {longest} letters.")
        if needed and not cell:
            raise Unreadable("Without a reference nobody can say what it is for; write what the bank shows.")
        return cell

    return read


READERS = {
    "date": _day, "amount": _amount, "currency": _currency, "reference": _words(200, needed=True), "payer": _words(200), "bank_id": _words(100),
}  # fmt: skip


def _of_ids(lines: list[tuple[int, Line]]) -> list[Fault]:
    seen = Counter(line.bank_id for _, line in lines if line.bank_id)
    return [
        Fault(number, "bank_id", line.bank_id, "This id stands on two lines of the file.")
        for number, line in lines
        if line.bank_id and seen[line.bank_id] > 1
    ]


def _with_digests(lines: list[Line]) -> list[Line]:
    """The same line in two files has one digest, whatever its case and spaces; two alike lines of one file have two. The bank's
    own id decides alone."""
    alike: Counter = Counter()
    made = []
    for line in lines:
        words = (plain_words(line.text), plain_words(line.payer))
        told = (line.on.isoformat(), line.amount, line.currency, *words)
        who = ("id", line.bank_id) if line.bank_id else ("line", *told, alike[told])
        alike[told] += 0 if line.bank_id else 1
        digest = hashlib.sha256(repr(who).encode()).hexdigest()
        made.append(Line(line.on, line.amount, line.currency, line.text, line.payer, line.bank_id, digest))
    return made


def plain_words(text: str) -> str:
    """A text as it is compared: one space between words, no capitals."""
    return " ".join(text.split()).casefold()


def invoices_in(text: str) -> set[tuple[str, int, int]]:
    """Invoice numbers that stand in a payer's text, as (division's code, year, number); hyphens may be missing."""
    return {(code, int(year), int(number)) for code, year, number in INVOICE.findall(text.upper())}


def references_in(text: str) -> set[str]:
    """What may be a reference of the office in a payer's text."""
    return set(REFERENCE.findall(text.upper()))
