"""The life of a refund: two people (E6)."""

from django.db.models import TextChoices

from electoral.office.roles import Permission as P
from electoral.office.workflow import Move, Workflow


class RefundStatus(TextChoices):
    ASKED = "asked", "Asked for"
    APPROVED = "approved", "Approved"
    DECLINED = "declined", "Declined"
    SENT = "sent", "Sent to the card's bank"
    PAID = "paid", "Paid back"


S = RefundStatus


def asked_for_it(refund, user) -> str | None:
    return "You asked for this refund; another person approves it." if refund.asked_by_id == user.pk else None


def is_more_than_was_received(refund, user) -> str | None:
    if refund.amount > refund.fee.balance():
        return "It is more than the ledger holds for this fee. Decline it, and ask for the right sum."
    return None


def is_by_card(refund, user) -> str | None:
    """A card is paid back through the provider, whose word is the proof."""
    return "A card is paid back through the provider." if refund.method == "card" else None


def is_not_by_card(refund, user) -> str | None:
    return None if refund.method == "card" else "It is not paid back by card. Pay it, and note how."


REFUND = Workflow(
    "refund",
    S,
    Move("approve", (S.ASKED,), S.APPROVED, P.REFUND_APPROVE, unless=(asked_for_it, is_more_than_was_received), done="approved the refund"),
    Move("decline", (S.ASKED, S.APPROVED), S.DECLINED, P.REFUND_APPROVE, done="declined the refund"),
    Move("send", (S.APPROVED,), S.SENT, P.PAYMENT_TAKE, unless=(is_not_by_card, is_more_than_was_received), done="sent the refund to the card's bank"),
    Move("pay", (S.APPROVED,), S.PAID, P.PAYMENT_TAKE, unless=(is_by_card, is_more_than_was_received), done="paid the refund"),
    Move("land", (S.SENT, S.APPROVED), S.PAID, None, follows=True, done="was paid back to the card"),
    Move("bounce", (S.SENT,), S.APPROVED, None, follows=True, done="was not taken by the card's bank"),
)  # fmt: skip
