"""What of the Walks waits for a person, what the search box finds among them, and the next step of a Walk."""

import re
from collections.abc import Callable
from typing import Any

from django.db.models import Q
from django.urls import reverse

from electoral.office.models import Division
from electoral.office.queues import queues
from electoral.office.references import read_reference
from electoral.office.roles import Permission as P
from electoral.roll.models import Residence
from walks.actions.listing import barred_walks
from walks.models import RR004, Allocation, AreaChange, Classification, Listing, ListingOrder, Walk
from walks.queries import without_walk
from walks.states import ListingStatus

REFERENCED: dict[str, tuple[Any, str]] = {
    "W": (Walk.objects.select_related("division"), "Walk"),
    "X": (AreaChange.objects.select_related("division", "walk"), "Change of area"),
    "L": (Listing.objects.select_related("division", "walk"), "Listing"),
    "C": (RR004.objects.select_related("division"), "Form RR004"),
    "K": (Classification.objects.select_related("division", "form"), "Walk on form RR004"),
    "O": (ListingOrder.objects.select_related("division"), "Order of listings"),
}
NUMBER = re.compile(r"(?:walk\s*)?0*([1-9][0-9]{0,4})", re.IGNORECASE)


def waiting_for(user) -> list[dict]:
    """Queues as (label, count, url, oldest), one a division: no Walk; street range and CCD disagree (1.1b)."""
    lost = without_walk(Residence.objects.visible_to(user))
    unsettled = Allocation.objects.visible_to(user).in_disagreement()
    return [
        *queues(user.divisions(P.WALK_BUILD), "Residences with no Walk", _report("no-walk"), lost, "from_on"),
        *queues(
            user.divisions(P.ALLOCATION_SETTLE),
            "Street range and CCD disagree",
            _report("disagreement"),
            unsettled,
            "since",
        ),
    ]


def _report(section: str) -> Callable[[Division], str]:
    """The section of the allocation report, by division."""
    return lambda division: f"{reverse('walks:report', args=[division.code])}?section={section}"


def found(text: str, user) -> list[dict]:
    """Walks by number or CCD ("12", "Walk 12", "7990001"), and what a reference names: rows of kind, title, url, detail."""
    if reference := read_reference(text):
        return _referenced(reference, user)
    typed = text.strip()
    numbered = NUMBER.fullmatch(typed)
    same = Q(ccds__ccd__code=typed, ccds__ended_on=None)
    if numbered:
        same |= Q(number=int(numbered[1]))
    walks = Walk.objects.visible_to(user).in_force().filter(same).distinct()
    return [
        _row("Walk", walk) for walk in walks.select_related("division").order_by("division__name", "number")
    ]


def _referenced(reference: str, user) -> list[dict]:
    if reference[0] not in REFERENCED:
        return []
    rows, kind = REFERENCED[reference[0]]
    return [_row(kind, row) for row in rows.visible_to(user).filter(reference=reference)]


def _row(kind: str, subject) -> dict:
    return {
        "kind": kind,
        "title": str(subject),
        "url": subject.get_absolute_url(),
        "detail": str(subject.division),
    }


def next_step(walk, user) -> dict:
    """The next step of a Walk (with its counts), who has it, and why it cannot be taken: a row for the Walk's page."""
    order = {
        "sentence": "Its listing is to be ordered.",
        "who": "The divisional office",
        "may": user.may(P.LISTING_ORDER, walk.division),
    }
    if walk.ended_on:
        return {"sentence": f"It ended on {walk.ended_on:%-d %B %Y}.", "who": "Nobody", "may": False}
    if change := AreaChange.objects.to_be_aligned().touching(walk).select_related("walk").first():
        return {
            "sentence": f"The street file is to be brought into line with “{change}”; then its listing can be ordered.",
            "who": "The divisional office",
            "may": user.may(P.AREA_CHANGE_DRAFT, walk.division),
            "url": reverse("walks:alignment", args=[change.reference]),
            "label": "See what would move",
        }
    if reason := barred_walks(walk.division).get(walk.pk):
        return order | {"refusal": reason}
    if walk.newest_status == ListingStatus.ORDERED:
        return order | {
            "sentence": "Its listing is being made.",
            "who": "The office's own work",
            "may": False,
        }
    if walk.newest_status == ListingStatus.PRODUCED:
        return order | {
            "sentence": f"Version {walk.newest_version} of its listing can be printed and given out."
        }
    return order
