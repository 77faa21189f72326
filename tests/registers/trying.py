"""Trying what the database should refuse, as the software's own role; and the same with a guard taken away by the owner."""

from collections.abc import Callable
from contextlib import contextmanager

from django.db import IntegrityError, connection, transaction

from tests.conftest import as_owner


def run(sql: str, values=()) -> int:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.rowcount


def refused_by(attempt: Callable, *before: Callable) -> str:
    """The name of the constraint that refuses the attempt after what is done before; empty where it passes. All is undone."""
    found = ""
    with transaction.atomic():
        for step in before:
            step()
        try:
            with transaction.atomic():
                attempt()
        except IntegrityError as error:
            found = error.__cause__.diag.constraint_name
        transaction.set_rollback(True)
    return found


@contextmanager
def without_trigger(table: str, trigger: str):
    with as_owner():
        run(f"ALTER TABLE {table} DISABLE TRIGGER {trigger}")
    try:
        yield
    finally:
        with as_owner():
            run(f"ALTER TABLE {table} ENABLE TRIGGER {trigger}")


@contextmanager
def without_constraint(table: str, name: str):
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conname = %s", [name])
        definition = cursor.fetchone()[0]
        cursor.execute(f"ALTER TABLE {table} DROP CONSTRAINT {name}")
    try:
        yield
    finally:
        with as_owner():
            run(f"ALTER TABLE {table} ADD CONSTRAINT {name} {definition}")


@contextmanager
def as_it_were(table: str, pk: int, **columns):
    """The row with other columns for a while, written by the owner with every trigger off."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(columns)} FROM {table} WHERE id = %s", [pk])
        before = dict(zip(columns, cursor.fetchone(), strict=True))
    put(table, pk, **columns)
    try:
        yield
    finally:
        put(table, pk, **before)


def put(table: str, pk: int, **columns) -> None:
    """Write columns of a row as the owner, with every trigger off."""
    with as_owner(), connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        cursor.execute(
            f"UPDATE {table} SET {', '.join(f'{c} = %s' for c in columns)} WHERE id = %s",
            [*columns.values(), pk],
        )
        cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
