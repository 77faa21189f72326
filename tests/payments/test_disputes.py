"""What a card's bank takes back, and gives back when the dispute is won (E6)."""

import pytest

from electoral.office.actions import outsider
from electoral.office.refusals import Refused
from payments.actions.card import look_again, open_page
from payments.actions.receipt import take_back
from payments.actions.refund import approve_refund, ask_refund, pay_refund
from payments.models import Entry, ProviderEvent
from tests.payments.paying import BACK, PAYS, carry, held

pytestmark = [pytest.mark.django_db, pytest.mark.rule("E6")]


@pytest.fixture
def paid(bank, fee):
    attempt = open_page(fee, return_url=BACK, by=outsider())
    bank.use_card(attempt, PAYS)
    return attempt


@pytest.mark.parametrize("times", [1, 3])
def test_a_dispute_that_is_won_gives_the_money_back_and_the_next_one_takes_it_again(
    bank, fee, paid, client, times
):
    for what in ("dispute", "win", "dispute", "win"):
        bank.happen(paid, what)
        for letter in bank.letters(paid) * times:
            assert carry(client, letter).status_code == 200
        assert fee.is_paid == (what == "win")
    entries = list(Entry.objects.order_by("pk"))
    assert [(e.kind, e.amount) for e in entries] == [
        ("receipt", 14750), ("chargeback", -14750), ("won_back", 14750), ("chargeback", -14750), ("won_back", 14750),
    ]  # fmt: skip
    assert [e.reverses for e in entries] == [None, *entries[:-1]]


def test_what_was_taken_and_given_back_before_anybody_told_us_leaves_nothing(bank, fee, paid, client):
    bank.happen(paid, "dispute,win")
    for letter in reversed(bank.letters(paid)):
        assert carry(client, letter).status_code == 200
    assert list(Entry.objects.values_list("kind", "amount")) == [("receipt", 14750)]


def test_a_dispute_that_the_cashier_keyed_in_is_not_entered_twice_and_is_given_back(
    bank, fee, paid, cashier, client
):
    look_again(paid)
    take_back(Entry.objects.get(), why="The letter of the bank", by=cashier)
    bank.happen(paid, "dispute")
    look_again(paid)
    assert held(fee) == 0
    bank.happen(paid, "win")
    look_again(paid)
    look_again(paid)
    assert list(Entry.objects.order_by("pk").values_list("kind", "amount")) == [
        ("receipt", 14750), ("chargeback", -14750), ("won_back", 14750),
    ]  # fmt: skip


def test_a_refund_to_the_card_is_possible_again_when_the_dispute_is_won(bank, fee, paid, cashier):
    bank.happen(paid, "dispute")
    look_again(paid)
    with pytest.raises(Refused):
        ask_refund(fee, amount=100, method="card", reason="x", by=cashier)
    bank.happen(paid, "win")
    look_again(paid)
    assert ask_refund(fee, amount=14750, method="card", reason="x", by=cashier).attempt == paid


def test_a_dispute_of_more_than_is_left_is_written_down_for_a_person(bank, fee, paid, cashier, dro, client):
    look_again(paid)
    refund = approve_refund(ask_refund(fee, amount=100, method="cash", reason="x", by=cashier), by=dro)
    pay_refund(refund, on=fee.division.today(), note="x", by=cashier)
    bank.happen(paid, "dispute")
    for letter in bank.letters(paid):
        assert carry(client, letter).status_code == 200
    assert ProviderEvent.objects.filter(verdict__startswith="To look at").exists()
    assert held(fee) == 14650
