"""The client of the provider that the demonstration and the tests bring with them (electoral/demo/provider)."""

import hashlib
import hmac
import json
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.conf import settings

from electoral.office.refusals import Refused
from payments.providers import SECONDS, WINDOW, Away, Dispute, Forged, Notice, OpenedPage, PaidBack, Standing

LONGEST = 256 * 1024
AWAY = (
    "The card provider does not answer. Nothing was charged. Try again in a few minutes, or pay another way."
)
UNCLEAR = (
    "The card provider gave an answer that cannot be read. Nothing was charged. Try again in a few minutes."
)


class Stay(urllib.request.HTTPRedirectHandler):
    """An answer that points elsewhere is no answer: our key goes to one place only."""

    def redirect_request(self, *args, **more):
        return None


DIRECT = urllib.request.build_opener(urllib.request.ProxyHandler({}), Stay)


def from_settings() -> "OfficeProvider":
    if not (
        settings.PAYMENT_PROVIDER_URL and settings.PAYMENT_PROVIDER_KEY and settings.PAYMENT_PROVIDER_SECRET
    ):
        raise Refused("Payments by card are not set up: PAYMENT_PROVIDER_URL, _KEY and _SECRET are needed.")
    return OfficeProvider(
        settings.PAYMENT_PROVIDER_URL, settings.PAYMENT_PROVIDER_KEY, settings.PAYMENT_PROVIDER_SECRET
    )


class OfficeProvider:
    name = "office"

    def __init__(self, url: str, key: str, secret: str):
        self.url, self.key, self.secret = url.rstrip("/"), key, secret

    def open_page(
        self, *, reference: str, title: str, amount: int, currency: str, return_url: str
    ) -> OpenedPage:
        wanted = {
            "reference": reference,
            "title": title,
            "amount": amount,
            "currency": currency,
            "return_url": return_url,
        }
        said = self._ask("POST", "/v1/payments", wanted, key=reference)
        page, payment = str(said.get("page", "")), str(said.get("id", ""))
        if not payment or not page.startswith(f"{self.url}/"):  # nobody is sent elsewhere to pay
            raise Away(UNCLEAR)
        return OpenedPage(payment, page)

    def standing(self, payment: str) -> Standing:
        said = self._ask("GET", f"/v1/payments/{payment}")
        try:
            return Standing(
                status=str(said["status"]), reference=str(said["reference"]), amount=int(said["amount"]), currency=str(said["currency"]),
                paid_at=_instant(said["paid_at"]), refunds=tuple(_refund(r) for r in said["refunds"]),
                disputes=tuple(Dispute(str(d["id"]), int(d["amount"]), d["status"] == "won") for d in said["disputes"]),
            )  # fmt: skip
        except (KeyError, TypeError, ValueError):
            raise Away(UNCLEAR) from None

    def close(self, payment: str) -> None:
        self._ask("POST", f"/v1/payments/{payment}/close", {})

    def pay_back(self, payment: str, *, amount: int, reference: str, key: str) -> PaidBack:
        wanted = {"amount": amount, "reference": reference}
        try:
            return _refund(self._ask("POST", f"/v1/payments/{payment}/refunds", wanted, key=key))
        except (KeyError, TypeError, ValueError):
            raise Away(UNCLEAR) from None

    def read_notice(self, body: bytes, headers: Mapping[str, str]) -> Notice:
        check_signature(body, headers.get("Office-Signature", ""), self.secret, now=time.time())
        try:
            said = json.loads(body)
            payment = said["payment"]
            return Notice(
                event_id=str(said["id"])[:100], kind=str(said["kind"])[:40], payment=str(payment["id"]),
                reference=str(payment["reference"]), amount=int(payment["amount"]), currency=str(payment["currency"]),
            )  # fmt: skip
        except (KeyError, TypeError, ValueError):
            raise Forged("unreadable") from None

    def _ask(self, method: str, path: str, wanted: dict | None = None, *, key: str = "") -> dict[str, Any]:
        headers = {"Authorization": f"Bearer {self.key}", "Content-Type": "application/json"}
        headers |= {"Idempotency-Key": key} if key else {}
        body = None if wanted is None else json.dumps(wanted).encode()
        question = urllib.request.Request(self.url + path, data=body, headers=headers, method=method)
        try:
            with DIRECT.open(question, timeout=SECONDS) as answer:
                said = json.loads(answer.read(LONGEST))
        except (OSError, ValueError, urllib.error.HTTPError):
            raise Away(AWAY) from None
        if not isinstance(said, dict):
            raise Away(UNCLEAR)
        return said


def check_signature(body: bytes, header: str, secret: str, *, now: float) -> None:
    """`t=SECONDS,v1=HEX`: the HMAC of the time and the very bytes; compared in constant time, within the window."""
    parts = dict(part.partition("=")[::2] for part in header.split(","))
    sent, signed = parts.get("t", ""), parts.get("v1", "")
    right = hmac.new(secret.encode(), sent.encode() + b"." + body, hashlib.sha256).hexdigest()
    if not hmac.compare_digest(right.encode(), signed.encode()):
        raise Forged("signature")
    if not sent.isascii() or not sent.isdigit() or abs(now - int(sent)) > WINDOW:
        raise Forged("time")


def _instant(said: str) -> datetime | None:
    """When it was paid, with its zone: the day is the office's, which may be another than the provider's."""
    if not said:
        return None
    at = datetime.fromisoformat(said)
    if at.tzinfo is None:
        raise ValueError(said)
    return at


def _refund(said: dict) -> PaidBack:
    return PaidBack(str(said["id"]), str(said["reference"]), int(said["amount"]), str(said["status"]))
