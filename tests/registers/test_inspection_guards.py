"""What the database refuses of visits to the software's own role, each with its control; two who want the last seat (E3, E9)."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction

from electoral.office.actions import outsider
from electoral.office.refusals import Refused
from registers.actions.inspection import agree_inspection, book_inspection, end_inspection
from registers.models import Entitlement, Inspection, InspectionLook, Supply
from tests.conftest import as_owner
from tests.registers.asking import in_england, somebody
from tests.registers.visiting import begun, booked, sitting_at


@pytest.fixture
def office(division):
    division = in_england(division)
    division.clerk, division.dro = somebody(division, "clerk"), somebody(division, "dro")
    return division


def run(sql: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.rowcount


def refused(sql: str, error=IntegrityError) -> None:
    with pytest.raises(error), transaction.atomic():
        run(sql)


def without(trigger: str, sql: str, table: str = "registers_inspection") -> None:
    """The control: with the trigger taken away the same statement passes."""
    with as_owner():
        run(f"ALTER TABLE {table} DISABLE TRIGGER {trigger}")
    try:
        assert run(sql) == 1
    finally:
        with as_owner():
            run(f"ALTER TABLE {table} ENABLE TRIGGER {trigger}")


def beginning(visit, by) -> str:
    return f"UPDATE registers_inspection SET status = 'begun', supervisor_id = {by.pk}, begun_at = now() WHERE id = {visit.pk}"


@pytest.mark.rule("E3")
@pytest.mark.django_db(transaction=True)
def test_a_marked_register_is_not_begun_by_sql_without_those_who_agree(office):
    visit = booked(office, "MARKED")
    refused(beginning(visit, office.clerk))
    visit = agree_inspection(visit, by=office.clerk)
    refused(beginning(visit, office.clerk))
    refused(f"UPDATE registers_inspection SET seconded_by_id = agreed_by_id WHERE id = {visit.pk}")
    without("registers_inspection_entitled", beginning(visit, office.clerk))


@pytest.mark.rule("E3")
@pytest.mark.django_db(transaction=True)
def test_a_visit_without_a_row_of_the_table_is_neither_booked_nor_begun_by_sql(office):
    visit = booked(office)
    Entitlement.objects.filter(pk=visit.entitlement_id).update(ended_on=office.today())
    refused(beginning(visit, office.clerk))
    columns = "division_id, sitting_id, seat, applicant_id, product_id, entitlement_id, name, email, telephone, documents, purpose, why_marked, on_screen, needs, secret, disclaimer_signed, booked_at"
    again = f"INSERT INTO registers_inspection (reference, status, {columns}) SELECT 'I2222222', 'booked', {columns.replace('seat', '2')} FROM registers_inspection WHERE id = {visit.pk}"
    refused(again)
    supply = Entitlement.objects.filter(product="FULL", applicant="MP", mode="supply").first()
    refused(
        f"UPDATE registers_inspection SET entitlement_id = {supply.pk}, status = 'begun', supervisor_id = {office.clerk.pk} WHERE id = {visit.pk}"
    )
    without("registers_inspection_entitled", again)


CHANGES = (
    "status = 'booked'", "status = 'begun'", "status = 'cancelled'", "secret = 'x'", "division_id = division_id + 1",
    "product_id = 'OPEN'", "name = 'Another'", "supervisor_id = NULL", "begun_at = now()",
)  # fmt: skip


@pytest.mark.parametrize("change", CHANGES)
def test_no_step_is_skipped_and_no_fact_of_an_ended_visit_changed_by_sql(office, change):
    visit = end_inspection(begun(office), by=office.clerk)
    refused(f"UPDATE registers_inspection SET {change} WHERE id = {visit.pk}")


@pytest.mark.rule("E7")
def test_one_supervisor_watches_one_visitor_and_one_seat_is_for_one_by_sql_too(office):
    visit = begun(office)
    other = booked(office)
    refused(beginning(other, office.clerk))
    refused(
        f"UPDATE registers_inspection SET sitting_id = {visit.sitting_id}, seat = 1 WHERE id = {other.pk}"
    )
    refused(f"UPDATE registers_inspection SET status = 'begun', begun_at = now() WHERE id = {other.pk}")


@pytest.mark.rule("E9")
@pytest.mark.parametrize("table", ["registers_supply", "registers_inspectionlook", "registers_holderlook"])
def test_nobody_edits_the_register_of_supplies_or_what_was_looked_at(office, table):
    end_inspection(begun(office), by=office.clerk)
    refused(f"UPDATE {table} SET at = now()", ProgrammingError)
    refused(f"DELETE FROM {table}", ProgrammingError)
    refused(f"TRUNCATE {table}", ProgrammingError)


@pytest.mark.rule("E9")
def test_a_line_is_not_changed_through_the_models_either(office):
    end_inspection(begun(office), by=office.clerk)
    line = Supply.objects.get()
    line.name = "Somebody Else"
    for act in (line.save, line.delete, Supply.objects.all().delete, InspectionLook.objects.all().delete):
        with pytest.raises(ProgrammingError), transaction.atomic():
            act()
    assert Supply.objects.get().name == "Vera Testperson"


@pytest.mark.rule("E9")
@pytest.mark.django_db(transaction=True)
def test_with_the_privilege_given_a_line_could_be_changed(office):
    """The control: it is the missing privilege that holds."""
    end_inspection(begun(office), by=office.clerk)
    try:
        with as_owner():
            run("GRANT UPDATE, DELETE ON registers_supply TO office_app")
        assert run("UPDATE registers_supply SET name = 'Somebody Else'") == 1
        assert run("DELETE FROM registers_supply") == 1
    finally:
        with as_owner():
            run("REVOKE UPDATE, DELETE ON registers_supply FROM office_app")


@pytest.mark.rule("E7")
@pytest.mark.django_db(transaction=True)
def test_of_four_who_want_the_last_seat_at_once_one_gets_it(office):
    sitting, by = sitting_at(office), outsider()
    start = Barrier(4)

    def book(who: int) -> str:
        start.wait()
        try:
            return book_inspection(office, product="FULL", sitting=sitting, name=f"Visitor {who}", by=by)[
                0
            ].name
        except Refused as no:
            return str(no)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as people:
        told = list(people.map(book, range(4)))
    assert Inspection.objects.count() == 1
    assert sum(answer.startswith("Visitor") for answer in told) == 1
    assert sum("last seat" in answer for answer in told) == 3
