"""What it costs, told before payment; free is free; a sum is invoiced when it is accepted (E6)."""

from datetime import timedelta

import pytest

from electoral.office.actions import outsider
from electoral.office.models import Division
from electoral.office.refusals import NotPermitted, Refused
from payments.models import Fee
from registers.actions.decision import refuse_request
from registers.actions.pricing import priced_lines
from registers.actions.quotation import accept_quotation, quote_request
from registers.actions.request import withdraw_request
from registers.models import Entitlement, FeeRule, Quotation, RequestItem
from registers.states import RequestStatus as S
from tests.registers.asking import accepted, again, asked, confirmed, item, paid, quoted, sealed, somebody
from tests.registers.test_decision import read


@pytest.fixture
def clerk(division):
    return somebody(division, "clerk")


@pytest.mark.rule("E6")
def test_the_cost_is_told_with_its_working_and_the_version_that_it_is_of(division, clerk):
    request = confirmed(asked(division, items=[item("FULL"), item("OVERSEAS", "print")]))
    edition = sealed(division, entries=84312)
    quotation = quote_request(request, by=clerk)
    lines = [(line.working, line.amount, line.entries, line.edition) for line in quotation.lines.all()]
    assert lines == [
        ("£20.00 + 85 x £1.50", 14750, 84312, edition),
        ("£10.00 + 844 x £5.00", 423000, 84312, edition),
    ]
    assert (quotation.amount, quotation.currency) == (437750, "GBP")
    assert quotation.valid_until == division.today() + timedelta(days=28)
    request = again(request)
    assert (request.status, request.fee) == (S.QUOTED, None)
    words, _ = read(request, "registers_quotation")
    for said in ("Quotation 1", request.reference, "84,312", "£20.00 + 85 x £1.50", "£4,377.50", "You pay nothing until you have accepted",
                 "Passing on", "Penalty", "To be verified", "Page 1 of"):  # fmt: skip
        assert said in words, said


@pytest.mark.rule("E6")
def test_what_is_free_is_accepted_at_once_and_meets_no_invoice(division):
    request = quoted(asked(division, "CANDIDATE", items=[item("FULL"), item("AVL")]))
    assert (request.status, request.fee, request.quotation.amount) == (S.ACCEPTED, None, 0)
    assert request.why_unpaid() is None
    words, _ = read(request, "registers_quotation")
    assert "free of charge" in words
    assert not Fee.objects.exists()


@pytest.mark.rule("E6")
def test_nothing_is_invoiced_before_the_quotation_is_accepted_and_then_exactly_that(division):
    request = quoted(asked(division))
    assert not Fee.objects.exists()
    request = accept_quotation(request, by=outsider())
    assert (request.status, request.fee.amount, request.fee.subject) == (S.ACCEPTED, 14750, request.reference)
    assert [(line.working, line.amount) for line in request.fee.lines.all()] == [
        ("£20.00 + 85 x £1.50", 14750)
    ]
    assert request.why_unpaid() == "The fee has not been received."
    words, _ = read(request, "registers_invoice")
    for said in (request.fee.invoice_number, "£147.50", "Please pay by"):
        assert said in words, said
    assert paid(request).why_unpaid() is None


@pytest.mark.rule("E3", "E6")
def test_nothing_is_quoted_before_it_is_confirmed_by_whom_the_row_asks(division, clerk):
    sealed(division)
    request = asked(division)
    with pytest.raises(Refused, match="It is sent"):
        quote_request(request, by=clerk)
    request = confirmed(request, by=clerk)
    type(request).objects.filter(pk=request.pk).update(seconded_by=None)
    with pytest.raises(Refused, match="second person has not confirmed"):
        quote_request(request, by=clerk)
    assert not Quotation.objects.exists()


@pytest.mark.rule("E6")
@pytest.mark.parametrize(
    ("jurisdiction", "amounts", "last"),
    [
        ("england_and_wales", [1800, 0, 2400], "£10.00 + 7 x £2.00"),
        ("scotland", [1800, 0, 2400], "£10.00 + 7 x £2.00"),
        ("northern_ireland", [3050, 2300, 4500], "£10.00 + 7 x £5.00"),
    ],
)
def test_marked_registers_are_priced_on_all_that_the_request_covers(division, jurisdiction, amounts, last):
    """Regulation 120: one base, and blocks of all entries together; data and print are two requests."""
    law = Entitlement.objects.get(
        jurisdiction=jurisdiction, applicant="CANDIDATE", product="MARKED", mode="supply", ended_on=None
    )
    items = [
        RequestItem(pk=pk, product=law.product, form=form, entitlement=law)
        for pk, form in enumerate(("data", "data", "print"))
    ]
    mayor, council = (sealed(division, "marked", entries=entries) for entries in (6450, 1500))
    lines = priced_lines(items, {0: mayor, 1: council, 2: mayor}, {}, currency="GBP", on=division.today())
    assert [line["amount"] for line in lines] == amounts
    assert [line["entries"] for line in lines] == [6450, 1500, 6450]
    assert [line["charged"] for line in lines] == ([6450, 1500, 6450] if amounts[1] else [7950, 0, 6450])
    assert lines[2]["working"] == last


@pytest.mark.rule("E6")
def test_where_the_law_names_no_formula_an_officer_sets_the_sum(division, clerk):
    request = confirmed(asked(division, "OTHER_ENACTMENT"))
    sealed(division)
    (one,) = request.items_now
    dro = somebody(division, "dro")
    with pytest.raises(Refused, match="An officer sets the sum"):
        quote_request(request, by=dro)
    with pytest.raises(NotPermitted):
        quote_request(request, by=clerk, amounts={one.pk: 2500})
    line = quote_request(request, by=dro, amounts={one.pk: 2500}).lines.get()
    assert (line.amount, line.formula, line.working) == (
        2500,
        None,
        "Set by the officer: the law names no formula",
    )


@pytest.mark.rule("E6")
def test_a_list_without_entries_is_not_sold_and_what_is_not_sealed_is_not_quoted(division, clerk):
    request = confirmed(asked(division, items=[item("OVERSEAS")]))
    with pytest.raises(Refused, match="no sealed edition"):
        quote_request(request, by=clerk)
    sealed(division, entries=0)
    with pytest.raises(Refused, match="A document without entries is not sold"):
        quote_request(request, by=clerk)


def test_an_edition_of_another_kind_or_division_is_not_quoted(division, other_division, clerk):
    request = confirmed(asked(division))
    (one,) = request.items_now
    for wrong in (sealed(division, "marked", poll="Mayor 2026"), sealed(other_division)):
        with pytest.raises(Refused, match="no sealed edition"):
            quote_request(request, by=clerk, editions={one.pk: wrong})


@pytest.mark.rule("E6")
def test_a_quotation_ends_with_its_day_a_newer_edition_or_another_formula(division, clerk, monkeypatch):
    request = quoted(asked(division))
    today = division.today()
    monkeypatch.setattr(Division, "today", lambda self: today + timedelta(days=28))
    assert request.why_the_quotation_does_not_hold() is None
    monkeypatch.setattr(Division, "today", lambda self: today + timedelta(days=29))
    with pytest.raises(Refused, match="out of date"):
        accept_quotation(request, by=outsider())
    monkeypatch.undo()
    rule = FeeRule.objects.get(
        jurisdiction="england_and_wales", fee_code="register", format="data", ended_on=None
    )
    FeeRule.objects.filter(pk=rule.pk).update(ended_on=today)
    with pytest.raises(Refused, match="formula of its fee has changed"):
        accept_quotation(request, by=outsider())
    rule.pk, rule.base, rule.from_on = None, 3000, today
    rule._state.adding = True
    rule.save()
    assert quote_request(request, by=clerk).amount == 15750
    sealed(division, entries=85001)
    with pytest.raises(Refused, match="newer edition was sealed"):
        accept_quotation(again(request), by=outsider())
    again_quoted = quote_request(again(request), by=clerk)
    assert (again_quoted.version, again_quoted.amount) == (3, 3000 + 86 * 150)
    assert accept_quotation(again(request), by=outsider()).fee.amount == again_quoted.amount


@pytest.mark.rule("E6")
def test_an_edition_of_another_poll_replaces_nothing(division):
    request = quoted(asked(division, "CANDIDATE", ("MARKED",)))
    sealed(division, "marked", poll="Council 2026")
    sealed(division, "absent", stage="current")
    assert request.why_the_quotation_does_not_hold() is None
    assert accepted(request).status == S.ACCEPTED


def test_an_accepted_request_is_not_accepted_or_quoted_again(division, clerk):
    request = accepted(asked(division))
    for attempt in (accept_quotation, quote_request):
        with pytest.raises(Refused, match=r"It is accepted|It was accepted for a sum"):
            attempt(request, by=clerk)
    assert Fee.objects.count() == 1


@pytest.mark.rule("E6")
def test_what_is_made_for_one_alone_needs_no_edition(division):
    police = asked(division, "POLICE", ("ANON",))
    elector = asked(division, "ELECTOR", ("OWN",))
    for request, entries in ((police, 0), (elector, 1)):
        request = quoted(request)
        line = request.quotation.lines.get()
        assert (request.status, line.edition, line.entries, line.amount) == (S.ACCEPTED, None, entries, 0)


@pytest.mark.rule("E6")
def test_only_an_accepted_request_that_owes_meets_a_payment_page(division, clerk):
    owing, free = accepted(asked(division)), quoted(asked(division, "CANDIDATE"))
    assert (owing.is_to_be_paid, free.is_to_be_paid, quoted(asked(division)).is_to_be_paid) == (
        True,
        False,
        False,
    )
    refused = refuse_request(
        owing, failed="x", reason="x", open_instead="", access=False, use=False, by=clerk
    )
    withdrawn = withdraw_request(accepted(asked(division)), why="", by=outsider())
    assert (refused.is_to_be_paid, withdrawn.is_to_be_paid) == (False, False)
    assert not paid(asked(division)).is_to_be_paid
