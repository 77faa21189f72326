"""The life of one line of a bank statement (E6)."""

from django.db.models import TextChoices

from electoral.office.roles import Permission as P
from electoral.office.workflow import Move, Workflow


class BankLineStatus(TextChoices):
    UNMATCHED = "unmatched", "Not matched"
    MATCHED = "matched", "Matched"
    SET_ASIDE = "set_aside", "Set aside"


S = BankLineStatus


def matched_it(line, user) -> str | None:
    """The wrong invoice is found by who looks again: not by who took it for the right one."""
    return (
        "You matched this line; another person undoes it."
        if line.entry and line.entry.by_id == user.pk
        else None
    )


def was_paid_back(line, user) -> str | None:
    """What went back, or is about to, cannot be moved to another invoice as well."""
    if line.entry is None or line.entry.reversed_by.exists():  # the ledger has it already: the line follows
        return None
    if line.entry.fee.balance() - line.entry.fee.claimed() >= line.amount:
        return None
    return "A refund of this money was paid or is on its way. Decline the refund first; what was paid stays where it is."


BANK_LINE = Workflow(
    "bank_line",
    S,
    Move("match", (S.UNMATCHED,), S.MATCHED, P.PAYMENT_TAKE, done="matched the line with a fee"),
    Move("set_aside", (S.UNMATCHED,), S.SET_ASIDE, P.PAYMENT_TAKE, done="set the line aside"),
    Move("take_up", (S.SET_ASIDE,), S.UNMATCHED, P.PAYMENT_TAKE, done="took the line up again"),
    Move("undo", (S.MATCHED,), S.UNMATCHED, P.REFUND_APPROVE, unless=(matched_it, was_paid_back), done="undid the match"),
)  # fmt: skip
