"""The life of a supervised inspection (E7; regulation 43)."""

from django.db.models import TextChoices

from electoral.office.roles import Permission as P
from electoral.office.workflow import Move, Workflow


class InspectionStatus(TextChoices):
    BOOKED = "booked", "Booked"
    BEGUN = "begun", "Under way"
    ENDED = "ended", "Ended"
    MISSED = "missed", "Not kept"
    CANCELLED = "cancelled", "Cancelled"
    REFUSED = "refused", "Refused"


S = InspectionStatus


def another_sits_there(inspection, user) -> str | None:
    """One supervisor watches one visitor at a time."""
    return "You supervise another inspection now. End it first." if inspection.supervised_now(user) else None


def is_not_its_day(inspection, user) -> str | None:
    return None if inspection.is_today else "The appointment is on another day."


INSPECTION = Workflow(
    "inspection",
    S,
    Move("begin", (S.BOOKED,), S.BEGUN, P.INSPECTION_SUPERVISE, unless=(is_not_its_day, another_sits_there), done="began to supervise the inspection"),
    Move("end", (S.BEGUN,), S.ENDED, P.INSPECTION_SUPERVISE, done="ended the inspection"),
    Move("miss", (S.BOOKED,), S.MISSED, P.INSPECTION_SUPERVISE, done="noted that nobody came"),
    Move("refuse", (S.BOOKED,), S.REFUSED, P.ENTITLEMENT_CONFIRM, done="refused the inspection"),
    Move("cancel", (S.BOOKED,), S.CANCELLED, None, follows=True, done="cancelled the appointment"),
)  # fmt: skip
