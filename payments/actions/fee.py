"""Invoices: raised by the room that knows what they are for, and cancelled (E6)."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction

from electoral.office.actions import record
from electoral.office.refusals import Refused
from electoral.office.registry import navigation, verbs
from electoral.office.roles import Permission
from payments.actions.card import close_pages
from payments.actions.ledger import next_number
from payments.models import Fee, FeeLine
from payments.providers import Away
from payments.states import FEE

navigation("Payments", "payments:fees", Permission.PAYMENT_VIEW, place=60)
verbs(raise_fee="raised the invoice")
NOT_CLOSED = (
    "A page for paying the invoice by card is open, and the card provider does not answer: it cannot be closed. "
    "Nothing was changed. Try again in a few minutes."
)


@transaction.atomic
def raise_fee(
    division, *, subject: str, title: str, currency: str, lines: Sequence[tuple[str, str, int]], due_on: date, by
) -> Fee:  # fmt: skip
    """Raise an invoice for the thing with the reference `subject`; a line is (text, working, pence or cents).

    No permission is asked: the room above has asked its own. Nothing is raised for nothing. The number is the division's
    next of the year; its counter stays locked until the transaction ends, so call this last.
    """
    total = sum(amount for _, _, amount in lines)
    if total <= 0 or any(amount < 0 for _, _, amount in lines):
        raise Refused("An invoice is for a sum above nothing; no invoice is raised for what is free.")
    year, number = next_number(division, "invoice")
    fee = Fee.objects.create(
        division=division, subject=subject, title=title[:150], year=year, number=number, currency=currency, amount=total, raised_by=by,
        due_on=due_on,
    )  # fmt: skip
    FeeLine.objects.bulk_create(
        FeeLine(division=division, fee=fee, position=position, text=text, working=working, amount=amount)
        for position, (text, working, amount) in enumerate(lines, 1)
    )
    record(fee, "raise_fee", by=by, amount=total, subject_of=subject)
    return fee


def cancel_fee(fee: Fee, *, by, why: str) -> Fee:
    """Withdraw the invoice because what it was for has changed or fallen; the room above has asked its own permission.

    Money that is on it stays there, and is owed back: the queue of what was overpaid shows it. A page of the card provider
    that is still open is closed first; what was paid on it is entered with the rest, in the transaction of the caller.
    """
    changes = _ready_to_end(fee, "withdraw", by=by, why=why)
    return FEE.move(fee, "withdraw", by=by, changes=changes, reason=why[:200])


def cancel_invoice(fee: Fee, *, by, why: str) -> Fee:
    """Cancel an invoice at the cashier's desk (REFUND_ASK)."""
    changes = _ready_to_end(fee, "cancel", by=by, why=why)
    return FEE.move(fee, "cancel", by=by, changes=changes, reason=why[:200])


def _ready_to_end(fee: Fee, move: str, *, by, why: str) -> dict:
    if refusal := FEE.moves[move].refusal(fee, by):  # before the provider is bothered
        raise refusal
    try:
        close_pages(fee)
    except Away:
        raise Refused(NOT_CLOSED, fee) from None
    return {"cancelled_on": fee.division.today(), "cancelled_why": why[:200]}
