"""What the provider knows: payments, their refunds, answers that were given, events that are to be told."""

import contextlib
import hashlib
import json
import os
import secrets
import threading
import time
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path

LASTS = 30 * 60  # seconds for which a page is open
SOON = 5  # seconds until what is said to happen later does


class Wrong(Exception):
    """An answer of 4xx: its status and a sentence."""

    def __init__(self, status: int, sentence: str):
        super().__init__(sentence)
        self.status = status


@dataclass
class Payment:
    id: str
    reference: str
    title: str
    amount: int
    currency: str
    return_url: str
    opened: float
    status: str = "open"
    paid_at: str = ""
    refunds: list[dict] = field(default_factory=list)
    disputes: list[dict] = field(default_factory=list)
    takes_no_refund: bool = False
    later: list[tuple[float, str]] = field(default_factory=list)  # what will happen by itself, and when

    @property
    def disputed(self) -> int:
        """What the card's bank holds now."""
        return sum(dispute["amount"] for dispute in self.disputes if dispute["status"] == "taken")

    def shown(self, pages: str) -> dict:
        """As the API gives it."""
        kept = {k: v for k, v in asdict(self).items() if k not in ("later", "takes_no_refund", "opened")}
        return {**kept, "page": f"{pages}/pay/{self.id}"}


class Book:
    """All of it under one lock; written to a file after each change, where there is one."""

    def __init__(self, file: Path | None = None):
        self.lock = threading.RLock()
        self.file = file
        self.payments: dict[str, Payment] = {}
        self.answers: dict[str, tuple[str, str]] = {}
        self.events: list[dict] = []
        if file and file.exists():
            said = json.loads(file.read_text())
            self.payments = {k: Payment(**v) for k, v in said["payments"].items()}
            self.answers = {k: (v[0], v[1]) for k, v in said["answers"].items()}

    def keep(self) -> None:
        if self.file is None:
            return
        said = {"payments": {k: asdict(v) for k, v in self.payments.items()}, "answers": self.answers}
        new = self.file.with_suffix(".new")
        new.write_text(json.dumps(said))
        os.replace(new, self.file)

    @contextlib.contextmanager
    def changing(self):
        with self.lock:
            yield
            self.keep()

    def once(self, key: str, wanted: dict, make) -> str:
        """The answer to a question with this key: made once, given again; another question with it is refused."""
        print_of = hashlib.sha256(json.dumps(wanted, sort_keys=True).encode()).hexdigest()
        with self.changing():
            if not key:
                return make()
            if key not in self.answers:
                self.answers[key] = (print_of, make())
            before, answer = self.answers[key]
            if before != print_of:
                raise Wrong(409, "This key was used for another question.")
            return answer

    def find(self, payment: str) -> Payment:
        found = self.payments.get(payment)
        if found is None:
            raise Wrong(404, "There is no such payment.")
        return found

    def open(self, wanted: dict) -> str:
        try:
            amount, currency = int(wanted["amount"]), str(wanted["currency"])
            reference, title, back = (str(wanted[name]) for name in ("reference", "title", "return_url"))
        except (KeyError, TypeError, ValueError):
            raise Wrong(400, "amount, currency, reference, title and return_url are needed.") from None
        if amount <= 0 or currency not in ("GBP", "AUD") or not back.startswith(("http://", "https://")):
            raise Wrong(
                400, "The amount is above nothing, in GBP or AUD; return_url is an address of the web."
            )
        made = Payment(f"pay_{secrets.token_hex(12)}", reference, title, amount, currency, back, time.time())
        made.later.append((made.opened + LASTS, "expire"))
        self.payments[made.id] = made
        return made.id

    def tell(self, payment: Payment, kind: str) -> None:
        about = {name: getattr(payment, name) for name in ("id", "reference", "amount", "currency", "status")}
        event = {
            "id": f"evt_{secrets.token_hex(12)}",
            "kind": kind,
            "created": int(time.time()),
            "payment": about,
        }
        self.events.append(event)

    def happen(self, payment: Payment, what: str) -> None:
        """One thing that happens to a payment; what cannot happen any more does not."""
        with self.changing():
            getattr(self, f"_{what}")(payment)

    def _pay(self, payment: Payment) -> None:
        if payment.status in ("open", "expired"):  # a bank's yes may come after the page has ended
            payment.status, payment.paid_at = "paid", datetime.now(UTC).isoformat()
            self.tell(payment, "payment.paid")

    def _fail(self, payment: Payment) -> None:
        if payment.status == "open":
            payment.status = "failed"
            self.tell(payment, "payment.failed")

    def _expire(self, payment: Payment) -> None:
        if payment.status == "open":
            payment.status = "expired"
            self.tell(payment, "payment.expired")

    def _dispute(self, payment: Payment) -> None:
        if payment.status == "paid" and not payment.disputed:
            made = {"id": f"dsp_{secrets.token_hex(12)}", "amount": payment.amount, "status": "taken"}
            payment.disputes.append(made)
            self.tell(payment, "payment.disputed")

    def _win(self, payment: Payment) -> None:
        if payment.disputed:
            payment.disputes[-1]["status"] = "won"
            self.tell(payment, "payment.given_back")

    def _forget(self, payment: Payment) -> None:
        self.tell(payment, "payment.looked_at")  # an event that means nothing to anybody

    def use_card(self, payment: Payment, outcome: str) -> None:
        """Somebody pressed Pay on the hosted page."""
        now = time.time()
        with self.changing():
            if payment.status != "open":
                return
            if outcome == "declined":
                self._fail(payment)
            elif outcome == "late":
                self._expire(payment)
                payment.later.append((now + SOON, "pay"))
            else:
                payment.takes_no_refund = outcome == "unrefundable"
                self._pay(payment)
            if outcome in ("disputed", "won"):
                payment.later.append((now + SOON, "dispute"))
            if outcome == "won":
                payment.later.append((now + 2 * SOON, "win"))

    def refund(self, payment: Payment, wanted: dict) -> dict:
        """Give back; refused where more would go back than was paid."""
        amount, gone = (
            wanted.get("amount"),
            sum(r["amount"] for r in payment.refunds if r["status"] != "failed"),
        )
        if not isinstance(amount, int) or amount <= 0 or payment.status != "paid":
            raise Wrong(400, "Only what was paid is given back, and a sum above nothing.")
        if gone + amount > payment.amount - payment.disputed:
            raise Wrong(400, "That is more than is left of this payment.")
        status = "failed" if payment.takes_no_refund else "done"
        made = {
            "id": f"ref_{secrets.token_hex(12)}",
            "reference": str(wanted.get("reference", "")),
            "amount": amount,
            "status": status,
        }
        payment.refunds.append(made)
        self.tell(payment, f"refund.{status}")
        return made

    def tick(self) -> None:
        """Let happen what is due."""
        now = time.time()
        with self.lock:
            due = [(p, what) for p in self.payments.values() for when, what in p.later if when <= now]
            for payment, what in due:
                payment.later = [(when, w) for when, w in payment.later if when > now]
                self.happen(payment, what)
