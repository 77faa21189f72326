"""Stripe behind the same interface: its pages, its messages verified by its library, its refunds (E6)."""

import time

import pytest

from electoral.office.actions import outsider
from electoral.office.refusals import Refused
from payments.actions.card import look_again, open_page
from payments.actions.refund import approve_refund, ask_refund, send_refund
from payments.models import Attempt, Entry, ProviderEvent
from tests.payments.paying import BACK, held
from tests.payments.stripe_server import SECRET, StripeServer

pytestmark = [pytest.mark.django_db, pytest.mark.rule("E6")]


@pytest.fixture
def stripe(settings, monkeypatch):
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    server = StripeServer()
    settings.PAYMENT_PROVIDER, settings.STRIPE_KEY = "stripe", "sk_test_nothing"
    settings.STRIPE_WEBHOOK_SECRET, settings.STRIPE_API = SECRET, server.url
    yield server
    server.shutdown()


def opened(fee):
    return open_page(fee, return_url=BACK, by=outsider())


def tell(client, body, headers):
    return client.post(
        "/payments/provider/stripe/events/", body, content_type="application/json", headers=headers
    ).status_code


def test_the_page_asks_for_the_sum_under_our_reference_and_twice_is_once(stripe, fee):
    attempt = opened(fee)
    assert attempt.page.startswith("https://checkout.stripe.com/")
    path, asked = stripe.asked[0]
    assert path == "/v1/checkout/sessions"
    assert asked["client_reference_id"] == attempt.reference
    assert (
        asked["line_items[0][price_data][unit_amount]"],
        asked["line_items[0][price_data][currency]"],
    ) == ("14750", "aud")
    assert opened(fee) == attempt
    assert len(stripe.sessions) == 1


def test_a_message_that_a_page_is_paid_enters_the_money_once(stripe, fee, client):
    attempt = opened(fee)
    stripe.pay(attempt.provider_reference)
    body, headers = stripe.event("checkout.session.completed", stripe.sessions[attempt.provider_reference])
    assert {tell(client, body, headers) for _ in range(20)} == {200}
    entry = Entry.objects.get()
    assert (entry.amount, entry.method, entry.external) == (14750, "card", attempt.provider_reference)
    assert ProviderEvent.objects.get().verdict == "The ledger has it: paid"


def test_a_message_that_is_changed_old_or_signed_by_another_is_refused(stripe, fee, client):
    attempt = opened(fee)
    stripe.pay(attempt.provider_reference)
    about = stripe.sessions[attempt.provider_reference]
    body, headers = stripe.event("checkout.session.completed", about)
    assert tell(client, body + b" ", headers) == 400
    assert tell(client, body, {}) == 400
    assert tell(client, body, {"Stripe-Signature": headers["Stripe-Signature"].replace("v1=", "v1=0")}) == 400
    assert tell(client, *stripe.event("checkout.session.completed", about, at=int(time.time()) - 400)) == 400
    assert held(fee) == 0


@pytest.mark.parametrize(
    "changes", [{"amount_total": 1}, {"currency": "gbp"}, {"client_reference_id": "YAAAAAAA0"}]
)
def test_another_sum_currency_or_reference_enters_nothing(stripe, fee, client, changes):
    attempt = opened(fee)
    stripe.pay(attempt.provider_reference)
    told = stripe.event("checkout.session.completed", stripe.sessions[attempt.provider_reference] | changes)
    assert tell(client, *told) == 200
    stripe.sessions[attempt.provider_reference] |= changes
    look_again(attempt)
    assert held(fee) == 0
    assert ProviderEvent.objects.get().verdict.startswith("Refused")


def test_a_page_that_ran_out_makes_room_for_another(stripe, fee):
    attempt = opened(fee)
    stripe.sessions[attempt.provider_reference]["status"] = "expired"
    assert opened(fee) != attempt
    assert Attempt.objects.get(pk=attempt.pk).status == "expired"


def test_a_refund_goes_through_it_and_its_message_finds_the_payment(stripe, fee, client, cashier, dro):
    attempt = opened(fee)
    stripe.pay(attempt.provider_reference)
    look_again(attempt)
    refund = approve_refund(ask_refund(fee, amount=5000, method="card", reason="x", by=cashier), by=dro)
    assert send_refund(refund, by=cashier).status == "paid"
    assert held(fee) == 9750
    told = stripe.event("refund.updated", stripe.refunds[0])
    assert tell(client, *told) == 200
    assert (held(fee), len(stripe.refunds)) == (9750, 1)


def test_a_dispute_takes_the_money_back_in_the_ledger(stripe, fee, client):
    attempt = opened(fee)
    stripe.pay(attempt.provider_reference)
    look_again(attempt)
    intent = stripe.sessions[attempt.provider_reference]["payment_intent"]
    dispute = {
        "id": "dp_1",
        "object": "dispute",
        "amount": 14750,
        "status": "needs_response",
        "payment_intent": intent,
    }
    stripe.disputes.append(dispute)
    for _ in range(3):
        assert tell(client, *stripe.event("charge.dispute.created", dispute)) == 200
    assert list(Entry.objects.order_by("pk").values_list("kind", "amount")) == [
        ("receipt", 14750),
        ("chargeback", -14750),
    ]
    dispute["status"] = "won"
    for _ in range(3):
        assert tell(client, *stripe.event("charge.dispute.closed", dispute)) == 200
    assert [(e.kind, e.amount) for e in Entry.objects.order_by("pk")][2:] == [("won_back", 14750)]


def test_a_dispute_that_only_warns_takes_nothing(stripe, fee, client):
    attempt = opened(fee)
    stripe.pay(attempt.provider_reference)
    intent = stripe.sessions[attempt.provider_reference]["payment_intent"]
    warning = {
        "id": "dp_1",
        "object": "dispute",
        "amount": 14750,
        "status": "warning_needs_response",
        "payment_intent": intent,
    }
    stripe.disputes.append(warning)
    assert tell(client, *stripe.event("charge.dispute.created", warning)) == 200
    assert held(fee) == 14750


def test_a_message_of_what_the_office_does_not_follow_is_not_taken(stripe, fee, client):
    opened(fee)
    assert tell(client, *stripe.event("customer.created", {"id": "cus_1", "object": "customer"})) == 400
    unknown = {
        "id": "re_9",
        "object": "refund",
        "amount": 1,
        "status": "succeeded",
        "payment_intent": "pi_nobody",
    }
    assert tell(client, *stripe.event("refund.created", unknown)) == 404


def test_while_it_does_not_answer_nothing_is_half_done(stripe, fee, settings):
    settings.STRIPE_API = "http://127.0.0.1:9"
    with pytest.raises(Refused, match="does not answer"):
        opened(fee)
    settings.STRIPE_API = stripe.url
    assert opened(fee) == Attempt.objects.get()


def test_without_its_keys_it_is_not_set_up(stripe, fee, settings):
    settings.STRIPE_KEY = ""
    with pytest.raises(Refused, match="not set up"):
        opened(fee)
