"""What people type, send twice or leave open in another tab; and what somebody types who means harm (E6)."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from payments.actions.refund import approve_refund, ask_refund
from payments.documents.proposal import proposals
from payments.models import BankLine, Entry, Refund
from payments.rules.money import read_money
from payments.rules.statement import read_statement
from tests.payments.paying import held, invoice
from tests.payments.test_bank import TODAY, line_of
from tests.payments.test_pages import rows, taken, url, words

pytestmark = [pytest.mark.django_db, pytest.mark.rule("E6")]
NO_SUMS = ["1e9", "-5", "0", "0.00", "\uff11\uff12", "\u0661\u0662", "12,50", "1.234,50", "12.5", "12.505", "1,23,456.00", "NaN", "inf", "0x10", "1 000",
           "=1+1", "--", ".50", "1\u00a0000", "1000000000", "1,000,000,000", "\u221212", "1_000", "12.50\u202e"]  # fmt: skip


def paying(client, fee, amount, **more):
    """The page of taking cash, as it was opened, sent with this sum."""
    shown = client.get(url("fee_take", fee))
    seen = shown.context["form"].initial["seen"]
    return {
        "method": "cash",
        "amount": amount,
        "on": f"{fee.division.today():%-d %B %Y}",
        "note": "",
        "seen": seen,
    } | more


@pytest.mark.parametrize("typed", NO_SUMS)
def test_a_sum_that_is_none_enters_nothing_and_is_said_beside_the_field(signed_in, fee, typed):
    client = signed_in("cashier")
    answer = client.post(url("fee_take", fee), paying(client, fee, typed))
    assert answer.status_code == 200
    assert "Write a sum" in words(answer)
    assert held(fee) == 0


@pytest.mark.parametrize("typed", NO_SUMS)
def test_a_sum_that_is_none_refuses_the_statement(typed):
    quoted = typed.replace('"', '""')
    lines, faults = read_statement(
        f'date,amount,reference\n2026-02-03,"{quoted}",x\n'.encode(), today=TODAY, currency="AUD"
    )
    assert lines == []
    assert [(fault.line, fault.column) for fault in faults] == [(2, "amount")]


@given(st.text(alphabet="0123456789\uff11\u0663.,$£ -+e", max_size=24))
def test_whatever_is_typed_is_a_sum_that_the_ledger_can_hold_or_a_sentence(typed):
    try:
        amount = read_money(typed)
    except ValueError:
        return
    assert typed.isascii() or "£" in typed
    assert 0 <= amount < 10**11


@pytest.mark.parametrize(("sign", "read"), [("$5.00", True), ("£5.00", False), ("5.00", True)])
def test_a_statement_in_pounds_is_not_read_as_dollars(sign, read):
    lines, _ = read_statement(
        f"date,amount,reference\n2026-02-03,{sign},x\n".encode(), today=TODAY, currency="AUD"
    )
    assert bool(lines) == read


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-32", "cp1252", "shift_jis"])
def test_a_statement_in_another_encoding_is_refused_with_what_to_do(signed_in, division, encoding):
    client = signed_in("cashier")
    content = "date,amount,reference\n2026-02-03,1.00,Caf\u00e9 \u00a3\n".encode(encoding, "replace")
    given_file = SimpleUploadedFile("november.csv", content)
    answer = client.post("/payments/statements/new/", {"division": division.code, "file": given_file})
    assert answer.status_code == 200
    assert "Nothing of the file was read" in words(answer)
    assert BankLine.objects.count() == 0


def test_a_page_sent_twice_takes_the_money_once(signed_in, fee):
    client = signed_in("cashier")
    form = paying(client, fee, "50.00")
    first = client.post(url("fee_take", fee), form)
    again = client.post(url("fee_take", fee), form, follow=True)
    assert first.status_code == 302
    assert "Money was entered since this page was opened: $97.50 is owed now." in words(again)
    assert held(fee) == 5000
    client.post(url("fee_take", fee), paying(client, fee, "50.00"))
    assert held(fee) == 10000


def test_a_tab_left_open_while_a_card_paid_takes_no_cash(signed_in, fee, cashier):
    client = signed_in("cashier")
    form = paying(client, fee, "147.50")
    taken(fee, cashier, amount=100)
    client.post(url("fee_take", fee), form)
    assert held(fee) == 100


def test_a_refund_asked_for_twice_by_one_page_is_asked_for_once(signed_in, fee, cashier):
    taken(fee, cashier)
    client = signed_in("cashier")
    seen = client.get(url("refund_ask", fee)).context["form"].initial["seen"]
    form = {"amount": "10.00", "method": "cash", "reason": "x", "seen": seen}
    client.post(url("refund_ask", fee), form)
    again = client.post(url("refund_ask", fee), form, follow=True)
    assert "since this page was opened" in words(again)
    assert Refund.objects.count() == 1


def test_a_refund_is_not_noted_as_paid_before_it_was_approved(signed_in, fee, cashier, dro):
    taken(fee, cashier)
    refund = approve_refund(ask_refund(fee, amount=100, method="cash", reason="x", by=cashier), by=dro)
    client, day = signed_in("cashier"), timezone.now() - timedelta(days=3)
    answer = client.post(url("refund_pay", refund), {"on": f"{day:%-d %B %Y}", "note": "x"}, follow=True)
    assert "before the refund was approved" in words(answer)
    assert held(fee) == 14750


def test_a_sum_that_happens_to_agree_is_looked_at_before_it_is_matched(signed_in, division, cashier, fee):
    named, alike = (
        line_of(division, cashier, f"Paid {fee.invoice_number}"),
        line_of(division, cashier, "Rent"),
    )
    found = proposals([named, alike])
    assert (found[named.pk][0].is_sure, found[alike.pk][0].is_sure) == (True, False)
    shown = signed_in("cashier").get("/payments/transfers/").content.decode()
    assert shown.count(f"Match with {fee.invoice_number}") == 1


def test_what_a_spreadsheet_would_calculate_is_no_formula_in_any_sheet(signed_in, division, cashier):
    client = signed_in("cashier")
    evil = '=HYPERLINK("http://evil.invalid")'
    fee = invoice(division, cashier)
    taken(fee, cashier, method="cheque", note="@SUM(A1)")
    ask_refund(fee, amount=100, method="cash", reason=evil, by=cashier)
    quoted = evil.replace('"', '""')
    content = f'date,amount,reference,payer\n2026-02-03,3.00,"{quoted}",+61 1\n'.encode()
    client.post(
        "/payments/statements/new/",
        {"division": division.code, "file": SimpleUploadedFile("=a.csv", content)},
    )
    for page in ("?format=csv", "transfers/?format=csv&show=all", "refunds/?format=csv", "reconciliation/?format=ledger",
                 "reconciliation/?format=csv&since=2026-01-01", "reconciliation/?format=days"):  # fmt: skip
        cells = [cell for row in rows(client.get(f"/payments/{page}")) for cell in row]
        assert not [
            c for c in cells if c.startswith(("=", "+", "@")) or (c.startswith("-") and not c[1:2].isdigit())
        ], page


@pytest.mark.parametrize(
    "q",
    [
        "\x00",
        "'; DROP TABLE payments_fee; --",
        "%",
        "_",
        "\\",
        "a" * 300,
        "<script>alert(1)</script>",
        "\ud83d\ude00",
    ],
)
def test_whatever_is_looked_for_the_list_answers(signed_in, fee, q):
    client = signed_in("cashier")
    q = q.encode("utf-16", "surrogatepass").decode("utf-16")
    for page in ("", "transfers/", "refunds/", "accounts/"):
        answer = client.get(
            f"/payments/{page}", {"q": q, "show": q, "sort": q, "page": q, "division": q, "status": q}
        )
        assert answer.status_code == 200
        assert b"<script>alert" not in answer.content


def test_back_and_again_after_each_step_ends_in_a_sentence(signed_in, division, cashier, fee, dro):
    client = signed_in("cashier")
    cheque = taken(fee, cashier, method="cheque", note="No 1")
    line = line_of(division, cashier, "A")
    spare = invoice(division, cashier)
    steps = [
        (url("entry_back", cheque), {"why": "x"}, "It was taken back already."),
        (url("bank_line_match", line), {"invoice": spare.reference}, "It is matched."),
        (url("fee_cancel", fee), {"why": "x"}, "It is cancelled."),
    ]
    for page, form, sentence in steps:
        client.post(page, form)
        before = Entry.objects.count()
        assert sentence in words(client.post(page, form, follow=True)), page
        assert Entry.objects.count() == before
