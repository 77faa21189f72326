"""The engine of loads: a file is read into staging, checked, compared, and applied by set-based SQL, whole or not at all."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import BinaryIO, cast

import psycopg2
from django.db import connection, transaction

from electoral.office.references import new_reference
from electoral.office.refusals import Refused
from electoral.office.roles import Permission
from electoral.papers.fonts import uncovered
from electoral.papers.store import uploads
from electoral.roll.models import Load
from electoral.roll.queries import LOADED_WITH
from electoral.roll.staging import ROWS_SHOWN, Column, Findings, Stream, rows_of

Requirement = Callable[[Load], str | None]
# Gives the lines for COPY, as `rows_of` does.
Reader = Callable[["FileKind", BinaryIO, Load, Findings], Iterator[str]]


def csv_rows(kind: "FileKind", file: BinaryIO, load: Load, findings: Findings) -> Iterator[str]:
    return rows_of(file, kind.columns, kind.derive, findings)


@dataclass(frozen=True)
class FileKind:
    """What a file of a kind holds and does. Each SQL takes %(load)s, %(division)s and %(today)s.

    `checks` give (line, column, value, reason) of rows to refuse; `counts` one row (new, changed, gone, unchanged);
    `apply` is run in one transaction, in order; `listed` gives (key, text) of the rows that are new, changed or gone.
    """

    name: str
    title: str
    permission: Permission
    columns: tuple[Column, ...]
    table: str
    staged: tuple[str, ...]  # the columns of the staging table after load_id and line, as rows_of gives them
    counts: str
    apply: tuple[str, ...]
    checks: tuple[str, ...] = ()
    listed: dict[str, str] | None = None
    derive: Callable[[list[str]], list[str]] = lambda values: []
    read: Reader = csv_rows
    requires: Requirement = lambda load: None
    before: Callable[[Load], None] = lambda load: None  # in the transaction that stages
    after: Callable[[Load], None] = lambda load: None  # in the transaction that applies
    warn: str = ""  # SQL: sentences to show with the preview
    live: str = ""  # the table whose references the staged ones must not repeat


KINDS: dict[str, FileKind] = {}
# Into a table that the planner knows to be empty it would look row by row, and each look would pass over all that this
# very statement has written: a division's first electors then took seven minutes instead of seven seconds.
SET_AT_A_TIME = "SET LOCAL enable_nestloop = off"


def register(kind: FileKind) -> FileKind:
    KINDS[kind.name] = kind
    LOADED_WITH[kind.name] = kind.permission
    return kind


def parameters(load: Load) -> dict:
    return {"load": load.pk, "division": load.division_id, "today": load.division.today()}


@transaction.atomic
def stage(load: Load, progress: Callable[[int], None]) -> Findings:
    """Read the file into staging and look at it; `load` gets its counts. Nothing of the roll is touched."""
    kind = KINDS[load.kind]
    if reason := kind.requires(load):
        raise Refused(reason, load)
    findings = Findings()
    clear(load)
    with uploads().open(load.upload) as upload, connection.cursor() as cursor:
        lines = kind.read(kind, cast(BinaryIO, upload.file), load, findings)
        _copy(kind, Stream(_marked(lines, load, findings, progress)), cursor)
        kind.before(load)
        if kind.live:
            _give_fresh_references(kind, load, cursor)
        for check in kind.checks:
            cursor.execute(f"{check} LIMIT {ROWS_SHOWN + 1}", parameters(load))
            for row in cursor.fetchall():
                findings.refuse(*row)
        if not findings.refused_count:
            cursor.execute(kind.counts, parameters(load))
            load.new, load.changed, load.gone, load.unchanged = cursor.fetchone()
            load.warnings = _warnings(kind, load, findings, cursor)
    load.columns_left_out = findings.left_out
    load.refused_rows, load.refused_count = sorted(findings.refused), findings.refused_count
    return findings


def _copy(kind: FileKind, stream: Stream, cursor) -> None:
    columns = ", ".join(("load_id", "line", *kind.staged))
    try:
        cursor.copy_expert(f"COPY {kind.table} ({columns}) FROM STDIN", stream)
    except psycopg2.Error as error:  # Django wraps only its own calls
        raise stream.error or error from None
    cursor.execute(f"ANALYZE {kind.table}")


CLASHES = """SELECT max(line), reference FROM {table} WHERE load_id = %(load)s GROUP BY reference HAVING count(*) > 1
    UNION ALL SELECT s.line, s.reference FROM {table} s JOIN {live} r ON r.division_id = %(division)s AND r.reference = s.reference
    WHERE s.load_id = %(load)s"""


def _give_fresh_references(kind: FileKind, load: Load, cursor) -> None:
    """Of a hundred thousand random references one or two are equal now and then: those are drawn again."""
    while True:
        cursor.execute(CLASHES.format(table=kind.table, live=kind.live), parameters(load))
        clashes = cursor.fetchall()
        if not clashes:
            return
        for line, reference in clashes:
            cursor.execute(
                f"UPDATE {kind.table} SET reference = %s WHERE load_id = %s AND line = %s",
                [new_reference(reference[0]), load.pk, line],
            )


def _marked(lines, load, findings, progress):
    """Each line with the load's key before it; says now and then how far the file is read, in per cent."""
    size = max(load.size, 1)
    for n, line in enumerate(lines):
        if n % 2000 == 0:
            progress(min(99, findings.position * 100 // size))
        yield f"{load.pk}\t{line}"


def _warnings(kind, load, findings, cursor) -> list[str]:
    warnings = []
    if letters := sorted(uncovered("".join(findings.letters))):
        shown = ", ".join(f"[U+{ord(c):04X}]" for c in letters[:20])
        warnings.append(f"No font has these letters; papers will print them so: {shown}")
    if kind.warn:
        cursor.execute(kind.warn, parameters(load))
        warnings += [text for (text,) in cursor.fetchall() if text]
    return warnings


def apply(load: Load) -> None:
    """Apply a staged file, inside the caller's transaction; `load` gets the counts of that moment.

    Refused where more would end than was shown. What else has changed since (a person who is protected now, say) is
    no reason, or the refusal would tell of it.
    """
    kind = KINDS[load.kind]
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended('load', %s))", [load.division_id])
        cursor.execute(kind.counts, parameters(load))
        shown = load.gone
        load.new, load.changed, load.gone, load.unchanged = cursor.fetchone()
        if load.gone > shown:
            raise Refused("More would end now than when this file was read. Load the file again.", load)
        cursor.execute(SET_AT_A_TIME)
        for statement in kind.apply:
            cursor.execute(statement, parameters(load))
        cursor.execute("SET LOCAL enable_nestloop = on")
    kind.after(load)


def clear(load: Load) -> None:
    """Take a load's rows out of staging."""
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {KINDS[load.kind].table} WHERE load_id = %s", [load.pk])


def listed(load: Load, what: str, start: int, count: int) -> list[tuple[str, str]]:
    """(key, text) of rows that are `new`, `changed` or `gone`, for the preview."""
    queries = KINDS[load.kind].listed or {}
    if what not in queries:
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            f"{queries[what]} ORDER BY 1 OFFSET %(start)s LIMIT %(count)s",
            parameters(load) | {"start": start, "count": count},
        )
        return cursor.fetchall()
