"""Invoices, the ledger and its guards: only added to, in the right currency, numbered without gaps (E6)."""

import threading
from datetime import timedelta

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction

from electoral.office.actions import outsider
from electoral.office.refusals import NotPermitted, Refused
from payments.actions.fee import cancel_fee, cancel_invoice, raise_fee
from payments.actions.receipt import take_back, take_payment
from payments.actions.refund import approve_refund, ask_refund
from payments.models import Counter, Entry, Fee, Refund
from tests.conftest import as_owner
from tests.payments.paying import held, invoice

pytestmark = [pytest.mark.django_db, pytest.mark.rule("E6")]


def run(sql, *values):
    with connection.cursor() as cursor:
        cursor.execute(sql, values)


def take(fee, cashier, amount=14750, **more):
    given = {"method": "cash", "on": fee.division.today(), "note": ""} | more
    return take_payment(fee, amount=amount, by=cashier, **given)


def entered(fee, **changes):
    """An entry as SQL of the application's own role would write it, past every action."""
    row = {"division_id": fee.division_id, "fee_id": fee.pk, "kind": "receipt", "method": "cash", "currency": "AUD", "amount": 100,
           "year": 2026, "number": 900, "external": "", "refund_id": None, "reverses_id": None, "note": "", "by_id": fee.raised_by_id,
           "reference": "YTEST0001"} | changes  # fmt: skip
    columns = ", ".join(f'"{name}"' for name in row)
    marks = ", ".join(["%s"] * len(row))
    run(
        f'INSERT INTO payments_entry ({columns}, "on", at) VALUES ({marks}, current_date, now())',
        *row.values(),
    )


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


@pytest.mark.parametrize("days", [1, -400])
def test_the_day_of_a_payment_is_neither_to_come_nor_long_ago(fee, cashier, days):
    with pytest.raises(Refused, match="day is"):
        take(fee, cashier, on=fee.division.today() + timedelta(days=days))


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


def test_an_invoice_with_money_on_it_is_not_cancelled(fee, cashier):
    take(fee, cashier, 100)
    for cancel in (cancel_fee, cancel_invoice):
        with pytest.raises(Refused, match="Refund it first"):
            cancel(fee, by=cashier, why="x")


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


# What the database itself holds, to the application's own role.


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE payments_entry SET amount = 1", "DELETE FROM payments_entry", "TRUNCATE payments_entry", "DELETE FROM payments_fee",
        "DELETE FROM payments_feeline", "UPDATE payments_feeline SET amount = 1", "DELETE FROM payments_refund",
        "DELETE FROM payments_bankline", "DELETE FROM payments_attempt", "UPDATE payments_providerevent SET verdict = ''",
        "DELETE FROM payments_providerevent", "DELETE FROM payments_counter", "UPDATE payments_bankstatement SET lines_read = 0",
        "ALTER TABLE payments_entry DISABLE TRIGGER payments_entry_ledger", "DROP FUNCTION guard_ledger CASCADE",
    ],
)  # fmt: skip
def test_nothing_of_the_ledger_is_changed_or_removed_by_sql(fee, cashier, sql):
    take(fee, cashier)
    with pytest.raises(ProgrammingError), transaction.atomic():
        run(sql)
    assert held(fee) == 14750


@pytest.mark.parametrize(
    "change",
    [
        "amount = 1",
        "currency = 'GBP'",
        "subject = 'D2'",
        "number = 77",
        "due_on = current_date + 900",
        "title = ''",
    ],
)
def test_an_invoice_does_not_change(fee, change):
    with pytest.raises(IntegrityError), transaction.atomic():
        run(f"UPDATE payments_fee SET {change}")


REFUSED = [
    ("ledger_currency", {"currency": "GBP"}),
    (
        "ledger_never_below_nothing",
        {"kind": "bounced", "method": "cheque", "amount": -100, "reverses_id": "receipt"},
    ),
    ("what_is_received_is_positive", {"amount": -100, "paid": True}),
    ("what_is_received_is_positive", {"amount": 0}),
    ("what_goes_back_says_why", {"kind": "bounced", "amount": -100, "paid": True}),
    ("what_goes_back_says_why", {"refund_id": "refund"}),
    ("ledger_refund_is_approved", {"kind": "refund", "amount": -100, "refund_id": "refund", "paid": True}),
]


@pytest.mark.parametrize(("guard", "changes"), REFUSED, ids=[f"{g}-{n}" for n, (g, _) in enumerate(REFUSED)])
def test_the_database_refuses_an_entry_that_is_not_in_order(division, fee, cashier, guard, changes):
    changes = dict(changes)
    other = invoice(division, cashier)
    receipt = take(other, cashier)
    if changes.pop("paid", False):
        take(fee, cashier, 5000)
    if changes.get("refund_id"):
        changes["refund_id"] = ask_refund(other, amount=100, method="cash", reason="x", by=cashier).pk
    if changes.get("reverses_id"):
        changes["reverses_id"] = receipt.pk
    before = held(fee)
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        entered(fee, **changes)
    assert guard in str(refused.value) or refused.value.__cause__.diag.constraint_name == guard
    assert held(fee) == before


@pytest.mark.django_db(transaction=True)
def test_without_the_guard_such_an_entry_would_stand(division, person):
    """The control of the test above."""
    cashier = person("cashier")
    fee = invoice(division, cashier)
    with as_owner():
        run("ALTER TABLE payments_entry DISABLE TRIGGER payments_entry_ledger")
    try:
        entered(fee, currency="GBP")
        assert held(fee) == 100
    finally:
        with as_owner():
            run("ALTER TABLE payments_entry ENABLE TRIGGER payments_entry_ledger")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("table", "trigger", "change"),
    [
        ("payments_fee", "payments_fee_frozen", "amount = 1"),
        ("payments_refund", "payments_refund_once", "amount = 14750"),
        ("payments_refund", "payments_refund_status", "status = 'paid'"),
    ],
)
def test_without_its_trigger_a_row_of_money_would_change(division, person, table, trigger, change):
    """The control of the tests below and above."""
    cashier, dro = person("cashier"), person("dro")
    fee = invoice(division, cashier)
    take(fee, cashier)
    approve_refund(ask_refund(fee, amount=100, method="cash", reason="x", by=cashier), by=dro)
    with as_owner():
        run(f"ALTER TABLE {table} DISABLE TRIGGER {trigger}")
    try:
        run(f"UPDATE {table} SET {change}")
    finally:
        with as_owner():
            run(f"ALTER TABLE {table} ENABLE TRIGGER {trigger}")


def test_a_number_stands_once_and_money_from_outside_is_entered_once(fee, cashier):
    take(fee, cashier, 100)
    with pytest.raises(IntegrityError), transaction.atomic():
        entered(fee, number=1, year=fee.division.today().year)
    entered(fee, external="pay_1", method="card")
    with pytest.raises(IntegrityError), transaction.atomic():
        entered(fee, external="pay_1", method="card", number=901, reference="YTEST0002")


@pytest.mark.parametrize(
    "sql",
    [
        "status = 'paid'",
        "status = 'sent'",
        "status = 'approved'",
        "status = 'approved', approved_by_id = asked_by_id",
    ],
)
def test_no_refund_is_approved_by_sql_without_a_second_person(fee, cashier, sql):
    take(fee, cashier)
    ask_refund(fee, amount=100, method="cash", reason="x", by=cashier)
    with pytest.raises(IntegrityError), transaction.atomic():
        run(f"UPDATE payments_refund SET {sql}")


def test_an_approved_refund_does_not_change_and_is_entered_for_its_own_sum_alone(fee, cashier, dro):
    take(fee, cashier)
    refund = approve_refund(ask_refund(fee, amount=100, method="cash", reason="x", by=cashier), by=dro)
    for change in (
        "amount = 14750",
        f"approved_by_id = {cashier.pk}",
        "asked_by_id = asked_by_id + 1",
        "fee_id = fee_id + 1",
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            run(f"UPDATE payments_refund SET {change}")
    with pytest.raises(IntegrityError), transaction.atomic():
        entered(fee, kind="refund", amount=-200, refund_id=refund.pk)
    entered(fee, kind="refund", amount=-100, refund_id=refund.pk)
    with pytest.raises(IntegrityError), transaction.atomic():
        entered(fee, kind="refund", amount=-100, refund_id=refund.pk, number=902, reference="YTEST0003")
    assert Refund.objects.get().status == "approved"
