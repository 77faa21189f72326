"""Refunds that wait to be approved or paid (E6)."""

from electoral.office.queues import queue
from electoral.office.roles import Permission as P
from payments.models import Refund


def waiting_for(user) -> list[dict]:
    mine = Refund.objects.visible_to(user)
    wanted = (
        (P.REFUND_APPROVE, "Refunds to approve", "asked", mine.awaiting_approval().exclude(asked_by=user)),
        (P.PAYMENT_TAKE, "Refunds to pay", "approved", mine.awaiting_payment()),
        (P.PAYMENT_TAKE, "Refunds that a card's bank has not confirmed", "sent", mine.filter(status="sent")),
    )
    return [
        queue(label, f"payments:refunds?status={status}", rows, "asked_at")
        for permission, label, status, every in wanted
        for rows in [every.filter(division__in=user.divisions(permission))]
        if user.may(permission)
    ]


def next_step(refund: Refund) -> dict:
    """The next step of a refund and who has it."""
    return {
        "asked": {"sentence": "Another person approves or declines it.", "who": "the Divisional Returning Officer"},
        "approved": {
            "sentence": "It is to be sent to the card's bank." if refund.method == "card" else "It is to be paid, and noted how.",
            "who": "the cashier",
        },
        "sent": {"sentence": "The card's bank says when it has arrived. Ask again if that takes long.", "who": "the card's bank"},
        "paid": {"sentence": "It is paid back. Nothing more is to be done.", "who": ""},
        "declined": {"sentence": "It was declined. Nothing goes back.", "who": ""},
    }[refund.status]  # fmt: skip
