"""The page of a residence and that of an elector: what the roll, the Walks and the listings know of them."""

from datetime import date

from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.formats import date_format

from electoral.office.faces import paged, told
from electoral.office.models import Event
from electoral.office.roles import Permission
from electoral.roll.models import Elector, Residence
from walks.models import Allocation, ListingLine
from walks.rules import NOT_TO_BE_VISITED

PRINTS_SHOWN = 20


@login_required
def residence(request, reference):
    """6.1b, 6.1c: a residence not to be visited shows the same words whatever closed it."""
    rows = Residence.objects.visible_to(request.user).select_related("street__locality", "division__area")
    residence = get_object_or_404(rows, reference=reference)
    electors = Elector.objects.visible_to(request.user).in_force().filter(residence=residence)
    context = {
        "residence": residence,
        "facts": facts_of_residence(residence),
        "closed_words": NOT_TO_BE_VISITED,
        "page": paged(request, electors.select_related("category").order_by("search_key", "reference")),
        "prints": prints_of(residence, request.user),
        "can_exclude": request.user.may(Permission.RESIDENCE_EXCLUDE, residence.division),
        "can_settle": request.user.may(Permission.ALLOCATION_SETTLE, residence.division),
        "can_ask_holders": request.user.may(Permission.HOLDERS_LOOK, residence.division),
        "history": told(Event.objects.visible_to(request.user).about(residence)),
    }
    return render(request, "residence.html", context)


def facts_of_residence(residence: Residence) -> list[dict]:
    placed = Allocation.objects.filter(residence=residence).select_related("walk").first()
    return [
        {"key": "Walk", "value": str(placed.walk), "url": placed.walk.get_absolute_url()}
        if placed
        else {"key": "Walk", "value": "No Walk"},
        {"key": "CCD", "value": residence.ccd_code},
        {"key": "Kind of dwelling", "value": residence.get_dwelling_kind_display()},
        {"key": "Division", "value": str(residence.division)},
        {"key": "Id in the files", "value": residence.address_id},
    ]


def prints_of(residence: Residence, user):
    """Where it stands on printed listings, the newest first. No names: those are on the paper alone."""
    lines = ListingLine.objects.visible_to(user).filter(residence=residence, starts_residence=True)
    return lines.select_related("listing__walk").order_by("-listing__speaks_of", "-listing__version")[
        :PRINTS_SHOWN
    ]


@login_required
def elector(request, reference):
    """Only who is enrolled now has a page; it leads to no other elector."""
    rows = Elector.objects.visible_to(request.user).in_force()
    rows = rows.select_related("residence__street__locality", "category", "division")
    elector = get_object_or_404(rows, reference=reference)
    context = {
        "elector": elector,
        "facts": facts_of_elector(elector),
        "history": told(Event.objects.visible_to(request.user).about(elector)),
        "breadcrumbs": [{"label": "Roll", "url": reverse("roll:index")}],
    }
    return render(request, "elector.html", context)


def facts_of_elector(elector: Elector) -> list[dict]:
    home = elector.residence
    return [
        {"key": "Surname", "value": elector.surname},
        {"key": "Given names", "value": elector.given_names},
        {"key": "Residence", "value": home.line, "url": home.get_absolute_url()}
        if home
        else {"key": "Residence", "value": "None"},
        {"key": "Category", "value": str(elector.category or "Ordinary elector")},
        {"key": "Enrolled on", "value": day(elector.enrolled_on)},
        {"key": "Postal address", "value": "\n".join(elector.postal_lines)},
        {"key": "Absent vote", "value": absent_vote(elector)},
        {"key": "Division", "value": str(elector.division)},
        {"key": "Id in the files", "value": elector.elector_id},
    ]


def absent_vote(elector: Elector) -> str:
    """ "Postal, from 3 May 2027 to 3 May 2030"; the last day is included (decision 36b)."""
    days = [
        f"{word} {day(on)}"
        for word, on in (("from", elector.absent_from), ("to", elector.absent_until))
        if on
    ]
    return ", ".join(filter(None, (elector.get_absent_vote_display(), " ".join(days))))


def day(on: date | None) -> str:
    return date_format(on, "DATE_FORMAT") if on else ""
