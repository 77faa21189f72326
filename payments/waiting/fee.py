"""What of invoices waits for a person, and the next step of one (E6)."""

from django.urls import reverse
from django.utils import timezone

from electoral.office.queues import queue
from electoral.office.roles import Permission as P
from payments.models import Fee
from payments.rules.money import money_text
from payments.states import FEE, AttemptStatus, FeeStatus, RefundStatus


def waiting_for(user) -> list[dict]:
    """Queues as (label, count, url, oldest): invoices on which too much money is, and those overdue."""
    mine = Fee.objects.visible_to(user)
    too_much = mine.overpaid().filter(division__in=user.divisions(P.REFUND_ASK))
    overdue = mine.overdue(timezone.localdate()).filter(division__in=user.divisions(P.PAYMENT_TAKE))
    wanted = ((P.REFUND_ASK, "Invoices on which too much came", "overpaid", too_much),
              (P.PAYMENT_TAKE, "Invoices overdue", "overdue", overdue))  # fmt: skip
    return [
        queue(label, f"payments:fees?show={show}", rows, "due_on")
        for permission, label, show, rows in wanted
        if user.may(permission)
    ]


def next_step(fee: Fee, claimed: int) -> dict:
    """The next step of an invoice read with its balance, and who has it; `claimed`: what refunds on their way will take."""
    too_much = fee.received - (fee.amount if fee.status == FeeStatus.RAISED else 0)
    if too_much > 0 and too_much > claimed:
        sum_of = money_text(too_much - claimed, fee.currency)
        if fee.status == FeeStatus.CANCELLED:
            return {
                "sentence": f"It is cancelled, and {sum_of} was received for it. Ask for a refund.",
                "who": "the cashier",
            }
        return {"sentence": f"{sum_of} more came than is owed. Ask for a refund.", "who": "the cashier"}
    if claimed:
        return {"sentence": "A refund is on its way; see below.", "who": ""}
    if fee.status == FeeStatus.CANCELLED:
        return {"sentence": "It is cancelled. Nothing more is to be done.", "who": ""}
    if fee.owing <= 0:
        return {"sentence": "It is paid. Nothing more is to be done here.", "who": ""}
    if fee.refunds.filter(status=RefundStatus.PAID).exists():
        return {
            "sentence": "Money was paid back. Cancel the invoice when nothing is owed for it any more.",
            "who": "the cashier",
        }
    if fee.attempts.filter(status=AttemptStatus.OPEN).exists():
        return {
            "sentence": "A page for paying by card is open. The provider tells when it is paid.",
            "who": "whoever pays",
        }
    return {"sentence": f"{money_text(fee.owing, fee.currency)} is to be paid.", "who": "whoever asked"}


def moves_of(fee: Fee, user, coming_back: int) -> list[tuple]:
    """The steps that the person may take, each with its page and what stops it now."""
    to_pay = fee.status == FeeStatus.RAISED and fee.owing > 0
    left = fee.received > coming_back
    steps = (
        (
            P.PAYMENT_TAKE,
            "Take cash or a cheque",
            "fee_take",
            None if to_pay else "Nothing is to be paid for it.",
        ),
        (
            P.REFUND_ASK,
            "Ask for a refund",
            "refund_ask",
            None if left else "There is nothing on it to pay back.",
        ),
    )
    moves = [
        (label, reverse(f"payments:{name}", args=[fee.reference]), refusal)
        for permission, label, name, refusal in steps
        if user.may(permission, fee.division)
    ]
    cancel = [
        (reverse("payments:fee_cancel", args=[fee.reference]), no and str(no))
        for _, no in FEE.options(fee, user)
    ]
    return [*moves, *(("Cancel the invoice", url, no) for url, no in cancel)]
