"""Events of a provider: replayed, in every order, forged, of another sum; the ledger equals a plain model (E6)."""

import itertools
import threading
import time
from dataclasses import replace

import pytest
from django.db import connection
from django.test import Client
from hypothesis import HealthCheck, given
from hypothesis import settings as examples
from hypothesis import strategies as st

from electoral.demo.provider.events import sealed
from electoral.office.actions import outsider
from payments.actions.card import look_again, open_page, settle
from payments.models import Attempt, Entry, ProviderEvent
from payments.providers import provider
from tests.payments.paying import BACK, PAYS, SECRET, carry, held, invoice

pytestmark = [pytest.mark.django_db, pytest.mark.rule("E6")]
URL = "/payments/provider/office/events/"


def opened(fee):
    return open_page(fee, return_url=BACK, by=outsider())


@pytest.fixture
def paid(bank, fee):
    attempt = opened(fee)
    bank.use_card(attempt, PAYS)
    return attempt


def test_a_message_of_the_provider_enters_the_money_once_and_says_what_it_did(bank, fee, paid, client):
    (letter,) = bank.letters(paid)
    assert carry(client, letter).status_code == 200
    event = ProviderEvent.objects.get()
    assert (event.kind, event.verdict) == ("payment.paid", "The ledger has it: paid")
    assert held(fee) == 14750


def test_a_message_that_is_said_a_thousand_times_is_heard_once(bank, fee, paid, client):
    (letter,) = bank.letters(paid)
    answers = {carry(client, letter).status_code for _ in range(1000)}
    assert answers == {200}
    assert (ProviderEvent.objects.count(), Entry.objects.count(), held(fee)) == (1, 1, 14750)


def test_in_every_order_of_five_messages_the_ledger_is_the_same(bank, division, cashier, client):
    for order in itertools.permutations(range(5)):
        if order.index(2) > order.index(4):  # the two that mean nothing are alike
            continue
        fee = invoice(division, cashier)
        attempt = opened(fee)
        bank.happen(attempt, "expire,pay,forget,dispute,forget")
        letters = bank.letters(attempt)
        for place in order:
            assert carry(client, letters[place]).status_code == 200
        entered = list(Entry.objects.filter(fee=fee).order_by("pk").values_list("kind", "amount"))
        assert entered == [("receipt", 14750), ("chargeback", -14750)], order


class Model:
    """What the ledger should hold: a payment that the provider has told of or was asked about, once each way.

    A dispute that was won before anybody heard of it leaves nothing; one that was heard of is taken, then given back.
    """

    def __init__(self):
        self.entries: dict[tuple, int] = {}

    def asked(self, said: dict) -> None:
        if said["status"] != "paid":
            return
        self.entries.setdefault(("receipt", said["id"]), said["amount"])
        for dispute in said["disputes"]:
            taken, given = ("chargeback", dispute["id"]), ("won_back", dispute["id"])
            if dispute["status"] == "taken":
                self.entries.setdefault(taken, -dispute["amount"])
            elif taken in self.entries:
                self.entries.setdefault(given, dispute["amount"])

    @property
    def held(self) -> int:
        return sum(self.entries.values())


STEPS = st.lists(
    st.one_of(st.sampled_from(["pay", "fail", "expire", "dispute", "win", "forget", "look"]), st.integers(0, 7)), max_size=16
)  # fmt: skip


@examples(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_whatever_happens_in_whatever_order_the_ledger_equals_a_plain_model(
    bank, division, cashier, client, steps
):
    fee = invoice(division, cashier)
    attempt, model, heard = opened(fee), Model(), set()
    for step in steps:
        letters = bank.letters(attempt)
        if step == "look":
            look_again(attempt)
            model.asked(bank.read(attempt))
        elif isinstance(step, str):
            bank.happen(attempt, step)
        elif step < len(letters):
            assert carry(client, letters[step]).status_code == 200
            if letters[step]["event"]["id"] not in heard:
                model.asked(bank.read(attempt))
            heard.add(letters[step]["event"]["id"])
        assert held(fee) == model.held
    entered = Entry.objects.filter(fee=fee).values_list("kind", "external", "amount")
    assert sorted(entered) == sorted((*key, amount) for key, amount in model.entries.items())


def test_with_any_one_letter_of_the_signature_changed_nothing_is_heard(bank, fee, paid, client):
    (letter,) = bank.letters(paid)
    right = letter["headers"]["Office-Signature"]
    for place in range(len(right)):
        wrong = right[:place] + ("1" if right[place] == "0" else "0") + right[place + 1 :]
        assert carry(client, letter, signature=wrong).status_code == 400, wrong
    assert not ProviderEvent.objects.exists()
    assert held(fee) == 0


def test_with_any_one_byte_of_the_body_changed_nothing_is_heard(bank, fee, paid, client):
    (letter,) = bank.letters(paid)
    body = letter["body"].encode()
    for place in range(len(body)):
        wrong = body[:place] + bytes([body[place] ^ 1]) + body[place + 1 :]
        assert carry(client, letter, body=wrong).status_code == 400
    assert held(fee) == 0


@pytest.mark.parametrize(
    "signature", ["", "t=1", "v1=00", "t=,v1=", "t=1,v1=é", "rubbish", ",,,", "t=1,t=2,v1=0"]
)
@pytest.mark.parametrize("body", [b"", b"{}", b"[]", b"null", b"\xff\xfe", b"{" * 500, b"0" * 60_000])
def test_forged_bodies_are_refused_with_a_plain_answer(bank, client, body, signature):
    answer = carry(client, {"body": b"", "headers": {"Office-Signature": ""}}, body=body, signature=signature)
    assert answer.status_code == 400
    assert not ProviderEvent.objects.exists()


@pytest.mark.parametrize(
    "body", [{}, [], None, {"id": "e"}, {"id": "e", "kind": "k", "payment": {}}, {"payment": []}, 7]
)
def test_what_is_signed_and_cannot_be_read_is_refused(bank, client, body):
    raw, headers = sealed(body, SECRET)
    assert carry(client, {"body": raw, "headers": headers}).status_code == 400


@pytest.mark.parametrize("seconds", [-301, 301, -86400, 86400])
def test_an_old_message_or_one_of_the_future_is_refused(bank, fee, paid, client, seconds):
    (letter,) = bank.letters(paid)
    body, headers = sealed(letter["event"], SECRET, at=int(time.time()) + seconds)
    assert carry(client, {"body": body, "headers": headers}).status_code == 400
    assert held(fee) == 0


def test_a_message_a_little_late_is_heard(bank, fee, paid, client):
    (letter,) = bank.letters(paid)
    body, headers = sealed(letter["event"], SECRET, at=int(time.time()) - 280)
    assert carry(client, {"body": body, "headers": headers}).status_code == 200
    assert held(fee) == 14750


@pytest.mark.parametrize(
    ("changes", "verdict"),
    [
        ({"amount": 14749}, "Refused: the sum is not the one asked for"),
        ({"amount": 0}, "Refused: the sum is not the one asked for"),
        ({"currency": "GBP"}, "Refused: the currency is not the one asked for"),
        ({"reference": "YAAAAAAA0"}, "Refused: the reference is of another payment"),
    ],
)
def test_another_sum_currency_or_reference_is_written_down_and_nothing_is_entered(
    bank, fee, paid, client, changes, verdict
):
    (letter,) = bank.letters(paid)
    event = letter["event"] | {"payment": letter["event"]["payment"] | changes}
    body, headers = sealed(event, SECRET)
    assert carry(client, {"body": body, "headers": headers}).status_code == 200
    assert ProviderEvent.objects.get().verdict == verdict
    assert held(fee) == 0
    assert Attempt.objects.get().status == "open"


def test_what_the_provider_itself_holds_must_be_what_was_asked_for(bank, fee, paid):
    """The pulled answer is compared as well, whatever the message said."""
    right = provider("office").standing(paid.provider_reference)
    for wrong in ({"amount": 14749}, {"currency": "GBP"}, {"reference": "YAAAAAAA0"}):
        assert settle(paid, replace(right, **wrong)).startswith("Refused")
        assert held(fee) == 0
    settle(paid, right)
    assert held(fee) == 14750


def test_a_message_is_not_believed_where_the_provider_does_not_confirm_it(bank, fee, client):
    """Signed with the right secret and of the right sum, but nobody has paid: the provider is asked, and says so."""
    attempt = opened(fee)
    about = {
        "id": attempt.provider_reference,
        "reference": attempt.reference,
        "amount": 14750,
        "currency": "AUD",
        "status": "paid",
    }
    body, headers = sealed({"id": "evt_made_up", "kind": "payment.paid", "payment": about}, SECRET)
    assert carry(client, {"body": body, "headers": headers}).status_code == 200
    assert (held(fee), ProviderEvent.objects.get().verdict) == (0, "Nothing to enter")


def test_a_message_of_a_payment_that_is_not_ours_is_not_taken(bank, fee, paid, client):
    (letter,) = bank.letters(paid)
    event = letter["event"] | {"payment": letter["event"]["payment"] | {"id": "pay_other"}}
    body, headers = sealed(event, SECRET)
    assert carry(client, {"body": body, "headers": headers}).status_code == 404


def test_while_the_provider_cannot_be_asked_the_message_is_not_taken_and_comes_again(
    bank, fee, paid, client, settings
):
    (letter,) = bank.letters(paid)
    settings.PAYMENT_PROVIDER_URL = "http://127.0.0.1:9"
    assert carry(client, letter).status_code == 503
    assert not ProviderEvent.objects.exists()
    settings.PAYMENT_PROVIDER_URL = bank.url
    assert carry(client, letter).status_code == 200
    assert held(fee) == 14750


def test_the_address_for_messages_never_redirects_and_takes_no_large_body(bank, client, settings):
    assert client.get(URL).status_code == 405
    assert client.post(URL, b"x" * 70_000, content_type="application/json").status_code == 413
    assert (
        client.post("/payments/provider/nobody/events/", b"{}", content_type="application/json").status_code
        == 404
    )
    settings.PAYMENT_PROVIDER_SECRET = ""
    assert client.post(URL, b"{}", content_type="application/json").status_code == 404


def test_it_needs_no_token_of_a_form(bank, paid):
    strict = Client(enforce_csrf_checks=True)
    (letter,) = bank.letters(paid)
    assert carry(strict, letter).status_code == 200


@pytest.mark.django_db(transaction=True)
def test_ten_messages_at_once_enter_the_money_once(bank, division, cashier):
    fee = invoice(division, cashier)
    attempt = opened(fee)
    bank.use_card(attempt, PAYS)
    bank.happen(attempt, "forget")
    letters = bank.letters(attempt)
    answers: list[int] = []

    def tell(letter):
        answers.append(carry(Client(raise_request_exception=False), letter).status_code)
        connection.close()

    threads = [threading.Thread(target=tell, args=[letters[n % 2]]) for n in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [200] * 10
    assert (ProviderEvent.objects.count(), held(fee)) == (2, 14750)
    assert list(Entry.objects.values_list("number", flat=True)) == [1]
