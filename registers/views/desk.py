"""What the pages of the desk share: the divisions of this room, the request that a page is about, the way back."""

from functools import partial

from django.db.models import Model
from django.shortcuts import get_object_or_404
from django.urls import reverse

from electoral.office import lists
from electoral.office.faces import way_back
from electoral.office.models import Division
from electoral.office.roles import Permission as P
from registers.models import AccessRequest, Edition, Inquiry, Inspection, Standing, Supply

# The lists below that of the requests: what they are called, and their addresses.
LISTS: dict[type[Model], tuple[str, str]] = {
    Edition: ("Editions", "registers:editions"),
    Inquiry: ("Queries", "registers:inquiries"),
    Inspection: ("Visits", "registers:inspections"),
    Standing: ("Standing requests", "registers:standings"),
    Supply: ("Register of supplies", "registers:supplies"),
}

my_divisions = partial(lists.my_divisions, permission=P.REGISTER_VIEW)
division_asked_for = partial(lists.division_asked_for, permission=P.REGISTER_VIEW)
division_to_work_in = partial(lists.division_to_work_in, see=P.REGISTER_VIEW, work=P.REGISTER_WORK)


def find_request(request, reference) -> AccessRequest:
    """The request of the person's divisions with everything that its page and its steps name, or 404."""
    needed = ("division__area__state", "applicant", "fee__division", "standing", "confirmed_by", "seconded_by", "prepared_by",
              "checked_by", "released_by")  # fmt: skip
    rows = AccessRequest.objects.visible_to(request.user).with_owing().select_related(*needed)
    return get_object_or_404(rows, reference=reference)


def crumbs(division: Division | None, *lists_of: type[Model]) -> list[dict]:
    """From the requests of the division down to the list of a kind of thing."""
    end = f"?division={division.code}" if division else ""
    shown = [("Registers", "registers:requests"), *(LISTS[kind] for kind in lists_of if kind in LISTS)]
    return way_back(*((label, reverse(name) + end) for label, name in shown))


def crumbs_of(thing, *below) -> list[dict]:
    """Down to a request or another thing, and to what lies below it."""
    return crumbs(thing.division, type(thing)) + way_back(thing, *below)
