"""What the database refuses to the software's own role, and that each refusal is missed when it is taken away."""

import pytest
from django.apps import apps
from django.core.exceptions import ImproperlyConfigured
from django.db import IntegrityError, ProgrammingError, connection, transaction

from electoral.office.actions import record
from electoral.office.guards import refuse_an_owner
from electoral.office.models import Event
from electoral.papers.models import Document
from tests.conftest import as_owner


def run(sql):
    with connection.cursor() as cursor:
        cursor.execute(sql)


@pytest.fixture
def document(division):
    return Document.objects.create(
        division=division, kind="walk_listing", subject="W", title="A paper", file_name="a.pdf"
    )


def test_the_tests_run_as_a_role_that_owns_nothing(db):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_user, (SELECT count(*) FROM pg_class WHERE relowner = current_user::regrole)"
        )
        assert cursor.fetchone() == ("office_app", 0)


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE papers_document SET status = 'destroyed'",
        "UPDATE papers_document SET status = ''",
        "SET pgtrigger.ignore = '{papers_document_status}'; UPDATE papers_document SET status = 'destroyed'",
        "INSERT INTO jobs_job SELECT gen_random_uuid(), 'J2', division_id, 'x', 'x', 'quick', '{}', '', 1, 'done'",
    ],
)
def test_no_step_is_skipped_by_sql(document, sql):
    with pytest.raises((IntegrityError, ProgrammingError)), transaction.atomic():
        run(sql)
    document.refresh_from_db()
    assert document.status == "ordered"


@pytest.mark.django_db(transaction=True)
def test_without_the_trigger_the_step_is_skipped(document):
    """The control: what the test above would not notice if the trigger did nothing."""
    with as_owner():
        run("ALTER TABLE papers_document DISABLE TRIGGER papers_document_status")
    try:
        run("UPDATE papers_document SET status = 'destroyed', sha256 = repeat('a', 64)")
        assert Document.objects.get().status == "destroyed"
    finally:
        with as_owner():
            run("ALTER TABLE papers_document ENABLE TRIGGER papers_document_status")


def test_the_bytes_of_a_paper_are_bound_to_it_once(document):
    run(
        f"UPDATE papers_document SET status = 'kept', sha256 = repeat('a', 64), pages = 2 WHERE id = {document.pk}"
    )
    for change in ("sha256 = repeat('b', 64)", "pages = 3", "sha256 = ''"):
        with pytest.raises(IntegrityError), transaction.atomic():
            run(f"UPDATE papers_document SET {change}")


def test_a_row_whose_status_freezes_it_does_not_change(document):
    run(f"UPDATE papers_document SET title = 'Another' WHERE id = {document.pk}")
    run("UPDATE papers_document SET status = 'kept', sha256 = repeat('a', 64), pages = 2")
    for change in ("title = 'A third'", "subject = 'X'", "division_id = division_id + 1", "file_name = ''"):
        with pytest.raises(IntegrityError), transaction.atomic():
            run(f"UPDATE papers_document SET {change}")
    document.refresh_from_db()
    assert document.title == "Another"


@pytest.mark.django_db(transaction=True)
def test_without_the_trigger_a_frozen_row_changes(document):
    """The control of the test above."""
    run("UPDATE papers_document SET status = 'kept', sha256 = repeat('a', 64), pages = 2")
    with as_owner():
        run("ALTER TABLE papers_document DISABLE TRIGGER papers_document_frozen")
    try:
        run("UPDATE papers_document SET title = 'A third'")
        assert Document.objects.get().title == "A third"
    finally:
        with as_owner():
            run("ALTER TABLE papers_document ENABLE TRIGGER papers_document_frozen")


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE office_event SET verb = 'x'",
        "DELETE FROM office_event",
        "TRUNCATE office_event",
        "UPDATE walks_listingline SET surname = 'x'",
        "DELETE FROM walks_listingline",
        "DELETE FROM papers_document",
        "DELETE FROM walks_walk",
        "ALTER TABLE papers_document DISABLE TRIGGER papers_document_status",
        "DROP TRIGGER papers_document_status ON papers_document",
        "CREATE OR REPLACE FUNCTION guard_status() RETURNS trigger LANGUAGE sql AS 'SELECT 1'",
        "SET session_replication_role = replica",
        "CREATE TABLE mine (x int)",
    ],
)
def test_the_application_may_not(document, person, sql):
    record(document, "keep_document", by=person("clerk"))
    with pytest.raises(ProgrammingError), transaction.atomic():
        run(sql)


def test_a_verb_outside_the_catalogue_is_refused(document, person):
    with pytest.raises(ValueError, match="catalogue"):
        record(document, "abolish_document", by=person("clerk"))
    assert not Event.objects.exists()


def divisional_models():
    return [m for m in apps.get_models() if any(f.name == "division" for f in m._meta.local_fields)]


def test_every_key_within_a_division_is_held_by_the_database(db):
    """A pointer from one division into another is refused: each such key is a composite one (decision 6)."""
    expected = {
        (m._meta.db_table, f.column)
        for m in divisional_models()
        for f in m._meta.local_fields
        if f.is_relation and f.name != "division" and f.related_model in divisional_models()
    } - {
        ("papers_document", "job_id"),
        ("registers_edition", "job_id"),
        ("registers_copy", "job_id"),
        ("office_appointment", "division_id"),
        ("review_officer", "appointment_id"),
    }
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT conrelid::regclass::text, (SELECT attname FROM pg_attribute WHERE attrelid = conrelid AND attnum = conkey[2])"
            " FROM pg_constraint WHERE contype = 'f' AND conname LIKE '%same_division'"
        )
        assert set(cursor.fetchall()) == expected


def test_unique_keys_of_divisional_tables_begin_with_the_division(db):
    for model in divisional_models():
        for constraint in model._meta.constraints:
            fields = getattr(constraint, "fields", ())
            if fields:
                assert fields[0] == "division", f"{model.__name__}: {constraint.name}"


def test_nobody_serves_as_the_owner_of_the_database(db, settings):
    """The tests' own login is a superuser under SET ROLE: good for tests and the demo, refused for a real office."""
    settings.OFFICE_DEMO = True
    refuse_an_owner()
    settings.DEBUG = settings.OFFICE_DEMO = False
    with pytest.raises(ImproperlyConfigured, match="DATABASE_APP_URL"):
        refuse_an_owner()
