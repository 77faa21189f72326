"""The cashier's desk and the page on which somebody pays, in a real browser, at both widths (E6)."""

import pytest
from playwright.sync_api import expect

from electoral.office.actions import outsider
from payments.actions.card import open_page
from payments.actions.refund import approve_refund
from payments.models import BankLine, Refund
from tests.conftest import make_person, make_place
from tests.journeys.browser import become, look_at
from tests.payments.paying import DECLINED, KEY, PAYS, SECRET, Bank, held, invoice
from tests.workers import until

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.rule("E6")]


@pytest.fixture
def provider(live_server, settings):
    """A provider that tells the office of this test."""
    bank = Bank("--events", f"{live_server.url}/payments/provider/office/events/")
    settings.PAYMENT_PROVIDER, settings.PAYMENT_PROVIDER_URL = "office", bank.url
    settings.PAYMENT_PROVIDER_KEY, settings.PAYMENT_PROVIDER_SECRET = KEY, SECRET
    yield bank
    bank.stop()


def type_card(screen, number):
    screen.get_by_label("Card number").fill(number)
    screen.get_by_label("Expiry date").fill("12/30")
    screen.get_by_label("Security code").fill("123")
    screen.get_by_role("button", name="Pay").click()


def test_somebody_pays_by_card_after_a_card_that_was_declined(screen, provider):
    division = make_place("GOLD")
    fee = invoice(division, make_person("cashier", division))
    back = f"{screen.live}/account/login/"
    first = open_page(fee, return_url=back, by=outsider())
    screen.goto(first.page)
    look_at(screen, "provider")
    type_card(screen, DECLINED)
    expect(screen.get_by_role("heading", name="Your card was declined")).to_be_visible()
    look_at(screen, "provider-declined")
    screen.get_by_role("link", name="Go back to the office").click()
    second = open_page(fee, return_url=back, by=outsider())
    screen.goto(second.page)
    type_card(screen, PAYS)
    screen.wait_for_url(back)
    until(lambda: held(fee) == 14750, "the provider has told the office", 15)
    screen.goto(second.page)
    expect(screen.get_by_role("heading", name="This is paid")).to_be_visible()


def test_the_cashier_s_day(screen, worker, provider, tmp_path):
    division = make_place("GOLD")
    cashier, dro = make_person("cashier", division), make_person("dro", division)
    become(screen, cashier)
    for name in ("", "transfers/", "statements/", "refunds/", "reconciliation/"):
        screen.goto(f"{screen.live}/payments/{name}")
        look_at(screen, f"payments-empty-{name.strip('/') or 'invoices'}")
    cash, transfer, owed = (
        invoice(division, cashier),
        invoice(division, cashier, 9900),
        invoice(division, cashier, due_in=-3),
    )
    screen.goto(f"{screen.live}{cash.get_absolute_url()}")
    look_at(screen, "payments-invoice")
    screen.get_by_role("link", name="Take cash or a cheque").click()
    look_at(screen, "payments-take")
    screen.get_by_label("Cash").check()
    screen.get_by_role("button", name="Enter it").click()
    expect(screen.get_by_text("is being made").first).to_be_visible()
    expect(screen.get_by_role("link", name="PDF")).to_be_visible(timeout=60_000)
    look_at(screen, "payments-entry")
    with screen.expect_download() as download:
        screen.get_by_role("link", name="PDF").click()
    assert download.value.suggested_filename.startswith("receipt-GOLD-")
    read_statement(screen, transfer, tmp_path)
    match_and_refund(screen, cash, transfer, cashier, dro)
    for name in ("", "transfers/?show=all", "statements/", "refunds/", "reconciliation/"):
        screen.goto(f"{screen.live}/payments/{name}")
        look_at(screen, f"payments-full-{name.strip('/').partition('/')[0] or 'invoices'}")
    screen.goto(f"{screen.live}{cash.get_absolute_url()}")
    look_at(screen, "payments-invoice-full")
    assert (held(cash), held(transfer), held(owed)) == (0, 9900, 0)


def read_statement(screen, transfer, folder):
    screen.goto(f"{screen.live}/payments/statements/new/")
    file = folder / "november.csv"
    file.write_text("date,amount,reference,payer\n2026-02-03,12x,hello,\n2026-02-30,1.00,,\n")
    screen.get_by_label("Statement as CSV").set_input_files(file)
    screen.get_by_role("button", name="Read it").click()
    expect(screen.get_by_text("Write a sum like 147.50.")).to_be_visible()
    look_at(screen, "payments-statement-refused")
    file.write_text(
        f"date,amount,reference,payer\n2026-02-03,99.00,For {transfer.invoice_number},Vera Testperson\n2026-02-04,99.00,register,Mock Madeup\n"
    )
    screen.get_by_label("Statement as CSV").set_input_files(file)
    screen.get_by_role("button", name="Read it").click()
    expect(screen.get_by_text("2 lines were read")).to_be_visible()
    look_at(screen, "payments-statement")


def match_and_refund(screen, cash, transfer, cashier, dro):
    screen.goto(f"{screen.live}/payments/transfers/")
    look_at(screen, "payments-transfers")
    screen.goto(f"{screen.live}{BankLine.objects.get(text='register').get_absolute_url()}")
    look_at(screen, "payments-transfer")
    screen.goto(f"{screen.live}/payments/transfers/")
    screen.get_by_role("button", name=f"Match with {transfer.invoice_number}").first.click()
    expect(screen.get_by_text("Matched with")).to_be_visible()
    screen.goto(f"{screen.live}{cash.get_absolute_url()}")
    screen.get_by_role("link", name="Ask for a refund").click()
    look_at(screen, "payments-refund-ask")
    screen.get_by_label("Sum to pay back").fill("147.50")
    screen.get_by_label("Cash").check()
    screen.get_by_label("Why it goes back").fill("Asked for twice")
    screen.get_by_role("button", name="Ask for it").click()
    expect(screen.get_by_text("Another person approves it now.")).to_be_visible()
    refund = approve_refund(Refund.objects.get(), by=dro)
    screen.goto(f"{screen.live}{refund.get_absolute_url()}")
    look_at(screen, "payments-refund")
    screen.get_by_role("link", name="Note that it is paid").click()
    screen.get_by_label("How it can be found").fill("Signed for by the payer")
    screen.get_by_role("button", name="It is paid").click()
    expect(screen.get_by_text("Nothing more is to be done")).to_be_visible()
