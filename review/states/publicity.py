"""The life of an advertisement or a media release (3.1, 3.2)."""

from django.db.models import TextChoices

from electoral.office.roles import Permission as P
from electoral.office.workflow import Move, Workflow


class AdvertisementStatus(TextChoices):
    PLANNED = "planned", "Planned"
    REQUESTED = "requested", "With the Area Manager"
    APPROVED = "approved", "Approved"
    PLACED = "placed", "Placed"
    NOT_PLACED = "not_placed", "Not placed"
    RETURNED = "returned", "Returned"
    CANCELLED = "cancelled", "Cancelled"


S = AdvertisementStatus


def is_not_local(advertisement, user) -> str | None:
    """3.1d: approval is for the division's own advertisements."""
    return (
        None
        if advertisement.is_local
        else "Only a local advertisement needs an approval: the Information Officer places it."
    )


def is_local(advertisement, user) -> str | None:
    """3.1a, 3.1d: a local advertisement is placed by the DRO, after approval."""
    return "It is a local one: the division places it, after approval." if advertisement.is_local else None


def is_their_own(advertisement, user) -> str | None:
    return "You asked for it; another person approves." if advertisement.requested_by_id == user.pk else None


ADVERTISEMENT = Workflow(
    "advertisement",
    S,
    Move("request", (S.PLANNED, S.RETURNED), S.REQUESTED, P.PUBLICITY_WORK, unless=(is_not_local,), done="asked for approval"),
    Move("approve", (S.REQUESTED,), S.APPROVED, P.PUBLICITY_APPROVE, unless=(is_their_own,), done="approved the advertisement"),
    Move("return", (S.REQUESTED,), S.RETURNED, P.PUBLICITY_APPROVE, unless=(is_their_own,), done="returned the advertisement"),
    Move("place_local", (S.APPROVED,), S.PLACED, P.PUBLICITY_WORK, unless=(is_not_local,), done="placed the local advertisement"),
    Move("place", (S.PLANNED,), S.PLACED, P.PUBLICITY_PLACE, unless=(is_local,), done="placed the advertisement"),
    Move("leave_out", (S.PLANNED,), S.NOT_PLACED, P.PUBLICITY_PLACE, unless=(is_local,), done="wrote down why it is not placed"),
    Move("cancel", (S.PLANNED, S.REQUESTED, S.APPROVED, S.RETURNED), S.CANCELLED, P.PUBLICITY_WORK, unless=(is_not_local,),
         done="cancelled the local advertisement"),
    Move("call_off", (S.PLANNED, S.PLACED, S.NOT_PLACED), S.CANCELLED, P.PUBLICITY_PLACE, unless=(is_local,),
         done="called the advertisement off"),
)  # fmt: skip
