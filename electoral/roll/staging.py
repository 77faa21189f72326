"""Reading a file into staging rows: decoded strictly, checked value by value, in flat memory (decision 33)."""

import csv
import io
import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import BinaryIO

from electoral.office.refusals import Refused

LINE_LIMIT = 64 * 1024
ROWS_SHOWN = 1000
NULL = "\\N"
PIECE = 1 << 16
# Control characters, marks that turn the direction of writing, and what is no character at all.
FORBIDDEN = re.compile("[\x00-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ufff9-\uffff]")


class BadValue(ValueError):
    """A value that its column does not take; the text is the reason."""


@dataclass(frozen=True)
class Column:
    """A column of a file: under which names it is known, whether it must be there, how a value is read.

    `read` gives the text for COPY of a value; without it the value is text, kept as sent, at most `most` characters.
    """

    name: str
    required: bool = False
    read: Callable[[str], str] | None = None
    most: int = 100
    aliases: tuple[str, ...] = ()


@dataclass
class Findings:
    """What was seen while reading: refused rows (the first thousand), how many, letters, columns left out."""

    refused: list[tuple[int, str, str, str]] = field(default_factory=list)
    refused_count: int = 0
    rows: int = 0
    letters: set[str] = field(default_factory=set)
    left_out: list[str] = field(default_factory=list)
    position: int = 0

    def refuse(self, line: int, column: str, value: str, reason: str) -> None:
        self.refused_count += 1
        if len(self.refused) < ROWS_SHOWN:
            self.refused.append((line, column, value[:80], reason))


def lines_of(file: BinaryIO, findings: Findings) -> Iterator[str]:
    """Lines of text: UTF-8, or UTF-16 with its mark; anything else ends the reading with the line and the reason."""
    mark = file.read(2)
    file.seek(0)
    encoding = "utf-16" if mark in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    text = io.TextIOWrapper(file, encoding=encoding, errors="strict", newline="")
    number = 0
    try:
        while line := text.readline(LINE_LIMIT + 1):
            number += 1
            if len(line) > LINE_LIMIT:
                raise Refused(
                    f"Line {number} is longer than 64 KiB; the reading ended there. Is this a CSV file?"
                )
            findings.position = file.tell()
            yield line
    except UnicodeError:
        name = encoding.removesuffix("-sig").upper()
        raise Refused(f"Near line {number + 1}: this is not {name}. Save the file as CSV UTF-8.") from None


def records_of(file: BinaryIO, findings: Findings) -> Iterator[tuple[int, list[str]]]:
    """(line, values) of each record, the header first."""
    csv.field_size_limit(LINE_LIMIT)
    reader = csv.reader(lines_of(file, findings), strict=True)
    try:
        for row in reader:
            if row:
                yield reader.line_num, row
    except csv.Error as error:
        raise Refused(f"Line {reader.line_num}: this is not CSV as RFC 4180 has it ({error}).") from None


def places_of(header: list[str], columns: tuple[Column, ...], findings: Findings) -> list[int | None]:
    """Where each column stands in the file; refused where a bold one is missing or one stands twice."""
    names = [name.strip().lower() for name in header]
    if twice := {n for n in names if n and names.count(n) > 1}:
        raise Refused(f"These columns stand twice: {', '.join(sorted(twice))}.")
    places: list[int | None] = []
    for column in columns:
        known = [n for n in (column.name, *column.aliases) if n in names]
        places.append(names.index(known[0]) if known else None)
    missing = [c.name for c, place in zip(columns, places, strict=True) if c.required and place is None]
    if missing:
        raise Refused(
            f"These columns are missing: {', '.join(missing)}. The file's first line must name its columns."
        )
    findings.left_out = [name for n, name in enumerate(header) if n not in places]
    return places


def rows_of(file: BinaryIO, columns: tuple[Column, ...], derive, findings: Findings) -> Iterator[str]:
    """Lines for COPY: the line number, the columns, then what `derive(values)` adds; bad rows are left out and told of."""
    records = records_of(file, findings)
    header = next(records, None)
    if header is None:
        raise Refused("The file is empty. Its first line must name its columns.")
    places = places_of(header[1], columns, findings)
    width = len(header[1])
    plan = [(n, place, c, c.read) for n, (place, c) in enumerate(zip(places, columns, strict=True))]
    for line, sent in records:
        findings.rows += 1
        if len(sent) != width:
            findings.refuse(line, "", "", f"It has {len(sent)} values and the header {width} names.")
            continue
        text = " ".join(sent)
        plain = text.isascii() and text.isprintable()
        row = sent if plain else _looked_at(line, sent, text, header[1], findings)
        values = None if row is None else _read(line, row, plan, findings)
        if values is not None:
            yield "\t".join([str(line), *values, *derive(values)]) + "\n"


def _looked_at(line, row, text, names, findings) -> list[str] | None:
    """A row with letters beyond ASCII, composed (NFC); None where a character is refused."""
    if FORBIDDEN.search(text):
        for name, value in zip(names, row, strict=True):
            if found := FORBIDDEN.search(value):
                shown = FORBIDDEN.sub("?", value)
                findings.refuse(
                    line,
                    name,
                    shown,
                    f"It holds a character that does not print (U+{ord(found.group()):04X}).",
                )
                return None
    findings.letters.update(text)
    return (
        row
        if unicodedata.is_normalized("NFC", text)
        else [unicodedata.normalize("NFC", value) for value in row]
    )


def _read(line, row, plan, findings) -> list[str] | None:
    values = []
    for _, place, column, read in plan:
        value = "" if place is None else row[place]
        if read is not None:
            try:
                value = read(value)
            except BadValue as error:
                findings.refuse(line, column.name, value, str(error))
                return None
        elif len(value) > column.most:
            findings.refuse(line, column.name, value, f"It is longer than {column.most} characters.")
            return None
        elif "\\" in value:
            value = value.replace("\\", "\\\\")
        values.append(value)
    return values


class Stream(io.TextIOBase):
    """The lines as a file that COPY reads piece by piece. What ended the reading is kept: COPY would swallow it."""

    def __init__(self, lines: Iterator[str]):
        self.lines = lines
        self.error: Exception | None = None

    def readable(self):
        return True

    def read(self, size=-1):
        pieces, have = [], 0
        try:
            for line in self.lines:
                pieces.append(line)
                have += len(line)
                if have >= PIECE:
                    break
        except Exception as error:
            self.error = error
            raise
        return "".join(pieces)


# How values are read. Each takes the text as sent and gives the text for COPY.


def needed(value: str) -> str:
    if not value.strip():
        raise BadValue("It is empty.")
    if len(value) > 100:
        raise BadValue("It is longer than 100 characters.")
    return value.replace("\\", "\\\\") if "\\" in value else value


def identity(value: str) -> str:
    """A key of the file's own: not empty, at most 40 characters."""
    if len(value) > 40:
        raise BadValue("It is longer than 40 characters.")
    return needed(value)


@lru_cache(maxsize=100_000)
def day(value: str) -> str:
    if not value:
        return NULL
    try:
        return date.fromisoformat(value).isoformat()
    except ValueError:
        raise BadValue("It is not a date. Write it as 2026-03-31.") from None


def needed_day(value: str) -> str:
    if not value:
        raise BadValue("It is empty.")
    return day(value)


def whole_number(value: str) -> str:
    if not value:
        return NULL
    if not (value.isascii() and value.isdigit() and len(value) <= 9):
        raise BadValue("It is not a whole number.")
    return str(int(value))


def coordinate(value: str) -> str:
    if not value:
        return NULL
    try:
        degrees = float(value)
    except ValueError:
        raise BadValue("It is not a number of degrees.") from None
    if not -180 <= degrees <= 180:
        raise BadValue("It is not a number of degrees.")
    return repr(degrees)


def one_of(choices, *, empty: str = "") -> Callable[[str], str]:
    allowed = {c.lower(): c for c in choices} | {"": empty}

    def read(value: str) -> str:
        try:
            return allowed[value.strip().lower()]
        except KeyError:
            raise BadValue(f"It is none of {', '.join(c for c in choices if c)}.") from None

    return read


yes_or_no = one_of(["Y", "N"], empty="N")
yes_unless_no = one_of(["Y", "N"], empty="Y")
