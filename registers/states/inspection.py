"""The life of a supervised inspection (E7; regulations 43 and 118)."""

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


def is_still_to_come(inspection, user) -> str | None:
    return "The appointment is still to come." if inspection.is_to_come else None


def is_not_open_to_inspection(inspection, user) -> str | None:
    """E3: a row of the table that is in force on the day of the visit."""
    return None if inspection.row_now else "The table has no row any more under which this may be looked at."


def is_not_agreed(inspection, user) -> str | None:
    """Regulation 118: the reasons are accepted by the people whom the row asks for."""
    return inspection.why_not_agreed


def needs_no_word(inspection, user) -> str | None:
    return None if inspection.needs_a_word else "The table leaves nothing to decide here; anybody may look."


def is_agreed_already(inspection, user) -> str | None:
    return "Somebody has agreed to it already." if inspection.agreed_by_id else None


def is_for_the_officer(inspection, user) -> str | None:
    """Where no second person follows, the officer decides alone."""
    if inspection.needs_second or user.may(P.ENTITLEMENT_SECOND, inspection.division):
        return None
    return "The table leaves this to the officer. Pass it on to them with what you have found."


def needs_no_second(inspection, user) -> str | None:
    return None if inspection.needs_second else "The table asks for no second person here."


def has_no_first(inspection, user) -> str | None:
    return None if inspection.agreed_by_id else "The office agrees first; then the officer does."


def has_its_second(inspection, user) -> str | None:
    return "A second person has agreed to it already." if inspection.seconded_by_id else None


def agreed_to_it(inspection, user) -> str | None:
    return "You agreed to it; another person takes this step." if inspection.agreed_by_id == user.pk else None


INSPECTION = Workflow(
    "inspection",
    S,
    Move("agree", (S.BOOKED,), S.BOOKED, P.ENTITLEMENT_CONFIRM, done="agreed to the inspection",
         unless=(needs_no_word, is_agreed_already, is_not_open_to_inspection, is_for_the_officer)),
    Move("second", (S.BOOKED,), S.BOOKED, P.ENTITLEMENT_SECOND, done="agreed to the inspection as the second person",
         unless=(needs_no_second, has_no_first, has_its_second, agreed_to_it, is_not_open_to_inspection)),
    Move("begin", (S.BOOKED,), S.BEGUN, P.INSPECTION_SUPERVISE, done="began to supervise the inspection",
         unless=(is_not_its_day, another_sits_there, is_not_open_to_inspection, is_not_agreed)),
    Move("end", (S.BEGUN,), S.ENDED, P.INSPECTION_SUPERVISE, done="ended the inspection"),
    Move("miss", (S.BOOKED,), S.MISSED, P.INSPECTION_SUPERVISE, done="noted that nobody came", unless=(is_still_to_come,)),
    Move("refuse", (S.BOOKED,), S.REFUSED, P.ENTITLEMENT_CONFIRM, done="refused the inspection"),
    Move("cancel", (S.BOOKED,), S.CANCELLED, None, follows=True, done="cancelled the appointment"),
)  # fmt: skip
