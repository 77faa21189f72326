"""What ends a request ends its invoice, and gives back what was paid; a cancelled invoice ends no request (E6)."""

from datetime import timedelta

import pytest

from electoral.jobs.models import Job
from electoral.jobs.states import JobStatus
from electoral.office.actions import outsider
from electoral.office.models import Appointment
from electoral.office.refusals import Refused
from electoral.papers.models import Document
from payments.actions.fee import cancel_invoice
from payments.actions.receipt import take_payment
from payments.actions.refund import approve_refund, ask_refund, pay_refund
from payments.models import Fee
from payments.waiting.fee import waiting_for
from registers.actions.decision import refuse_request
from registers.actions.law import change_row
from registers.actions.quotation import accept_quotation, quote_request
from registers.actions.request import reopen_request, withdraw_request
from registers.actions.signing import sign_again
from registers.models import AccessRequest
from registers.states import RequestStatus as S
from registers.waiting.request import next_step
from tests.conftest import make_person
from tests.registers.asking import accepted, again, asked, in_england, paid, quoted, somebody
from tests.registers.at_the_portal import come_back
from tests.steps import work_off

pytestmark = [pytest.mark.django_db, pytest.mark.rule("E6")]
PAGE = "/registers/follow/request/"


@pytest.fixture
def office(division):
    division = in_england(division)
    division.clerk, division.dro = somebody(division, "clerk"), somebody(division, "dro")
    division.cashier = somebody(division, "cashier")
    return division


@pytest.fixture
def sent(office):
    return asked(office)


def refused(request, office):
    told = {"failed": "The use", "reason": "Not this.", "open_instead": "", "access": True, "use": False}
    return refuse_request(request, **told, by=office.dro)


def withdrawn(request, office):
    return withdraw_request(request, why="", by=outsider())


def page_of(sent) -> str:
    return " ".join(come_back(sent.reference, sent.word).get(PAGE).content.decode().split())


def step_of(request) -> str:
    return next_step(AccessRequest.objects.with_owing().get(pk=request.pk)).sentence


@pytest.mark.parametrize("end", [refused, withdrawn])
@pytest.mark.parametrize("part", [100, 14750])
def test_what_was_paid_for_what_ended_waits_to_be_paid_back_and_the_applicant_is_told(
    office, sent, end, part
):
    request = accepted(sent)
    take_payment(request.fee, method="cash", amount=part, on=office.today(), by=office.cashier)
    request = end(again(request), office)
    fee = Fee.objects.overpaid().get()
    assert (fee, fee.status, fee.received) == (request.fee, "cancelled", part)
    assert next(q["count"] for q in waiting_for(office.cashier) if "too much" in q["label"]) == 1
    assert f"We have £{part / 100:.2f} of yours" in page_of(sent)
    assert "paid. Thank you" not in page_of(sent)
    with pytest.raises(Refused, match="cancelled"):
        take_payment(fee, method="cash", amount=100, on=office.today(), by=office.cashier)
    back = ask_refund(fee, amount=part, method="cash", reason="It ended.", by=office.cashier)
    approve_refund(back, by=office.dro)
    pay_refund(back, on=office.today(), note="counter", by=office.cashier)
    assert not Fee.objects.overpaid().exists()
    assert f"We gave £{part / 100:.2f} back to you" in page_of(sent)
    assert "of yours that is not owed" not in page_of(sent)


@pytest.fixture
def uninvoiced(office, sent):
    request = accepted(sent)
    cancel_invoice(request.fee, by=office.cashier, why="A slip.")
    return again(request)


def test_a_request_whose_invoice_was_cancelled_is_not_to_be_paid_and_says_so(
    office, sent, uninvoiced, signed_in
):
    assert not uninvoiced.is_to_be_paid
    assert "Your invoice was cancelled." in page_of(sent)
    assert "Pay £" not in page_of(sent)
    browser = come_back(sent.reference, sent.word)
    for answered in (browser.get(f"{PAGE}pay/"), browser.post(f"{PAGE}card/"), browser.get(f"{PAGE}paid/")):
        assert answered.url == PAGE
    assert "The cost is to be told again" in step_of(uninvoiced)
    steps = {step: AccessRequest.objects.at_step(step).count() for step in ("quote", "pay", "prepare")}
    assert steps == {"quote": 1, "pay": 0, "prepare": 0}
    page = signed_in("clerk").get(uninvoiced.get_absolute_url())
    assert f"/supply/requests/{sent.reference}/quote/" in [
        url for _, url, no in page.context["moves"] if not no
    ]


def test_it_is_quoted_again_and_paid_under_another_invoice(office, sent, uninvoiced):
    quote_request(uninvoiced, by=office.clerk)
    assert again(uninvoiced).fee is None
    request = paid(again(uninvoiced))
    assert (request.why_unpaid(), request.fee.number) == (None, 2)
    work_off()
    papers = Document.objects.filter(kind="registers_invoice").order_by("pk")
    assert [bool(paper.sha256) for paper in papers] == [True, True]
    page = page_of(sent)
    assert all(paper.title in page for paper in papers)


def test_it_is_opened_again_too(office, uninvoiced):
    request = reopen_request(uninvoiced, why="Less of it.", by=office.dro)
    assert (request.status, request.fee, request.is_signed) == (S.SENT, None, True)
    assert paid(request).why_unpaid() is None


@pytest.mark.rule("E4")
def test_where_the_limits_changed_as_well_it_is_opened_again_and_signed(office, uninvoiced):
    row = uninvoiced.items_now.get().entitlement
    change_row(row, by=make_person("administrator", office), offence="Another penalty")
    request = again(uninvoiced)
    assert "opened again; then they sign" in step_of(request)
    request = reopen_request(request, why="The law changed.", by=office.dro)
    assert paid(sign_again(request, declared_name="Vera Testperson", by=outsider())).why_unpaid() is None


def test_what_is_invoiced_is_neither_quoted_nor_opened_again(office, sent):
    request = accepted(sent)
    for again_ in (
        lambda: quote_request(request, by=office.clerk),
        lambda: reopen_request(request, why="x", by=office.dro),
    ):
        with pytest.raises(Refused, match="is invoiced"):
            again_()


def test_the_invoice_is_made_though_whoever_quoted_has_left(office, sent):
    request = quoted(sent)
    today = office.today()
    left = {"from_on": today - timedelta(days=9), "ended_on": today}
    Appointment.objects.filter(user=request.quotation.by).update(**left)
    make_person("clerk", office)
    accept_quotation(request, by=outsider())
    work_off()
    assert Job.objects.get(kind="registers_invoice").status == JobStatus.DONE
    assert Document.objects.get(kind="registers_invoice").sha256
