"""A request ends while the card provider has its money, or does not answer (E6)."""

import pytest

from electoral.office.actions import outsider
from electoral.office.refusals import Refused
from payments.actions.card import open_page
from payments.models import Entry, Fee
from registers.actions.decision import refuse_request
from registers.actions.request import withdraw_request
from tests.payments.paying import BACK
from tests.registers.asking import accepted, again, asked, somebody

pytestmark = [pytest.mark.django_db, pytest.mark.rule("E6")]


def refused(request):
    told = {"failed": "The use", "reason": "Not this.", "open_instead": "", "access": True, "use": False}
    return refuse_request(request, **told, by=somebody(request.division, "dro"))


def withdrawn(request):
    return withdraw_request(request, why="", by=outsider())


@pytest.mark.parametrize("end", [refused, withdrawn])
def test_money_that_only_the_provider_knows_of_is_entered_with_the_end(division, bank, end):
    request = accepted(asked(division))
    attempt = open_page(request.fee, return_url=BACK, by=outsider())
    bank.happen(attempt, "pay")
    request = end(again(request))
    assert (request.fee.status, request.fee.balance()) == ("cancelled", request.fee.amount)
    assert Entry.objects.get().external == attempt.provider_reference
    assert Fee.objects.overpaid().get() == request.fee


@pytest.mark.parametrize("end", [refused, withdrawn])
def test_where_the_provider_does_not_answer_nothing_ends_and_the_sentence_says_what_to_do(
    division, bank, settings, end
):
    request = accepted(asked(division))
    open_page(request.fee, return_url=BACK, by=outsider())
    settings.PAYMENT_PROVIDER_URL = "http://127.0.0.1:9"
    with pytest.raises(Refused, match="Nothing was changed"):
        end(again(request))
    request = again(request)
    assert (request.status, request.fee.status) == ("accepted", "raised")
    settings.PAYMENT_PROVIDER_URL = bank.url
    assert end(request).fee.status == "cancelled"
