"""Money that goes back after the release: the copy stays where it is (E6, E7)."""

import threading

import pytest
from django.db import IntegrityError, connection, transaction

from electoral.office.refusals import Refused
from payments.actions.refund import approve_refund, ask_refund, pay_refund
from registers.actions.copy import order_copy
from registers.actions.download import Caller, begin_download
from registers.actions.release import fetch_release, hand_over
from registers.models import Copy
from registers.rules.release import PIECE
from tests.registers.asking import asked, paid, somebody
from tests.registers.copies import released

pytestmark = pytest.mark.rule("E6", "E7")


def pay_back(request) -> None:
    division, fee = request.division, request.fee
    cashier, officer = somebody(division, "cashier"), somebody(division, "dro")
    asked_for = ask_refund(fee, amount=fee.amount, method="cash", reason="Paid twice.", by=cashier)
    pay_refund(approve_refund(asked_for, by=officer), on=division.today(), note="", by=cashier)


def test_a_link_gives_nothing_once_the_money_went_back(division):
    release, token, _ = released(asked(division))
    caller = Caller(
        "POST", "192.0.2.7", "a browser", reference=release.request.reference, word=release.request.word
    )
    pay_back(release.request)
    assert begin_download(token, caller=caller) is None
    assert release.tries.get().outcome == "refused: the fee went back"


def test_money_that_goes_back_in_the_middle_keeps_the_last_piece(division):
    release, token, _ = released(asked(division), size=3 * PIECE)
    caller = Caller(
        "POST", "192.0.2.7", "a browser", reference=release.request.reference, word=release.request.word
    )
    sending = begin_download(token, caller=caller)
    assert sending
    next(sending)
    pay_back(release.request)
    assert sum(map(len, sending)) < sending.size - PIECE
    release.refresh_from_db()
    assert release.status == "open"


@pytest.mark.parametrize(("way", "arrives"), [("collection", False), ("courier", False), ("post", True)])
def test_nothing_is_handed_over_once_the_money_went_back_but_what_was_posted_arrives(division, way, arrives):
    release, _, _ = released(asked(division), way=way)
    fetch_release(release, by=release.released_by)().close()
    pay_back(release.request)
    with pytest.raises(Refused, match="The fee has not been received"):
        fetch_release(release, by=release.released_by)
    if arrives:
        assert hand_over(release, handed_to="Vera Testperson", by=release.released_by).status == "handed_over"
        return
    with pytest.raises(Refused, match="Take the release back"):
        hand_over(release, handed_to="Vera Testperson", by=release.released_by)
    release.refresh_from_db()
    assert release.status == "open"


def test_what_was_not_fetched_was_not_posted_and_does_not_arrive(division):
    release, _, _ = released(asked(division), way="post")
    pay_back(release.request)
    with pytest.raises(Refused, match="Take the release back"):
        hand_over(release, handed_to="Vera Testperson", by=release.released_by)


@pytest.mark.django_db(transaction=True)
def test_whoever_orders_the_copy_while_the_money_goes_back_waits_and_is_refused_in_a_sentence(division):
    """The ledger is asked and the copy written under one lock: the database has nothing left to refuse."""
    request = paid(asked(division))
    clerk, said, began = somebody(request.division, "clerk"), [], threading.Event()

    def order():
        began.set()
        try:
            order_copy(request, by=clerk)
        except (Refused, IntegrityError) as why:
            said.append(why)
        connection.close()

    thread = threading.Thread(target=order)
    with transaction.atomic():
        pay_back(request)
        thread.start()
        began.wait(10)
        thread.join(1)  # it waits: the money is on its way
        assert thread.is_alive()
    thread.join(10)
    assert [type(why) for why in said] == [Refused]
    assert not Copy.objects.exists()
