"""Who may open which door: asked in Python and, whatever Python says, in the database (6.1b, 6.1c)."""

from datetime import date
from uuid import uuid4

import pytest
from django.core.management import call_command

from electoral.office.models import Appointment
from electoral.office.refusals import NotPermitted
from electoral.office.roles import GRANTS, Permission, Role
from electoral.protected import actions
from electoral.protected.doors import ask
from electoral.roll.models import Load
from tests.conftest import as_owner
from tests.protected.conftest import closed, sql

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("role", [r for r in Role if r != Role.DRO])
def test_a_forged_name_without_the_office_opens_no_door(role, person, home, division, elector, protect):
    nine = home()
    elector(residence=nine)
    silent = protect()
    forged = person(role).pk
    calls = [("protect", division.pk, "E2", "silent", "", None, forged), ("release", silent, forged, "a reason"),
             ("exclude", division.pk, nine.pk, True, forged, "a reason"), ("ask_to_look", silent, forged, "a reason"),
             ("exclusions", division.pk, forged)]  # fmt: skip
    if role != Role.AUDITOR:
        calls += [("people", division.pk, forged), ("looks", division.pk, forged)]
    for door, *values in calls:
        with pytest.raises(NotPermitted, match="Divisional Returning Officer"):
            ask(door, *values)


def test_the_office_of_another_place_or_time_opens_no_door(person, division, other_division, dro):
    stranger = person("dro", other_division)
    wide = person("dro", division.area.state)
    ended, to_come, disabled = person("dro"), person("dro"), person("dro")
    Appointment.objects.filter(user=ended).update(ended_on=division.today())
    Appointment.objects.filter(user=to_come).update(from_on=date(2999, 1, 1))
    type(disabled).objects.filter(pk=disabled.pk).update(is_active=False)
    assert ask("people", division.pk, dro.pk) == ask("people", division.pk, wide.pk) == []
    for somebody in (stranger.pk, ended.pk, to_come.pk, disabled.pk, 0):
        with pytest.raises(NotPermitted):
            ask("people", division.pk, somebody)


def test_the_doors_and_the_table_of_roles_agree():
    """The SQL names the roles by itself; a right given in roles.py alone would open nothing, or promise too much."""
    for permission in (Permission.PROTECTION_SET, Permission.PROTECTED_LOOK, Permission.RESIDENCE_EXCLUDE):
        assert {role for role, rights in GRANTS.items() if permission in rights} == {Role.DRO}
    assert {r for r, rights in GRANTS.items() if Permission.PROTECTED_LIST in rights} == {
        Role.DRO,
        Role.AUDITOR,
    }


@pytest.mark.parametrize("role", ["clerk", "auditor", "head_office"])
def test_the_actions_ask_for_the_permission(role, person, home, division, elector, protect):
    nine, somebody = home(), person(role)
    elector(residence=nine)
    silent = protect()
    for act in (
        lambda: actions.protect_elector(division, "E2", kind="silent", by=somebody),
        lambda: actions.release_person(silent, by=somebody, reason="x"),
        lambda: actions.exclude_residence(division, nine.pk, by=somebody, reason="x"),
        lambda: actions.include_residence(division, nine.pk, by=somebody, reason="x"),
        lambda: actions.reveal_person(silent, by=somebody, reason="x"),
        lambda: actions.exclusions_of(division, by=somebody),
        lambda: actions.record_of(division, by=somebody, reason="x", edition=1, born_by=None),
        lambda: actions.protect_staged(Load(division=division), by=somebody),
        *(
            [
                lambda: actions.people_of(division, by=somebody),
                lambda: actions.looks_of(division, by=somebody),
            ]
            if role != "auditor"
            else []
        ),
    ):
        with pytest.raises(NotPermitted, match="role"):
            act()


def test_who_is_not_there_is_refused_in_the_words_of_who_may_not(dro, person):
    """Else the words would tell whether somebody is protected."""
    for somebody in (dro, person("clerk")):
        for act in (actions.reveal_person, actions.release_person):
            with pytest.raises(NotPermitted, match="Your role may not do this"):
                act(uuid4(), by=somebody, reason="x")


def test_the_auditor_sees_the_list_and_no_reason(division, person, protect, elector, home):
    elector(residence=home())
    protect(basis="declaration of 1 March")
    auditor = person("auditor")
    (row,) = actions.people_of(division, by=auditor)
    assert (row["elector_id"], row["surname"]) == ("E1", "Zqxhidden")
    assert "address" not in row
    assert row["stands_alone"] is False
    (look,) = actions.looks_of(division, by=auditor)
    assert (look["what"], look["reason"]) == ("protected", "")


@pytest.mark.django_db(transaction=True)
def test_without_its_question_a_door_opens_to_anybody(division, person, elector):
    """The control: the doors hold by `holds_office` alone."""
    elector()
    clerk = person("clerk")
    with as_owner():
        (definition,) = sql("SELECT pg_get_functiondef('protected.holds_office'::regproc)")[0]
        sql(definition[: definition.index("AS $function$")] + "AS 'SELECT true'")
    try:
        ask("protect", division.pk, "E1", "silent", "", None, clerk.pk)
        assert closed() == {"9"}
    finally:
        with as_owner():
            sql(definition)


@pytest.mark.django_db(transaction=True)
def test_an_office_that_ended_between_the_look_and_the_answer_shows_nothing(division, dro, elector, protect):
    elector()
    ticket = ask("ask_to_look", protect(), dro.pk, "a reason")[0]["ask_to_look"]
    Appointment.objects.update(ended_on=division.today())
    with pytest.raises(NotPermitted):
        ask("reveal", ticket)


@pytest.mark.django_db(transaction=True)
def test_the_guards_put_in_place_again_change_nothing():
    def rights():
        functions = "SELECT proname, proacl::text, prosecdef FROM pg_proc WHERE pronamespace = 'protected'::regnamespace ORDER BY 1"
        columns = "SELECT attname, attacl::text FROM pg_attribute WHERE attrelid = 'roll_residence'::regclass ORDER BY 1"
        table = "SELECT relacl::text FROM pg_class WHERE oid = 'roll_residence'::regclass"
        return sql(functions), sql(columns), sql(table)

    before = rights()
    with as_owner():
        call_command("guards")
    assert rights() == before
