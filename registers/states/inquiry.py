"""The life of a query from outside: a first answer stops the clock (E1)."""

from django.db.models import TextChoices

from electoral.office.roles import Permission as P
from electoral.office.workflow import Move, Workflow


class InquiryStatus(TextChoices):
    OPEN = "open", "Open"
    ANSWERED = "answered", "Answered"
    CLOSED = "closed", "Closed"


S = InquiryStatus
INQUIRY = Workflow(
    "inquiry",
    S,
    Move("reply", (S.OPEN,), S.ANSWERED, P.REGISTER_WORK, done="answered the query"),
    Move("ask_again", (S.ANSWERED,), S.OPEN, None, follows=True, done="asked again"),
    Move("finish", (S.OPEN, S.ANSWERED), S.CLOSED, P.REGISTER_WORK, done="closed the query"),
)
