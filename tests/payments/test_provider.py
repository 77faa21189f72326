"""The provider of the demonstration behaves like a real one: keys, questions asked twice, pages, signed messages (E6)."""

import json
import threading
import time
import urllib.error
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from electoral.demo.provider.book import Book
from electoral.door import demo
from electoral.door.place import Place
from payments.providers import Forged
from payments.providers.office import OfficeProvider
from tests.payments.paying import KEY, PAYS, SECRET, Bank
from tests.workers import until

WANTED = {
    "reference": "YTEST0001",
    "title": "A register",
    "amount": 500,
    "currency": "GBP",
    "return_url": "http://testserver/",
}


class Attempt:
    """What the provider's page needs to know of one of ours."""

    def __init__(self, said):
        self.provider_reference, self.page = said["id"], said["page"]


def opened(bank, key="", **changes):
    return bank.ask("POST", "/v1/payments", WANTED | changes, idempotency=key)


def status_of(question) -> int:
    try:
        question()
    except urllib.error.HTTPError as wrong:
        return wrong.code
    return 200


def test_the_same_question_with_the_same_key_is_answered_once(bank_process):
    first = opened(bank_process, "key-1")
    assert opened(bank_process, "key-1")["id"] == first["id"]
    assert opened(bank_process)["id"] != first["id"]
    assert status_of(lambda: opened(bank_process, "key-1", amount=501)) == 409


def test_without_the_key_nothing_is_answered(bank_process):
    for method, path in (
        ("POST", "/v1/payments"),
        ("GET", "/v1/payments/x"),
        ("POST", "/v1/test/payments/x/pay"),
    ):
        assert (
            status_of(
                lambda m=method, p=path: bank_process.ask(m, p, {} if m == "POST" else None, key="wrong")
            )
            == 401
        )


@pytest.mark.parametrize(
    "changes", [{"amount": 0}, {"amount": "x"}, {"currency": "EUR"}, {"return_url": "javascript:1"}]
)
def test_what_cannot_be_paid_is_refused(bank_process, changes):
    assert status_of(lambda: opened(bank_process, **changes)) == 400


def test_the_page_escapes_what_it_is_given(bank_process):
    said = opened(bank_process, title="<script>x</script>")
    assert "<script>" not in bank_process.use_card(Attempt(said), "1")


def test_no_more_is_given_back_than_was_paid(bank_process):
    said = opened(bank_process)
    at = f"/v1/payments/{said['id']}/refunds"
    assert status_of(lambda: bank_process.ask("POST", at, {"amount": 1, "reference": "r"})) == 400
    bank_process.use_card(Attempt(said), PAYS)
    bank_process.ask("POST", at, {"amount": 400, "reference": "r"})
    assert status_of(lambda: bank_process.ask("POST", at, {"amount": 101, "reference": "r"})) == 400


def test_what_it_knows_outlives_it(tmp_path):
    file = tmp_path / "payments.json"
    book = Book(file)
    with book.changing():
        made = book.open(WANTED)
    book.happen(book.find(made), "pay")
    assert Book(file).find(made).status == "paid"


class Heard(ThreadingHTTPServer):
    """Stands where the office would hear messages; refuses the first so many."""

    def __init__(self, refuses=0):
        self.letters, self.refuses = [], refuses
        super().__init__(("127.0.0.1", 0), Ear)
        threading.Thread(target=self.serve_forever, daemon=True).start()

    @property
    def address(self):
        return f"http://127.0.0.1:{self.server_address[1]}/"


class Ear(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.letters.append((body, self.headers["Office-Signature"]))
        refused = len(self.server.letters) <= self.server.refuses
        self.send_response(503 if refused else 200)
        self.end_headers()

    def log_message(self, *args):
        pass


@pytest.fixture
def told():
    """A provider that tells, and the ear it tells to."""
    ear = Heard(refuses=1)
    bank = Bank("--events", ear.address)
    yield bank, ear
    bank.stop()
    ear.shutdown()


def test_a_message_is_said_again_until_it_is_heard_and_its_signature_holds(told):
    bank, ear = told
    bank.use_card(Attempt(opened(bank)), PAYS)
    until(lambda: len(ear.letters) >= 2, "the message comes again", 10)
    client = OfficeProvider(bank.url, KEY, SECRET)
    for body, signature in ear.letters:
        assert client.read_notice(body, {"Office-Signature": signature}).reference == "YTEST0001"
        with pytest.raises(Forged):
            client.read_notice(body + b" ", {"Office-Signature": signature})


def test_messages_come_twice_and_the_newest_first_where_that_is_asked_for(told):
    bank, ear = told
    ear.refuses = 0
    bank.ask("POST", "/v1/test/manner", {"times": 2, "turned": True, "delay": 1})
    time_before = time.monotonic()
    said = Attempt(opened(bank))
    bank.happen(said, "expire,pay")
    until(lambda: len(ear.letters) == 4, "four messages", 10)
    assert time.monotonic() - time_before >= 1
    assert [json.loads(body)["kind"] for body, _ in ear.letters] == ["payment.paid"] * 2 + [
        "payment.expired"
    ] * 2


def test_the_demonstration_starts_it_beside_itself_with_a_key_of_its_own(tmp_path, settings):
    place = Place(settings.BASE_DIR, tmp_path, 18000)
    environment = {"PATH": "/usr/bin:/bin"}
    (child,) = demo._with_cards(place, environment)
    assert environment["PAYMENT_PROVIDER"] == "office"
    bank = object.__new__(Bank)
    bank.url = environment["PAYMENT_PROVIDER_URL"]
    try:
        child.start()
        said = bank.ask("POST", "/v1/payments", WANTED, key=environment["PAYMENT_PROVIDER_KEY"])
        assert said["page"].startswith(bank.url)
        assert status_of(lambda: opened(bank)) == 401
    finally:
        child.stop()
    assert said["id"] in (tmp_path / "card-payments.json").read_text()


def test_the_demonstration_starts_none_where_the_environment_names_one(tmp_path, settings):
    assert demo._with_cards(Place(settings.BASE_DIR, tmp_path, 18000), {"PAYMENT_PROVIDER": "stripe"}) == []
