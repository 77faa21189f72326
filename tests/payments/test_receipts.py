"""The numbered receipt, and the ledger beside what proves it (E6)."""

from datetime import timedelta
from pathlib import Path

import pypdf
import pytest
import time_machine
from django.utils import timezone

from electoral.office.actions import outsider
from electoral.office.refusals import NotPermitted, Refused
from electoral.papers.actions import open_document
from payments.actions.bank import match_line, receive_statement
from payments.actions.card import look_again, open_page
from payments.actions.receipt import order_receipt, receipt_given_out, receipt_of, take_back, take_payment
from payments.actions.refund import ask_refund
from payments.documents.reconciliation import days, differences
from payments.models import BankLine, Entry, Method
from tests.payments.paying import BACK, PAYS, carry, invoice
from tests.steps import work_off

pytestmark = [pytest.mark.django_db, pytest.mark.rule("E6")]


def taken(fee, cashier, amount=14750, method="cash", note="No 104"):
    return take_payment(fee, method=method, amount=amount, on=fee.division.today(), note=note, by=cashier)


def text_of(entry, by) -> str:
    pages = pypdf.PdfReader(open_document(receipt_given_out(entry, by=by))).pages
    return "\n".join(page.extract_text() for page in pages)


def test_cash_has_a_numbered_receipt_that_says_for_what_and_what_is_still_owed(fee, cashier):
    entry = taken(fee, cashier, 10000)
    with pytest.raises(Refused, match="not made yet"):
        receipt_given_out(entry, by=cashier)
    work_off()
    said = text_of(entry, cashier)
    for words in (
        entry.receipt_number,
        "$100.00",
        "by cash",
        fee.invoice_number,
        "$20.00 + 85 x $1.50",
        "$47.50",
        str(cashier),
    ):
        assert words in said, words


def test_a_second_print_says_what_the_first_one_said(fee, cashier):
    entry = taken(fee, cashier, 10000)
    taken(fee, cashier, 4750)
    work_off()
    assert "$47.50" in text_of(entry, cashier)


def test_a_cheque_s_receipt_says_that_the_bank_is_still_to_honour_it(fee, cashier):
    entry = taken(fee, cashier, method="cheque")
    work_off()
    assert "counts as paid when the bank honours it" in text_of(entry, cashier)


def test_a_card_payment_gets_its_receipt_at_once_of_the_day_that_the_office_has(bank, fee, person, cashier):
    attempt = open_page(fee, return_url=BACK, by=outsider())
    bank.use_card(attempt, PAYS)
    look_again(attempt)
    entry = Entry.objects.get()
    assert entry.on == fee.division.today()
    assert receipt_of(entry) == order_receipt(entry, by=person("clerk")) == order_receipt(entry, by=cashier)
    work_off()
    assert "by card" in text_of(entry, cashier)
    with pytest.raises(NotPermitted):
        order_receipt(entry, by=person("auditor"))


def test_what_went_back_has_no_receipt(fee, cashier):
    back = take_back(taken(fee, cashier, method="cheque"), why="Returned", by=cashier)
    with pytest.raises(Refused, match="Only money that was received"):
        order_receipt(back, by=cashier)


def test_the_receipt_is_one_page_and_tagged_for_readers(fee, cashier):
    entry = taken(fee, cashier)
    work_off()
    document = receipt_of(entry)
    assert document.pages == 1
    pdf = pypdf.PdfReader(open_document(document))
    assert pdf.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert Path(document.file_name).suffix == ".pdf"


def test_the_ledger_agrees_with_the_provider_the_bank_and_the_receipts(bank, division, cashier, client):
    card, transfer, cash = (invoice(division, cashier) for _ in range(3))
    attempt = open_page(card, return_url=BACK, by=outsider())
    bank.use_card(attempt, PAYS)
    for letter in bank.letters(attempt):
        carry(client, letter)
    today = division.today()
    receive_statement(
        division,
        content=f"date,amount,reference\n{today},147.50,{transfer.invoice_number}\n".encode(),
        file_name="a.csv",
        by=cashier,
    )
    match_line(BankLine.objects.get(), transfer, by=cashier)
    taken(cash, cashier)
    found = {
        day.method: (day.received, day.back, day.proved, day.differs, day.receipts)
        for day in days(division, today, today)
    }
    assert found == {
        Method.CARD: (14750, 0, 14750, 0, "1: R00001"),
        Method.TRANSFER: (14750, 0, 14750, 0, "1: R00002"),
        Method.CASH: (14750, 0, None, 0, "1: R00003"),
    }
    assert differences(division, today, today) == []


def test_what_does_not_agree_is_named_with_its_reason(bank, division, cashier):
    today = division.today()
    first = open_page(invoice(division, cashier), return_url=BACK, by=outsider())
    bank.use_card(first, PAYS)
    look_again(first)  # asked by us; the provider itself has told nothing
    rows = f"date,amount,reference\n{today},1.00,Nobody knows\n"
    receive_statement(division, content=rows.encode(), file_name="a.csv", by=cashier)
    much = invoice(division, cashier)
    taken(much, cashier, 20000, method="cheque")
    found = {one.what: (one.amount, one.why) for one in differences(division, today, today)}
    assert {what.split()[0] for what in found} == {"Receipt", "Bank", "Invoice"}
    assert found[f"Invoice {much.invoice_number}"] == (5250, "More came than is owed. Ask for a refund.")
    (card,) = [day for day in days(division, today, today) if day.method == Method.CARD]
    assert (card.received, card.proved, card.differs) == (14750, 0, 14750)


def test_what_is_keyed_in_after_the_days_were_reconciled_stands_there_as_a_difference(division, cashier):
    with time_machine.travel(timezone.now() - timedelta(days=10)):
        fee, day = invoice(division, cashier), division.today()
        taken(fee, cashier, 100)
        assert differences(division, day, day) == []
    late = take_payment(fee, method="cash", amount=200, on=day, by=cashier)
    (found,) = differences(division, day, day)
    assert (found.what, found.amount, found.on) == (str(late), 200, day)
    assert f"Entered by {cashier} on {division.today():%-d %B %Y}, after these days" in found.why
    assert differences(division, day, division.today()) == []


def test_days_outside_the_span_and_other_divisions_are_left_out(division, other_division, fee, cashier):
    taken(fee, cashier)
    today = division.today()
    assert days(division, today - timedelta(days=9), today - timedelta(days=1)) == []
    assert days(other_division, today, today) == []


def test_a_refund_that_waits_takes_nothing_from_the_ledger(fee, cashier, division):
    taken(fee, cashier)
    ask_refund(fee, amount=14750, method="cash", reason="x", by=cashier)
    (day,) = days(division, division.today(), division.today())
    assert (day.received, day.back) == (14750, 0)
