"""The life of an application for work as a Review Officer (3.1c)."""

from django.db.models import TextChoices

from electoral.office.roles import Permission as P
from electoral.office.workflow import Move, Workflow


class ApplicationStatus(TextChoices):
    RECEIVED = "received", "Received"
    APPOINTED = "appointed", "Appointed"
    DECLINED = "declined", "Declined"
    WITHDRAWN = "withdrawn", "Withdrawn"


S = ApplicationStatus


def is_without_a_position(application, user) -> str | None:
    """3.1e: an appointment names its position and the advertisement that was placed for it."""
    if application.position_id:
        return None
    return "It names no position. Say for which position the person is appointed."


def is_for_an_ended_position(application, user) -> str | None:
    if application.position_id and application.position.ended_on:
        return "Its position has ended. Open another, or give the application another position."
    return None


def is_not_advertised(application, user) -> str | None:
    """3.1e: "All Review Officer positions must be advertised"."""
    if application.position_id and not application.position.was_advertised:
        return (
            "No advertisement was placed for this position; all Review Officer positions must be advertised."
        )
    return None


def is_without_an_address(application, user) -> str | None:
    return None if application.email else "An officer's account needs an e-mail address; add it first."


def is_their_own(application, user) -> str | None:
    """Decision 16: one account a person, and nobody gives themselves a role."""
    if application.email and application.email.lower() == user.email.lower():
        return "It has your own e-mail address. Nobody appoints themselves; another person appoints."
    return None


APPLICATION = Workflow(
    "application",
    S,
    Move("appoint", (S.RECEIVED,), S.APPOINTED, P.OFFICER_APPOINT, done="appointed the applicant",
         unless=(is_without_a_position, is_for_an_ended_position, is_not_advertised, is_without_an_address, is_their_own)),
    Move("decline", (S.RECEIVED,), S.DECLINED, P.RECRUITMENT_WORK, done="declined the application"),
    Move("withdraw", (S.RECEIVED,), S.WITHDRAWN, P.RECRUITMENT_WORK, done="noted that the applicant withdrew"),
)  # fmt: skip
