"""From an applicant to an officer with an account, in one step and once (3.1c, 3.1e)."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import timedelta
from threading import Barrier, BrokenBarrierError

import pytest
from django.db import IntegrityError, connection, transaction

from electoral.office.models import Appointment, Event, User
from electoral.office.refusals import NotPermitted, Refused, WrongState
from electoral.office.roles import Role
from review.actions import officer as actions
from review.actions.application import withdraw_application
from review.actions.officer import account_state, appoint_applicant, ask_for_letter, end_service
from review.actions.recruitment import end_position
from review.models import Officer
from review.states import ADVERTISEMENT, APPLICATION
from tests.review.recruiting import CANARY, advertised, appointed, planned, positioned, received


@pytest.fixture
def dro(person):
    return person("dro")


@pytest.fixture
def position(division, dro):
    position = positioned(division, dro)
    position.placed = advertised(position)
    return position


@pytest.fixture
def application(division, dro, position):
    return received(division, dro, position)


@pytest.mark.rule("3.1c", "3.1e")
def test_one_step_makes_the_officer_the_role_and_the_account(application, position, dro):
    today = application.division.today()
    officer = appointed(application, dro, last_day=today + timedelta(days=30))
    assert (officer.user.email, officer.user.name) == (CANARY["email"], CANARY["name"])
    assert not officer.user.has_usable_password()
    assert (officer.position, officer.advertisement, officer.application) == (
        position,
        position.placed,
        application,
    )
    role = officer.appointment
    assert (role.role, role.division, role.from_on) == (Role.OFFICER, application.division, today)
    assert role.ended_on == officer.ended_on == today + timedelta(days=31)
    application.refresh_from_db()
    assert (application.status, application.decided_by) == ("appointed", dro)
    event = Event.objects.get(verb="appoint_officer")
    assert event.data == {"position": position.reference, "advertisement": position.placed.reference}


@pytest.mark.rule("3.1e")
def test_without_a_placed_advertisement_nobody_is_appointed(division, dro):
    position = positioned(division, dro)
    planned(position)
    application = received(division, dro, position)
    with pytest.raises(Refused, match="all Review Officer positions must be advertised"):
        appointed(application, dro)
    assert (User.objects.filter(email=CANARY["email"]).count(), Officer.objects.count()) == (0, 0)
    advertised(position)
    assert appointed(application, dro)


@pytest.mark.rule("3.1e")
def test_an_advertisement_that_was_called_off_is_none(application, position, dro):
    ADVERTISEMENT.move(
        position.placed, "call_off", by=position.placed.planned_by, changes={"reason": "No funds."}
    )
    with pytest.raises(Refused, match="must be advertised"):
        appointed(application, dro)


@pytest.mark.rule("3.1e")
def test_the_appointment_names_the_advertisement_of_its_own_position(application, dro):
    elsewhere = advertised(positioned(application.division, dro, "Mockton"))
    for named in (elsewhere, planned(application.position), None):
        with pytest.raises(Refused, match="Name the advertisement that was placed for this position"):
            appoint_applicant(application, by=dro, advertisement=named, from_on=application.division.today())
    assert not Appointment.objects.filter(role=Role.OFFICER).exists()


@pytest.mark.rule("3.1e")
def test_an_application_for_no_position_or_an_ended_one_is_refused(division, dro, application):
    with pytest.raises(Refused, match="It names no position"):
        appoint_applicant(
            received(division, dro, name="Nora Testperson"),
            by=dro,
            advertisement=None,
            from_on=division.today(),
        )
    type(application.position).objects.update(ended_on=division.today())
    with pytest.raises(Refused, match="Its position has ended"):
        appointed(application, dro)


def test_an_applicant_without_an_e_mail_address_is_not_appointed_yet(division, dro, position):
    with pytest.raises(Refused, match="needs an e-mail address"):
        appointed(received(division, dro, position, email=""), dro)


@pytest.mark.rule("3.1c")
def test_an_account_of_the_same_address_is_used_and_not_doubled(application, dro):
    before = User.objects.create_user("canarybird@PEOPLE.invalid", "a password of their own", name="Vera C.")
    officer = appointed(application, dro)
    assert (officer.user, officer.user.name) == (before, "Vera C.")
    assert officer.user.has_usable_password()


def test_an_account_that_is_switched_off_is_not_given_a_role(application, dro):
    User.objects.create_user(CANARY["email"], name="Vera C.", is_active=False)
    with pytest.raises(Refused, match="switched off"):
        appointed(application, dro)
    application.refresh_from_db()
    assert application.status == "received"


def test_nobody_appoints_themselves(division, dro, position, person):
    application = received(division, dro, position, email=dro.email.upper())
    with pytest.raises(Refused, match="Nobody appoints themselves"):
        appointed(application, dro)
    assert appointed(application, person("dro")).user == dro


@pytest.mark.rule("3.1c")
def test_appointing_twice_makes_one_officer(application, dro):
    appointed(application, dro)
    with pytest.raises(WrongState, match="It is appointed"):
        appointed(application, dro)
    assert (Officer.objects.count(), Appointment.objects.filter(role=Role.OFFICER).count()) == (1, 1)


@pytest.mark.rule("3.1c")
@pytest.mark.django_db(transaction=True)
def test_two_people_at_once_make_one_officer(application, person):
    assert sorted(at_once((application, person("dro")), (application, person("dro")))) == [False, True]
    assert (Officer.objects.count(), User.objects.filter(email=CANARY["email"]).count()) == (1, 1)


@pytest.mark.django_db(transaction=True)
def test_two_applications_of_one_person_at_once_make_one_account(
    division, dro, position, application, person
):
    other = positioned(division, dro, "Mockton")
    advertised(other)
    assert at_once((application, dro), (received(division, dro, other), person("dro"))) == [True, True]
    assert User.objects.filter(email=CANARY["email"]).count() == 1


@pytest.mark.django_db(transaction=True)
def test_the_last_place_is_given_once(division, dro, person, monkeypatch):
    """Whoever has counted the places waits for the other to have counted too; only a lock keeps the other from it."""
    position = positioned(division, dro, places=1)
    advertised(position)
    them = [received(division, dro, position, email=f"{n}@people.invalid") for n in (1, 2)]
    both_counted, account_of = Barrier(2, timeout=1), actions._account_of

    def waiting(application):
        with suppress(BrokenBarrierError):
            both_counted.wait()
        return account_of(application)

    monkeypatch.setattr(actions, "_account_of", waiting)
    assert sorted(at_once((them[0], dro), (them[1], person("dro")))) == [False, True]


def at_once(*pairs):
    """Whether each (application, person) ended in an appointment, all at the same moment."""

    def appoint(pair):
        try:
            return bool(appointed(pair[0], pair[1]))
        except Refused:
            return False
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as two:
        return list(two.map(appoint, pairs))


def test_one_more_than_the_places_is_appointed_only_when_said(division, dro):
    position = positioned(division, dro, places=1)
    advertised(position)
    appointed(received(division, dro, position), dro)
    more = received(division, dro, position, email="another@people.invalid")
    with pytest.raises(Refused, match="All places of this position are filled"):
        appointed(more, dro)
    assert appointed(more, dro, beyond_places=True)


def test_a_person_serves_in_a_position_once(division, dro, position, application):
    appointed(application, dro)
    with pytest.raises(Refused, match="serves in this position already"):
        appointed(received(division, dro, position), dro)


def test_the_days_of_service_are_in_order(application, dro):
    today = application.division.today()
    with pytest.raises(Refused, match="last day is before the first"):
        appointed(application, dro, last_day=today - timedelta(days=1))
    with pytest.raises(Refused, match="before the application was received"):
        appointed(application, dro, from_on=today - timedelta(days=1))


@pytest.mark.parametrize("role", ["clerk", "auditor", "area_manager", "administrator", "officer"])
def test_only_the_dro_appoints(application, person, role):
    with pytest.raises(NotPermitted):
        appointed(application, person(role))


def test_the_dro_of_another_division_does_not_appoint_here(application, person, other_division):
    with pytest.raises(NotPermitted):
        appointed(application, person("dro", other_division))
    assert APPLICATION.options(application, person("dro", other_division)) == []


def test_the_service_and_the_role_end_together(application, dro):
    officer, today = appointed(application, dro), application.division.today()
    ended = end_service(officer, by=dro, last_day=today + timedelta(days=3))
    role = Appointment.objects.get(pk=officer.appointment_id)
    assert ended.ended_on == role.ended_on == today + timedelta(days=4)
    assert ended.last_day == today + timedelta(days=3)
    end_service(officer, by=dro, last_day=today - timedelta(days=1))
    role.refresh_from_db()
    assert not role.is_in_force()
    with pytest.raises(Refused, match="The service ended on"):
        end_service(Officer.objects.get(), by=dro, last_day=today)


def test_a_role_that_an_administrator_ended_is_not_given_back(application, dro):
    officer, today = appointed(application, dro), application.division.today()
    Appointment.objects.filter(pk=officer.appointment_id).update(ended_on=today)
    assert account_state(Officer.objects.get()) == "The role has ended"
    assert end_service(officer, by=dro, last_day=today + timedelta(days=9)).ended_on == today


def test_service_until_last_month_is_not_written_afterwards(application, dro):
    officer = appointed(application, dro)
    with pytest.raises(Refused, match="Choose yesterday or a later day"):
        end_service(officer, by=dro, last_day=application.division.today() - timedelta(days=30))


def test_an_officer_stays_who_it_is(application, dro, person):
    officer = appointed(application, dro)
    with (
        pytest.raises(IntegrityError, match="user_id of review_officer is written once"),
        transaction.atomic(),
    ):
        Officer.objects.update(user=person("clerk"))
    with pytest.raises(IntegrityError, match="service_ends_after_it_begins"), transaction.atomic():
        Officer.objects.update(ended_on=officer.from_on - timedelta(days=1))


def test_the_letter_is_sent_again_only_to_who_has_chosen_no_password(application, dro, person):
    officer = appointed(application, dro)
    assert account_state(officer) == "Waits for the person to choose a password"
    assert ask_for_letter(officer, by=dro) == officer.user
    with pytest.raises(NotPermitted):
        ask_for_letter(officer, by=person("clerk"))
    officer.user.set_password("a password of their own")
    officer.user.save()
    assert account_state(officer) == "Open"
    with pytest.raises(Refused, match="has chosen a password"):
        ask_for_letter(officer, by=dro)


def test_a_withdrawn_application_and_an_ended_position_leave_the_officers_alone(
    division, dro, position, application
):
    officer = appointed(application, dro)
    withdraw_application(received(division, dro, position, email="x@people.invalid"), by=dro)
    end_position(position, by=dro)
    assert account_state(Officer.objects.get(pk=officer.pk)) == "Waits for the person to choose a password"
