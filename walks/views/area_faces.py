"""Splitting a Walk: begin, choose a proposal, move faces by hand (1.2a, 1.2b)."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from electoral.office.actions import demand
from electoral.office.roles import Permission as P
from electoral.roll.models import Street
from walks.actions import area_change, area_faces
from walks.documents.area_map import change_map
from walks.documents.area_page import faces_of, proposals_of
from walks.forms.area_change import FacesForm, PartForm, ProposalForm, SplitForm, StreetsForm
from walks.maps import drawn
from walks.models import AreaChange, StreetMeeting
from walks.rules import MAY_BE_SPLIT_OVER
from walks.views.area_change import changes_crumbs, find_change
from walks.views.walk import crumbs, find_walk


@login_required
def begin(request, reference):
    walk = find_walk(request, reference)
    demand(request.user, P.AREA_CHANGE_DRAFT, walk.division)
    kind = "census" if area_change.census_of(walk).exists() else "rapid"
    form = SplitForm(request.POST or None, initial={"kind": kind})
    if form.is_valid():
        change = area_change.draft_split(walk, by=request.user, **form.cleaned_data)
        return redirect("walks:change_proposals", change.reference)
    context = {
        "walk": walk,
        "form": form,
        "limit": MAY_BE_SPLIT_OVER,
        "refusal": area_change.not_to_be_split(walk, kind),
        "breadcrumbs": crumbs(walk.division, walk),
    }
    return render(request, "walks/change/begin.html", context)


def find_draft(request, reference) -> AreaChange:
    """A split that the person may share out."""
    change = find_change(request, reference)
    demand(request.user, P.AREA_CHANGE_DRAFT, change.division)
    return change


@login_required
def proposals(request, reference):
    """Three proposals side by side; `?from=2` gives three others."""
    change = find_draft(request, reference)
    asked = request.GET.get("from", "1")
    start = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 5 else 1
    found = proposals_of(change, start) if change.is_editable and change.is_split else None
    context = {
        "change": change,
        "found": found,
        "others": start + 1,
        "breadcrumbs": changes_crumbs(change, below=True),
    }
    return render(request, "walks/change/proposals.html", context)


@login_required
@require_POST
def choose(request, reference):
    change = find_draft(request, reference)
    form = ProposalForm(request.POST)
    if not form.is_valid():
        return redirect("walks:change_proposals", reference)
    area_faces.choose_proposal(change, by=request.user, **form.cleaned_data)
    messages.success(request, "The proposal is chosen. Move single faces if you know better.")
    return redirect("walks:change_faces", reference)


@login_required
def faces(request, reference):
    """The faces by street with the part of each; a POST shares them out, and the check stands on the page that follows."""
    change = find_draft(request, reference)
    form = FacesForm(request.POST or None)
    if form.is_valid():
        where, keeps = form.where(), form.cleaned_data["keeps"] or 1
        area_faces.share_out(change, where, keeps=keeps, by=request.user)
        return redirect("walks:change_faces", reference)
    return render(request, "walks/change/faces.html", faces_page(change))


def faces_page(change: AreaChange) -> dict:
    plan = change_map(change)
    streets = streets_of(change)
    known = StreetMeeting.objects.filter(division=change.division, street__in=streets, other__in=streets)
    return {
        "change": change,
        "streets_form": StreetsForm(streets=streets),
        "known": known.select_related("street", "other"),
        "map": drawn(plan),
        "map_url": reverse("walks:change_map", args=[change.reference]),
        "limit": MAY_BE_SPLIT_OVER,
        "breadcrumbs": changes_crumbs(change, below=True),
        **faces_of(change),
    }


def streets_of(change: AreaChange):
    here = change.faces.values("street")
    return (
        Street.objects.filter(division=change.division, pk__in=here)
        .select_related("locality")
        .order_by("sort_key")
    )


@login_required
@require_POST
def more(request, reference):
    area_faces.add_part(find_draft(request, reference), by=request.user)
    return redirect("walks:change_faces", reference)


@login_required
@require_POST
def fewer(request, reference):
    change = find_draft(request, reference)
    form = PartForm(request.POST)
    if form.is_valid():
        area_faces.drop_part(change, by=request.user, **form.cleaned_data)
    return redirect("walks:change_faces", reference)


@login_required
@require_POST
def tell(request, reference):
    change = find_draft(request, reference)
    form = StreetsForm(request.POST, streets=streets_of(change))
    if not form.is_valid():
        return render(request, "walks/change/faces.html", faces_page(change) | {"streets_form": form})
    told = {name: form.cleaned_data[name] for name in ("street", "other")}
    area_faces.tell_of_streets(change, meet=form.meet, by=request.user, **told)
    messages.success(request, "It is written down, and the parts were checked by it.")
    return redirect("walks:change_faces", reference)
