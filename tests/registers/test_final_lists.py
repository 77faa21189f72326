"""The final lists of a poll are three: who asked for them gets each, as its own document (regulation 61(5) to (7), E7)."""

import pytest

from electoral.office.actions import outsider
from electoral.office.refusals import Refused
from registers.actions.request import withdraw_request
from registers.actions.secret import opens
from registers.actions.serving import order_serving, serve_standing
from registers.actions.standing import begin_standing
from registers.models import AccessRequest, Entitlement
from tests.registers.asking import again, asked, confirmed, in_england, item, quoted, sealed, somebody
from tests.registers.later import checked
from tests.steps import work_off

POLL = "Mayor 2027"
FINAL = item("AVL", stage="final", poll=POLL)


@pytest.fixture
def office(division):
    return in_england(division)


@pytest.fixture
def dro(office):
    return somebody(office, "dro")


def lists(office, stage: str, *, poll: str = POLL, **more):
    return sealed(office, "absent", stage=stage, poll=poll, polls_on=office.today(), **more)


def candidate(office, **more) -> AccessRequest:
    return asked(office, "CANDIDATE", items=[item("AVL", **({"stage": "final", "poll": POLL} | more))])


def released(request) -> AccessRequest:
    request = checked(request)
    AccessRequest.objects.filter(pk=request.pk).update(status="released", released_by=somebody(request.division, "area_manager"))  # fmt: skip
    return again(request)


def served(edition, by) -> list[tuple]:
    made = serve_standing(edition, by=by)
    return [(one.name, one.items_now.get().stage, one.items_now.get().poll, one.status) for one in made]


@pytest.mark.rule("E5", "E6")
def test_the_final_lists_are_the_final_lists_and_never_the_newest_by_luck(office):
    lists(office, "final_postal")
    request = confirmed(candidate(office))
    with pytest.raises(Refused, match="no sealed edition"):
        quoted(request)
    final = lists(office, "final")
    lists(office, "updated_proxy")
    assert quoted(again(request)).quotation.lines.get().edition == final


@pytest.mark.rule("E7")
def test_the_postal_list_goes_to_whoever_has_asked_for_the_final_lists(office, dro):
    waiting, sure = candidate(office), candidate(office)
    confirmed(sure)
    withdraw_request(candidate(office), why="", by=outsider())
    candidate(office, poll="Another 2027")
    candidate(office, stage="current", poll="")
    edition = lists(office, "final_postal")
    candidate(office)
    made = serve_standing(edition, by=dro)
    assert [opens(one, first.word) for one, first in zip(made, (waiting, sure), strict=True)] == [True, True]
    request = quoted(made[0])
    assert request.quotation.lines.get().edition == edition
    assert request.items_now.get().lists == "Final list of postal voters"
    assert request.messages.first().internal


@pytest.mark.rule("E7")
def test_the_proxies_as_updated_go_to_whoever_has_had_the_final_lists_and_ticked_nothing(office, dro):
    lists(office, "final")
    had, waiting = released(candidate(office)), candidate(office)
    assert served(lists(office, "updated_proxy", poll="Another 2027"), dro) == []
    edition = lists(office, "updated_proxy")
    assert served(edition, dro) == [(had.name, "updated_proxy", POLL, "sent")]
    assert served(edition, dro) == []
    assert waiting.status == "sent"


@pytest.mark.rule("E3", "E7")
def test_what_was_seen_for_the_first_is_seen_for_the_list_that_follows(office, dro):
    lists(office, "final")
    first = released(candidate(office))
    (made,) = serve_standing(lists(office, "updated_proxy"), by=dro)
    assert made.what_evidence_is_missing() is None
    assert (made.applicant_id, made.purposes, made.standing) == (first.applicant_id, first.purposes, None)


def test_the_sealing_orders_what_the_law_owes_though_nobody_stands(office, dro):
    candidate(office)
    assert order_serving(lists(office, "final"), by=dro) is None
    assert order_serving(lists(office, "final_postal"), by=dro)
    work_off()
    assert AccessRequest.objects.filter(channel="standing").count() == 1


@pytest.mark.rule("E7")
def test_who_has_a_standing_request_for_the_lists_gets_each_once(office, dro):
    lists(office, "final")
    request = checked(candidate(office, later=True))
    begin_standing(request, by=somebody(office, "clerk"))
    AccessRequest.objects.filter(pk=request.pk).update(status="released", released_by=somebody(office, "area_manager"))  # fmt: skip
    assert [stage for _, stage, _, _ in served(lists(office, "updated_proxy"), dro)] == ["updated_proxy"]


def test_nothing_follows_a_list_that_holds_nobody(office, dro):
    candidate(office)
    assert served(lists(office, "final_postal", entries=0), dro) == []


def test_where_the_law_gives_it_no_more_the_desk_is_told_in_the_thread(office, dro):
    first = candidate(office)
    law = Entitlement.objects.filter(applicant="CANDIDATE", product="AVL", ended_on=None)
    law.update(ended_on=office.today())
    assert served(lists(office, "final_postal"), dro) == []
    assert "gives this applicant no copy of it any more" in first.messages.get(internal=True).text
