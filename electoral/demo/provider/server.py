"""The provider over HTTP: its API (with the key), its hosted pages, and how its events are steered in tests."""

import hmac
import json
import re
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs

from electoral.demo.provider.book import Book, Wrong
from electoral.demo.provider.cards import outcome_of
from electoral.demo.provider.events import Manner, Teller, sealed
from electoral.demo.provider.pages import STYLE, ended_page, lost_page, pay_page

LONGEST = 64 * 1024
HAPPENS = ("pay", "fail", "expire", "dispute", "win", "forget")


class Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, port: int, book: Book, teller: Teller, key: str):
        super().__init__(("127.0.0.1", port), Answer)
        self.book, self.teller, self.key = book, teller, key
        self.address_of_pages = f"http://127.0.0.1:{self.server_address[1]}"


class Answer(BaseHTTPRequestHandler):
    server: Server
    protocol_version = "HTTP/1.1"
    timeout = 20

    # what is asked, in the order in which it is looked for
    ROUTES = (
        ("GET", r"/style\.css", "style", False),
        ("GET", r"/pay/(\w+)", "see", False),
        ("POST", r"/pay/(\w+)", "use_card", False),
        ("POST", r"/v1/payments", "open", True),
        ("GET", r"/v1/payments/(\w+)", "read", True),
        ("POST", r"/v1/payments/(\w+)/close", "close", True),
        ("POST", r"/v1/payments/(\w+)/refunds", "refund", True),
        ("GET", r"/v1/test/payments/(\w+)/events", "told", True),
        ("POST", r"/v1/test/manner", "manner", True),
        ("POST", r"/v1/test/payments/(\w+)/([\w,]+)", "happen", True),
    )

    def do_GET(self) -> None:
        self.answer("GET")

    def do_POST(self) -> None:
        self.answer("POST")

    def answer(self, method: str) -> None:
        body = self.body()
        path = self.path.partition("?")[0]
        for verb, pattern, name, needs_key in self.ROUTES:
            found = re.fullmatch(pattern, path)
            if verb == method and found:
                try:
                    if needs_key:
                        self.check_key()
                    getattr(self, f"to_{name}")(body, *found.groups())
                except Wrong as wrong:
                    self.give_json({"error": str(wrong)}, wrong.status)
                return
        self.give_json({"error": "There is nothing here."}, 404)

    def body(self) -> bytes:
        length = int(self.headers.get("Content-Length") or 0)
        self.close_connection = length > LONGEST
        return self.rfile.read(min(length, LONGEST))

    def check_key(self) -> None:
        right, shown = f"Bearer {self.server.key}", self.headers.get("Authorization", "")
        if not hmac.compare_digest(right.encode(), shown.encode()):
            raise Wrong(401, "The key is wrong.")

    def wanted(self, body: bytes) -> dict:
        try:
            said = json.loads(body or b"{}")
        except ValueError:
            raise Wrong(400, "The question is not JSON.") from None
        if not isinstance(said, dict):
            raise Wrong(400, "The question is not an object.")
        return said

    def to_style(self, body: bytes) -> None:
        self.give(STYLE.encode(), "text/css; charset=utf-8")

    def to_see(self, body: bytes, payment: str) -> None:
        found = self.server.book.find(payment)
        self.give(pay_page(found) if found.status == "open" else ended_page(found))

    def to_use_card(self, body: bytes, payment: str) -> None:
        found = self.server.book.find(payment)
        typed = parse_qs(body.decode(errors="replace")).get("number", [""])[0]
        outcome = outcome_of(typed)
        if found.status == "open" and outcome is None:
            self.give(pay_page(found, "Choose the number of one of the test cards below."), status=422)
            return
        self.server.book.use_card(found, outcome or "")
        if outcome == "lost":
            self.give(lost_page())
        elif found.status == "paid":
            self.send_back(found.return_url)
        else:
            self.give(ended_page(found))

    def to_open(self, body: bytes) -> None:
        wanted, book = self.wanted(body), self.server.book
        made = book.once(self.headers.get("Idempotency-Key", ""), {"open": wanted}, lambda: book.open(wanted))
        self.give_json(book.find(made).shown(self.server.address_of_pages), 201)

    def to_read(self, body: bytes, payment: str) -> None:
        with self.server.book.lock:
            self.give_json(self.server.book.find(payment).shown(self.server.address_of_pages))

    def to_close(self, body: bytes, payment: str) -> None:
        found = self.server.book.find(payment)
        self.server.book.happen(found, "expire")
        self.give_json(found.shown(self.server.address_of_pages))

    def to_refund(self, body: bytes, payment: str) -> None:
        wanted, book = self.wanted(body), self.server.book
        found = book.find(payment)
        said = book.once(
            self.headers.get("Idempotency-Key", ""), {"refund": payment, **wanted}, lambda: json.dumps(book.refund(found, wanted))
        )  # fmt: skip
        self.give_json(json.loads(said), 201)

    def to_told(self, body: bytes, payment: str) -> None:
        """The events of a payment so far, sealed now: the tests carry them to the office themselves."""
        with self.server.book.lock:
            events = [event for event in self.server.book.events if event["payment"]["id"] == payment]
        letters = [(event, *sealed(event, self.server.teller.secret)) for event in events]
        self.give_json({"events": [{"event": e, "body": b.decode(), "headers": h} for e, b, h in letters]})

    def to_manner(self, body: bytes) -> None:
        try:
            self.server.teller.manner = Manner(**self.wanted(body))
        except TypeError:
            raise Wrong(400, "hold, delay, times and turned are what can be set.") from None
        self.give_json({})

    def to_happen(self, body: bytes, payment: str, story: str) -> None:
        if not set(story.split(",")) <= set(HAPPENS):
            raise Wrong(404, "No such thing can happen.")
        found = self.server.book.find(payment)
        for what in story.split(","):
            self.server.book.happen(found, what)
        self.give_json(found.shown(self.server.address_of_pages))

    def give_json(self, said: dict, status: int = 200) -> None:
        self.give(json.dumps(said).encode(), "application/json", status)

    def give(self, content: bytes, kind: str = "text/html; charset=utf-8", status: int = 200) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Cache-Control", "no-store")
        self.send_header(
            "Content-Security-Policy", "default-src 'self'; img-src data:; frame-ancestors 'none'"
        )
        self.end_headers()
        self.wfile.write(content)

    def send_back(self, address: str) -> None:
        self.send_response(303)
        self.send_header("Location", address)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *args) -> None:
        """Nothing is logged of what is asked."""
