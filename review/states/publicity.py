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
# What may still change of an advertisement: nothing of what is approved, or of what was printed.
FROZEN = {
    S.REQUESTED: ("status", "decided_by_id", "decided_on", "reason"),
    S.APPROVED: ("status", "placed_by_id", "placed_on", "appears_on", "cost", "reason"),
    S.PLACED: ("status", "cost", "reason"),
    S.NOT_PLACED: ("status", "reason"),
    S.CANCELLED: ("status",),
}


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
    """3.1d: who asks for it does not approve it."""
    asked = (advertisement.requested_by_id, advertisement.planned_by_id)
    return "You asked for it; another person approves." if user.pk in asked else None


def names_no_position(advertisement, user) -> str | None:
    """3.1d: a request says for which positions."""
    if advertisement.positions.exists():
        return None
    return "It names no position. Say for which positions you want to advertise."


def names_no_ground(advertisement, user) -> str | None:
    """3.1d: "If insufficient applications are received or a DRO is aware of areas ... where it is difficult"."""
    if advertisement.ground and advertisement.applications_so_far is not None:
        return None
    return "Say which of the two reasons you have, and how many applications there are so far."


def has_no_paper(advertisement, user) -> str | None:
    """3.2b: a notice stands in one newspaper; only a national one may be in none of ours."""
    if advertisement.outlet_id or advertisement.kind == "national":
        return None
    return "It has no newspaper. Plan one in a newspaper instead."


def leaves_out_a_division(advertisement, user) -> str | None:
    """3.2b: one notice names every division that the newspaper covers."""
    if left := ", ".join(division.name for division in advertisement.divisions_left_out()):
        return f"Its newspaper also covers {left}, which it does not name. Write it again from the facts of the review."
    return None


def has_no_text(advertisement, user) -> str | None:
    return None if advertisement.text.strip() else "It has no text yet. Write it first."


ADVERTISEMENT = Workflow(
    "advertisement",
    S,
    Move("request", (S.PLANNED, S.RETURNED), S.REQUESTED, P.PUBLICITY_WORK,
         unless=(is_not_local, names_no_position, names_no_ground, has_no_text), done="asked for approval"),
    Move("approve", (S.REQUESTED,), S.APPROVED, P.PUBLICITY_APPROVE, unless=(is_not_local, is_their_own), done="approved the advertisement"),
    Move("return", (S.REQUESTED,), S.RETURNED, P.PUBLICITY_APPROVE, unless=(is_not_local, is_their_own), done="returned the advertisement"),
    Move("place_local", (S.APPROVED,), S.PLACED, P.PUBLICITY_WORK, unless=(is_not_local, has_no_paper), done="placed the local advertisement"),
    Move("place", (S.PLANNED,), S.PLACED, P.PUBLICITY_PLACE, unless=(is_local, has_no_paper, has_no_text, leaves_out_a_division), done="placed the advertisement"),
    Move("leave_out", (S.PLANNED,), S.NOT_PLACED, P.PUBLICITY_PLACE, unless=(is_local,), done="wrote down why it is not placed"),
    Move("cancel", (S.PLANNED, S.REQUESTED, S.APPROVED, S.RETURNED), S.CANCELLED, P.PUBLICITY_WORK, unless=(is_not_local,),
         done="cancelled the local advertisement"),
    Move("call_off", (S.PLANNED, S.PLACED, S.NOT_PLACED), S.CANCELLED, P.PUBLICITY_PLACE, unless=(is_local,),
         done="called the advertisement off"),
)  # fmt: skip
