"""Money that goes back: two people, each sum once, a card through its provider (E6)."""

import threading

import pytest
from django.db import connection

from electoral.office.actions import outsider
from electoral.office.refusals import NotPermitted, Refused, WrongState
from payments.actions.card import look_again, open_page
from payments.actions.receipt import take_payment
from payments.actions.refund import (
    approve_refund,
    ask_again,
    ask_refund,
    decline_refund,
    pay_refund,
    send_refund,
)
from payments.models import Entry, Refund
from tests.conftest import make_person
from tests.payments.paying import BACK, PAYS, UNREFUNDABLE, carry, held, invoice

pytestmark = [pytest.mark.django_db, pytest.mark.rule("E6")]


@pytest.fixture
def paid_in_cash(fee, cashier):
    take_payment(fee, method="cash", amount=14750, on=fee.division.today(), by=cashier)
    return fee


def by_card(bank, fee, number=PAYS):
    attempt = open_page(fee, return_url=BACK, by=outsider())
    bank.use_card(attempt, number)
    return look_again(attempt)


@pytest.fixture
def paid_by_card(bank, fee):
    by_card(bank, fee)
    return fee


def asked(fee, by, amount=14750, method="cash"):
    return ask_refund(fee, amount=amount, method=method, reason="The request was refused after all.", by=by)


def pay(refund, by):
    return pay_refund(refund, on=refund.division.today(), note="Signed for by the payer", by=by)


def test_one_asks_another_approves_and_the_money_goes_back_once(paid_in_cash, cashier, dro):
    refund = asked(paid_in_cash, cashier)
    with pytest.raises(NotPermitted):
        approve_refund(refund, by=cashier)
    with pytest.raises(WrongState):
        pay(refund, cashier)
    refund = pay(approve_refund(refund, by=dro), cashier)
    assert (refund.status, held(paid_in_cash)) == ("paid", 0)
    assert Entry.objects.get(kind="refund").receipt_number[-6:] == "B00001"
    with pytest.raises(WrongState):
        pay(refund, cashier)


def test_who_asked_does_not_approve_even_with_both_roles(paid_in_cash, division, cashier):
    from electoral.office.models import Appointment

    Appointment.objects.create(user=cashier, role="dro", division=division, from_on="2020-01-01")
    both = type(cashier).objects.get(pk=cashier.pk)
    with pytest.raises(Refused, match="another person approves"):
        approve_refund(asked(paid_in_cash, both), by=both)


def test_no_more_goes_back_than_came_less_what_is_on_its_way(paid_in_cash, cashier, dro):
    asked(paid_in_cash, cashier, 10000)
    with pytest.raises(Refused, match=r"Only \$47.50 can be paid back"):
        asked(paid_in_cash, cashier, 4751)
    with pytest.raises(Refused, match="above nothing"):
        asked(paid_in_cash, cashier, 0)
    decline_refund(Refund.objects.get(), why="Not due", by=dro)
    asked(paid_in_cash, cashier, 14750)


def test_a_declined_refund_is_not_paid(paid_in_cash, cashier, dro):
    refund = decline_refund(asked(paid_in_cash, cashier), why="Not due", by=dro)
    with pytest.raises(WrongState):
        pay(refund, cashier)
    assert held(paid_in_cash) == 14750


def test_a_clerk_neither_asks_nor_approves(paid_in_cash, person, cashier):
    with pytest.raises(NotPermitted):
        asked(paid_in_cash, person("clerk"))
    with pytest.raises(NotPermitted):
        approve_refund(asked(paid_in_cash, cashier), by=person("clerk"))


def test_a_card_is_paid_back_through_the_provider_and_the_ledger_says_so_once(
    bank, paid_by_card, cashier, dro, client
):
    refund = approve_refund(asked(paid_by_card, cashier, 5000, "card"), by=dro)
    with pytest.raises(Refused, match="through the provider"):
        pay(refund, cashier)
    refund = send_refund(refund, by=cashier)
    assert (refund.status, held(paid_by_card)) == ("paid", 9750)
    for letter in bank.letters(refund.attempt) * 3:
        assert carry(client, letter).status_code == 200
    assert held(paid_by_card) == 9750
    assert [back["amount"] for back in bank.read(refund.attempt)["refunds"]] == [5000]


def test_a_card_that_did_not_pay_is_not_paid_back(bank, paid_in_cash, paid_by_card_elsewhere, cashier):
    with pytest.raises(Refused, match="No card payment"):
        asked(paid_in_cash, cashier, 100, "card")
    with pytest.raises(Refused, match="Only"):
        asked(paid_by_card_elsewhere, cashier, 14751, "card")


@pytest.fixture
def paid_by_card_elsewhere(bank, division, cashier):
    other = invoice(division, cashier)
    by_card(bank, other)
    return other


def test_cash_is_not_sent_to_a_card(paid_in_cash, cashier, dro):
    refund = approve_refund(asked(paid_in_cash, cashier), by=dro)
    with pytest.raises(Refused, match="not paid back by card"):
        send_refund(refund, by=cashier)


def test_a_provider_that_is_away_leaves_the_refund_sent_and_it_is_asked_again_without_a_second_one(
    bank, paid_by_card, cashier, dro, settings
):
    refund = approve_refund(asked(paid_by_card, cashier, 5000, "card"), by=dro)
    settings.PAYMENT_PROVIDER_URL = "http://127.0.0.1:9"
    with pytest.raises(Refused, match="never made twice"):
        send_refund(refund, by=cashier)
    refund.refresh_from_db()
    assert (refund.status, held(paid_by_card)) == ("sent", 14750)
    settings.PAYMENT_PROVIDER_URL = bank.url
    assert ask_again(refund, by=cashier).status == "paid"
    with pytest.raises(Refused):
        ask_again(Refund.objects.get(), by=cashier)
    assert len(bank.read(refund.attempt)["refunds"]) == 1
    assert held(paid_by_card) == 9750


def test_the_answer_of_the_provider_may_be_lost_after_it_has_paid(bank, paid_by_card, cashier, dro, client):
    """The refund is made at the provider and our side dies before it is written: its message lands it."""
    refund = approve_refund(asked(paid_by_card, cashier, 5000, "card"), by=dro)
    attempt = refund.attempt
    wanted = {"amount": 5000, "reference": refund.reference}
    bank.ask(
        "POST",
        f"/v1/payments/{attempt.provider_reference}/refunds",
        wanted,
        idempotency=f"{refund.reference}-0",
    )
    for letter in bank.letters(attempt):
        carry(client, letter)
    refund.refresh_from_db()
    assert (refund.status, held(paid_by_card)) == ("paid", 9750)
    with pytest.raises(WrongState):
        send_refund(refund, by=cashier)
    assert len(bank.read(attempt)["refunds"]) == 1


def test_a_card_that_takes_no_refund_gives_it_back_to_the_office(bank, fee, cashier, dro):
    by_card(bank, fee, UNREFUNDABLE)
    refund = approve_refund(asked(fee, cashier, 5000, "card"), by=dro)
    refund = send_refund(refund, by=cashier)
    assert (refund.status, held(fee)) == ("approved", 14750)
    refund = send_refund(refund, by=cashier)
    assert refund.status == "approved"
    assert [back["status"] for back in bank.read(refund.attempt)["refunds"]] == ["failed", "failed"]
    decline_refund(refund, why="The card is closed; by transfer instead", by=dro)
    asked(fee, cashier, 5000, "transfer")


def test_what_the_provider_paid_back_without_the_office_is_said_and_not_entered(bank, paid_by_card, client):
    attempt = paid_by_card.attempts.get()
    bank.ask("POST", f"/v1/payments/{attempt.provider_reference}/refunds", {"amount": 100, "reference": ""})
    for letter in bank.letters(attempt):
        carry(client, letter)
    assert held(paid_by_card) == 14750
    assert attempt.events.filter(
        verdict__startswith="To look at: the provider paid back what nobody here approved"
    ).exists()


@pytest.mark.django_db(transaction=True)
def test_two_people_who_pay_or_send_at_once_pay_once(bank, division):
    cashier, second, dro = (
        make_person("cashier", division),
        make_person("cashier", division),
        make_person("dro", division),
    )
    cash, card = invoice(division, cashier), invoice(division, cashier)
    take_payment(cash, method="cash", amount=14750, on=division.today(), by=cashier)
    by_card(bank, card)
    cash_back = approve_refund(asked(cash, cashier), by=dro)
    card_back = approve_refund(asked(card, cashier, 14750, "card"), by=dro)
    refused: list[str] = []

    def work(step, refund, by):
        try:
            step(Refund.objects.get(pk=refund.pk), by=by)
        except Refused as no:
            refused.append(str(no))
        finally:
            connection.close()

    steps = [(lambda r, by: pay(r, by), cash_back), (send_refund, card_back)] * 3
    threads = [
        threading.Thread(target=work, args=[step, refund, by])
        for (step, refund) in steps
        for by in (cashier, second)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (held(cash), held(card)) == (0, 0)
    assert len(refused) == 10
    assert Entry.objects.filter(kind="refund").count() == 2
