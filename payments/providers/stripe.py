"""Stripe: Checkout pages, its refunds, its events verified by its own library (the extra `stripe`)."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import stripe
from django.conf import settings

from electoral.office.refusals import Refused
from payments.providers import SECONDS, WINDOW, Away, Dispute, Forged, Notice, OpenedPage, PaidBack, Standing

AWAY = (
    "The card provider does not answer. Nothing was charged. Try again in a few minutes, or pay another way."
)
PAID = {"paid", "no_payment_required"}
DISPUTES = {
    "needs_response",
    "under_review",
    "lost",
    "won",
}  # those in which the bank took the money; the others only warn
REFUNDS = {"succeeded": "done", "failed": "failed", "canceled": "failed"}


def from_settings() -> "StripeProvider":
    if not (settings.STRIPE_KEY and settings.STRIPE_WEBHOOK_SECRET):
        raise Refused("Payments by card are not set up: STRIPE_KEY and STRIPE_WEBHOOK_SECRET are needed.")
    return StripeProvider(settings.STRIPE_KEY, settings.STRIPE_WEBHOOK_SECRET, settings.STRIPE_API)


class StripeProvider:
    name = "stripe"

    def __init__(self, key: str, secret: str, api: str):
        self.secret = secret
        calls = stripe.RequestsClient(timeout=SECONDS)
        self.client = stripe.StripeClient(
            key, http_client=calls, max_network_retries=1, base_addresses={"api": api}
        )

    def open_page(
        self, *, reference: str, title: str, amount: int, currency: str, return_url: str
    ) -> OpenedPage:
        price = {"currency": currency.lower(), "unit_amount": amount, "product_data": {"name": title}}
        wanted: Any = {
            "mode": "payment", "payment_method_types": ["card"], "client_reference_id": reference, "metadata": {"reference": reference},
            "payment_intent_data": {"metadata": {"reference": reference}}, "success_url": return_url, "cancel_url": return_url,
            "line_items": [{"quantity": 1, "price_data": price}],
        }  # fmt: skip
        made = self._ask(
            lambda: self.client.v1.checkout.sessions.create(wanted, {"idempotency_key": reference})
        )
        if not str(made.get("url") or "").startswith("https://"):
            raise Away(AWAY)
        return OpenedPage(made["id"], made["url"])

    def standing(self, payment: str) -> Standing:
        wanted: Any = {"expand": ["payment_intent.latest_charge"]}
        session = self._ask(lambda: self.client.v1.checkout.sessions.retrieve(payment, wanted))
        intent = session.get("payment_intent") or {}
        charge = intent.get("latest_charge") or {}
        paid = session["payment_status"] in PAID
        disputes = self._list("disputes", intent["id"]) if charge.get("disputed") else []
        return Standing(
            status="paid" if paid else "expired" if session["status"] == "expired" else "open",
            reference=session.get("client_reference_id") or "", amount=session["amount_total"], currency=session["currency"].upper(),
            paid_at=datetime.fromtimestamp(charge["created"], UTC) if charge.get("created") else None,
            refunds=tuple(_refund(r) for r in self._list("refunds", intent["id"])) if paid and intent else (),
            disputes=tuple(Dispute(d["id"], d["amount"], d["status"] == "won") for d in reversed(disputes) if d["status"] in DISPUTES),
        )  # fmt: skip

    def close(self, payment: str) -> None:
        if self.standing(payment).status == "open":
            self._ask(lambda: self.client.v1.checkout.sessions.expire(payment))

    def pay_back(self, payment: str, *, amount: int, reference: str, key: str) -> PaidBack:
        session = self._ask(lambda: self.client.v1.checkout.sessions.retrieve(payment))
        wanted: Any = {
            "payment_intent": session["payment_intent"],
            "amount": amount,
            "metadata": {"reference": reference},
        }
        return _refund(self._ask(lambda: self.client.v1.refunds.create(wanted, {"idempotency_key": key})))

    def read_notice(self, body: bytes, headers: Mapping[str, str]) -> Notice:
        try:
            stripe.WebhookSignature.verify_header(
                body.decode(), headers.get("Stripe-Signature", ""), self.secret, tolerance=WINDOW
            )
            said = json.loads(body)
            return self._notice(str(said["id"])[:100], str(said["type"])[:40], said["data"]["object"])
        except (stripe.SignatureVerificationError, KeyError, TypeError, ValueError) as error:
            raise Forged(type(error).__name__) from None

    def _notice(self, event_id: str, kind: str, about: dict) -> Notice:
        if about["object"] == "checkout.session":
            return Notice(
                event_id, kind, about["id"], about.get("client_reference_id") or "", about["amount_total"], about["currency"].upper()
            )  # fmt: skip
        sessions = self._ask(
            lambda: self.client.v1.checkout.sessions.list(
                {"payment_intent": about["payment_intent"], "limit": 1}
            )
        )
        return Notice(event_id, kind, sessions["data"][0]["id"] if sessions["data"] else "")

    def _list(self, what: str, intent: str) -> list[dict]:
        return self._ask(
            lambda: getattr(self.client.v1, what).list({"payment_intent": intent, "limit": 100})
        )["data"]

    def _ask(self, question) -> dict[str, Any]:
        try:
            return question().to_dict()
        except stripe.StripeError:
            raise Away(AWAY) from None


def _refund(said: dict) -> PaidBack:
    reference = (said.get("metadata") or {}).get("reference", "")
    return PaidBack(said["id"], reference, said["amount"], REFUNDS.get(said["status"], "pending"))
