"""A card payment and other money for one invoice in the same moment: the invoice's lock comes first (E6).

The lock of the attempt keeps two messages apart; only that of the invoice keeps the provider's word and the counter apart.
"""

import pytest
from django.db import transaction

from electoral.office.actions import outsider
from payments.actions.bank import match_line, undo_match
from payments.actions.card import open_page, settle
from payments.actions.ledger import locked
from payments.actions.receipt import take_payment
from payments.actions.refund import approve_refund, ask_refund, pay_refund
from payments.models import Entry
from payments.providers import provider
from tests.conftest import make_person
from tests.payments.paying import BACK, PAYS, held, invoice
from tests.payments.test_bank import line_of
from tests.payments.waiting_for_locks import Other

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.rule("E6")]


@pytest.fixture
def cashier(division):
    return make_person("cashier", division)


@pytest.fixture
def told(bank, division, cashier):
    """An invoice that was paid by card, of which the office has not heard; (invoice, attempt)."""
    fee = invoice(division, cashier)
    attempt = open_page(fee, return_url=BACK, by=outsider())
    bank.use_card(attempt, PAYS)
    return fee, attempt


def settling(attempt):
    said = provider("office").standing(attempt.provider_reference)
    return Other(lambda: settle(attempt, said))


def test_the_counter_and_the_provider_s_word_at_once_are_both_entered(told, division, cashier):
    """Whoever waits for the invoice holds no number meanwhile; otherwise the two would wait for each other for ever."""
    fee, attempt = told
    with transaction.atomic():
        locked(fee)
        other = settling(attempt)
        other.start()
        other.wait_until_it_waits()
        take_payment(fee, method="cash", amount=14750, on=division.today(), by=cashier)
    other.end()
    assert held(fee) == 2 * 14750
    assert list(Entry.objects.values_list("method", "number")) == [("cash", 1), ("card", 2)]


def test_a_dispute_that_comes_while_the_money_is_paid_back_is_written_down_for_a_person(
    told, bank, division, cashier
):
    """The balance that is asked is the one after the refund: the database has nothing to refuse."""
    fee, attempt = told
    settling(attempt).run()
    dro = make_person("dro", division)
    refund = approve_refund(ask_refund(fee, amount=14750, method="transfer", reason="x", by=cashier), by=dro)
    bank.happen(attempt, "dispute")
    words: list[str] = []
    said = provider("office").standing(attempt.provider_reference)
    other = Other(lambda: words.append(settle(attempt, said)))
    with transaction.atomic():
        pay_refund(refund, on=division.today(), note="x", by=cashier)
        other.start()
        other.wait_until_it_waits()
    other.end()
    assert words == ["To look at: the card's bank took back more than is left of it"]
    assert held(fee) == 0


def test_an_undone_match_and_the_provider_s_word_at_once_are_both_entered(told, division, cashier):
    fee, attempt = told
    line = match_line(line_of(division, cashier, "A"), fee, by=cashier)
    with transaction.atomic():
        locked(fee)
        other = settling(attempt)
        other.start()
        other.wait_until_it_waits()
        take_payment(invoice(division, cashier), method="cash", amount=100, on=division.today(), by=cashier)
        undo_match(line, why="x", by=make_person("dro", division))
    other.end()
    assert held(fee) == 14750
