"""The life of a fee (E6). Whether it is paid is no status: it is asked of the ledger each time."""

from django.db.models import TextChoices

from electoral.office.roles import Permission as P
from electoral.office.workflow import Move, Workflow


class FeeStatus(TextChoices):
    RAISED = "raised", "Raised"
    CANCELLED = "cancelled", "Cancelled"


S = FeeStatus


def has_money_on_it(fee, user) -> str | None:
    """A cashier refunds first. What ends with its request is withdrawn with its money on it, and waits in the queue to be paid back."""
    if fee.balance():
        return "Money was received for it. Refund it first; then cancel the invoice."
    return None


FEE = Workflow(
    "fee",
    S,
    Move("cancel", (S.RAISED,), S.CANCELLED, P.REFUND_ASK, unless=(has_money_on_it,), done="cancelled the invoice"),
    Move("withdraw", (S.RAISED,), S.CANCELLED, None, follows=True, done="withdrew the invoice with what it was for"),
)  # fmt: skip
