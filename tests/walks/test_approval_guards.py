"""An approval and its endorsed RR004 are changed or deleted by nobody (1.8c), whichever way is tried; and each guard is missed."""

from contextlib import contextmanager

import pytest
from django.db import Error, IntegrityError, ProgrammingError, connection, transaction
from django.db.models import ProtectedError
from django.urls import NoReverseMatch, reverse

from electoral.office.admin import site
from electoral.papers.actions import open_document
from tests.conftest import as_owner
from tests.steps import work_off
from tests.walks import rr004
from walks.actions.endorsement import recommend_line
from walks.models import RR004, Classification

LINE, FORM = "walks_classification", "walks_rr004"


def run(sql, values=()):
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.rowcount


@contextmanager
def without(*statements):
    """The owner takes guards away, and puts them back."""
    with as_owner():
        for sql, _ in statements:
            run(sql)
    try:
        yield
    finally:
        with as_owner():
            for _, sql in statements:
                run(sql)


def disabled(table, trigger):
    named = f"ALTER TABLE {table} {{}} TRIGGER {table}_{trigger}"
    return named.format("DISABLE"), named.format("ENABLE")


@pytest.fixture
def form(division, dro, person):
    rr004.delegate(division)
    return rr004.approved(division, rr004.lay_walk(division, 1), by=dro, manager=person("area_manager"))


@pytest.fixture
def filed(form):
    """The same with its endorsed paper made."""
    work_off()
    form.refresh_from_db()
    return form


@pytest.fixture
def line(form):
    return form.lines.get()


CHANGES = [
    "proposed_class = 'low_density'",
    "remarks = 'Otherwise.'",
    "features = '[]'",
    "residences = 1",
    "number = 9",
    "pay_difference = 1",
    "office = 'Somebody else'",
    "decided_by_id = submitted_by_id",
    "decided_at = now()",
    "delegation_id = NULL",
    "from_on = from_on - 1",
    "from_on = NULL",
    "reason = 'x'",
    "form_id = form_id + 1",
    "status = 'returned'",
    "status = 'drafted'",
    "status = 'withdrawn'",
    "reference = 'K00000000'",
]


@pytest.mark.rule("1.8c")
@pytest.mark.parametrize("change", CHANGES)
def test_nothing_of_an_approval_is_changed_by_sql(line, change):
    before = Classification.objects.filter(pk=line.pk).values().get()
    with pytest.raises(IntegrityError), transaction.atomic():
        run(f"UPDATE {LINE} SET {change}")
    assert Classification.objects.filter(pk=line.pk).values().get() == before


@pytest.mark.rule("1.8c")
def test_an_end_is_written_once_and_never_taken_back(division, line):
    Classification.objects.filter(pk=line.pk).update(ended_on=division.today())
    for change in ("ended_on = NULL", "ended_on = ended_on + 1"):
        with pytest.raises(IntegrityError), transaction.atomic():
            run(f"UPDATE {LINE} SET {change}")


@pytest.mark.rule("1.8c")
@pytest.mark.parametrize(
    "change",
    [
        "map = '{}'",
        "map = NULL",
        "document_id = NULL",
        "submitted_at = now()",
        "submitted_by_id = NULL",
        "drafted_by_id = 0",
    ],
)
def test_nothing_of_an_approved_form_is_changed_by_sql(form, change):
    with pytest.raises(IntegrityError), transaction.atomic():
        run(f"UPDATE {FORM} SET {change}")


@pytest.mark.rule("1.8c")
def test_the_endorsed_paper_stays_bound_to_its_bytes(filed):
    for change in (
        "sha256 = repeat('a', 64)",
        "pages = 9",
        "kind = 'x'",
        "subject = 'x'",
        "status = 'ordered'",
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            run(f"UPDATE papers_document SET {change}")
    with open_document(filed.document) as file:
        assert file.read(5) == b"%PDF-"


@pytest.mark.rule("1.8c")
@pytest.mark.parametrize("table", [LINE, FORM, "papers_document"])
@pytest.mark.parametrize("how", ["DELETE FROM {}", "TRUNCATE {} CASCADE", "DROP TABLE {} CASCADE"])
def test_nothing_of_it_is_deleted_by_sql(form, table, how):
    with pytest.raises(ProgrammingError), transaction.atomic():
        run(how.format(table))


@pytest.mark.rule("1.8c")
@pytest.mark.parametrize(
    "sql",
    [
        "INSERT INTO {0} SELECT * FROM {0}",
        "ALTER TABLE {0} DISABLE TRIGGER USER",
        "DROP TRIGGER {0}_frozen ON {0}",
        "SET session_replication_role = replica",
        "CREATE OR REPLACE FUNCTION guard_frozen() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'",
    ],
)
def test_no_approval_is_made_up_and_no_guard_taken_away(line, sql):
    with pytest.raises(Error), transaction.atomic():
        run(sql.format(LINE))
    assert Classification.objects.count() == 1


@pytest.mark.rule("1.8c")
def test_nothing_of_it_is_changed_or_deleted_by_the_orm(form, line):
    line.remarks = "Otherwise."
    with pytest.raises(IntegrityError), transaction.atomic():
        line.save()
    with pytest.raises(IntegrityError), transaction.atomic():
        Classification.objects.update(proposed_class="low_density")
    with pytest.raises(IntegrityError), transaction.atomic():
        Classification.objects.bulk_update([line], ["remarks"])
    for row in (line, form.document):
        with pytest.raises((ProgrammingError, ProtectedError)), transaction.atomic():
            row.delete()
    for rows in (Classification.objects.all(), RR004.objects.all()):
        with pytest.raises((ProgrammingError, ProtectedError)), transaction.atomic():
            rows.delete()


@pytest.mark.rule("1.8c")
def test_no_page_changes_or_deletes_an_approval(filed, line, signed_in):
    form = filed
    before = Classification.objects.filter(pk=line.pk).values().get()
    own, whole = line.get_absolute_url(), form.get_absolute_url()
    sent = {"proposed_class": "low_density", "remarks": "Otherwise.", "reason": "x", "basis": "ccd"}
    deciding = [
        sent | {"step": step, "line": [line.reference]} for step in ("approve", "recommend", "return")
    ]
    tried = [(own, sent), (f"{own}basis/", sent), (f"{own}take-off/", sent), (f"{whole}submit/", sent)]
    tried += [
        (f"{whole}withdraw/", sent),
        (f"{whole}recount/", sent),
        (f"{whole}add/", sent),
        (f"{whole}again/", sent),
    ]
    for role in ("clerk", "dro", "area_manager", "director", "head_office", "administrator"):
        browser = signed_in(role)
        for path, body in [*tried, *((f"{whole}decide/", body) for body in deciding)]:
            browser.post(path, body)
        for path in (own, whole, f"{whole}paper/"):
            assert browser.delete(path).status_code in (403, 404, 405, 200)
    assert Classification.objects.filter(pk=line.pk).values().get() == before
    assert Classification.objects.count() == 1


@pytest.mark.rule("1.8c")
def test_the_administration_has_no_page_for_approvals(db):
    assert not [m for m in site._registry if m in (Classification, RR004)]
    for name in ("classification", "rr004"):
        with pytest.raises(NoReverseMatch):
            reverse(f"admin:walks_{name}_changelist")


class TestWithoutTheGuards:
    """The controls: what the tests above would not notice if the guard did nothing."""

    pytestmark = pytest.mark.django_db(transaction=True)

    def test_without_the_frozen_trigger_an_approval_is_changed(self, line):
        with without(disabled(LINE, "frozen")):
            assert run(f"UPDATE {LINE} SET remarks = 'Otherwise.'") == 1

    def test_without_the_status_trigger_an_approval_is_taken_back(self, line):
        with without(disabled(LINE, "frozen")), pytest.raises(IntegrityError), transaction.atomic():
            run(f"UPDATE {LINE} SET status = 'returned'")
        with without(disabled(LINE, "frozen"), disabled(LINE, "status")):
            assert run(f"UPDATE {LINE} SET status = 'returned'") == 1

    def test_without_written_once_an_end_is_taken_back(self, division, line):
        Classification.objects.filter(pk=line.pk).update(ended_on=division.today())
        with without(disabled(LINE, "once")):
            assert run(f"UPDATE {LINE} SET ended_on = NULL") == 1

    def test_without_written_once_the_map_and_the_paper_are_changed(self, form):
        with without(disabled(FORM, "once")):
            assert run(f"UPDATE {FORM} SET map = '{{}}', document_id = NULL") == 1

    def test_with_the_privilege_an_approval_is_deleted(self, line):
        granted = f"GRANT DELETE ON {LINE} TO office_app", f"REVOKE DELETE ON {LINE} FROM office_app"
        with without(granted):
            assert run(f"DELETE FROM {LINE}") == 1

    def test_without_the_checks_somebody_approves_what_they_submitted(self, division, dro):
        line = rr004.submitted(division, rr004.lay_walk(division, 2), by=dro).lines.get()
        sql = f"UPDATE {LINE} SET status = 'approved', decided_by_id = submitted_by_id WHERE id = {line.pk}"
        with pytest.raises(IntegrityError, match=r"nobody_approves|two_steps"), transaction.atomic():
            run(sql)
        own, steps = "nobody_approves_what_they_submitted", "an_approval_has_its_two_steps"
        checks = {name: f"ALTER TABLE {LINE} DROP CONSTRAINT {name}" for name in (own, steps)}
        again = {name: definition_of(name) for name in checks}
        with (
            without((checks[steps], again[steps] + " NOT VALID")),
            pytest.raises(IntegrityError, match=own),
            transaction.atomic(),
        ):
            run(sql)
        with without(*((checks[name], again[name] + " NOT VALID") for name in checks)):
            assert run(sql) == 1


def definition_of(name):
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conname = %s", [name])
        return f"ALTER TABLE {LINE} ADD CONSTRAINT {name} {cursor.fetchone()[0]}"


@pytest.mark.rule("1.8a")
@pytest.mark.parametrize(
    "sql",
    [
        "status = 'approved', decided_by_id = submitted_by_id",
        "status = 'approved', decided_by_id = {other}",
        "status = 'recommended', recommended_by_id = submitted_by_id",
        "status = 'returned', decided_by_id = submitted_by_id",
        "status = 'approved'",
    ],
)
def test_nobody_approves_what_they_submitted_nor_skips_a_step_by_sql(division, dro, person, sql):
    line = rr004.submitted(division, rr004.lay_walk(division, 1), by=dro).lines.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        run(f"UPDATE {LINE} SET {sql.format(other=person('area_manager').pk)} WHERE id = {line.pk}")


@pytest.mark.rule("1.8a")
def test_the_two_steps_are_two_people_by_sql_too(division, dro, person):
    line = rr004.submitted(division, rr004.lay_walk(division, 1), by=dro).lines.get()
    recommend_line(line, by=person("area_manager"))
    with pytest.raises(IntegrityError, match="two_steps"), transaction.atomic():
        run(f"UPDATE {LINE} SET status = 'approved', decided_by_id = recommended_by_id WHERE id = {line.pk}")


def test_a_walk_has_one_standing_approval_by_sql_too(division, line, dro, person):
    other = rr004.approved(
        division, rr004.lay_walk(division, 2), by=dro, manager=person("area_manager")
    ).lines.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        run(f"UPDATE {LINE} SET walk_id = {line.walk_id} WHERE id = {other.pk}")
