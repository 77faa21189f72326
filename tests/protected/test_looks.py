"""A look at an address needs a reason, leaves a trace that no rollback takes away, and is rationed (6.1b)."""

import pytest
from django.db import transaction

from electoral.office.models import Event
from electoral.office.refusals import NotPermitted, Refused
from electoral.protected import actions
from electoral.protected.doors import ask
from tests.conftest import as_owner
from tests.protected.conftest import sql

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.rule("6.1b")]


@pytest.fixture
def silent(elector, protect):
    elector()
    return protect()


def looked(division, by):
    return [
        (look["who"], look["reason"])
        for look in actions.looks_of(division, by=by)
        if look["what"] == "looked"
    ]


def test_a_look_shows_all_and_leaves_a_trace(silent, division, dro):
    seen = actions.reveal_person(silent, by=dro, reason="letter of the Commissioner")
    assert (seen["surname"], seen["date_of_birth"], seen["postal_1"]) == (
        "Zqxhidden",
        "1901-02-03",
        "PO Box 7",
    )
    assert seen["address"] == "9 HIDDEN ROAD, FABLETOWN NT 0899"
    assert looked(division, dro) == [(dro.name, "letter of the Commissioner")]


def test_the_ordinary_trail_tells_nothing(silent, division, dro, home):
    actions.reveal_person(silent, by=dro, reason="a letter")
    actions.exclude_residence(division, home(11).pk, by=dro, reason="a locked ward")
    actions.release_person(silent, by=dro, reason="revoked")
    assert not Event.objects.exists()


@pytest.mark.parametrize("reason", ["", "   "])
def test_without_a_reason_there_is_no_look(silent, division, dro, reason):
    with pytest.raises(Refused, match="reason"):
        actions.reveal_person(silent, by=dro, reason=reason)
    assert looked(division, dro) == []


def test_a_look_that_is_rolled_back_shows_nothing(silent, dro):
    with transaction.atomic():
        ticket = ask("ask_to_look", silent, dro.pk, "a reason")[0]["ask_to_look"]
        with pytest.raises(Refused, match="not written down"):
            ask("reveal", ticket)
        transaction.set_rollback(True)
    with pytest.raises(Refused, match="not written down"):
        ask("reveal", ticket)
    with transaction.atomic(), pytest.raises(Refused, match="by itself"):
        actions.reveal_person(silent, by=dro, reason="a reason")


def test_a_look_shows_once_and_not_for_long(silent, dro):
    ticket = ask("ask_to_look", silent, dro.pk, "a reason")[0]["ask_to_look"]
    assert "Zqxhidden" in ask("reveal", ticket)[0]["reveal"]
    with pytest.raises(Refused, match="over"):
        ask("reveal", ticket)
    late = ask("ask_to_look", silent, dro.pk, "a reason")[0]["ask_to_look"]
    with as_owner():
        sql("UPDATE protected.look SET at = at - interval '2 minutes'")
    with pytest.raises(Refused, match="over"):
        ask("reveal", late)


def test_there_are_only_so_many_looks_in_an_hour(silent, person, division, dro):
    for _ in range(20):
        ask("ask_to_look", silent, dro.pk, "mail review")
    with pytest.raises(Refused, match="Too many"):
        actions.reveal_person(silent, by=dro, reason="one more")
    assert actions.reveal_person(silent, by=person("dro"), reason="relief")["surname"] == "Zqxhidden"
    with as_owner():
        sql("UPDATE protected.look SET at = at - interval '61 minutes'")
    assert actions.reveal_person(silent, by=dro, reason="an hour later")


def test_a_division_has_its_own_ration(silent, person, dro):
    for relief in (person("dro"), person("dro"), person("dro")):
        for _ in range(20):
            ask("ask_to_look", silent, relief.pk, "mail review")
    with pytest.raises(Refused, match="Too many"):
        actions.reveal_person(silent, by=dro, reason="the sixty-first")


def test_nobody_is_told_whether_a_person_exists(silent, person, dro):
    stranger = person("clerk")
    answers = set()
    for who in (silent, "00000000-0000-4000-8000-000000000000"):
        with pytest.raises(NotPermitted) as refused:
            ask("ask_to_look", who, stranger.pk, "a reason")
        answers.add(str(refused.value))
    assert len(answers) == 1


def test_without_the_check_of_the_transaction_a_rollback_takes_the_trace_away(silent, division, dro):
    """The control: the look that `reveal` accepts must have been committed."""
    with as_owner():
        (definition,) = sql("SELECT pg_get_functiondef('protected.reveal'::regproc)")[0]
        sql(definition.replace("l.xact <> pg_current_xact_id()", "true"))
    try:
        with transaction.atomic():
            ticket = ask("ask_to_look", silent, dro.pk, "a reason")[0]["ask_to_look"]
            assert "Zqxhidden" in ask("reveal", ticket)[0]["reveal"]
            transaction.set_rollback(True)
        assert looked(division, dro) == []
    finally:
        with as_owner():
            sql(definition)
