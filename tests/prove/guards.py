"""The guards of the database, one by one: how to take one away as the owner, and how to put it back as it was.

What is taken away leaves a guard of the same name that holds nothing, so that a test which switches it off and on again
by its name still judges what happens without it.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from django.conf import settings

ROOMS = ("registers", "payments", "office", "papers", "protected", "walks", "roll", "review", "jobs")
HOLDS_NOTHING = """
CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW; END $$
"""
NOTHING = "public.guard_that_holds_nothing"
ROOM = f"c.relnamespace IN ('public'::regnamespace, to_regnamespace('protected')) AND (c.oid::regclass::text ~ '^({'|'.join(ROOMS)})[_.]')"
TRIGGERS = f"""
SELECT c.oid::regclass::text, t.tgname, p.proname, t.tgargs, pg_get_triggerdef(t.oid) FROM pg_trigger t
JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_proc p ON p.oid = t.tgfoid WHERE NOT t.tgisinternal AND {ROOM} ORDER BY 1, 2
"""
# A key that holds the primary key can never be doubled: it stands there for the keys that point to it.
CONSTRAINTS = f"""
SELECT c.oid::regclass::text, k.conname, k.contype, pg_get_constraintdef(k.oid), k.confrelid::regclass::text,
       (SELECT array_agg(attname::text) FROM pg_attribute WHERE attrelid = c.oid AND attnum = ANY (k.conkey))
FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid LEFT JOIN pg_constraint p ON p.conrelid = c.oid AND p.contype = 'p'
WHERE {ROOM} AND (k.contype IN ('c', 'x') OR k.contype = 'f' AND cardinality(k.conkey) > 1
                  OR k.contype = 'u' AND (p.oid IS NULL OR NOT p.conkey <@ k.conkey)) ORDER BY 1, 2
"""
UNIQUE_INDEXES = f"""
SELECT c.oid::regclass::text, i.indexrelid::regclass::text, pg_get_indexdef(i.indexrelid) FROM pg_index i
JOIN pg_class c ON c.oid = i.indrelid WHERE i.indisunique AND {ROOM}
  AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = i.indexrelid AND contype IN ('p', 'u', 'x')) ORDER BY 1, 2
"""
PRIVILEGES = f"""
SELECT c.oid::regclass::text, right_ FROM pg_class c, unnest(ARRAY['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'TRUNCATE']) right_
WHERE c.relkind = 'r' AND {ROOM} AND NOT has_table_privilege('{{role}}', c.oid, right_)
  AND NOT (right_ IN ('SELECT', 'UPDATE') AND has_any_column_privilege('{{role}}', c.oid, right_)) ORDER BY 1, 2
"""
COLUMNS = f"""
SELECT c.oid::regclass::text, right_ || ' (' || quote_ident(a.attname) || ')' FROM pg_class c
JOIN pg_attribute a ON a.attrelid = c.oid AND NOT a.attisdropped, unnest(ARRAY['SELECT', 'UPDATE']) right_
WHERE c.relkind = 'r' AND {ROOM} AND NOT has_table_privilege('{{role}}', c.oid, right_)
  AND has_any_column_privilege('{{role}}', c.oid, right_) AND NOT has_column_privilege('{{role}}', c.oid, a.attnum, right_)
  AND (a.attnum > 0 OR right_ = 'SELECT' AND a.attname = 'xmin') ORDER BY 1, 2
"""
DOORS = """
SELECT oid::regprocedure::text FROM pg_proc
WHERE pronamespace = to_regnamespace('protected') AND NOT has_function_privilege('{role}', oid, 'EXECUTE') ORDER BY 1
"""


class Guard(NamedTuple):
    """One thing that the database refuses; `off` and `on` are statements of the owner."""

    table: str
    kind: str  # trigger, privilege, check, unique, exclude, same division
    name: str
    off: str
    on: str

    @property
    def room(self) -> str:
        return re.split(r"[_.]", self.table)[0]

    def __str__(self):
        return f"{self.table} {self.kind} {self.name}"


def every_guard(cursor) -> list[Guard]:
    """Of all rooms; triggers and privileges first."""
    cursor.execute(HOLDS_NOTHING.format(name=NOTHING))
    return [
        *_triggers(cursor),
        *_privileges(cursor, settings.APP_ROLE),
        *_constraints(cursor),
        *_unique_indexes(cursor),
    ]


def end(cursor) -> None:
    """After the last guard was put back."""
    cursor.execute(f"DROP FUNCTION IF EXISTS {NOTHING}()")


def _rows(cursor, sql: str) -> list[tuple]:
    cursor.execute(sql)
    return cursor.fetchall()


def _triggers(cursor) -> Iterator[Guard]:
    """A trigger; of one that holds several columns or statuses, each of them."""
    for table, name, function, arguments, definition in _rows(cursor, TRIGGERS):
        on = definition.replace("CREATE TRIGGER", "CREATE OR REPLACE TRIGGER", 1)
        if "CREATE CONSTRAINT TRIGGER" in definition:  # which is not replaced
            on = f"DROP TRIGGER {name} ON {table}; {definition}"
        words = bytes(arguments).decode().split("\0")[:-1]
        listed = function in ("guard_written_once", "guard_frozen") and len(words) > 1
        for word in words if listed else [""]:
            left = ", ".join(f"'{other}'" for other in words if listed and other != word)
            call = f"EXECUTE FUNCTION {function if left else NOTHING}({left})"
            yield Guard(
                table, "trigger", f"{name} {word}".strip(), re.sub(r"EXECUTE FUNCTION .*", call, on), on
            )


def _privileges(cursor, role: str) -> Iterator[Guard]:
    """What the role of the application may not do with a table, a column, a function behind the doors."""
    for sql in (PRIVILEGES, COLUMNS):
        for table, right in _rows(cursor, sql.format(role=role)):
            grant = f"GRANT {right} ON {table} TO {role}"
            yield Guard(table, "privilege", right, grant, f"REVOKE {right} ON {table} FROM {role}")
    for (function,) in _rows(cursor, DOORS.format(role=role)):
        on = f"REVOKE EXECUTE ON FUNCTION {function} FROM {role}"
        yield Guard("protected", "privilege", function, f"GRANT EXECUTE ON FUNCTION {function} TO {role}", on)


KINDS = {"c": "check", "u": "unique", "x": "exclude", "f": "same division"}


def _constraints(cursor) -> Iterator[Guard]:
    for table, name, kind, definition, target, columns in _rows(cursor, CONSTRAINTS):
        alter, instead = (
            f'ALTER TABLE {table} DROP CONSTRAINT "{name}", ADD CONSTRAINT "{name}"',
            "CHECK (true)",
        )
        if kind == "f":
            column = next(c for c in columns if c != "division_id")
            instead = f'FOREIGN KEY ("{column}") REFERENCES {target} (id) DEFERRABLE INITIALLY DEFERRED'
        yield Guard(table, KINDS[kind], name, f"{alter} {instead}", f"{alter} {definition}")


def _unique_indexes(cursor) -> Iterator[Guard]:
    for table, name, definition in _rows(cursor, UNIQUE_INDEXES):
        drop = f"DROP INDEX {name}; "
        yield Guard(
            table, "unique", name, drop + definition.replace("CREATE UNIQUE", "CREATE", 1), drop + definition
        )


# The server writes a list of words with its casts in another place when it reads its own definition again.
PLAIN = "regexp_replace({}, '::character varying|::text|[][()]', '', 'g')"
STATE = (
    f"SELECT conrelid::regclass, conname, contype, {PLAIN.format('pg_get_constraintdef(oid)')} FROM pg_constraint WHERE conrelid <> 0",
    "SELECT tgrelid::regclass, tgname, tgenabled, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal ORDER BY 1, 2",
    f"SELECT indexrelid::regclass, {PLAIN.format('pg_get_indexdef(indexrelid)')} FROM pg_index WHERE indrelid::regclass::text NOT LIKE 'pg\\_%' ORDER BY 1",
    "SELECT oid::regclass, (SELECT string_agg(a::text, chr(32) ORDER BY a::text) FROM unnest(relacl) a) FROM pg_class WHERE relkind = 'r' ORDER BY 1",
    "SELECT attrelid::regclass, attname, attacl::text FROM pg_attribute WHERE attacl IS NOT NULL ORDER BY 1, 2",
    f"""SELECT oid::regprocedure, (SELECT string_agg(a::text, chr(32) ORDER BY a::text) FROM unnest(proacl) a) FROM pg_proc
    WHERE pronamespace IN ('public'::regnamespace, to_regnamespace('protected')) AND oid IS DISTINCT FROM to_regproc('{NOTHING}') ORDER BY 1""",
)


def as_it_stands(cursor) -> list[set[tuple]]:
    """All of it, to be compared before and after."""
    return [set(_rows(cursor, sql)) for sql in STATE]
