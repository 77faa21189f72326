"""An application from the paper to its end, and what is left of it afterwards (3.1c)."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction

from electoral.jobs.models import Job
from electoral.office.models import Event
from electoral.office.refusals import NotPermitted, Refused, WrongState
from review.actions.application import (
    change_application,
    decline_application,
    destroy_application,
    destroy_due_applications,
    note_application,
    withdraw_application,
)
from review.actions.recruitment import order_paper
from review.models import Application
from review.models.recruitment import HELD
from review.rules.recruitment import DECLINED_KEPT_DAYS, decided_by_for_destruction, kept_until
from tests.conftest import as_owner
from tests.review.recruiting import CANARY, advertised, appointed, planned, positioned, received

NOTES = {"interview_note": "canarybird laughed", "reference_note": "a good canarybird"}


@pytest.fixture
def dro(person):
    return person("dro")


@pytest.fixture
def application(division, dro):
    return received(division, dro, positioned(division, dro), signed_on=division.today())


def decided_long_ago(application, days=DECLINED_KEPT_DAYS + 1):
    """As if it had been decided so many days ago, which only the database's owner could write."""
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("ALTER TABLE review_application DISABLE TRIGGER USER")
        cursor.execute(
            "UPDATE review_application SET decided_on = %s WHERE id = %s",
            [application.division.today() - timedelta(days=days), application.pk],
        )
        cursor.execute("ALTER TABLE review_application ENABLE TRIGGER USER")
    return Application.objects.get(pk=application.pk)


@pytest.mark.rule("3.1c")
def test_what_the_form_says_is_kept_as_it_was_keyed_in(application):
    kept = Application.objects.get()
    assert {name: getattr(kept, name) for name in CANARY} == CANARY
    assert (kept.status, str(kept), kept.reference[0]) == ("received", CANARY["name"], "B")


@pytest.mark.rule("3.1c")
def test_the_interview_and_the_referee_are_noted_until_it_is_decided(application, dro):
    note_application(application, by=dro, interviewed_on=application.division.today(), **NOTES)
    decline_application(application, by=dro, reason="No transport.")
    with pytest.raises(Refused, match="It is declined; it is not changed any more"):
        note_application(application, by=dro, interviewed_on=None, interview_note="", reference_note="")
    with pytest.raises(Refused, match="not changed any more"):
        change_application(application, by=dro, name="Somebody Else")
    assert Application.objects.get().interview_note == NOTES["interview_note"]


def test_an_interview_of_tomorrow_is_refused(application, dro):
    tomorrow = application.division.today() + timedelta(days=1)
    with pytest.raises(Refused, match="still to come"):
        note_application(application, by=dro, interviewed_on=tomorrow, **NOTES)


def test_an_application_of_tomorrow_is_refused(division, dro):
    with pytest.raises(Refused, match="still to come"):
        received(division, dro, days_ago=-1)


def test_it_names_only_positions_of_its_division_and_advertisements_of_its_position(
    division, other_division, person, dro
):
    theirs = positioned(other_division, person("dro", other_division))
    with pytest.raises(Refused, match="no such open position"):
        received(division, dro, theirs)
    mine, other = positioned(division, dro), positioned(division, dro, "Mockton")
    with pytest.raises(Refused, match="not for this position"):
        received(division, dro, mine, advertisement=advertised(other))
    with pytest.raises(Refused, match="not for this position"):
        received(division, dro, None, advertisement=planned(mine))


@pytest.mark.rule("3.1c")
def test_an_application_ends_once(application, dro):
    withdraw_application(application, by=dro)
    with pytest.raises(WrongState, match="It is withdrawn"):
        decline_application(application, by=dro, reason="Too late.")


def test_one_that_came_after_the_last_day_says_so(division, dro):
    position = positioned(division, dro, closing_in=0)
    assert not received(division, dro, position).came_late
    type(position).objects.update(closing_on=division.today() - timedelta(days=1))
    assert Application.objects.select_related("position").get().came_late


def test_the_period_counts_from_the_day_after_the_decision(division):
    today = division.today()
    last = kept_until(today)
    assert decided_by_for_destruction(last) < today
    assert decided_by_for_destruction(last + timedelta(days=1)) == today


@pytest.mark.rule("3.1c")
def test_before_the_period_is_over_nothing_is_destroyed(application, dro):
    with pytest.raises(Refused, match="Only an application that was declined or withdrawn"):
        destroy_application(application, by=dro)
    declined = decline_application(application, by=dro, reason="No transport.")
    with pytest.raises(Refused, match="The State's period runs until"):
        destroy_application(declined, by=dro)
    assert destroy_due_applications(by=dro) == 0
    assert Application.objects.get().name == CANARY["name"]


@pytest.mark.rule("3.1c")
@pytest.mark.django_db(transaction=True)
def test_a_destroyed_application_holds_nobody(application, dro, capsys, caplog):
    """Every column of every table is searched, and what the command and the log said."""
    order_paper(application.position, "application_form", by=dro)
    note_application(application, by=dro, interviewed_on=application.division.today(), **NOTES)
    decided_long_ago(decline_application(application, by=dro, reason="Canarybird has no transport."))
    assert where_it_sings() == {("review_application", name) for name in HELD}
    call_command("destroy_applications")
    assert where_it_sings() == set()
    left = Application.objects.get()
    assert (left.status, left.destroyed_on, str(left)) == (
        "declined",
        left.division.today(),
        "Application, destroyed",
    )
    assert left.reference == application.reference
    said = capsys.readouterr().out + caplog.text
    assert "1 applications are destroyed" in said
    assert "canary" not in said.lower()
    call_command("destroy_applications")
    assert Event.objects.filter(verb="destroy_application").count() == 1


def where_it_sings():
    """(table, column) of the whole database in which something of the applicant stands."""
    found = set()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = 'public'"
        )
        for table, column in cursor.fetchall():
            cursor.execute(
                f"""SELECT count(*) FROM "{table}" WHERE "{column}"::text ILIKE '%%canary%%' OR "{column}"::text = %s""",
                [CANARY["telephone"]],
            )
            if cursor.fetchone()[0]:
                found.add((table, column))
    return found


@pytest.mark.rule("3.1c")
def test_no_event_and_no_job_names_the_applicant(division, dro):
    position = positioned(division, dro)
    advertised(position)
    first = received(division, dro, position)
    note_application(first, by=dro, interviewed_on=None, **NOTES)
    decline_application(first, by=dro, reason="Canarybird has no transport.")
    order_paper(position, "information_sheet", by=dro)
    appointed(received(division, dro, position), dro)
    told = str(list(Event.objects.values())) + str(list(Job.objects.values()))
    assert Event.objects.count() > 6
    assert [value for value in [*CANARY.values(), *NOTES.values(), "canary"] if value in told.lower()] == []


@pytest.mark.django_db(transaction=True)
def test_nothing_comes_back_into_a_destroyed_application(application, dro):
    done = destroy_application(decided_long_ago(decline_application(application, by=dro, reason="x")), by=dro)
    with pytest.raises(IntegrityError, match="a_destroyed_application_holds_nobody"), transaction.atomic():
        Application.objects.filter(pk=done.pk).update(name="Vera")
    with pytest.raises(IntegrityError, match="destroyed_on of review_application is written once"):
        Application.objects.filter(pk=done.pk).update(destroyed_on=None)


def test_the_database_destroys_only_what_was_not_taken_up(application):
    gone = {**dict.fromkeys(HELD, ""), "destroyed_on": application.division.today()}
    with pytest.raises(IntegrityError, match="only_what_was_not_taken_up_is_destroyed"):
        Application.objects.filter(pk=application.pk).update(**gone)


def test_the_database_keeps_a_decided_application_as_it_is(application, dro):
    decline_application(application, by=dro, reason="No transport.")
    with pytest.raises(IntegrityError, match="does not change any more when it is declined"):
        Application.objects.update(received_on=application.division.today() - timedelta(days=3))


@pytest.mark.parametrize("role", ["auditor", "area_manager", "officer", "administrator"])
def test_applications_are_worked_on_by_the_divisional_office_alone(application, person, role):
    somebody = person(role)
    for step in (
        lambda: change_application(application, by=somebody, name="X"),
        lambda: note_application(application, by=somebody, interviewed_on=None, **NOTES),
        lambda: decline_application(application, by=somebody, reason="x"),
        lambda: withdraw_application(application, by=somebody),
        lambda: destroy_application(application, by=somebody),
    ):
        with pytest.raises(NotPermitted):
            step()
