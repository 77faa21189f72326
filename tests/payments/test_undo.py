"""A line matched with the wrong invoice is unmatched again: no money goes back, and nothing is forgotten (E6)."""

import pytest
from django.db import IntegrityError, connection, transaction

from electoral.office.models import Event
from electoral.office.refusals import NotPermitted, Refused, WrongState
from payments.actions.bank import match_line, undo_match
from payments.actions.receipt import order_receipt
from payments.actions.refund import approve_refund, ask_refund, decline_refund, pay_refund
from payments.documents.reconciliation import days, differences
from payments.models import BankLine, Entry
from registers.actions.release import release_copy
from tests.conftest import make_person
from tests.payments.paying import held, invoice
from tests.payments.test_bank import line_of
from tests.payments.test_pages import url, words
from tests.payments.waiting_for_locks import Other
from tests.registers import copies
from tests.registers.asking import accepted, again, asked

pytestmark = [pytest.mark.django_db, pytest.mark.rule("E6")]
WHY = "The number was a slip: it is of GOLD-2026-00002"


def matched(fee, cashier, amount="147.50", text="Paid") -> BankLine:
    return match_line(
        line_of(fee.division, cashier, f"{text} {fee.invoice_number}", amount), fee, note="x", by=cashier
    )


def test_the_line_waits_again_and_the_invoice_is_owed_again(fee, cashier, dro):
    line = undo_match(matched(fee, cashier), why=WHY, by=dro)
    assert (line.status, line.entry, line.note) == ("unmatched", None, "")
    assert (held(fee), fee.is_paid) == (0, False)
    first, back = Entry.objects.filter(fee=fee)
    assert (back.kind, back.amount, back.reverses, back.on, back.note) == (
        "unmatched",
        -14750,
        first,
        line.on,
        WHY,
    )
    assert back.receipt_number.endswith("-U00001")
    assert Event.objects.get(verb="undo_bank_line").data["reason"] == WHY


def test_it_is_then_matched_with_the_right_invoice_and_undone_again_as_often_as_needed(
    fee, division, cashier, dro
):
    right, line = invoice(division, cashier), matched(fee, cashier)
    for turn in range(3):
        line = undo_match(line, why=WHY, by=dro)
        line = match_line(line, right, by=cashier)
        assert line.entry.turn == turn + 1
    assert (held(fee), held(right), right.is_paid) == (0, 14750, True)
    assert sum(Entry.objects.values_list("amount", flat=True)) == 14750


def test_who_matched_it_does_not_undo_it(fee, division, person, dro):
    both = person("cashier")
    line = matched(fee, both)
    dro.appointment_set.create(role="cashier", division=division, from_on="2020-01-01")
    with pytest.raises(NotPermitted):
        undo_match(line, why=WHY, by=both)
    line = match_line(undo_match(line, why=WHY, by=dro), fee, by=type(dro).objects.get(pk=dro.pk))
    with pytest.raises(Refused, match="You matched this line"):
        undo_match(line, why=WHY, by=dro)
    assert held(fee) == 14750


@pytest.mark.parametrize("role", ["clerk", "cashier", "auditor", "area_manager", "administrator"])
def test_only_the_officer_undoes_a_match(fee, cashier, person, role):
    line = matched(fee, cashier)
    with pytest.raises(NotPermitted):
        undo_match(line, why=WHY, by=person(role))


def test_an_officer_of_another_division_undoes_nothing(fee, cashier, person, other_division):
    with pytest.raises(NotPermitted):
        undo_match(matched(fee, cashier), why=WHY, by=person("dro", other_division))


def test_it_is_undone_once_and_with_a_reason(fee, cashier, dro):
    line = matched(fee, cashier)
    with pytest.raises(Refused, match="Say why"):
        undo_match(line, why=" ", by=dro)
    undo_match(line, why=WHY, by=dro)
    with pytest.raises(WrongState):
        undo_match(line, why=WHY, by=dro)
    assert Entry.objects.count() == 2


def test_money_that_goes_back_is_not_moved_to_another_invoice_as_well(fee, cashier, dro):
    line = matched(fee, cashier)
    refund = approve_refund(ask_refund(fee, amount=100, method="transfer", reason="x", by=cashier), by=dro)
    with pytest.raises(Refused, match="Decline the refund first"):
        undo_match(line, why=WHY, by=dro)
    decline_refund(refund, why="A slip", by=dro)
    again_asked = approve_refund(
        ask_refund(fee, amount=100, method="transfer", reason="x", by=cashier), by=dro
    )
    pay_refund(again_asked, on=fee.division.today(), note="x", by=cashier)
    with pytest.raises(Refused, match="what was paid stays"):
        undo_match(line, why=WHY, by=dro)
    assert held(fee) == 14650


def test_other_money_on_the_invoice_stays(fee, cashier, dro):
    line, other = matched(fee, cashier, "100.00"), matched(fee, cashier, "47.50", "Rest")
    undo_match(line, why=WHY, by=dro)
    assert held(fee) == 4750
    other.refresh_from_db()
    assert other.status == "matched"


def test_there_is_no_receipt_of_money_that_is_for_another_invoice(fee, cashier, dro):
    line = matched(fee, cashier)
    entry = line.entry
    undo_match(line, why=WHY, by=dro)
    with pytest.raises(Refused, match="for another invoice"):
        order_receipt(entry, by=cashier)


def test_the_reconciliation_agrees_before_and_afterwards(fee, division, cashier, dro):
    right, line = invoice(division, cashier), matched(fee, cashier)

    def day():
        (one,) = days(division, line.on, line.on)
        return one.received, one.proved, one.differs

    assert day() == (14750, 14750, 0)
    line = undo_match(line, why=WHY, by=dro)
    assert day() == (0, 0, 0)
    assert [d.why for d in differences(division, line.on, line.on)] == ["No invoice was found for it yet."]
    match_line(line, right, by=cashier)
    assert day() == (14750, 14750, 0)


def test_at_the_desk_the_officer_undoes_it_and_the_cashier_is_told_who_can(
    client, signed_in, fee, cashier, dro
):
    line = matched(fee, cashier)
    signed_in("cashier")
    shown = words(client.get(line.get_absolute_url()))
    assert "the Divisional Returning Officer undoes the match" in shown
    assert client.get(url("bank_line_undo", line)).status_code == 403
    client.force_login(dro, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert "Undo the match" in words(client.get(line.get_absolute_url()))
    assert "It pays" in words(client.get(url("bank_line_undo", line)))
    answer = client.post(url("bank_line_undo", line), {"why": WHY}, follow=True)
    assert "The line waits again" in words(answer)
    assert held(fee) == 0
    again_posted = client.post(url("bank_line_undo", line), {"why": WHY}, follow=True)
    assert "It is not matched." in words(again_posted)
    assert "Match undone" in words(client.get(fee.get_absolute_url()))


# What was given out for it: nothing is released unpaid, in whatever order it happens.


@pytest.fixture
def paid_by_transfer(division, monkeypatch, db):
    """A request, checked, its fee paid by a transfer; (request, line, officer)."""
    monkeypatch.setattr("tests.registers.copies.paid", again)
    request = accepted(asked(division))
    fee, cashier = request.fee, make_person("cashier", division)
    line = match_line(
        line_of(fee.division, cashier, "A", f"{fee.amount // 100}.{fee.amount % 100:02}"), fee, by=cashier
    )
    return request, line, make_person("dro", division)


def test_a_copy_whose_payment_was_another_s_is_not_prepared_checked_or_released(paid_by_transfer, division):
    request, line, dro = paid_by_transfer
    line = undo_match(line, why=WHY, by=dro)
    with pytest.raises((Refused, IntegrityError)), transaction.atomic():
        copies.by_hand(request)
    cashier = make_person("cashier", division)
    match_line(line, request.fee, by=cashier)
    ready = copies.checked(again(request))
    line.refresh_from_db()
    line = undo_match(line, why=WHY, by=dro)
    with pytest.raises(Refused, match="fee has not been received"):
        copies.released(again(ready))
    with pytest.raises(IntegrityError) as refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "UPDATE registers_accessrequest SET status = 'released', released_by_id = %s WHERE id = %s",
            [dro.pk, ready.pk],
        )
    assert refused.value.__cause__.diag.constraint_name == "request_is_paid"
    match_line(line, request.fee, by=cashier)
    assert copies.released(again(ready))[0].status == "open"


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("undone_first", [True, False])
def test_of_an_undoing_and_a_release_at_once_nothing_is_released_after_the_money_is_gone(
    paid_by_transfer, division, undone_first
):
    request, line, dro = paid_by_transfer
    ready = copies.checked(again(request))
    clerk = make_person("clerk", division)

    def release():
        return release_copy(again(ready), way="link", key_way="telephone", by=clerk)

    if undone_first:
        other = Other(release)
        with transaction.atomic():
            undo_match(line, why=WHY, by=dro)
            other.start()
            other.wait_until_it_waits()
        with pytest.raises(Refused):
            other.end()
    else:
        release()
        undo_match(line, why=WHY, by=dro)
    fresh, wanted = again(ready), ("checked", 0) if undone_first else ("released", 1)
    assert (fresh.status, fresh.releases.count(), held(fresh.fee)) == (*wanted, 0)
    with pytest.raises(Refused):
        release()
    assert again(ready).releases.count() == fresh.releases.count()
    assert fresh.fee in type(fresh.fee).objects.owing_something()


@pytest.mark.django_db(transaction=True)
def test_two_officers_who_undo_at_once_do_it_once_and_a_refund_waits_its_turn(division):
    cashier, dro, second = (make_person(role, division) for role in ("cashier", "dro", "dro"))
    fee = invoice(division, cashier)
    line = matched(fee, cashier)
    others = [
        Other(lambda: undo_match(line, why=WHY, by=second)),
        Other(lambda: ask_refund(fee, amount=14750, method="transfer", reason="x", by=cashier)),
    ]
    with transaction.atomic():
        undo_match(line, why=WHY, by=dro)
        for other in others:
            other.start()
        others[0].wait_until_it_waits()
    for other in others:
        with pytest.raises(Refused):
            other.end()
    assert (held(fee), Entry.objects.count()) == (0, 2)
