"""The cashier's desk from the first click to the last, and who sees what (E6)."""

import csv
import io
import subprocess
import sys

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from electoral.office.actions import outsider
from payments.actions.bank import receive_statement
from payments.actions.card import open_page
from payments.actions.receipt import take_payment
from payments.actions.refund import ask_refund
from payments.models import BankLine, Entry, Refund
from payments.waiting import waiting_for
from tests.page import Page, renewed
from tests.payments.paying import BACK, PAYS, held, invoice
from tests.steps import work_off

pytestmark = [pytest.mark.django_db, pytest.mark.rule("E6")]


def words(answer) -> str:
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return " ".join(Page(content.decode()).text.split())


def rows(answer) -> list[list[str]]:
    return list(csv.reader(io.StringIO(b"".join(answer.streaming_content).decode())))


def taken(fee, by, **more):
    given = {"method": "cash", "amount": 14750, "on": fee.division.today(), "note": ""} | more
    return take_payment(fee, by=by, **given)


@pytest.fixture
def desk(signed_in):
    return signed_in("cashier")


def url(name, thing) -> str:
    return reverse(f"payments:{name}", args=[thing.reference])


def test_the_list_shows_each_invoice_with_its_standing_and_filters_by_the_address(desk, division, cashier):
    owed, paid, much = (invoice(division, cashier) for _ in range(3))
    late = invoice(division, cashier, due_in=-3)
    taken(paid, cashier)
    taken(much, cashier, method="cheque", amount=20000, note="No 1")
    shown = words(desk.get("/payments/"))
    for standing in ("To be paid", "Paid", "Overpaid", "Overdue"):
        assert standing in shown
    for show, found in (
        ("owing", [late, owed]),
        ("overdue", [late]),
        ("paid", [much, paid]),
        ("overpaid", [much]),
        ("cancelled", []),
    ):
        table = rows(desk.get("/payments/", {"show": show, "format": "csv"}))[1:]
        assert [row[0] for row in table] == [fee.invoice_number for fee in found], show
    assert rows(desk.get("/payments/", {"q": owed.invoice_number, "format": "csv"}))[1][9] == owed.reference
    assert "Nothing matches this filter" in words(desk.get("/payments/", {"q": "no such thing"}))


def test_an_empty_desk_says_where_invoices_come_from(desk):
    assert "raised when a quotation" in words(desk.get("/payments/"))
    for page in ("transfers/", "statements/", "refunds/", "reconciliation/"):
        assert desk.get(f"/payments/{page}").status_code == 200


def test_an_invoice_s_page_says_its_working_where_it_stands_and_the_next_step(desk, fee):
    shown = words(desk.get(fee.get_absolute_url()))
    for expected in (
        fee.invoice_number,
        "$20.00 + 85 x $1.50",
        "$147.50 is to be paid",
        "Take cash or a cheque",
        "Cancel the invoice",
    ):
        assert expected in shown, expected
    assert "There is nothing on it to pay back." in shown


def test_cash_is_taken_at_the_page_and_its_receipt_downloaded(desk, fee):
    page = url("fee_take", fee)
    wrong = desk.post(page, {"method": "cheque", "amount": "12x", "on": "tomorrow"})
    assert "Write a sum like 147.50." in words(wrong)
    assert "Write the cheque" in words(wrong)
    answer = desk.post(
        page, {"method": "cash", "amount": "147.50", "on": fee.division.today().isoformat()}, follow=True
    )
    assert "Receipt GOLD" in words(answer)
    assert renewed(answer) == ["receipt"]
    work_off()
    assert renewed(desk.get(Entry.objects.get().get_absolute_url())) == []
    paper = desk.get(url("entry_receipt", Entry.objects.get()))
    assert paper["Content-Type"] == "application/pdf"
    assert b"".join(paper.streaming_content).startswith(b"%PDF")
    assert "There is nothing" not in words(desk.get(fee.get_absolute_url()))


def test_a_payment_that_is_sent_twice_is_entered_once(desk, fee):
    given = {"method": "cash", "amount": "147.50", "on": fee.division.today().isoformat()}
    desk.post(url("fee_take", fee), given)
    assert "is paid. Take no more" in words(desk.post(url("fee_take", fee), given, follow=True))
    assert held(fee) == 14750


def test_a_refused_cheque_and_a_cancelled_invoice(desk, fee, cashier):
    entry = taken(fee, cashier, method="cheque", note="No 7")
    desk.post(url("entry_back", entry), {"why": "Returned unpaid"})
    assert held(fee) == 0
    assert "Taken back" in words(desk.get(entry.get_absolute_url()))
    desk.post(url("fee_cancel", fee), {"why": "Withdrawn"})
    fee.refresh_from_db()
    assert (fee.status, fee.cancelled_why) == ("cancelled", "Withdrawn")
    assert "cancelled on" in words(desk.get(fee.get_absolute_url()))


def statement(content: str):
    return SimpleUploadedFile("november.csv", content.encode(), "text/csv")


def test_a_statement_is_read_its_faults_shown_and_its_line_matched_by_one_click(desk, division, fee):
    page = reverse("payments:statement_new")
    refused = words(
        desk.post(
            page,
            {"division": division.code, "file": statement("date,amount,reference\n2026-02-03,12x,hello\n")},
        )
    )
    for expected in ("amount12xWrite a sum like 147.50.", "Nothing of the file was read"):
        assert expected in refused
    content = f"date,amount,reference\n2026-02-03,147.50,For {fee.invoice_number}\n2026-02-03,3.00,Nobody\n"
    assert "2 lines were read" in words(
        desk.post(page, {"division": division.code, "file": statement(content)}, follow=True)
    )
    lines = words(desk.get(reverse("payments:bank_lines")))
    assert f"Match with {fee.invoice_number}" in lines
    assert "Not found" in lines
    line = BankLine.objects.get(amount=14750)
    assert "Its number and the sum agree" in words(desk.get(line.get_absolute_url()))
    desk.post(url("bank_line_match", line), {"invoice": fee.reference})
    assert held(fee) == 14750
    assert f"It pays Invoice {fee.invoice_number}" in words(desk.get(line.get_absolute_url()))


def test_a_line_is_set_aside_and_taken_up_and_a_wrong_number_is_said(desk, division, cashier):
    receive_statement(
        division, content=b"date,amount,reference\n2026-02-03,3.00,Rent\n", file_name="a.csv", by=cashier
    )
    line = BankLine.objects.get()
    answer = desk.post(url("bank_line_match", line), {"invoice": "GOLD-2026-99999"}, follow=True)
    assert "There is no invoice GOLD-2026-99999 in this division" in words(answer)
    desk.post(url("bank_line_aside", line), {"aside-note": "Rent; finance knows"})
    assert "Rent; finance knows" in words(desk.get(line.get_absolute_url()))
    desk.post(url("bank_line_up", line))
    line.refresh_from_db()
    assert line.status == "unmatched"
    assert rows(desk.get(reverse("payments:bank_lines"), {"show": "all", "format": "csv"}))[1][3] == "Rent"


def test_a_refund_from_asking_to_paid_by_three_hands(client, person, fee, cashier):
    taken(fee, cashier)

    def sit(role):
        client.force_login(person(role), backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    sit("cashier").post(
        url("refund_ask", fee), {"amount": "147.50", "method": "cash", "reason": "Asked for twice"}
    )
    refund = Refund.objects.get()
    shown = words(client.get(refund.get_absolute_url()))
    assert "Another person approves or declines it." in shown
    assert client.post(url("refund_approve", refund)).status_code == 403
    sit("dro").post(url("refund_approve", refund))
    assert "The cashier" not in words(client.get(refund.get_absolute_url()))
    sit("cashier").post(
        url("refund_pay", refund), {"on": fee.division.today().isoformat(), "note": "Signed for"}
    )
    refund.refresh_from_db()
    assert (refund.status, held(fee)) == ("paid", 0)
    assert rows(client.get(reverse("payments:refunds"), {"format": "csv"}))[1][6] == "Paid back"


def test_whoever_comes_back_late_the_desk_asks_the_provider(bank, desk, fee):
    attempt = open_page(fee, return_url=BACK, by=outsider())
    bank.use_card(attempt, PAYS)
    assert "A page for paying by card is open" in words(desk.get(fee.get_absolute_url()))
    assert "0 of the card payments are still open" in words(desk.post(url("fee_look", fee), follow=True))
    assert held(fee) == 14750


def test_the_reconciliation_shows_both_sides_and_gives_two_sheets(desk, division, fee, cashier):
    taken(fee, cashier)
    shown = words(desk.get(reverse("payments:reconciliation")))
    assert "Everything agrees" in shown
    assert "1: R00001" in shown
    ledger = rows(desk.get(reverse("payments:reconciliation"), {"format": "ledger"}))
    assert ledger[1][4:7] == [fee.invoice_number, "AUD", "147.50"]
    differences = rows(desk.get(reverse("payments:reconciliation"), {"format": "csv"}))
    assert differences == [["date", "what", "currency", "amount", "why"]]
    assert "No money came or went" in words(
        desk.get(reverse("payments:reconciliation"), {"since": "2020-01-01", "until": "2020-01-02"})
    )


def test_what_waits_is_counted_for_whom_it_waits(person, division, fee, cashier, dro):
    invoice(division, cashier, due_in=-2)
    taken(fee, cashier, method="cheque", amount=20000, note="No 9")
    ask_refund(fee, amount=5250, method="cheque", reason="Too much", by=cashier)
    receive_statement(
        division, content=b"date,amount,reference\n2026-02-03,3.00,Rent\n", file_name="a.csv", by=cashier
    )
    mine = {queue["label"]: queue["count"] for queue in waiting_for(cashier)}
    assert mine == {
        "Invoices on which too much came": 1, "Invoices overdue": 1, "Transfers to match": 1, "Refunds to pay": 0,
        "Refunds that a card's bank has not confirmed": 0,
    }  # fmt: skip
    assert {queue["label"]: queue["count"] for queue in waiting_for(dro)} == {
        "Refunds to approve": 1,
        "Bank accounts to put in force": 0,
    }
    assert waiting_for(person("clerk")) == []


def test_the_page_where_one_pays_is_named_in_the_policy_of_the_browser():
    asked = (
        "from electoral import settings; print(settings.CONTENT_SECURITY_POLICY['DIRECTIVES']['form-action'])"
    )
    environment = {
        "SECRET_KEY": "x",
        "DEBUG": "1",
        "PAYMENT_PROVIDER": "office",
        "PAYMENT_PROVIDER_URL": "http://127.0.0.1:8001",
    }
    said = subprocess.run(
        [sys.executable, "-c", asked],
        env=environment,
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        check=True,
    )
    assert said.stdout.strip() == "[\"'self'\", 'http://127.0.0.1:8001']"
