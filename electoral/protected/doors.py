"""The doors of the room, and how to call them. The SQL is in inside.sql, doors.sql and registers.sql; the owner runs it (`guards`).

The application's role has no right to the tables of the schema `protected`, only to the functions named here, and no
right to write the flag "not to be visited" or to remove a residence (6.1b, 6.1c). What a door tells by its side effects
is the same for both causes.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.apps import apps
from django.db import Error, connection, models, transaction

from electoral.office.refusals import NotPermitted, Refused

DOORS = (
    "protect", "release", "exclude", "ask_to_look", "reveal", "people", "looks", "exclusions", "division_of", "address",
    "divert", "apply_waiting", "drop_waiting", "protect_staged", "settle", "changed_since",
    "register_rows", "marked_entries", "lawful", "record_of",
)  # fmt: skip
DEFINER = "LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, protected, pg_temp"
NEVER_WRITTEN = {"id", "division_id", "reference", "address_id", "not_to_be_visited"}
NEVER_BLANK = ("id", "division_id")
PERMISSION_LACKING, REFUSED, LOCKED, OUT_OF_TIME = "42501", "P0001", "55P03", "57014"


def statements(role: str) -> Iterator[str]:
    """What the command `guards` runs after the grants of all tables; running it twice changes nothing."""
    for name in ("inside.sql", "doors.sql", "registers.sql"):
        yield _filled(Path(__file__).with_name(name).read_text())
    doors = ", ".join(f"protected.{door}" for door in DOORS)
    yield f'REVOKE ALL ON ALL FUNCTIONS IN SCHEMA protected FROM PUBLIC, "{role}"'
    yield f'REVOKE ALL ON ALL TABLES IN SCHEMA protected FROM PUBLIC, "{role}"'
    yield f'GRANT USAGE ON SCHEMA protected TO "{role}"'
    yield f'GRANT EXECUTE ON FUNCTION {doors} TO "{role}"'
    columns = _fields("Residence")
    table = apps.get_model("roll", "Residence")._meta.db_table
    # Named one by one, SELECT leaves out xmin: it would tell which residence was closed together with whose row.
    yield f'REVOKE SELECT, UPDATE, DELETE ON "{table}" FROM "{role}"'
    yield f'GRANT SELECT ({_listed(columns)}) ON "{table}" TO "{role}"'
    yield f'GRANT UPDATE ({_listed(c for c in columns if c not in NEVER_WRITTEN)}) ON "{table}" TO "{role}"'


def ask(door: str, *values: Any) -> list[dict[str, Any]]:
    """Call a door; its rows. Refused and NotPermitted carry the door's own sentence.

    Any other failure loses its details here: the database quotes the row in them, and they would go to the log.
    """
    marks = ", ".join(["%s"] * len(values))
    failure = ""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"SELECT * FROM protected.{door}({marks})", values)
            names = [column.name for column in cursor.description]
            return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    except Error as error:
        cause: Any = error.__cause__
        failure = getattr(cause, "pgcode", "") or ""
        sentence = cause.diag.message_primary if failure else ""
    if failure == PERMISSION_LACKING:
        raise NotPermitted(sentence)
    if failure == REFUSED:
        raise Refused(sentence)
    if failure in (LOCKED, OUT_OF_TIME):
        raise Refused("A file is being applied to the roll. Try again in a minute.")
    raise RuntimeError(f"the door {door} failed with {failure or 'no code'}")


def _filled(sql: str) -> str:
    elector = [column for column in _fields("Elector") if column not in NEVER_BLANK]
    fills = {"{door}": DEFINER, "{elector_columns}": _listed(elector), "{blank}": json.dumps(_blank())}
    for place, text in fills.items():
        sql = sql.replace(place, text)
    return sql


def _fields(model: str) -> dict[str, models.Field]:
    fields = apps.get_model("roll", model)._meta.local_concrete_fields
    return {str(field.column): field for field in fields}


def _listed(columns) -> str:
    return ", ".join(f'"{column}"' for column in columns)


def _blank() -> dict[str, Any]:
    """Each column of the roll with nothing in it: a column of tomorrow is blanked as well."""
    fields = _fields("Elector").items()
    return {column: _nothing(field) for column, field in fields if column not in NEVER_BLANK}


def _nothing(field: models.Field) -> Any:
    if field.null:
        return None
    return "" if field.empty_strings_allowed and not field.has_default() else field.get_default()
