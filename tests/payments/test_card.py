"""A card: the page, what the provider says, what is written of it (E6)."""

import pytest

from electoral.office.actions import outsider
from electoral.office.refusals import Refused
from payments.actions.card import look_again, open_page
from payments.actions.fee import cancel_fee, cancel_invoice
from payments.actions.receipt import take_payment
from payments.models import Attempt, Entry
from tests.payments.paying import BACK, DECLINED, PAYS, carry, held

pytestmark = [pytest.mark.django_db, pytest.mark.rule("E6")]


def opened(fee):
    return open_page(fee, return_url=BACK, by=outsider())


def test_somebody_pays_on_the_provider_s_page_and_comes_back(bank, fee):
    attempt = opened(fee)
    assert attempt.page == f"{bank.url}/pay/{attempt.provider_reference}"
    assert bank.use_card(attempt, PAYS) == BACK
    assert look_again(attempt).status == "paid"
    entry = Entry.objects.get(fee=fee)
    assert (entry.kind, entry.method, entry.amount, entry.currency) == ("receipt", "card", 14750, "AUD")
    assert fee.is_paid
    look_again(attempt)
    assert Entry.objects.count() == 1


def test_the_hosted_page_names_the_sum_and_what_it_is_for(bank, fee):
    attempt = opened(fee)
    page = bank.use_card(attempt, "1234")
    assert "Pay $147.50" in page
    assert fee.invoice_number in page
    assert "Choose the number of one of the test cards" in page
    assert "<script" not in page
    assert bank.read(attempt)["status"] == "open"


def test_two_tabs_get_the_same_page(bank, fee):
    assert opened(fee).pk == opened(fee).pk
    assert Attempt.objects.count() == 1


def test_a_declined_card_leaves_the_invoice_owed_and_another_page_can_be_opened(bank, fee):
    first = opened(fee)
    assert "was declined" in bank.use_card(first, DECLINED)
    second = opened(fee)
    assert second.pk != first.pk
    assert look_again(first).status == "failed"
    assert held(fee) == 0


def test_a_page_that_ran_out_makes_room_for_another(bank, fee):
    first = opened(fee)
    bank.happen(first, "expire")
    assert opened(fee).pk != first.pk


def test_what_came_by_another_way_closes_the_page_for_the_old_sum(bank, fee, cashier, division):
    first = opened(fee)
    take_payment(fee, method="cash", amount=4750, on=division.today(), by=cashier)
    second = opened(fee)
    assert (first.amount, second.amount) == (14750, 10000)
    assert bank.read(first)["status"] == "expired"


def test_a_paid_invoice_has_no_page(bank, fee):
    bank.use_card(opened(fee), PAYS)
    with pytest.raises(Refused, match="is paid"):
        opened(fee)
    assert held(fee) == 14750


def test_a_cancelled_invoice_has_no_page_and_its_open_one_is_closed(bank, fee, cashier):
    attempt = opened(fee)
    cancel_fee(fee, by=outsider(), why="The request was withdrawn.")
    assert bank.read(attempt)["status"] == "expired"
    with pytest.raises(Refused, match="cancelled"):
        opened(fee)


def test_an_invoice_that_is_paid_in_that_very_moment_ends_with_its_money_on_it(bank, fee):
    bank.use_card(opened(fee), PAYS)
    cancel_fee(fee, by=outsider(), why="x")
    fee.refresh_from_db()
    assert (fee.status, held(fee)) == ("cancelled", 14750)
    assert type(fee).objects.overpaid().get() == fee


def test_a_cashier_cancels_no_invoice_that_is_paid_in_that_very_moment(bank, fee, cashier):
    bank.use_card(opened(fee), PAYS)
    with pytest.raises(Refused, match="Refund it first"):
        cancel_invoice(fee, by=cashier, why="x")
    fee.refresh_from_db()
    assert (fee.status, held(fee)) == ("raised", 14750)


def test_a_late_yes_of_the_bank_is_still_money_and_a_double_payment_shows_as_too_much(bank, fee):
    first = opened(fee)
    bank.happen(first, "expire")
    second = opened(fee)
    bank.use_card(second, PAYS)
    look_again(second)
    bank.happen(first, "pay")
    assert look_again(first).status == "paid"
    assert held(fee) == 2 * 14750
    assert type(fee).objects.overpaid().get() == fee


def test_money_for_a_cancelled_invoice_is_entered_and_shows_as_too_much(bank, fee):
    attempt = opened(fee)
    cancel_fee(fee, by=outsider(), why="Withdrawn.")
    bank.happen(attempt, "pay")
    look_again(attempt)
    assert held(fee) == 14750
    assert type(fee).objects.overpaid().get() == fee


def test_without_a_provider_one_is_told_how_else_to_pay(fee, settings):
    settings.PAYMENT_PROVIDER = ""
    with pytest.raises(Refused, match="bank transfer, by cheque, or in cash"):
        opened(fee)
    assert not Attempt.objects.exists()


def test_a_provider_that_is_away_leaves_nothing_half_done(bank, fee, settings):
    settings.PAYMENT_PROVIDER_URL = "http://127.0.0.1:9"
    with pytest.raises(Refused, match="Nothing was charged"):
        opened(fee)
    assert Attempt.objects.get().page == ""
    settings.PAYMENT_PROVIDER_URL = bank.url
    attempt = opened(fee)
    assert Attempt.objects.get() == attempt
    bank.use_card(attempt, PAYS)
    settings.PAYMENT_PROVIDER_URL = "http://127.0.0.1:9"
    with pytest.raises(Refused, match="does not answer"):
        look_again(attempt)
    assert held(fee) == 0


def test_the_key_is_shown_to_nobody_but_the_provider_and_a_wrong_one_opens_nothing(bank, fee, settings):
    settings.PAYMENT_PROVIDER_KEY = "another"
    with pytest.raises(Refused):
        opened(fee)


def test_a_charge_that_the_bank_takes_back_makes_the_invoice_owed_again(bank, fee, client):
    attempt = opened(fee)
    bank.use_card(attempt, PAYS)
    look_again(attempt)
    bank.happen(attempt, "dispute")
    for letter in bank.letters(attempt):
        assert carry(client, letter).status_code == 200
    kinds = list(Entry.objects.order_by("pk").values_list("kind", "amount"))
    assert kinds == [("receipt", 14750), ("chargeback", -14750)]
    assert not fee.is_paid
