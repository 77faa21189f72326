"""Loading a division against COPY of the same rows into logged tables with the same keys and indexes."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from electoral.bench.division import emptied, load, owner, settled
from electoral.bench.measure import Figure, Sample, at_most, in_child, in_turns, timed

TABLES = ("roll_locality", "roll_street", "roll_residence", "roll_elector")
LOADED = ("addresses", "electors")
FOREIGN_KEYS = """
    SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint
    WHERE conrelid = 'public.{table}'::regclass AND contype = 'f'
"""


def measure_loads(
    make: Callable[..., Any], folder: Path, *, electors: int, walks: int, repeat: int
) -> list[Figure]:
    """From the files to the live tables, checked row by row, for a division and for one of a tenth of its size."""
    full = make(folder / "full", code="BENCH", electors=electors, seed=1)
    tenth = make(folder / "tenth", code="BENCH", electors=electors // 10, seed=1)
    rows, fewer = full.residences + full.enrolled, tenth.residences + tenth.enrolled
    copies = _exported(full, folder)
    ours, floor, small = in_turns(repeat, lambda: loaded(full), lambda: copied(copies), lambda: loaded(tenth))
    each, each_of_fewer = ours.seconds / rows * 1e6, small.seconds / fewer * 1e6
    return [
        at_most(2.5, f"Load {rows} rows, against COPY", ours.seconds, floor.seconds, memory=ours.memory, most_memory=200),
        at_most(1.5, "A row of it, against a tenth of the rows", each, each_of_fewer, "µs"),
        at_most(1.2, "Memory of the load, against a tenth of the rows", ours.memory, small.memory, "MB"),
    ]  # fmt: skip


def loaded(made: Any) -> Sample:
    """The files of a division, from a person's hand to the live tables."""
    division = emptied()
    load("protections", made.protections, division)
    settled()

    def work() -> float:
        with timed() as seconds:
            for kind in LOADED:
                load(kind, getattr(made, kind), division)
        return seconds[0]

    return Sample(*in_child(work))


def _exported(made: Any, folder: Path) -> dict[str, Path]:
    """What COPY will be given: the rows as they stand when the files are loaded."""
    loaded(made)
    copies = {table: folder / f"{table}.copy" for table in TABLES}
    with owner() as cursor:
        for table, path in copies.items():
            with path.open("wb") as file:
                cursor.copy_expert(f"COPY {table} TO STDOUT", file)
    return copies


def copied(copies: dict[str, Path]) -> Sample:
    """The floor: the same rows in one transaction, into tables that hold nothing yet."""
    with owner() as cursor:
        _make_tables(cursor)
    settled()

    def work() -> float:
        with owner() as cursor:
            with timed() as seconds:
                cursor.execute("BEGIN")
                for table, path in copies.items():
                    with path.open("rb") as file:
                        cursor.copy_expert(f"COPY floor.{table} FROM STDIN", file)
                cursor.execute("COMMIT")
            return seconds[0]

    return Sample(*in_child(work))


def _make_tables(cursor: Any) -> None:
    cursor.execute("DROP SCHEMA IF EXISTS floor CASCADE")
    cursor.execute("CREATE SCHEMA floor")
    keys = {}
    for table in TABLES:
        cursor.execute(f"CREATE TABLE floor.{table} (LIKE public.{table} INCLUDING ALL)")
        cursor.execute(FOREIGN_KEYS.format(table=table))
        keys[table] = cursor.fetchall()
    cursor.execute("SET search_path = floor, public")  # a key leads to the copy where there is one
    for table, its in keys.items():
        for name, definition in its:
            cursor.execute(f'ALTER TABLE floor.{table} ADD CONSTRAINT "{name}" {definition}')
