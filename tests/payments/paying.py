"""Invoices made by the real steps, and the provider as a process of its own, spoken to over HTTP."""

import json
import os
import subprocess
import sys
import urllib.parse
import urllib.request
from datetime import timedelta

from django.conf import settings
from django.db.models import Sum

from electoral.office.references import new_reference
from payments.actions.fee import raise_fee
from payments.models import Entry, Fee

KEY, SECRET = "key-of-the-tests", "secret-of-the-tests"
DIRECT = urllib.request.build_opener(urllib.request.ProxyHandler({}))
BACK = "http://testserver/registers/"
PAYS, DECLINED, UNREFUNDABLE = "4242 4242 4242 4242", "4000 0000 0000 0002", "4000 0000 0000 0341"


def invoice(division, by, amount=14750, *, due_in=14, currency="AUD") -> Fee:
    lines = [("Full register as data", "$20.00 + 85 x $1.50", amount)]
    return raise_fee(
        division, subject=new_reference("D"), title="Full register of Gold", currency=currency, lines=lines,
        due_on=division.today() + timedelta(days=due_in), by=by,
    )  # fmt: skip


def held(fee: Fee) -> int:
    """What the ledger holds, asked anew."""
    return Entry.objects.filter(fee=fee).aggregate(sum=Sum("amount"))["sum"] or 0


class Bank:
    """`python -m electoral.demo.provider` as a process; events are kept back, and carried by the tests."""

    def __init__(self, *words: str):
        environment = {**os.environ, "PAYMENT_PROVIDER_KEY": KEY, "PAYMENT_PROVIDER_SECRET": SECRET}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "electoral.demo.provider", *words], env=environment, cwd=settings.BASE_DIR, stdout=subprocess.PIPE, text=True
        )  # fmt: skip
        self.url = self.process.stdout.readline().split()[-1]

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(10)

    def ask(self, method: str, path: str, wanted=None, *, key=KEY, idempotency=""):
        headers = {"Authorization": f"Bearer {key}", "Content-Type": "application/json"}
        headers |= {"Idempotency-Key": idempotency} if idempotency else {}
        body = None if wanted is None else json.dumps(wanted).encode()
        question = urllib.request.Request(self.url + path, body, headers, method=method)
        with DIRECT.open(question, timeout=10) as answer:
            return json.load(answer)

    def read(self, attempt) -> dict:
        return self.ask("GET", f"/v1/payments/{attempt.provider_reference}")

    def happen(self, attempt, what: str) -> dict:
        """pay, fail, expire, dispute or forget."""
        return self.ask("POST", f"/v1/test/payments/{attempt.provider_reference}/{what}", {})

    def use_card(self, attempt, number: str) -> str:
        """What somebody does on the hosted page; the page that follows, or the address that one is sent to."""
        body = urllib.parse.urlencode({"number": number, "expiry": "12/30", "code": "123"}).encode()
        stay = urllib.request.build_opener(urllib.request.ProxyHandler({}), Stay)
        try:
            with stay.open(urllib.request.Request(attempt.page, body), timeout=10) as answer:
                return answer.read().decode()
        except urllib.error.HTTPError as answer:
            return answer.headers.get("Location") or answer.read().decode()

    def letters(self, attempt) -> list[dict]:
        """The events of one payment so far, sealed now, oldest first."""
        return self.ask("GET", f"/v1/test/payments/{attempt.provider_reference}/events")["events"]


class Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *args, **more):
        return None


def carry(client, letter: dict, **changes):
    """Post one event to the office as it is, or with another body or signature; the answer."""
    body = changes.get("body", letter["body"])
    signature = changes.get("signature", letter["headers"]["Office-Signature"])
    return client.post(
        "/payments/provider/office/events/", body, content_type="application/json", headers={"Office-Signature": signature}
    )  # fmt: skip
