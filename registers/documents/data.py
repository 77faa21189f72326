"""A copy as data: a file of values with commas between, whose header says for whom it is and what binds them (E5, E9).

The database writes it, piece by piece: a copy of a hundred thousand entries takes no more memory than one of ten. Values
stand as published; a sheet that calculates is told so in the guide.
"""

import csv
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import IO, Any

from django.db import connection, transaction

from electoral.office.refusals import Refused
from electoral.papers.render import RenderStopped, always
from electoral.protected.actions import record_of
from registers.documents.notice import CopyNotice
from registers.documents.rows import IN_MEMORY, anonymous_numbers, selected, title_of
from registers.models import Edition
from registers.rules.products import RECORD, published_if_born_by, shape_of


class _Watched:
    """The file, as COPY writes it: stops where nobody waits for it any more."""

    def __init__(self, file: IO[bytes], keep_going: Callable[[], bool]):
        self.file = file
        self.keep_going = keep_going

    def write(self, piece: bytes) -> int:
        if not self.keep_going():
            raise RenderStopped("The copy was stopped: nobody waits for it any more.")
        return self.file.write(piece)


def header(notice: CopyNotice, title: str) -> str:
    """The lines before the columns; each begins with #."""
    lines = [title, *(f"{label}: {text}" for label, text in notice.lines())]
    return "".join(f"# {line}\r\n" for line in lines)


def write_data(
    edition: Edition, product: str, *, area: str = "", sold: bool, notice: CopyNotice, by, out: Path,
    keep_going: Callable[[], bool] = always,
) -> int:  # fmt: skip
    """Write the entries of a product to the file `out` in today's lawful form; returns how many.

    `sold` marks with Z; `area` as "ward:W05". Refused where the edition holds no such product.
    """
    if shape_of(product).family != edition.family:
        raise Refused("This edition does not hold that product.", edition)
    sql, values = selected(edition, product, area=area, sold=sold, by=by)
    return _copy(sql, values, header(notice, title_of(edition, product, area)), out, keep_going)


def write_own_entry(edition: Edition, elector_id: str, *, notice: CopyNotice, by, out: Path) -> int:
    """One person's own entry, as the register shows it. Refused, in the same words, where there is none that names them."""
    sql, values = selected(edition, "OWN", by=by, elector_id=elector_id)
    count = _copy(sql, values, header(notice, title_of(edition, "OWN")), out, always)
    if not elector_id or not count:
        out.unlink(missing_ok=True)
        raise Refused("No entry with this number is named in the edition. Ask the officer in person.")
    return count


def write_record(division, *, notice: CopyNotice, by, out: Path) -> int:
    """The record of anonymous entries, for the few whom the law names (regulation 45A); returns how many. It goes with the
    register in force, and has its numbers.

    For the Divisional Returning Officer alone; the room of the protected writes down who took it, and for whom.
    """
    register = Edition.objects.filter(division=division).newest("register")
    if register is None:
        raise Refused("There is no sealed register yet. Seal one first: the record has its numbers.")
    rows = _recorded(register, by, f"Record of anonymous entries for {notice.reference}")
    with out.open("w", newline="", encoding="utf-8") as file:
        file.write(header(notice, f"Record of anonymous entries of {register} ({register.reference})"))
        sheet = csv.writer(file)
        sheet.writerow([column.name for column in RECORD])
        sheet.writerows(_plain(row) for row in rows)
    return len(rows)


def _recorded(register: Edition, by, reason: str) -> list[list[Any]]:
    """The lines in the order of the register, each with its part and number there; refused where one stands in it not yet."""
    nation = register.division.area.state.jurisdiction
    born_by = published_if_born_by(nation, register.division.today())
    found = record_of(register.division, by=by, reason=reason, edition=register.pk, born_by=born_by)
    numbers = anonymous_numbers(register, by=by)
    if any(row["position"] not in numbers for row in found):
        raise Refused(
            "Somebody has an anonymous entry who does not stand in the newest register. Seal a register first: the record has "
            "its numbers.", register,
        )  # fmt: skip
    lines = [[*numbers[row.pop("position")], *row.values()] for row in found]
    return sorted(lines, key=lambda line: (line[0], len(line[1]), line[1]))


def _plain(values: Iterable[Any]) -> list[str]:
    return ["" if value is None else str(value) for value in values]


def _copy(sql: str, values: dict, head: str, out: Path, keep_going: Callable[[], bool]) -> int:
    with out.open("wb") as file, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(IN_MEMORY)
        file.write(head.encode())
        statement = cursor.mogrify(
            f"COPY ({sql}) TO STDOUT WITH (FORMAT csv, HEADER, ENCODING 'UTF8')", values
        )
        cursor.copy_expert(statement.decode(), _Watched(file, keep_going))
        return cursor.rowcount
