"""The one search box: a reference goes to its page, anything else is looked for in the roll and among the Walks.

What is typed here may be a person's name. It stands in no event and no message; a server in front must not log queries.
"""

from collections.abc import Callable
from typing import Any, NamedTuple

from django import forms
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render

from electoral.jobs.models import Job
from electoral.office.faces import paged
from electoral.office.references import read_reference
from electoral.papers.models import Document
from electoral.roll.models import Elector, Load, Residence
from payments.models import Account, BankLine, BankStatement, Entry, Fee, Refund
from registers.models import AccessRequest, Edition, Inquiry, Inspection, Release, Standing, Supply
from review.models import Addressee, Advertisement, Officer, Outlet, Position, PublicityLetter
from walks.models import (
    RR004,
    AreaChange,
    Classification,
    DivisionReview,
    Listing,
    ListingOrder,
    ListingRequest,
    RollReview,
    Walk,
)
from walks.waiting import found as found_walks

SHOWN = 20
# The letter of a reference: the rows that exist at all, and the page of one. A letter may stand for several kinds.
PAGES: dict[str, tuple[tuple[Any, str], ...]] = {
    "A": ((Residence.objects, "residence"),),
    "C": ((RR004.objects, "walks:form"),),
    "D": ((AccessRequest.objects, "registers:request"),),
    "E": ((Elector.objects.in_force(), "elector"),),
    "F": ((Load.objects, "roll:load"),),
    "G": ((Outlet.objects, "review:outlet"),),
    "H": ((Position.objects, "review:position"),),
    "I": ((Inquiry.objects, "registers:inquiry"), (Inspection.objects, "registers:inspection")),
    "J": ((Job.objects, "jobs:detail"),),
    "K": ((Classification.objects, "walks:form_line"),),
    "L": ((Listing.objects, "walks:listing"),),
    "M": ((Advertisement.objects, "review:advertisement"),),
    "N": ((PublicityLetter.objects, "review:letter"),),
    "O": ((ListingOrder.objects, "walks:order"),),
    "P": ((Document.objects, "walks:document"),),
    "Q": ((ListingRequest.objects, "walks:request"),),
    "S": ((Release.objects, "registers:release"), (Supply.objects, "registers:supply")),
    "T": ((Addressee.objects, "review:addressee"),),
    "U": ((Officer.objects, "review:officer"),),
    "V": ((DivisionReview.objects, "walks:review"), (RollReview.objects, "walks:roll_review")),
    "W": ((Walk.objects, "walks:detail"),),
    "X": ((AreaChange.objects, "walks:change"),),
    "Y": (
        (Fee.objects, "payments:fee"),
        (Entry.objects, "payments:entry"),
        (Refund.objects, "payments:refund"),
        (BankLine.objects, "payments:bank_line"),
        (BankStatement.objects, "payments:statement"),
        (Account.objects, "payments:account"),
    ),
    "Z": ((Edition.objects, "registers:edition"), (Standing.objects, "registers:standing")),
}


def found_residences(text: str, user):
    return Residence.objects.visible_to(user).in_force().found(text).with_street()


def found_electors(text: str, user):
    electors = Elector.objects.visible_to(user).in_force().found(text)
    return electors.select_related("residence__street__locality", "division")


def cells_of_residence(residence: Residence) -> list:
    return [{"text": residence.line, "url": residence.get_absolute_url()}, residence.division]


def cells_of_elector(elector: Elector) -> list:
    home = elector.residence.line if elector.residence else "None"
    return [{"text": str(elector), "url": elector.get_absolute_url()}, home, elector.division]


def cells_of_walk(row: dict) -> list:
    return [{"text": row["title"], "url": row["url"]}, row["detail"]]


class Kind(NamedTuple):
    title: str
    found: Callable[[str, Any], Any]
    columns: tuple[str, ...]
    cells: Callable[[Any], list]


KINDS = {
    "electors": Kind("Electors", found_electors, ("Elector", "Residence", "Division"), cells_of_elector),
    "residences": Kind("Residences", found_residences, ("Residence", "Division"), cells_of_residence),
    "walks": Kind("Walks", found_walks, ("Walk", "Division"), cells_of_walk),
}


class SearchForm(forms.Form):
    q = forms.CharField(required=False, max_length=200)
    kind = forms.ChoiceField(required=False, choices=[(name, kind.title) for name, kind in KINDS.items()])


@login_required
def search(request):
    form = SearchForm(request.GET)
    text, kind = (form.cleaned_data["q"], form.cleaned_data["kind"]) if form.is_valid() else ("", "")
    if target := page_of(text, request.user):
        return redirect(*target)
    groups = [
        group
        for name in ([kind] if kind else KINDS)
        if text and (group := found(request, name, text, whole=bool(kind)))
    ]
    return render(request, "search.html", {"query": text, "groups": groups, "form": form})


def page_of(text: str, user) -> tuple[str, str] | None:
    """The name of the page of a reference that was typed or scanned, and the reference; None where it is not to be seen."""
    reference = read_reference(text)
    if reference is None:
        return None
    pages = PAGES.get(reference[0], ())
    seen = (name for rows, name in pages if rows.visible_to(user).filter(reference=reference).exists())
    return next(((name, reference) for name in seen), None)


def found(request, name: str, text: str, *, whole: bool) -> dict | None:
    """What was found of a kind: the first 20, or, asked for alone, page by page."""
    kind = KINDS[name]
    rows = kind.found(text, request.user)
    shown = paged(request, rows) if whole else list(rows[: SHOWN + 1])
    if not shown:
        return None
    return {
        "name": name,
        "title": kind.title,
        "columns": [{"label": label} for label in kind.columns],
        "rows": [kind.cells(row) for row in (shown if whole else shown[:SHOWN])],
        "page": shown if whole else None,
        "more": not whole and len(shown) > SHOWN,
    }
