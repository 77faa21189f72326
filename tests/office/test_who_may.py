"""Who may do what, where and when: appointments, dated, at a division, an area or a State (decision 16)."""

from datetime import date

import pytest
import time_machine
from django.db import DataError, IntegrityError, transaction

from electoral.office.actions import make_division, operator
from electoral.office.models import Appointment, Division, User
from electoral.office.refusals import Refused
from electoral.office.roles import GRANTS, Permission, Role
from tests.conftest import make_person


def fresh(user):
    return User.objects.get(pk=user.pk)


def test_every_permission_is_granted_to_somebody_and_every_role_has_its_row():
    assert set().union(*GRANTS.values()) == set(Permission)
    assert set(GRANTS) == set(Role)


def test_a_role_at_a_division_is_no_role_at_another(division, other_division, person):
    clerk = person("clerk")
    assert clerk.may(Permission.ROLL_VIEW, division)
    assert not clerk.may(Permission.ROLL_VIEW, other_division)
    assert list(clerk.divisions(Permission.ROLL_VIEW)) == [division]


@pytest.mark.parametrize("place", ["area", "state"])
def test_a_role_at_an_area_or_state_covers_its_divisions(division, other_division, place):
    at = division.area if place == "area" else division.area.state
    manager = make_person("area_manager", at)
    assert set(manager.divisions(Permission.WALK_VIEW)) == {division, other_division}
    assert manager.may(Permission.WALK_VIEW, other_division)


@pytest.mark.parametrize(("place", "may"), [("division", False), ("area", False), ("state", True)])
def test_what_belongs_to_a_state_is_for_those_who_serve_the_state(division, place, may):
    state = division.area.state
    at = {"division": division, "area": division.area, "state": state}[place]
    officer = make_person("information_officer", at)
    assert officer.may(Permission.PUBLICITY_PLACE, state) is may
    assert list(officer.states(Permission.PUBLICITY_VIEW)) == [state]


def test_a_role_holds_from_its_first_day_to_the_day_before_its_last_in_the_places_own_zone(division):
    user = User.objects.create_user("acting@people.invalid", "x", name="Acting")
    Appointment.objects.create(
        user=user, role="dro", division=division, from_on=date(2026, 5, 1), ended_on=date(2026, 6, 1)
    )
    answers = []
    for instant in (
        "2026-04-30T14:29Z",
        "2026-04-30T14:31Z",
        "2026-05-31T14:29Z",
        "2026-05-31T14:31Z",
    ):  # Darwin is 9:30 ahead
        with time_machine.travel(instant, tick=False):
            answers.append(fresh(user).may(Permission.PROTECTED_LOOK, division))
    assert answers == [False, True, True, False]


def test_several_appointments_at_once_add_up(division, other_division, person):
    clerk = person("clerk")
    Appointment.objects.create(user=clerk, role="dro", division=other_division, from_on=date(2026, 1, 1))
    clerk = fresh(clerk)
    assert set(clerk.divisions(Permission.ROLL_VIEW)) == {division, other_division}
    assert clerk.may(Permission.PROTECTED_LOOK, other_division)
    assert not clerk.may(Permission.PROTECTED_LOOK, division)


@pytest.mark.parametrize("places", [{}, {"division": True, "area": True}])
def test_an_appointment_names_one_place(division, person, places):
    named = {k: division if k == "division" else division.area for k in places}
    with pytest.raises(IntegrityError), transaction.atomic():
        Appointment.objects.create(user=person("clerk"), role="clerk", from_on=date(2026, 1, 1), **named)


def test_one_account_an_address_whatever_its_case(db):
    User.objects.create_user("One@people.invalid", "x", name="One")
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.create(email="ONE@people.invalid", name="Two")


def test_the_operator_may_everything_and_nobody_signs_in_as_them(division, client):
    somebody = operator()
    assert operator() == somebody
    assert somebody.may(Permission.PROTECTION_SET, division)
    assert not somebody.has_usable_password()
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.filter(pk=somebody.pk).update(password="pbkdf2_sha256$1$x$x")


def test_a_code_of_a_division_is_never_used_again(division):
    with pytest.raises(Refused, match="never used again"):
        make_division(code="GOLD", name="Another", state="NT")


@pytest.mark.parametrize("code", ["G", "GOLDEND", "gold", "GO1D", ""])
def test_a_code_is_two_to_six_capitals(db, division, code):
    with pytest.raises((DataError, IntegrityError)), transaction.atomic():
        Division.objects.create(code=code, name="X", area=division.area)


def test_times_are_shown_in_the_zone_of_the_office(division, signed_in):
    """A load at 3 pm in Darwin is not shown as half past five in the morning."""
    from electoral.roll.models import Load

    client = signed_in("dro")
    with time_machine.travel("2026-05-03T05:30Z", tick=False):
        Load.objects.create(division=division, kind="addresses", file_name="a.csv", loaded_by=client.user)
        assert "3:00 p.m." in client.get(f"/roll/{division.code}/loads/").content.decode()
