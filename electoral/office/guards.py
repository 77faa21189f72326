"""What the database refuses whoever asks (decisions 1, 2 and 6).

A move that no workflow has, a change of what is only added to, a pointer into another division. The owner runs these
statements after `migrate` (the command `guards`); running them twice changes nothing.
"""

from collections.abc import Iterator
from importlib import import_module

from django.apps import apps
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import connection, models

STATUS_FUNCTION = """
CREATE OR REPLACE FUNCTION guard_status() RETURNS trigger LANGUAGE plpgsql AS $$
-- TG_ARGV: the first status, then every move as 'from>to'
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NEW.status <> TG_ARGV[0] THEN
            RAISE EXCEPTION '% begins as %, not as %', TG_TABLE_NAME, TG_ARGV[0], NEW.status
                USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME;
        END IF;
    ELSIF NEW.status IS DISTINCT FROM OLD.status AND (OLD.status || '>' || NEW.status) <> ALL (TG_ARGV) THEN
        RAISE EXCEPTION '% cannot go from % to %', TG_TABLE_NAME, OLD.status, NEW.status
            USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME;
    END IF;
    RETURN NEW;
END $$
"""
ONCE_FUNCTION = """
CREATE OR REPLACE FUNCTION guard_written_once() RETURNS trigger LANGUAGE plpgsql AS $$
-- TG_ARGV: columns that are written once; empty text and NULL are not written yet
DECLARE
    name text;
    was text;
BEGIN
    FOREACH name IN ARRAY TG_ARGV LOOP
        was := to_jsonb(OLD) ->> name;
        IF was <> '' AND was IS DISTINCT FROM to_jsonb(NEW) ->> name THEN
            RAISE EXCEPTION '% of % is written once', name, TG_TABLE_NAME
                USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME;
        END IF;
    END LOOP;
    RETURN NEW;
END $$
"""
FROZEN_FUNCTION = """
CREATE OR REPLACE FUNCTION guard_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
-- TG_ARGV: 'status:column,column' for each status in which nothing but these columns may change
DECLARE
    free text[] := NULL;
    entry text;
BEGIN
    FOREACH entry IN ARRAY TG_ARGV LOOP
        IF split_part(entry, ':', 1) = OLD.status THEN
            free := string_to_array(split_part(entry, ':', 2), ',');
        END IF;
    END LOOP;
    IF free IS NOT NULL AND (to_jsonb(OLD) - free) IS DISTINCT FROM (to_jsonb(NEW) - free) THEN
        RAISE EXCEPTION 'A row of % does not change any more when it is %', TG_TABLE_NAME, OLD.status
            USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME;
    END IF;
    RETURN NEW;
END $$
"""
LINK = """
DO $$ BEGIN
    IF NOT EXISTS (SELECT FROM pg_constraint WHERE conname = '{name}') THEN
        ALTER TABLE "{table}" ADD CONSTRAINT "{name}" FOREIGN KEY (division_id, "{column}")
            REFERENCES "{target}" (division_id, id) DEFERRABLE INITIALLY DEFERRED;
    END IF;
END $$
"""

# By the session's login, not by SET ROLE, which an injected RESET ROLE undoes.
OWNS = """
SELECT rolsuper OR rolbypassrls OR EXISTS (SELECT FROM pg_class WHERE relowner = r.oid AND relname = 'office_division')
FROM pg_roles r WHERE rolname = session_user
"""


def refuse_an_owner() -> None:
    """End the start of a server whose login could undo the guards (decision 2). Not in the demo, nor with DEBUG."""
    if settings.DEBUG or settings.OFFICE_DEMO:
        return
    with connection.cursor() as cursor:
        cursor.execute(OWNS)
        owns = cursor.fetchone()[0]
    connection.close()  # nothing is handed on to the processes that are forked from here
    if owns:
        raise ImproperlyConfigured(
            "The office does not serve as the owner of its database, nor as a superuser: set DATABASE_APP_URL (deploy/README.md)."
        )


class DivisionalKey(models.ForeignKey):
    """A foreign key that can only point within the division.

    The constraint is the composite one of `links`, which takes the place of Django's own: a single check a row.
    """

    def __init__(self, to, on_delete, **options):
        super().__init__(to, on_delete, **{**options, "db_constraint": False})


def status_trigger(model) -> str:
    workflow, table = model.workflow, model._meta.db_table
    arguments = ", ".join(f"'{x}'" for x in [workflow.first, *(f"{a}>{b}" for a, b in workflow.pairs)])
    return (
        f'CREATE OR REPLACE TRIGGER "{table}_status" BEFORE INSERT OR UPDATE ON "{table}" '
        f"FOR EACH ROW EXECUTE FUNCTION guard_status({arguments})"
    )


def once_trigger(model) -> str:
    table, arguments = model._meta.db_table, ", ".join(f"'{name}'" for name in model.written_once)
    return (
        f'CREATE OR REPLACE TRIGGER "{table}_once" BEFORE UPDATE ON "{table}" '
        f"FOR EACH ROW EXECUTE FUNCTION guard_written_once({arguments})"
    )


def frozen_trigger(model) -> str:
    """`frozen`: by status, the columns that may still change; a status that is not named freezes nothing."""
    table = model._meta.db_table
    arguments = ", ".join(f"'{status}:{','.join(free)}'" for status, free in model.frozen.items())
    return (
        f'CREATE OR REPLACE TRIGGER "{table}_frozen" BEFORE UPDATE ON "{table}" '
        f"FOR EACH ROW EXECUTE FUNCTION guard_frozen({arguments})"
    )


def links(model) -> Iterator[str]:
    for field in model._meta.local_fields:
        if isinstance(field, DivisionalKey):
            table = model._meta.db_table
            target = field.remote_field.model._meta.db_table
            yield LINK.format(
                name=f"{table}_{field.column}_same_division", table=table, column=field.column, target=target
            )


RECORDS = {"django_admin_log"}  # records of others: their models cannot say so themselves


def privileges(model) -> str:
    """The least a model needs: rows with a life are never deleted, rows of a record never changed."""
    if getattr(model, "append_only", False) or model._meta.db_table in RECORDS:
        return "SELECT, INSERT"
    if hasattr(model, "workflow") or getattr(model, "kept", False):
        return "SELECT, INSERT, UPDATE"
    return "SELECT, INSERT, UPDATE, DELETE"


def of_model(model, role: str, *, maintain: bool) -> Iterator[str]:
    """Rights and triggers of one table."""
    table = model._meta.db_table
    yield f'GRANT {privileges(model)} ON "{table}" TO "{role}"'
    if maintain:
        yield f'GRANT MAINTAIN ON "{table}" TO "{role}"'
    if hasattr(model, "workflow"):
        yield status_trigger(model)
    if hasattr(model, "written_once"):
        yield once_trigger(model)
    if hasattr(model, "frozen"):
        yield frozen_trigger(model)
    yield from getattr(model, "guards", ())  # what this table alone needs, in SQL beside the model
    if getattr(model, "unlogged", False):
        yield f'ALTER TABLE "{table}" SET UNLOGGED'


def statements(role: str, *, maintain: bool) -> Iterator[str]:
    """Every statement that the owner runs; `maintain` where the server knows that privilege (17 and later)."""
    yield STATUS_FUNCTION
    yield ONCE_FUNCTION
    yield FROZEN_FUNCTION
    yield "REVOKE CREATE ON SCHEMA public FROM PUBLIC"
    yield f'GRANT USAGE ON SCHEMA public TO "{role}"'
    yield f'REVOKE ALL ON ALL TABLES IN SCHEMA public FROM "{role}"'
    yield f'GRANT SELECT ON ALL TABLES IN SCHEMA public TO "{role}"'
    yield f'GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO "{role}"'
    ours = [m for m in apps.get_models(include_auto_created=True) if m._meta.managed]
    for model in ours:
        yield from of_model(model, role, maintain=maintain)
    for model in ours:
        yield from links(model)
    # The one room with functions of its own in the database; its tables belong to nobody but the owner.
    yield from import_module("electoral.protected.doors").statements(role)
