"""Who looks at the money and who touches it (E6)."""

import pytest
from django.urls import reverse

from payments.actions.bank import receive_statement
from payments.actions.refund import ask_refund
from payments.models import BankLine
from tests.payments.paying import held
from tests.payments.test_pages import taken, url, words

pytestmark = [pytest.mark.django_db, pytest.mark.rule("E6")]


def pages_of(fee, entry, refund, line) -> list[str]:
    return [
        "/payments/", "/payments/transfers/", "/payments/statements/", "/payments/refunds/", "/payments/reconciliation/",
        fee.get_absolute_url(), entry.get_absolute_url(), refund.get_absolute_url(), line.get_absolute_url(),
        line.statement.get_absolute_url(),
    ]  # fmt: skip


@pytest.fixture
def everything(division, fee, cashier):
    entry = taken(fee, cashier)
    refund = ask_refund(fee, amount=100, method="cash", reason="x", by=cashier)
    receive_statement(
        division, content=b"date,amount,reference\n2026-02-03,3.00,Rent\n", file_name="a.csv", by=cashier
    )
    return fee, entry, refund, BankLine.objects.get()


@pytest.mark.parametrize(
    ("role", "sees"),
    [("clerk", True), ("dro", True), ("auditor", True), ("area_manager", False), ("administrator", False)],
)
def test_who_looks_at_the_money(signed_in, everything, role, sees):
    client = signed_in(role)
    for page in pages_of(*everything)[5:]:
        assert client.get(page).status_code == (200 if sees else 404), page
    for page in pages_of(*everything)[:5]:
        answer = client.get(page)
        assert answer.status_code == 200
        assert ("None of your roles" in words(answer)) == (not sees)


def test_a_cashier_elsewhere_sees_nothing_of_it(signed_in, everything, other_division):
    client = signed_in("cashier", other_division)
    for page in pages_of(*everything)[5:]:
        assert client.get(page).status_code == 404, page
    fee = everything[0]
    for page in (url("fee_take", fee), url("fee_cancel", fee), url("refund_ask", fee)):
        assert client.post(page, {}).status_code == 404
    assert fee.invoice_number not in words(client.get("/payments/"))


@pytest.mark.parametrize("role", ["clerk", "dro", "auditor"])
def test_who_looks_does_not_touch(signed_in, everything, role):
    client = signed_in(role)
    fee, entry, refund, line = everything
    for page in (url("fee_take", fee), url("fee_cancel", fee), url("fee_look", fee), url("refund_ask", fee), url("entry_back", entry),
                 url("refund_send", refund), url("refund_again", refund), url("refund_pay", refund), reverse("payments:statement_new"),
                 url("bank_line_match", line), url("bank_line_up", line)):  # fmt: skip
        assert client.post(page, {"invoice": fee.reference, "why": "x"}).status_code == 403, page
    assert client.post(url("bank_line_aside", line), {"aside-note": "x"}).status_code == 403
    assert client.post(url("bank_line_match", line), {}).status_code == 403
    assert held(fee) == 14750
