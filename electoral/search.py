"""The one search box: a reference goes to its page, anything else is looked for in the roll and among the Walks.

What is typed here may be a person's name. It stands in no event and no message; a server in front must not log queries.
"""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render

from electoral.jobs.models import Job
from electoral.office.faces import paged
from electoral.office.references import read_reference
from electoral.papers.models import Document
from electoral.roll.models import Elector, Load, Residence
from walks.models import Listing, ListingOrder, Walk
from walks.waiting import found as found_walks

SHOWN = 20
# The letter of a reference: the rows that exist at all, and the page of one.
PAGES: dict[str, tuple[Any, str]] = {
    "A": (Residence.objects, "residence"),
    "E": (Elector.objects.in_force(), "elector"),
    "F": (Load.objects, "roll:load"),
    "J": (Job.objects, "jobs:detail"),
    "L": (Listing.objects, "walks:listing"),
    "O": (ListingOrder.objects, "walks:order"),
    "P": (Document.objects, "walks:document"),
    "W": (Walk.objects, "walks:detail"),
}


def found_residences(text: str, user):
    return Residence.objects.visible_to(user).in_force().found(text).with_street()


def found_electors(text: str, user):
    electors = Elector.objects.visible_to(user).in_force().found(text)
    return electors.select_related("residence__street__locality", "division")


def residence_row(residence: Residence) -> dict:
    return {"title": residence.line, "url": residence.get_absolute_url(), "detail": str(residence.division)}


def elector_row(elector: Elector) -> dict:
    where = elector.residence.line if elector.residence else "no residence"
    return {"title": str(elector), "url": elector.get_absolute_url(), "detail": f"{where} ({elector.division})"}


def walk_row(row: dict) -> dict:
    return row


KINDS: dict[str, tuple[str, Callable, Callable[[Any], dict]]] = {
    "electors": ("Electors", found_electors, elector_row),
    "residences": ("Residences", found_residences, residence_row),
    "walks": ("Walks", found_walks, walk_row),
}


class SearchForm(forms.Form):
    q = forms.CharField(required=False, max_length=200)
    kind = forms.ChoiceField(required=False, choices=[(name, title) for name, (title, _, _) in KINDS.items()])


@login_required
def search(request):
    form = SearchForm(request.GET)
    text, kind = (form.cleaned_data["q"], form.cleaned_data["kind"]) if form.is_valid() else ("", "")
    if target := page_of(text, request.user):
        return redirect(*target)
    groups = [group for name in ([kind] if kind else KINDS) if text and (group := found(request, name, text, whole=bool(kind)))]
    return render(request, "search.html", {"query": text, "groups": groups, "form": form})


def page_of(text: str, user) -> tuple[str, str] | None:
    """The name of the page of a reference that was typed or scanned, and the reference; None where it is not to be seen."""
    reference = read_reference(text)
    if reference is None or reference[0] not in PAGES:
        return None
    rows, name = PAGES[reference[0]]
    return (name, reference) if rows.visible_to(user).filter(reference=reference).exists() else None


def found(request, name: str, text: str, *, whole: bool) -> dict | None:
    """What was found of a kind: the first 20, or, asked for alone, page by page."""
    title, rows_for, row = KINDS[name]
    rows = rows_for(text, request.user)
    if whole:
        page = paged(request, rows)
        return {"name": name, "title": title, "rows": [row(r) for r in page], "page": page, "more": False}
    first = list(rows[: SHOWN + 1])
    group = {"name": name, "title": title, "rows": [row(r) for r in first[:SHOWN]], "more": len(first) > SHOWN}
    return group if first else None
