"""Requests as they are sent, asked about, answered, opened again, withdrawn (E1, E2, E3c, E4)."""

from datetime import date, timedelta

import pytest
from django.db import transaction

from electoral.office.actions import outsider
from electoral.office.models import Division, Event
from electoral.office.refusals import NotPermitted, Refused, WrongState
from payments.actions.receipt import take_payment
from payments.models import Fee
from registers.actions.decision import confirm_request
from registers.actions.quotation import quote_request
from registers.actions.request import (
    answer_office,
    ask_applicant,
    receive_request,
    reopen_request,
    withdraw_request,
)
from registers.actions.secret import opens
from registers.actions.signing import sign_again
from registers.models import AccessRequest, Entitlement
from registers.rules.asking import ItemAsked
from registers.states import RequestStatus as S
from tests.registers.asking import (
    accepted,
    again,
    asked,
    confirmed,
    given_by,
    in_england,
    item,
    quoted,
    seen_evidence,
    somebody,
)

FRIDAY = date(2026, 11, 20)


@pytest.fixture
def clerk(division):
    return somebody(division, "clerk")


@pytest.fixture
def on_friday(monkeypatch):
    """The office's today, which a test may move on."""
    days = {"now": FRIDAY}
    monkeypatch.setattr(Division, "today", lambda self: days["now"])
    return days


def sent(division, items, applicant="CRA", **more):
    division = in_england(division)
    told = {"declared_name": "Vera Testperson", "channel": "portal", "by": outsider()}
    known = {name: more.pop(name) for name in list(more) if name in told}
    given = given_by(applicant, division, [i for i in items if i.product], **more)
    return receive_request(division, applicant=applicant, items=items, given=given, **(told | known))


@pytest.mark.rule("E2", "E4")
def test_a_request_is_sent_whole_with_the_row_that_it_is_asked_under(division, on_friday):
    request = asked(division)
    assert (request.status, request.round, request.promised_on) == (S.SENT, 1, date(2026, 11, 27))
    (one,) = request.items.all()
    assert (one.entitlement.applicant_id, one.entitlement.product_id, one.form) == ("CRA", "FULL", "data")
    assert opens(request, request.word.lower().replace("-", " "))
    assert not opens(request, "K7QM-4TXP-9WZD-AAAA")
    assert request.word not in str(AccessRequest.objects.values().get())


@pytest.mark.rule("E2")
@pytest.mark.parametrize(
    ("items", "more", "sentence"),
    [
        ([], {}, "Choose what you ask for"),
        ([ItemAsked("FULL", "")], {}, "data or print"),
        ([ItemAsked("NOSUCH", "data")], {}, "from the list"),
        ([item("FULL"), item("FULL")], {}, "twice"),
        ([item("FULL")], {"purposes": []}, "at least one purpose"),
        ([item("FULL")], {"purpose_note": " "}, "in your own words"),
        ([item("FULL")], {"wanted_on": None}, "of which day"),
        ([item("FULL")], {"name": ""}, "a name is needed"),
        ([item("FULL")], {"email": "", "postal_address": " "}, "where the answer goes"),
        ([item("FULL")], {"email": "no address"}, "Email: Enter a valid email address"),
        ([item("FULL")], {"name": "V" * 151}, "Name: Ensure this value has at most 150"),
        ([item("FULL")], {"declared_name": " "}, "Sign the declaration"),
        ([item("FULL", area="ward:W05")], {}, "Full register: Ask for the whole register"),
    ],
)
def test_what_is_not_whole_is_not_sent_and_says_what_to_do(division, items, more, sentence):
    with pytest.raises(Refused, match=sentence), transaction.atomic():
        sent(division, items, **more)
    assert not AccessRequest.objects.exists()


@pytest.mark.rule("E2", "E3c")
@pytest.mark.parametrize(
    ("applicant", "items", "more", "sentence"),
    [
        ("CRA", [item("FULL")], {"organisation": ""}, "for which body"),
        ("CRA", [item("FULL")], {"authority": ""}, "by what authority"),
        ("CANDIDATE", [item("AVL", stage="")], {}, "as they are now, or the final"),
        ("CANDIDATE", [item("AVL", stage="final")], {}, "of which poll"),
        ("CANDIDATE", [item("MARKED", poll="")], {}, "of which poll"),
        ("CANDIDATE", [item("MARKED")], {"why_marked": ""}, "why the unmarked"),
        ("CANDIDATE", [item("FULL", later=True)], {}, "may not ask for later documents"),
        ("COUNCILLOR", [item("FULL")], {}, "Full register: Ask for"),
        ("OTHER_ENACTMENT", [item("FULL")], {"enactment": ""}, "Name the enactment"),
    ],
)
def test_each_kind_of_applicant_says_what_theirs_needs(division, applicant, items, more, sentence):
    with pytest.raises(Refused, match=sentence), transaction.atomic():
        sent(division, items, applicant, **more)


def test_nobody_asks_who_is_of_no_kind(division):
    division = in_england(division)
    given = given_by("CRA", division, [item("FULL")])
    with pytest.raises(Refused, match="Say who asks"):
        receive_request(
            division, applicant="NOBODY", items=[item("FULL")], given=given, declared_name="x", channel="portal", by=outsider()
        )  # fmt: skip


@pytest.mark.rule("E3", "E3b")
def test_what_the_law_does_not_give_can_be_asked_for_and_is_never_confirmed(division, clerk):
    for applicant, product in (("PUBLIC", "FULL"), ("CRA", "ANON"), ("PUBLIC", "CERT")):
        request = asked(division, applicant, (product,), name=f"{product} Testperson")
        seen_evidence(request, clerk)
        with pytest.raises(Refused, match="the law gives this applicant no copy of it"):
            confirm_request(request, reason="x", by=clerk)


def test_from_a_letter_only_staff_take_in_answer_accept_or_withdraw(division, person, clerk):
    auditor = person("auditor")
    for channel in ("letter", "counter"):
        with pytest.raises(NotPermitted):
            asked(division, channel=channel, by=auditor)
    request = asked(division, channel="letter", by=clerk)
    ask_applicant(request, text="Which year?", by=clerk)
    for attempt in (answer_office, withdraw_request, sign_again):
        told = (
            {"text": "x"}
            if attempt is answer_office
            else {"why": "x"}
            if attempt is withdraw_request
            else {"declared_name": "x"}
        )
        with pytest.raises(NotPermitted):
            attempt(again(request), by=auditor, **told)
    assert answer_office(again(request), text="This one.", by=clerk).status == S.SENT


@pytest.mark.rule("E2")
def test_a_question_stops_the_clock_and_the_answer_moves_the_promise(division, clerk, on_friday):
    request = ask_applicant(asked(division), text="Which year?", by=clerk)
    assert (request.status, request.asked_on) == (S.ASKED, FRIDAY)
    on_friday["now"] = FRIDAY + timedelta(days=13)  # Thursday week: 9 working days later
    assert not AccessRequest.objects.overdue(on_friday["now"]).exists()
    request = answer_office(request, text="This one.", by=outsider())
    assert (request.status, request.asked_on, request.promised_on) == (S.SENT, None, date(2026, 12, 10))
    assert [(m.text, m.from_office, m.internal) for m in request.messages.all()] == [
        ("Which year?", True, False), ("This one.", False, False),
    ]  # fmt: skip
    assert AccessRequest.objects.overdue(date(2026, 12, 11)).get() == request


def test_an_empty_question_or_answer_moves_nothing(division, clerk):
    request = asked(division)
    with pytest.raises(Refused, match="Write what you need to know"):
        ask_applicant(request, text=" ", by=clerk)
    request = ask_applicant(request, text="Which?", by=clerk)
    with pytest.raises(Refused, match="Write your answer"):
        answer_office(request, text="", by=outsider())
    with pytest.raises(WrongState):
        ask_applicant(request, text="Which?", by=clerk)


def test_the_trail_names_nobody_and_tells_nothing_that_was_written(division, clerk):
    request = asked(division)
    ask_applicant(request, text="Is Vera your aunt?", by=clerk)
    request = answer_office(again(request), text="Vera is my aunt.", by=outsider())
    request = quoted(request)
    reopen_request(request, why="Vera rang.", by=clerk)
    withdraw_request(again(request), why="Vera does not want it.", by=outsider())
    told = [str(event.data) for event in Event.objects.all()]
    assert len(told) >= 7
    assert not [data for data in told if "Vera" in data or "Testperson" in data or "Fable" in data]


@pytest.mark.rule("E3")
def test_opened_again_it_is_decided_anew_in_a_round_of_its_own(division, clerk):
    request = quoted(asked(division, products=("FULL", "NOTICE"), items=[item("FULL"), item("OVERSEAS")]))
    with pytest.raises(Refused, match="Say why"):
        reopen_request(request, why="", by=clerk)
    request = reopen_request(request, why="One thing less.", items=[item("OVERSEAS")], by=clerk)
    assert (request.status, request.round, request.confirmed_by, request.seconded_by) == (
        S.SENT,
        2,
        None,
        None,
    )
    assert [i.product_id for i in request.items_now] == ["OVERSEAS"]
    assert (request.needs_second, request.is_signed, request.quotation) == (False, True, None)
    request = confirmed(request, by=clerk)
    assert request.status == S.CONFIRMED
    assert request.decisions.filter(round=2).count() == 1


@pytest.mark.rule("E4")
def test_when_a_row_changes_the_applicant_signs_again_before_it_is_decided(division, clerk):
    request = confirmed(asked(division, "GOVT_DEPT", ("OPEN",), items=[item("OVERSEAS")]), by=clerk)
    change_row(request)
    with pytest.raises(Refused, match="limits have changed since the applicant signed"):
        quote_request(request, by=clerk)
    with pytest.raises(Refused, match="opens the decision again first"):
        sign_again(request, declared_name="Vera Testperson", by=outsider())
    request = reopen_request(request, why="The law changed.", by=clerk)
    assert not request.is_signed
    with pytest.raises(Refused, match="Ask them to sign again"):
        confirm_request(request, reason="x", by=clerk)
    request = sign_again(request, declared_name="Vera Testperson", by=outsider())
    assert confirm_request(request, reason="x", by=clerk).status == S.CONFIRMED


def change_row(request):
    """The law changes: the row ends today, and one that says otherwise begins."""
    row = request.items_now.first().entitlement
    today = request.division.today()
    Entitlement.objects.filter(pk=row.pk).update(ended_on=today)
    row.pk, row.from_on, row.offence = None, today, "Another penalty"
    row._state.adding = True
    row.save()


def test_withdrawn_it_ends_and_its_unpaid_invoice_with_it(division):
    request = withdraw_request(accepted(asked(division)), why="", by=outsider())
    assert request.status == S.WITHDRAWN
    assert request.fee.status == "cancelled"
    with pytest.raises(WrongState):
        withdraw_request(request, why="", by=outsider())


@pytest.mark.rule("E6")
def test_withdrawn_with_money_on_it_the_invoice_ends_and_the_money_waits_to_be_paid_back(division):
    request, cashier = accepted(asked(division)), somebody(division, "cashier")
    take_payment(request.fee, method="cash", amount=100, on=division.today(), by=cashier)
    request = withdraw_request(again(request), why="", by=outsider())
    assert (request.status, request.fee.status) == (S.WITHDRAWN, "cancelled")
    assert Fee.objects.overpaid().get() == request.fee
