"""Each objection of a move, alone: everything in order but that one thing, and the sentence that a person reads (E3, E6, E7).

Which objection and permission each move has is written down here once more: one that is taken away is missed.
"""

from datetime import timedelta

import pytest
from django.utils import timezone

from electoral.office.actions import outsider
from electoral.office.refusals import NotPermitted
from payments.models import Account, BankLine, Fee, Refund
from payments.states import ACCOUNT, ATTEMPT, BANK_LINE, FEE, REFUND
from registers.models import AccessRequest, Copy, Edition, Entitlement, FeeRule, Inquiry, Inspection, Release
from registers.states import ACCESS_REQUEST, EDITION, INQUIRY, INSPECTION, RELEASE
from tests.conftest import make_person
from tests.prove.rows import put
from tests.registers.asking import asked, confirmed, in_england, paid, quoted, somebody
from tests.registers.visiting import begun, booked

pytestmark = [pytest.mark.django_db, pytest.mark.rule("E3", "E7")]
ENTITLED = "is_not_entitled lacks_its_second"
SIGNED = "is_not_entitled is_signed_otherwise"
UNLESS = {
    ACCESS_REQUEST: {
        "confirm": f"{SIGNED} is_for_the_officer lacks_evidence", "quote": f"{SIGNED} lacks_its_second is_settled",
        "accept": f"{SIGNED} lacks_its_second was_quoted_otherwise", "reopen": "is_as_it_was_signed is_settled",
        "second": "needs_no_second is_confirmed_already confirmed_it has_not_opened_the_evidence is_not_entitled is_signed_otherwise", "prepare": f"{ENTITLED} owes_a_fee holds_lists_of_an_earlier_day",
        "check": f"{ENTITLED} owes_a_fee prepared_it has_no_copy",
        "release": f"{ENTITLED} owes_a_fee confirmed_it is_the_officers has_no_copy has_an_open_link holds_lists_of_an_earlier_day", "recall": "nothing_has_left",
    },
    INSPECTION: {
        "agree": "needs_no_word is_agreed_already is_not_open_to_inspection is_for_the_officer", "miss": "is_still_to_come",
        "second": "needs_no_second has_no_first has_its_second agreed_to_it is_not_open_to_inspection",
        "begin": "is_not_its_day another_sits_there is_not_open_to_inspection is_not_agreed",
    },
    RELEASE: {"hand_over": "is_the_officers has_run_out owes_a_fee"},
    INQUIRY: {"reply": "lies_with_a_colleague is_beyond_the_role", "finish": "lies_with_a_colleague is_beyond_the_role"},
    REFUND: {
        "approve": "asked_for_it is_more_than_was_received", "send": "is_not_by_card is_more_than_was_received",
        "pay": "is_by_card is_more_than_was_received",
    },
    FEE: {"cancel": "has_money_on_it"},
    BANK_LINE: {"undo": "matched_it was_paid_back"}, ACCOUNT: {"accept": "proposed_it"},
}  # fmt: skip
# What happens by itself, or by the applicant, the worker, the provider: every other step asks who takes it.
FOLLOWS = {
    ACCESS_REQUEST: "answer accept receive close withdraw", INSPECTION: "cancel", INQUIRY: "ask_again", RELEASE: "download expire",
    EDITION: "", REFUND: "land bounce", FEE: "withdraw", ATTEMPT: "succeed fail expire", BANK_LINE: "", ACCOUNT: "replace",
}  # fmt: skip


@pytest.mark.rule("E6")
def test_every_move_has_the_objections_that_it_should():
    for workflow, unless in UNLESS.items():
        said = {
            move.name: " ".join(o.__name__ for o in move.unless)
            for move in workflow.moves.values()
            if move.unless
        }
        assert {name: set(words.split()) for name, words in said.items()} == {
            name: set(w.split()) for name, w in unless.items()
        }


def test_every_move_asks_who_makes_it_but_those_that_follow():
    for workflow, follows in FOLLOWS.items():
        assert {move.name for move in workflow.moves.values() if move.follows} == set(follows.split()), (
            workflow.noun
        )


@pytest.mark.parametrize(
    "model",
    [AccessRequest, Inspection, Inquiry, Release, Edition, Account, BankLine, Fee, Refund],
    ids=lambda m: m.__name__,
)
def test_nobody_without_a_role_makes_a_move(division, person, model):
    stranger = person("requester")
    for move in model.workflow.moves.values():
        if not move.follows:
            subject = model(division=division, status=move.source[0])
            assert isinstance(move.refusal(subject, stranger), NotPermitted), move.name


def says(workflow, name: str, subject, user) -> str:
    """The sentence with which the move is refused; empty where it may be made."""
    return str(workflow.moves[name].refusal(subject, user) or "")


@pytest.fixture
def office(division):
    division = in_england(division)
    division.clerk, division.dro = somebody(division, "clerk"), somebody(division, "dro")
    return division


@pytest.fixture
def visit(office):
    """To a marked register, which two people agree to."""
    return booked(office, "MARKED")


def no_row(rows) -> None:
    rows.update(ended_on=rows.first().from_on)


@pytest.mark.rule("E3c")
def test_a_written_request_is_agreed_to_once_by_whom_the_table_names_and_where_it_names_anybody(
    office, visit
):
    assert says(INSPECTION, "agree", visit, office.clerk) == ""
    visit.agreed_by_id = office.dro.pk
    assert "has agreed to it already" in says(INSPECTION, "agree", visit, office.clerk)
    visit.agreed_by_id = None
    visit.entitlement.second_person, visit.entitlement.decision = False, "officer_decides"
    assert "leaves this to the officer" in says(INSPECTION, "agree", visit, office.clerk)
    assert says(INSPECTION, "agree", visit, office.dro) == ""
    visit.entitlement.decision = "automatic_yes"
    assert "leaves nothing to decide" in says(INSPECTION, "agree", visit, office.dro)
    visit.entitlement.second_person = True
    no_row(Entitlement.objects.filter(pk=visit.entitlement_id))
    assert "has no row any more" in says(INSPECTION, "agree", visit, office.clerk)


@pytest.mark.rule("E3c")
def test_a_second_agrees_after_a_first_who_is_another_and_once(office, visit):
    assert "The office agrees first" in says(INSPECTION, "second", visit, office.dro)
    visit.agreed_by_id = office.clerk.pk
    assert says(INSPECTION, "second", visit, office.dro) == ""
    visit.seconded_by_id = make_person("dro", office).pk
    assert "second person has agreed to it already" in says(INSPECTION, "second", visit, office.dro)
    visit.seconded_by_id, visit.agreed_by_id = None, office.dro.pk
    assert "another person takes this step" in says(INSPECTION, "second", visit, office.dro)
    visit.agreed_by_id, visit.entitlement.second_person = office.clerk.pk, False
    assert "asks for no second person" in says(INSPECTION, "second", visit, office.dro)
    visit.entitlement.second_person = True
    no_row(Entitlement.objects.filter(pk=visit.entitlement_id))
    assert "has no row any more" in says(INSPECTION, "second", visit, office.dro)


def test_a_visit_begins_on_its_day_agreed_to_open_and_watched_by_somebody_free(office, visit):
    visit.agreed_by_id, visit.seconded_by_id = office.clerk.pk, office.dro.pk
    assert says(INSPECTION, "begin", visit, office.clerk) == ""
    visit.seconded_by_id = None
    assert "A second person has not agreed" in says(INSPECTION, "begin", visit, office.clerk)
    visit.seconded_by_id = office.dro.pk
    visit.sitting.starts_at += timedelta(days=2)
    assert "on another day" in says(INSPECTION, "begin", visit, office.clerk)
    assert "still to come" in says(INSPECTION, "miss", visit, office.clerk)
    visit.sitting.starts_at -= timedelta(days=4)
    assert says(INSPECTION, "miss", visit, office.clerk) == ""
    visit.sitting.starts_at += timedelta(days=2)
    begun(office, by=office.clerk)
    assert "You supervise another" in says(INSPECTION, "begin", visit, office.clerk)
    assert says(INSPECTION, "begin", visit, office.dro) == ""
    no_row(Entitlement.objects.filter(pk=visit.entitlement_id))
    assert "has no row any more" in says(INSPECTION, "begin", visit, office.dro)


@pytest.mark.rule("E6")
def test_a_quotation_is_accepted_while_the_request_is_entitled_and_the_quotation_holds(division):
    request = quoted(asked(division))
    assert says(ACCESS_REQUEST, "accept", request, outsider()) == ""
    second, request.seconded_by_id = request.seconded_by_id, None
    assert "second person has not confirmed" in says(ACCESS_REQUEST, "accept", request, outsider())
    request.seconded_by_id = second
    line = request.quotation.lines.get()
    FeeRule.objects.filter(pk=line.formula_id).update(ended_on=division.today())
    assert "formula of its fee has changed" in says(ACCESS_REQUEST, "accept", request, outsider())
    request.round = 2
    request.signed_round = 2
    assert "asks for nothing" in says(ACCESS_REQUEST, "accept", request, outsider())


@pytest.fixture
def ready(division):
    """Entitled, confirmed by two, paid, with a copy that was made; checked, as far as the rules are asked."""
    request = paid(asked(division))
    Copy.objects.create(
        division=request.division,
        request=request,
        round=1,
        sha256="a" * 64,
        ordered_by=request.confirmed_by,
        made_at=timezone.now(),
    )
    request.status = "checked"
    return request


@pytest.mark.rule("E6")
def test_a_copy_is_released_with_everything_and_without_nothing(ready, division):
    by = make_person("clerk", division)
    assert says(ACCESS_REQUEST, "release", ready, by) == ""
    assert "another person takes this step" in says(ACCESS_REQUEST, "release", ready, ready.confirmed_by)
    second, ready.seconded_by_id = ready.seconded_by_id, None
    assert "second person has not confirmed" in says(ACCESS_REQUEST, "release", ready, by)
    ready.seconded_by_id = second
    fee, ready.fee_id = ready.fee_id, None
    assert "fee has not been received" in says(ACCESS_REQUEST, "release", ready, by)
    ready.fee_id = fee
    put("registers_release", division_id=division.pk, request_id=ready.pk)
    assert "A release of it is open" in says(ACCESS_REQUEST, "release", ready, by)


@pytest.mark.rule("E6")
@pytest.mark.parametrize("step", ["prepare", "check", "release"])
def test_what_is_not_entitled_any_more_or_not_paid_is_not_prepared_checked_nor_released(
    ready, division, step
):
    ready.status = {"prepare": "accepted", "check": "prepared", "release": "checked"}[step]
    by = make_person("clerk", division)
    assert says(ACCESS_REQUEST, step, ready, by) == ""
    fee, ready.fee_id = ready.fee_id, None
    assert "fee has not been received" in says(ACCESS_REQUEST, step, ready, by)
    second, ready.fee_id, ready.seconded_by_id = ready.seconded_by_id, fee, None
    assert "second person has not confirmed" in says(ACCESS_REQUEST, step, ready, by)
    ready.seconded_by_id = second
    no_row(Entitlement.objects.filter(pk=ready.items_now[0].entitlement_id))
    assert "the law gives this applicant no copy" in says(ACCESS_REQUEST, step, ready, by)


def test_a_copy_is_checked_by_another_and_checked_and_released_while_it_is_there(ready, division):
    by = make_person("clerk", division)
    ready.status = "prepared"
    assert says(ACCESS_REQUEST, "check", ready, by) == ""
    ready.prepared_by_id = by.pk
    assert "You prepared this copy" in says(ACCESS_REQUEST, "check", ready, by)
    ready.prepared_by_id = None
    Copy.objects.update(destroyed_at=timezone.now())
    assert "No copy has been prepared" in says(ACCESS_REQUEST, "check", ready, by)
    ready.status = "checked"
    assert "No copy has been prepared" in says(ACCESS_REQUEST, "release", ready, by)


def test_a_second_person_confirms_what_is_entitled_still(division):
    request = confirmed(asked(division))
    by, request.seconded_by_id = make_person("dro", division), None
    assert says(ACCESS_REQUEST, "second", request, by) == ""
    no_row(Entitlement.objects.filter(pk=request.items_now[0].entitlement_id))
    assert "the law gives this applicant no copy" in says(ACCESS_REQUEST, "second", request, by)
