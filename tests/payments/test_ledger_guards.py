"""What the database itself holds of the ledger, to the application's own role; each guard is missed when it is gone (E6)."""

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction

from payments.actions.ledger import next_number
from payments.actions.refund import approve_refund, ask_refund
from payments.models import Refund
from tests.conftest import as_owner
from tests.payments.paying import held, invoice
from tests.payments.test_ledger import take

pytestmark = [pytest.mark.django_db, pytest.mark.rule("E6")]


def run(sql, *values):
    with connection.cursor() as cursor:
        cursor.execute(sql, values)


def entered(fee, **changes):
    """An entry as SQL of the application's own role would write it, past every action; with the next number of its series."""
    kind = changes.get("kind", "receipt")
    year, number = next_number(fee.division, kind)
    row = {"division_id": fee.division_id, "fee_id": fee.pk, "kind": kind, "method": "cash", "currency": "AUD", "amount": 100,
           "year": year, "number": number, "external": "", "refund_id": None, "reverses_id": None, "note": "", "by_id": fee.raised_by_id,
           "reference": "YTEST0001"} | changes  # fmt: skip
    columns = ", ".join(f'"{name}"' for name in row)
    marks = ", ".join(["%s"] * len(row))
    run(
        f'INSERT INTO payments_entry ({columns}, "on", at) VALUES ({marks}, current_date, now())',
        *row.values(),
    )


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
        with transaction.atomic():
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
        entered(fee, number=1)
    entered(fee, external="pay_1", method="card")
    with pytest.raises(IntegrityError), transaction.atomic():
        entered(fee, external="pay_1", method="card", reference="YTEST0002")


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
        entered(fee, kind="refund", amount=-100, refund_id=refund.pk, reference="YTEST0003")
    assert Refund.objects.get().status == "approved"
