"""What the actions of the money refuse by themselves, whatever the page before them let through (E6)."""

import threading
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from electoral.office.actions import outsider
from electoral.office.models import Division
from electoral.office.refusals import NotPermitted, Refused
from payments.actions import bank as bank_actions
from payments.actions import card
from payments.actions.account import propose_account
from payments.actions.bank import match_line, undo_match
from payments.actions.card import close_page, open_page
from payments.actions.receipt import take_back, take_payment
from payments.actions.refund import approve_refund, ask_refund, pay_refund
from payments.forms.bank import LARGEST, StatementForm
from payments.models import Account, Attempt
from payments.providers import Away
from payments.providers.office import OfficeProvider
from payments.providers.stripe import StripeProvider
from payments.rules.statement import read_statement
from tests.payments.paying import BACK, KEY, SECRET, held, invoice
from tests.payments.test_undo import WHY, matched

pytestmark = [pytest.mark.django_db, pytest.mark.rule("E6")]


def cheque(fee, by):
    return take_payment(fee, method="cheque", amount=14750, on=fee.division.today(), note="No. 7", by=by)


@pytest.mark.parametrize("role", ["clerk", "dro", "auditor", "administrator"])
def test_only_a_cashier_says_that_a_bank_took_money_back(fee, cashier, person, role):
    entry = cheque(fee, cashier)
    with pytest.raises(NotPermitted):
        take_back(entry, why="Not honoured", by=person(role))
    assert held(fee) == 14750


@pytest.mark.parametrize("amount", [0, -1])
def test_a_payment_is_above_nothing(fee, cashier, amount):
    with pytest.raises(Refused, match="above nothing"):
        take_payment(fee, method="cash", amount=amount, on=fee.division.today(), note="", by=cashier)


def test_what_was_refunded_is_not_taken_back_as_well(fee, cashier, dro):
    entry = cheque(fee, cashier)
    refund = approve_refund(ask_refund(fee, amount=1, method="cash", reason="x", by=cashier), by=dro)
    with pytest.raises(Refused, match="still to come"):
        pay_refund(refund, on=fee.division.today() + timedelta(days=1), note="", by=cashier)
    pay_refund(refund, on=fee.division.today(), note="", by=cashier)
    with pytest.raises(Refused, match="More would go back than the ledger holds"):
        take_back(entry, why="Not honoured", by=cashier)
    assert held(fee) == 14749


@pytest.mark.parametrize("lacks", ["name", "bank", "why"])
def test_an_account_says_whose_it_is_where_and_why(division, person, lacks):
    said = {"name": "Pretend Treasury", "bank": "Bank of Fabletown", "numbers": "BSB: 012-345", "why": "New"}
    with pytest.raises(Refused, match="in whose name"):
        propose_account(division, **said | {lacks: " "}, by=person("cashier"))
    assert not Account.objects.exists()


def test_a_line_that_was_matched_anew_while_its_undoing_waited_is_looked_at_again(
    fee, cashier, dro, person, monkeypatch
):
    line, right = matched(fee, cashier), invoice(fee.division, cashier)
    lock = bank_actions.locked

    def somebody_was_quicker(its):
        monkeypatch.setattr(bank_actions, "locked", lock)
        match_line(undo_match(line, why=WHY, by=person("dro")), right, by=cashier)
        return lock(its)

    monkeypatch.setattr(bank_actions, "locked", somebody_was_quicker)
    with pytest.raises(Refused, match="matched anew in this moment"):
        undo_match(line, why=WHY, by=dro)


def test_a_page_that_was_closed_while_the_provider_was_asked_is_not_paid_on(bank, fee, monkeypatch):
    written = card._written

    def closed_meanwhile(attempt, *said):
        close_page(attempt)
        return written(attempt, *said)

    monkeypatch.setattr(card, "_written", closed_meanwhile)
    with pytest.raises(Refused, match="closed meanwhile"):
        open_page(fee, return_url=BACK, by=outsider())
    assert Attempt.objects.get().page == ""


def test_a_statement_is_not_larger_than_is_read(division):
    file = SimpleUploadedFile("a.csv", b" " * (LARGEST + 1))
    form = StatementForm({"division": division.code}, {"file": file}, divisions=Division.objects.all())
    assert "larger than 5 MB" in str(form.errors["file"])


def test_money_that_went_out_is_named_as_such(division):
    content = b"date,amount,reference\n2026-02-03,-3.00,Rent\n"
    _, (fault,) = read_statement(content, today=division.today(), currency="AUD")
    assert "went out" in fault.reason


@pytest.fixture
def strange():
    """A provider that answers each question with a list."""

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(200)
            self.end_headers()
            self.wfile.write(b"[]")

        do_POST = do_GET

        def log_message(self, *words):
            pass

    server = HTTPServer(("127.0.0.1", 0), Answer)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield OfficeProvider(f"http://127.0.0.1:{server.server_port}", KEY, SECRET)
    server.shutdown()


def test_an_answer_of_another_shape_is_no_answer(strange, monkeypatch):
    with pytest.raises(Away):
        strange.close("P1")
    page = {"reference": "R", "title": "x", "amount": 1, "currency": "AUD", "return_url": BACK}
    for said in (
        {},
        {"id": "P1", "page": "https://elsewhere.invalid/pay/P1"},
        {"page": f"{strange.url}/pay/P1"},
    ):
        monkeypatch.setattr(strange, "_ask", lambda *_, said=said, **__: said)
        with pytest.raises(Away):
            strange.open_page(**page)
    for ask in (
        lambda: strange.standing("P1"),
        lambda: strange.pay_back("P1", amount=1, reference="R", key="K"),
    ):
        with pytest.raises(Away):
            ask()


def test_nobody_is_sent_to_a_page_that_is_not_encrypted(monkeypatch):
    provider = StripeProvider(KEY, SECRET, "https://api.invalid")
    monkeypatch.setattr(provider, "_ask", lambda _: {"id": "P1", "url": "http://elsewhere.invalid/"})
    with pytest.raises(Away):
        provider.open_page(reference="R", title="x", amount=1, currency="AUD", return_url=BACK)
