"""Non-private dwellings: visit or schedule (1.1e). The list shows what was chosen here, and nothing that may close a dwelling."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import OuterRef, Subquery
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from electoral.office.actions import demand
from electoral.office.faces import paged
from electoral.office.lists import in_order, sheet
from electoral.office.models import Division
from electoral.office.roles import Permission as P
from electoral.roll.models import Residence
from walks.actions import dwelling as actions
from walks.forms.dwelling import SCHEDULE, ChoiceForm, DefaultsForm, DwellingFilter
from walks.models import Allocation, DwellingChoice
from walks.views.part import above_division, find_planned_division

SORTS = {"kind": "dwelling_kind", "choice": "by_schedule", "walk": "walk_number", "address": "search_key"}
COLUMNS = ("address", "kind", "walk", "choice", "since", "reference")
WORDS = {True: "Schedule RR017", False: "Visit", None: "Not chosen yet"}


def find_division(request, code) -> Division:
    division = find_planned_division(request, code)
    demand(request.user, P.ROLL_VIEW, division)
    return division


@login_required
def index(request, division):
    place = find_division(request, division)
    form = DwellingFilter(request.GET)
    rows = in_order(request, form.applied(listed(request, place)), SORTS, "search_key")
    if request.GET.get("format") == "csv":
        return sheet(f"dwellings-{place.code}", COLUMNS, (sheet_row(row) for row in rows))
    page = paged(request, rows)
    may_choose = request.user.may(P.RESIDENCE_EXCLUDE, place)
    context = {
        "division": place,
        "form": form,
        "page": page,
        "rows": [(row, WORDS[row.by_schedule]) for row in page],
        "open": actions.not_chosen(actions.dwellings_of(place)).count(),
        "defaults": actions.defaults_of(place),
        "may_choose": may_choose,
        "choice_form": ChoiceForm() if may_choose else None,
        "breadcrumbs": above_division(),
    }
    return render(request, "walks/review/dwellings.html", context)


def listed(request, division: Division):
    """The dwellings with the choice that stands: `by_schedule`, `chosen_on`, `why`; and their Walk."""
    standing = DwellingChoice.objects.in_force().filter(residence=OuterRef("pk"))
    mine = Residence.objects.visible_to(request.user).filter(
        pk__in=actions.dwellings_of(division).values("pk")
    )
    return mine.with_street().annotate(
        by_schedule=Subquery(standing.values("by_schedule")[:1]),
        chosen_on=Subquery(standing.values("from_on")[:1]),
        why=Subquery(standing.values("reason")[:1]),
        walk_number=Subquery(Allocation.objects.filter(residence=OuterRef("pk")).values("walk__number")[:1]),
    )


def sheet_row(row) -> tuple:
    kind, walk = row.get_dwelling_kind_display(), row.walk_number or ""
    return (row.line, kind, walk, WORDS[row.by_schedule], row.chosen_on or "", row.reference)


@login_required
@require_POST
def choose(request, division):
    place = find_division(request, division)
    demand(request.user, P.RESIDENCE_EXCLUDE, place)
    form = ChoiceForm(request.POST)
    chosen = actions.dwellings_of(place).filter(reference__in=request.POST.getlist("dwelling"))
    keys = list(chosen.values_list("pk", flat=True))
    if form.is_valid() and keys:
        way, reason = form.cleaned_data["way"] == SCHEDULE, form.cleaned_data["reason"]
        count = actions.choose_dwellings(place, keys, by_schedule=way, reason=reason, by=request.user)
        messages.success(request, f"The choice is kept; {count} dwellings changed.")
    else:
        messages.error(
            request,
            "Tick at least one dwelling, and choose visit or schedule, with a reason of at most 200 characters.",
        )
    return redirect("walks:dwellings", place.code)


@login_required
def defaults(request, division):
    """What the division does with each kind."""
    place = find_division(request, division)
    demand(request.user, P.RESIDENCE_EXCLUDE, place)
    form = DefaultsForm(request.POST or None, standing=actions.defaults_of(place))
    if form.is_valid():
        actions.set_defaults(place, form.defaults(), by=request.user)
        messages.success(request, "The rules are kept. Apply them to what has no choice yet.")
        return redirect("walks:dwellings", place.code)
    dwellings = reverse("walks:dwellings", args=[place.code])
    context = {"division": place, "form": form, "cancel_url": dwellings}
    context["breadcrumbs"] = above_division((f"Non-private dwellings of {place}", dwellings))
    return render(request, "walks/review/dwelling_defaults.html", context)


@login_required
@require_POST
def apply(request, division):
    place = find_division(request, division)
    count = actions.apply_defaults(place, by=request.user)
    messages.success(request, f"{count} dwellings have their choice by the rules of the division.")
    return redirect("walks:dwellings", place.code)
