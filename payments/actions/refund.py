"""Refunds: asked for by one person, approved by another, paid by a third step; a card through its provider (E6)."""

from datetime import date

from django.db import transaction
from django.db.models import Sum
from django.utils import timezone

from electoral.office.actions import demand, record
from electoral.office.models import Event
from electoral.office.refusals import Refused
from electoral.office.registry import verbs
from electoral.office.roles import Permission
from electoral.office.rules import date_in
from payments.actions.card import look_again
from payments.actions.ledger import enter, locked
from payments.models import Attempt, Entry, EntryKind, Fee, Method, Refund
from payments.providers import Away, PaidBack, provider
from payments.rules.money import money_text
from payments.states import REFUND, AttemptStatus, RefundStatus

verbs(ask_refund="asked for the refund")
UNSURE = "The card provider did not answer. Whether the refund arrived is not known; it is never made twice. Ask again in a few minutes."


@transaction.atomic
def ask_refund(fee: Fee, *, amount: int, method: str, reason: str, seen: int | None = None, by) -> Refund:
    """Ask that a sum goes back, in pence or cents; what other refunds already claim cannot be asked for again.

    `seen` is what the page said can go back: a page that is sent twice asks once.
    """
    demand(by, Permission.REFUND_ASK, fee.division)
    fee = locked(fee)
    left = fee.balance() - fee.claimed()
    if seen is not None and seen != left:
        raise Refused(
            "Money came or went, or another refund was asked for, since this page was opened. Look at the invoice.",
            fee,
        )
    if amount <= 0:
        raise Refused("Enter a sum above nothing.", fee)
    if amount > left:
        raise Refused(
            f"Only {money_text(max(left, 0), fee.currency)} can be paid back: what was received, less refunds on their way.", fee
        )  # fmt: skip
    attempt = _attempt_with(fee, amount) if method == Method.CARD else None
    refund = Refund.objects.create(
        division=fee.division,
        fee=fee,
        amount=amount,
        method=method,
        attempt=attempt,
        reason=reason[:300],
        asked_by=by,
    )
    record(refund, "ask_refund", by=by, fee=fee.reference, amount=amount)
    return refund


def _attempt_with(fee: Fee, amount: int) -> Attempt:
    """A card payment of the fee of which so much is left."""
    for attempt in fee.attempts.filter(status=AttemptStatus.PAID).order_by("pk"):
        paid = Entry.objects.filter(
            fee=fee, external=attempt.provider_reference, kind=EntryKind.RECEIPT
        ).first()
        back = attempt.refunds.exclude(status=RefundStatus.DECLINED).aggregate(sum=Sum("amount"))["sum"] or 0
        if paid and paid.left() - back >= amount:
            return attempt
    raise Refused(
        "No card payment of this invoice has so much left. Choose another way, or a smaller sum.", fee
    )


@transaction.atomic
def approve_refund(refund: Refund, *, by) -> Refund:
    """Approve what another person asked for. From now on the sum pays for nothing: whoever releases meanwhile is waited for."""
    locked(refund.fee)
    return REFUND.move(refund, "approve", by=by, changes={"approved_by": by, "approved_at": timezone.now()})


def decline_refund(refund: Refund, *, why: str, by) -> Refund:
    return REFUND.move(refund, "decline", by=by, reason=why[:300])


@transaction.atomic
def pay_refund(refund: Refund, *, on: date, note: str, by) -> Refund:
    """Note that an approved refund was paid by transfer, cheque or cash; `note` says how it can be found."""
    fee = locked(refund.fee)
    refund = REFUND.move(refund, "pay", by=by)
    if on > fee.division.today():
        raise Refused("That day is still to come. Note a refund when it was paid.", refund)
    if refund.approved_at and on < date_in(fee.division.zone, refund.approved_at):
        raise Refused("That day is before the refund was approved. Look at the date.", refund)
    enter(
        fee, kind=EntryKind.REFUND, method=Method(refund.method), amount=-refund.amount, on=on, by=by, note=note[:200], refund=refund
    )  # fmt: skip
    return refund


def send_refund(refund: Refund, *, by) -> Refund:
    """Send an approved refund to the card's provider. A call that is cut short leaves it as sent: ask again, nothing goes twice."""
    refund = REFUND.move(refund, "send", by=by, changes={"external": ""})
    return _asked(refund)


def ask_again(refund: Refund, *, by) -> Refund:
    """Ask the provider what became of a refund that was sent."""
    demand(by, Permission.PAYMENT_TAKE, refund.division)
    if refund.status != RefundStatus.SENT:
        raise Refused(f"It is {refund.get_status_display().lower()}.", refund)
    return _asked(refund)


def _asked(refund: Refund) -> Refund:
    attempt = refund.attempt
    if attempt is None:
        raise Refused("It is not paid back by card.", refund)
    try:
        if not refund.external:
            _kept(refund, _at_provider(refund, attempt))
        look_again(attempt)
    except Away:
        raise Refused(UNSURE, refund) from None
    return Refund.objects.get(pk=refund.pk)


def _at_provider(refund: Refund, attempt: Attempt) -> PaidBack:
    # The key is new only after the provider itself said that the refund before had failed.
    failed = Event.objects.filter(
        division=refund.division, subject=refund.reference, verb="bounce_refund"
    ).count()
    return provider(attempt.provider).pay_back(
        attempt.provider_reference, amount=refund.amount, reference=refund.reference, key=f"{refund.reference}-{failed}"
    )  # fmt: skip


@transaction.atomic
def _kept(refund: Refund, back: PaidBack) -> None:
    held = Refund.objects.select_for_update(of=("self",)).get(pk=refund.pk)
    if held.status == RefundStatus.SENT:
        held.external = back.id
        held.save(update_fields=["external"])
