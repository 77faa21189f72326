"""What the database holds of a match that is undone, to the application's own role; each guard is missed when it is gone (E6)."""

import pytest
from django.db import IntegrityError, connection, transaction

from payments.actions.bank import match_line, undo_match
from tests.conftest import as_owner
from tests.payments.paying import invoice
from tests.payments.test_bank import line_of
from tests.payments.test_undo import WHY, matched

pytestmark = [pytest.mark.django_db, pytest.mark.rule("E6")]


def as_sql(fee, line, by, **changes) -> str:
    row = {"kind": "'unmatched'", "amount": str(-line.amount), "reverses_id": str(line.entry_id), "by_id": str(by.pk), "turn": "0",
           "method": "'transfer'", "external": "''", "fee_id": str(fee.pk)} | changes  # fmt: skip
    here, year = fee.division_id, fee.division.today().year
    return (
        f"WITH n AS (INSERT INTO payments_counter AS c (division_id, year, series, last) VALUES ({here}, {year}, {row['kind']}, 1) "
        "ON CONFLICT (division_id, year, series) DO UPDATE SET last = c.last + 1 RETURNING c.last) "
        f'INSERT INTO payments_entry (division_id, currency, year, number, refund_id, note, reference, "on", at, {", ".join(row)}) '
        f"SELECT {here}, 'AUD', {year}, n.last, NULL, '', 'YTEST0009', current_date, now(), {', '.join(row.values())} FROM n"
    )


def breaches(fee, line, cashier, dro) -> dict[str, str]:
    """One SQL for each guard that it alone refuses."""
    other = invoice(fee.division, cashier)
    match_line(line_of(fee.division, cashier, "B"), other, by=cashier)
    spare = line_of(fee.division, cashier, "C")
    return {
        "ledger_reverses_what_it_names": as_sql(fee, line, dro, amount="-1"),
        "ledger_match_is_undone_by_another": as_sql(fee, line, cashier),
        "ledger_is_entered_again_when_undone": as_sql(
            other, line, dro, kind="'receipt'", amount="14750", reverses_id="NULL", turn="1", external=f"'{line.reference}'"
        ),
        "bank_line_keeps_its_entry": f"UPDATE payments_bankline SET status = 'unmatched', entry_id = NULL WHERE id = {line.pk}",
        "bank_line_has_its_own_entry": f"UPDATE payments_bankline SET status = 'matched', entry_id = (SELECT id FROM payments_entry WHERE kind = 'unmatched') WHERE id = {spare.pk}",
        "undone_line_is_unmatched": as_sql(fee, line, dro),
    }  # fmt: skip


GUARDS = ("ledger_reverses_what_it_names", "ledger_match_is_undone_by_another", "ledger_is_entered_again_when_undone",
          "bank_line_keeps_its_entry", "bank_line_has_its_own_entry", "undone_line_is_unmatched")  # fmt: skip


def run(sql: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)
        assert cursor.rowcount == 1
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def made_for(guard, division, fee, cashier, dro) -> str:
    if guard == "bank_line_has_its_own_entry":
        undo_match(matched(invoice(division, cashier), cashier), why=WHY, by=dro)
    return breaches(fee, matched(fee, cashier), cashier, dro)[guard]


@pytest.mark.parametrize("guard", GUARDS)
def test_the_database_refuses_an_undoing_that_is_not_in_order(division, fee, cashier, dro, guard):
    sql = made_for(guard, division, fee, cashier, dro)
    with pytest.raises(IntegrityError) as refused:
        run(sql)
    assert refused.value.__cause__.diag.constraint_name == guard


TRIGGERS = {"ledger": ("payments_entry", "payments_entry_ledger"), "bank": ("payments_bankline", "payments_bankline_entry"),
            "undone": ("payments_entry", "payments_entry_undone")}  # fmt: skip


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("guard", GUARDS)
def test_without_its_trigger_it_would_stand(division, fee, cashier, dro, guard):
    """The control of the test above."""
    sql = made_for(guard, division, fee, cashier, dro)
    table, trigger = TRIGGERS[guard.partition("_")[0]]
    with as_owner(), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER {trigger}")
        if trigger == "payments_entry_ledger":
            cursor.execute("ALTER TABLE payments_entry DISABLE TRIGGER payments_entry_undone")
        cursor.execute(sql)
        assert cursor.rowcount == 1
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        transaction.set_rollback(True)
