"""Invoices, the ledger and its guards: only added to, in the right currency, numbered without gaps (E6)."""

import threading
from datetime import timedelta

import pytest
import time_machine
from django.db import connection, transaction
from django.utils import timezone

from electoral.office.actions import outsider
from electoral.office.refusals import NotPermitted, Refused
from payments.actions.fee import cancel_fee, cancel_invoice, raise_fee
from payments.actions.receipt import take_back, take_payment
from payments.models import Counter, Entry, Fee
from payments.waiting.fee import next_step
from tests.payments.paying import held, invoice

pytestmark = [pytest.mark.django_db, pytest.mark.rule("E6")]


def take(fee, cashier, amount=14750, **more):
    given = {"method": "cash", "on": fee.division.today(), "note": ""} | more
    return take_payment(fee, amount=amount, by=cashier, **given)


def test_an_invoice_says_what_for_with_its_working_and_sums_its_lines(division, cashier):
    lines = [("Full register", "$20.00 + 85 x $1.50", 14750), ("Postage", "", 900)]
    fee = raise_fee(
        division,
        subject="D12345678",
        title="Full register",
        currency="AUD",
        lines=lines,
        due_on=division.today(),
        by=outsider(),
    )
    assert fee.amount == 15650
    assert [(line.position, line.text, line.working, line.amount) for line in fee.lines.all()] == [
        (1, *lines[0]),
        (2, *lines[1]),
    ]
    assert fee.invoice_number == f"GOLD-{division.today().year}-00001"
    assert not fee.is_paid


@pytest.mark.parametrize("lines", [[], [("Nothing", "", 0)], [("Less", "", -5), ("More", "", 10)]])
def test_nothing_is_invoiced_for_nothing(division, cashier, lines):
    with pytest.raises(Refused):
        raise_fee(
            division,
            subject="D1",
            title="x",
            currency="AUD",
            lines=lines,
            due_on=division.today(),
            by=cashier,
        )
    assert not Fee.objects.exists()


def test_each_division_has_its_own_numbers_and_none_is_left_out(division, other_division, cashier):
    numbers = [
        invoice(d, cashier).invoice_number.split("-")[::2] for d in (division, other_division, division)
    ]
    assert numbers == [["GOLD", "00001"], ["LEAD", "00001"], ["GOLD", "00002"]]
    with transaction.atomic():
        invoice(division, cashier)
        transaction.set_rollback(True)
    assert invoice(division, cashier).number == 3


@pytest.mark.django_db(transaction=True)
def test_twenty_people_at_once_get_numbers_without_a_gap(division, person):
    cashier = person("cashier")
    fees = [invoice(division, cashier) for _ in range(4)]

    def work(n):
        try:
            invoice(division, cashier)
            take(fees[n % 4], cashier, 100)
        finally:
            connection.close()

    threads = [threading.Thread(target=work, args=[n]) for n in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(Fee.objects.values_list("number", flat=True)) == list(range(1, 25))
    assert sorted(Entry.objects.values_list("number", flat=True)) == list(range(1, 21))
    assert dict(Counter.objects.values_list("series", "last")) == {"invoice": 24, "receipt": 20}


def test_cash_is_taken_in_parts_and_never_more_than_is_owed(fee, cashier):
    take(fee, cashier, 10000)
    assert not fee.is_paid
    with pytest.raises(Refused, match=r"Only \$47.50 is owed. Give change"):
        take(fee, cashier, 5000)
    take(fee, cashier, 4750)
    assert fee.is_paid
    with pytest.raises(Refused, match="is paid"):
        take(fee, cashier, 1)
    assert [e.receipt_number[-6:] for e in fee.entries.all()] == ["R00001", "R00002"]


def test_a_cheque_for_more_needs_a_note_and_shows_as_too_much(fee, cashier):
    with pytest.raises(Refused, match="say so in the note"):
        take(fee, cashier, 20000, method="cheque")
    take(fee, cashier, 20000, method="cheque", note="No 104, the payer rounded up")
    assert Fee.objects.overpaid().get() == fee


@pytest.mark.parametrize("method", ["card", "transfer", "gold"])
def test_a_card_or_a_transfer_is_never_keyed_in(fee, cashier, method):
    with pytest.raises(Refused, match="Only cash and cheques"):
        take(fee, cashier, method=method)


@pytest.mark.parametrize(
    ("days", "why"), [(1, "day is still to come"), (-1, "was raised on"), (-400, "was raised on")]
)
def test_the_day_of_a_payment_is_neither_to_come_nor_before_its_invoice(fee, cashier, days, why):
    with pytest.raises(Refused, match=why):
        take(fee, cashier, on=fee.division.today() + timedelta(days=days))


def test_the_day_of_a_payment_is_not_long_ago_however_old_the_invoice(fee, cashier):
    raised = fee.division.today()
    with (
        time_machine.travel(timezone.now() + timedelta(days=400)),
        pytest.raises(Refused, match="more than a year ago"),
    ):
        take(fee, cashier, on=raised + timedelta(days=1))


@pytest.mark.parametrize("role", ["clerk", "dro", "auditor", "officer"])
def test_only_a_cashier_takes_money(fee, person, role):
    with pytest.raises(NotPermitted):
        take(fee, person(role))


def test_a_cashier_of_another_division_takes_none_here(fee, person, other_division):
    with pytest.raises(NotPermitted):
        take(fee, person("cashier", other_division))


def test_a_cheque_that_is_not_honoured_makes_the_invoice_owed_again_once(fee, cashier):
    entry = take(fee, cashier, method="cheque", note="No 105")
    back = take_back(entry, why="Returned unpaid", by=cashier)
    assert (back.kind, back.amount, back.receipt_number[-6:]) == ("bounced", -14750, "D00001")
    assert held(fee) == 0
    with pytest.raises(Refused, match="already"):
        take_back(entry, why="Again", by=cashier)


def test_cash_is_taken_back_by_no_bank(fee, cashier):
    with pytest.raises(Refused, match="Only a cheque or a card"):
        take_back(take(fee, cashier), why="x", by=cashier)


def test_an_invoice_with_money_on_it_is_not_cancelled_by_a_cashier(fee, cashier):
    take(fee, cashier, 100)
    with pytest.raises(Refused, match="Refund it first"):
        cancel_invoice(fee, by=cashier, why="x")


@pytest.mark.rule("E6")
def test_what_ends_takes_its_invoice_with_it_and_its_money_waits_to_be_paid_back(fee, cashier):
    take(fee, cashier, 100)
    gone = cancel_fee(fee, by=outsider(), why="Withdrawn.")
    assert (gone.status, gone.is_paid) == ("cancelled", False)
    (row,) = Fee.objects.overpaid()
    assert (row, row.received) == (fee, 100)
    assert not Fee.objects.owing_something().exists()
    assert "was received for it. Ask for a refund." in next_step(row, 0)["sentence"]
    with pytest.raises(Refused, match="Take no money for it"):
        take(fee, cashier, 100)


def test_the_room_above_withdraws_its_invoice_for_whoever_it_lets(fee, person):
    with pytest.raises(NotPermitted):
        cancel_invoice(fee, by=person("clerk"), why="x")
    gone = cancel_fee(fee, by=outsider(), why="Withdrawn by the applicant.")
    assert (gone.status, gone.cancelled_why, gone.cancelled_on) == (
        "cancelled",
        "Withdrawn by the applicant.",
        fee.division.today(),
    )
    with pytest.raises(Refused, match="cancelled"):
        take(gone, person("cashier"))
