"""Two people who change the account into which people pay in the same moment (E6)."""

import pytest
from django.db import transaction

from electoral.office.refusals import Refused, WrongState
from payments.actions.account import accept_account, stop_account
from payments.models import Account
from payments.queries.account import account_of
from tests.conftest import make_person
from tests.payments.test_account import SEEN, in_force, proposed
from tests.payments.waiting_for_locks import Other

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.rule("E6")]


def test_of_two_proposals_at_once_one_waits_and_is_told_of_the_other(division):
    first, second = make_person("cashier", division), make_person("cashier", division)
    other = Other(lambda: proposed(division, second))
    with transaction.atomic():
        proposed(division, first)
        other.start()
        other.wait_until_it_waits()
    with pytest.raises(Refused, match="waits already"):
        other.end()
    assert Account.objects.count() == 1


def test_an_account_that_is_stopped_while_another_takes_its_place_ends_once_and_the_new_one_is_in_force(
    division,
):
    cashier, dro, second = (make_person(role, division) for role in ("cashier", "dro", "dro"))
    before = in_force(division, cashier, dro)
    account = proposed(division, cashier, numbers="Account number: 2")
    other = Other(lambda: accept_account(account, checked=SEEN, by=second))
    with transaction.atomic():
        stop_account(before, why="x", by=dro)
        other.start()
        other.wait_until_it_waits()
    other.end()
    assert account_of(division) == account


def test_two_officers_who_put_one_account_in_force_do_it_once(division):
    cashier, dro, second = (make_person(role, division) for role in ("cashier", "dro", "dro"))
    account = proposed(division, cashier)
    other = Other(lambda: accept_account(account, checked=SEEN, by=second))
    with transaction.atomic():
        accept_account(account, checked=SEEN, by=dro)
        other.start()
        other.wait_until_it_waits()
    with pytest.raises(WrongState):
        other.end()
    assert account_of(division).accepted_by == dro
