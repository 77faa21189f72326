"""The life of one line of a bank statement (E6)."""

from django.db.models import TextChoices

from electoral.office.roles import Permission as P
from electoral.office.workflow import Move, Workflow


class BankLineStatus(TextChoices):
    UNMATCHED = "unmatched", "Not matched"
    MATCHED = "matched", "Matched"
    SET_ASIDE = "set_aside", "Set aside"


S = BankLineStatus
BANK_LINE = Workflow(
    "bank_line",
    S,
    Move("match", (S.UNMATCHED,), S.MATCHED, P.PAYMENT_TAKE, done="matched the line with a fee"),
    Move("set_aside", (S.UNMATCHED,), S.SET_ASIDE, P.PAYMENT_TAKE, done="set the line aside"),
    Move("take_up", (S.SET_ASIDE,), S.UNMATCHED, P.PAYMENT_TAKE, done="took the line up again"),
)
