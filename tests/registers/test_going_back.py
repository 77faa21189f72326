"""What goes back is never held up by what made it go back: the money gone, the law changed (E3, E6, E7)."""

import pytest
from django.utils import timezone

from electoral.office.actions import operator
from electoral.office.refusals import Refused
from electoral.protected.actions import protect_elector
from payments.actions.receipt import take_back as bounce
from payments.actions.refund import approve_refund, ask_refund, pay_refund
from registers.actions.copy import check_copy, redo_copy
from registers.actions.release import expire_due_releases, release_copy, take_back
from registers.models import Entitlement, Release
from tests.conftest import make_person
from tests.registers.asking import again, asked, paid, somebody
from tests.registers.copies import by_hand, checked, released
from tests.registers.trying import as_it_were, refused_by, run

pytestmark = pytest.mark.django_db
REQUEST = "registers_accessrequest"
UNPAID, NO_ROW = "fee has not been received", "gives this applicant no copy"


def let_the_cheque_bounce(request):
    bounce(request.fee.entries.get(), why="Returned.", by=somebody(request.division, "cashier"))


def end_the_row(request):
    """The law gives it no more: the row ended with none after it."""
    row = request.items_now.get().entitlement
    Entitlement.objects.filter(pk=row.pk).update(ended_on=row.from_on)


CAUSES = [(let_the_cheque_bounce, UNPAID), (end_the_row, NO_ROW)]


def by_cheque(division):
    return paid(asked(division), method="cheque")


@pytest.mark.rule("E3", "E6")
@pytest.mark.parametrize(("cause", "sentence"), CAUSES)
def test_a_release_is_taken_back_and_its_copy_sent_back(division, cause, sentence):
    request = by_cheque(division)
    release, _, _ = released(request)
    cause(again(request))
    clerk = make_person("clerk", request.division)
    take_back(release, why="It may not be given out.", by=clerk)
    assert again(request).status == "checked"
    with pytest.raises(Refused, match=sentence):
        release_copy(again(request), way="link", key_way="telephone", by=clerk)
    redo_copy(again(request), why="It may not be given out.", by=clerk)
    assert again(request).status == "accepted"


@pytest.mark.rule("E3", "E6")
@pytest.mark.parametrize(("cause", "sentence"), CAUSES)
def test_a_prepared_copy_is_not_checked_in_a_sentence_and_is_sent_back(division, cause, sentence):
    request = by_hand(by_cheque(division))
    cause(request)
    clerk = make_person("clerk", request.division)
    with pytest.raises(Refused, match=sentence):
        check_copy(again(request), by=clerk)
    redo_copy(again(request), why="It may not be given out.", by=clerk)
    assert again(request).status == "accepted"


@pytest.mark.rule("E7")
@pytest.mark.parametrize(("cause", "sentence"), CAUSES)
def test_the_clock_ends_it_too(division, cause, sentence):
    request = by_cheque(division)
    released(request)
    cause(again(request))
    Release.objects.update(expires_at=timezone.now())
    assert expire_due_releases(by=operator()) == 1
    assert again(request).status == "checked"


@pytest.mark.rule("E7")
@pytest.mark.django_db(transaction=True)
def test_one_release_that_cannot_be_ended_holds_up_no_other(division, caplog):
    """Whatever is wrong with one: here its request was moved away from under it."""
    broken, _, _ = released(asked(division, "CANDIDATE"))
    sound, _, _ = released(asked(division, "CANDIDATE"))
    Release.objects.update(expires_at=timezone.now())
    with as_it_were(REQUEST, broken.request_id, status="accepted"):
        assert expire_due_releases(by=operator()) == 1
    broken.refresh_from_db()
    sound.refresh_from_db()
    assert (broken.status, sound.status) == ("open", "expired")
    assert f"Release {broken.pk} could not be done" in caplog.text
    assert expire_due_releases(by=operator()) == 1


@pytest.mark.rule("E3", "E6")
@pytest.mark.parametrize(("cause", "sentence"), CAUSES)
@pytest.mark.django_db(transaction=True)
def test_forward_the_database_asks_again_and_back_it_does_not(division, cause, sentence):
    request = checked(by_cheque(division))
    by = make_person("clerk", request.division)
    cause(request)
    constraint = {UNPAID: "request_is_paid", NO_ROW: "request_is_entitled"}[sentence]

    def move(status, more=""):
        return lambda: run(f"UPDATE {REQUEST} SET status = '{status}'{more} WHERE id = %s", [request.pk])

    forward = {
        "accepted": ("prepared", ""),
        "prepared": ("checked", ""),
        "checked": ("released", f", released_by_id = {by.pk}"),
    }
    back = [("released", "checked"), ("checked", "accepted"), ("prepared", "accepted")]
    for before, (after, more) in forward.items():
        with as_it_were(REQUEST, request.pk, status=before):
            assert refused_by(move(after, more)) == constraint, after
    for before, after in back:
        with as_it_were(REQUEST, request.pk, status=before):
            assert refused_by(move(after)) == "", (before, after)


@pytest.mark.rule("E6")
@pytest.mark.django_db(transaction=True)
def test_what_two_people_agreed_to_pay_back_pays_for_nothing_any_more(division):
    """From the second person's word on, by the action and by SQL; until then, and when it is declined, it is paid."""
    request = checked(asked(division))
    cashier, clerk = somebody(request.division, "cashier"), make_person("clerk", request.division)
    refund = ask_refund(request.fee, amount=1, method="cash", reason="Changed their mind.", by=cashier)
    move = f"UPDATE {REQUEST} SET status = 'released', released_by_id = %s WHERE id = %s"
    assert again(request).why_unpaid() is None
    assert refused_by(lambda: run(move, [clerk.pk, request.pk])) == ""
    approve_refund(refund, by=make_person("dro", request.division))
    with pytest.raises(Refused, match="going back"):
        release_copy(again(request), way="link", key_way="telephone", by=clerk)
    assert refused_by(lambda: run(move, [clerk.pk, request.pk])) == "request_is_paid"
    with as_it_were("payments_refund", refund.pk, status="declined"):
        assert again(request).why_unpaid() is None
        assert refused_by(lambda: run(move, [clerk.pk, request.pk])) == ""
    pay_refund(refund, on=request.division.today(), note="At the counter", by=cashier)
    with pytest.raises(Refused, match=UNPAID):
        release_copy(again(request), way="link", key_way="telephone", by=clerk)


@pytest.mark.rule("E6")
def test_an_open_link_gives_nothing_once_its_refund_is_agreed(division):
    from registers.actions.download import Caller, begin_download

    request = asked(division)
    _, token, _ = released(request)
    cashier = somebody(request.division, "cashier")
    fee = again(request).fee
    refund = ask_refund(fee, amount=fee.amount, method="cash", reason="Changed their mind.", by=cashier)
    approve_refund(refund, by=make_person("dro", request.division))
    assert begin_download(token, caller=Caller("POST", "192.0.2.7", "x", (request.reference,))) is None


def test_who_is_protected_ends_a_release_whose_money_went_back_too(division, person):
    request = by_cheque(division)
    released(request)
    let_the_cheque_bounce(again(request))
    protect_elector(request.division, "GE999", kind="silent", by=person("dro"))
    assert expire_due_releases(by=operator()) == 1
