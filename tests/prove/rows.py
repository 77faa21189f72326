"""A row of any table with something in every column, written by the owner past every trigger and key, to try what the database
refuses of it. Nothing of it stays: each try is undone."""

from collections.abc import Callable
from contextlib import contextmanager
from datetime import UTC, date, datetime
from functools import partial
from uuid import UUID

import pytest
from django.apps import apps
from django.conf import settings
from django.db import ProgrammingError, transaction
from psycopg2.extras import Json

from electoral.office.guards import DivisionalKey
from tests.registers.trying import refused_by, run

FIRST = 900_000  # ids beyond those of the seeds


def table(name: str):
    """The model of a table."""
    return next(m for m in apps.get_models(include_auto_created=True) if m._meta.db_table == name)


def tables_of(room: str) -> set[str]:
    return {m._meta.db_table for m in apps.get_app_config(room).get_models(include_auto_created=True)}


def sample(field, n: int):
    """The n-th value for a column: another n, another value."""
    if field.is_relation:
        return sample(field.target_field, n)
    kind = field.get_internal_type()
    samples: dict[str, Callable] = {
        "DateField": lambda: date(2026, 1, n), "DateTimeField": lambda: datetime(2026, 1, n, tzinfo=UTC), "UUIDField": lambda: UUID(int=n),
        "BooleanField": lambda: bool(n % 2), "JSONField": lambda: Json({"n": n}),
        "CharField": lambda: f"x{n}", "TextField": lambda: f"x{n}", "EmailField": lambda: f"x{n}",
    }  # fmt: skip
    return samples.get(kind, lambda: n)()


def columns(model, n: int, /, **changes) -> dict:
    """Every column of the n-th row, by name; a status is the first one."""
    key = model._meta.pk
    row = {f.column: sample(f, n) for f in model._meta.concrete_fields if f is not key or f.is_relation}
    if key.column not in row:
        row[key.column] = FIRST + n if "Auto" in key.get_internal_type() else sample(key, n)
    if hasattr(model, "workflow"):
        row["status"] = model.workflow.first
    return row | changes


@contextmanager
def silently():
    """As the owner, with every trigger and key silent: the login of the tests is a superuser under the role."""
    run("SET LOCAL ROLE NONE; SET LOCAL session_replication_role = replica")
    yield
    run(f"SET LOCAL session_replication_role = origin; SET LOCAL ROLE {settings.APP_ROLE}")


def inserted(name: str, row: dict) -> None:
    names = ", ".join(f'"{column}"' for column in row)
    run(f"INSERT INTO {name} ({names}) VALUES ({', '.join(['%s'] * len(row))})", list(row.values()))


def put(name: str, n: int = 1, /, **changes) -> None:
    with silently():
        inserted(name, columns(table(name), n, **changes))


def changed(name: str, /, **values) -> Callable:
    """An UPDATE of the row that was put, as the software's role."""
    pairs = ", ".join(f'"{column}" = %s' for column in values)
    key = table(name)._meta.pk.column
    put_as = columns(table(name), 1)[key]
    return partial(run, f"UPDATE {name} SET {pairs} WHERE {key} = %s", [*values.values(), put_as])


def refuses_a_second_value(name: str, column: str, /, **usual) -> str:
    """Which constraint refuses to write a column that holds something."""
    field = next(f for f in table(name)._meta.concrete_fields if f.column == column)
    other = usual[column] + 1 if isinstance(usual.get(column), int) else sample(field, 4)
    return refused_by(changed(name, **{column: other}), partial(put, name, **usual))


def refuses_in(name: str, status: str, column: str, before: Callable = int, /, **usual) -> str:
    """Which constraint refuses to write a column while the row has the status, after what is put `before`."""
    field = next(f for f in table(name)._meta.concrete_fields if f.column == column)
    return refused_by(
        changed(name, **{column: sample(field, 4)}), before, partial(put, name, **usual, status=status)
    )


def refuses_the_step(name: str, source: str, target: str, /, **usual) -> str:
    return refused_by(changed(name, status=target), partial(put, name, status=source, **usual))


def refuses_a_row(name: str, /, **changes) -> str:
    """Which constraint refuses such a row, whoever writes it."""
    return refused_by(partial(put, name, **changes))


def refuses_the_same(name: str, same: tuple[str, ...], /, **usual) -> str:
    """Which constraint refuses a second row that has these columns of the first, and no other."""
    first = columns(table(name), 1, **usual)
    second = {**usual, **{column: first[column] for column in same}}
    return refused_by(partial(put, name, 2, **second), partial(put, name, 1, **usual))


def refuses_another_division(name: str, column: str, there: dict | None = None, /, **usual) -> str:
    """Which key refuses a row that points to one of another division, `there`; its own triggers are off."""
    target = next(
        f for f in table(name)._meta.concrete_fields if f.column == column
    ).related_model._meta.db_table

    def pointing() -> None:
        run(f"SET LOCAL ROLE NONE; ALTER TABLE {name} DISABLE TRIGGER USER")
        inserted(name, columns(table(name), 1, **{column: FIRST + 7}, **usual))
        run(f"SET CONSTRAINTS {name}_{column}_same_division IMMEDIATE")

    elsewhere = partial(put, target, 7, **(there or {}))
    here = partial(put, target, 7, **{**(there or {}), "division_id": usual.get("division_id", 1)})
    apart = refused_by(pointing, elsewhere)
    assert refused_by(pointing, here) == "", "within the division it passes"
    return apart


def may_not(right: str, name: str) -> bool:
    """Whether the software's role is refused for want of the right; nothing is read, changed or removed by the try."""
    column = table(name)._meta.concrete_fields[0].column
    tries = {
        "UPDATE": f'UPDATE {name} SET "{column}" = "{column}" WHERE false',
        "DELETE": f"DELETE FROM {name} WHERE false",
        "TRUNCATE": f"TRUNCATE {name}",
    }
    denied = ""
    try:
        with transaction.atomic():
            run(tries[right])
            transaction.set_rollback(True)
    except ProgrammingError as error:
        denied = str(error)
    return denied.startswith("permission denied")


def spread(listed: dict[str, str]) -> list:
    """`{"table": "one two"}` as a parameter for each: (table, one), (table, two)."""
    return [
        pytest.param(name, word, id=f"{name}-{word}")
        for name, words in listed.items()
        for word in words.split()
    ]


def keys_of(room: str) -> list:
    """The links within a division, as (table, column) of a parametrized test."""
    models = apps.get_app_config(room).get_models()
    keys = [
        (m._meta.db_table, f.column)
        for m in models
        for f in m._meta.local_fields
        if isinstance(f, DivisionalKey)
    ]
    return [pytest.param(name, column, id=f"{name}-{column}") for name, column in keys]
