"""The life of a query from outside: a first answer stops the clock (E1)."""

from django.db.models import TextChoices

from electoral.office.roles import Permission as P
from electoral.office.workflow import Move, Workflow
from registers.rules.inquiry import FOR_THE_OFFICER


class InquiryStatus(TextChoices):
    OPEN = "open", "Open"
    ANSWERED = "answered", "Answered"
    CLOSED = "closed", "Closed"


S = InquiryStatus


def lies_with_a_colleague(inquiry, user) -> str | None:
    """E1, E10: who it was passed to answers it; anybody may take it back with a reason."""
    if inquiry.passed_to_id and inquiry.passed_to_id != user.pk:
        return f"It was passed to {inquiry.passed_to}. Leave it to them, or pass it to yourself and say why."
    return None


def is_beyond_the_role(inquiry, user) -> str | None:
    """E10: "your role, responsibilities and authority": a query beyond the role is passed on, not answered."""
    if inquiry.kind_id in FOR_THE_OFFICER and not user.may(P.ENTITLEMENT_SECOND, inquiry.division):
        return "A complaint is answered by whoever holds the office, not at the desk. Pass it on to them with what you know."
    return None


theirs = (lies_with_a_colleague, is_beyond_the_role)
INQUIRY = Workflow(
    "inquiry",
    S,
    Move("reply", (S.OPEN,), S.ANSWERED, P.REGISTER_WORK, unless=theirs, done="answered the query"),
    Move("ask_again", (S.ANSWERED,), S.OPEN, None, follows=True, done="asked again"),
    Move("finish", (S.OPEN, S.ANSWERED), S.CLOSED, P.REGISTER_WORK, unless=theirs, done="closed the query"),
)
