"""Moving a boundary: which numbers of streets go from one Walk to another (4c)."""

from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from electoral.office.actions import demand
from electoral.office.roles import Permission as P
from electoral.roll.models import Street
from walks.actions import area_change, boundary_move
from walks.documents.area_map import change_map
from walks.documents.area_page import page_of
from walks.forms.area_change import KeyForm, MoveForm, NumbersForm
from walks.maps import drawn
from walks.models import AreaChange, StreetRange
from walks.views.area_change import changes_crumbs
from walks.views.area_faces import find_draft
from walks.views.walk import crumbs, find_walk


@login_required
def begin(request, reference):
    walk = find_walk(request, reference)
    demand(request.user, P.AREA_CHANGE_DRAFT, walk.division)
    form = MoveForm(request.POST or None, user=request.user, giving=walk)
    if form.is_valid():
        change = area_change.draft_move(walk, receiving=form.cleaned_data["walk"], by=request.user)
        return redirect("walks:change_numbers", change.reference)
    context = {"walk": walk, "form": form, "breadcrumbs": crumbs(walk.division, walk)}
    return render(request, "walks/change/move.html", context)


def streets_of(change: AreaChange):
    """The streets of which the giving Walk has numbers."""
    here = StreetRange.objects.in_force().filter(division=change.division, walk=change.walk).values("street")
    return (
        Street.objects.filter(division=change.division, pk__in=here)
        .select_related("locality")
        .order_by("sort_key")
    )


@login_required
def numbers(request, reference):
    """The numbers that move; a POST adds some."""
    change = find_draft(request, reference)
    form = NumbersForm(request.POST or None, streets=streets_of(change))
    if form.is_valid():
        boundary_move.move_numbers(change, by=request.user, **form.cleaned_data)
        return redirect("walks:change_numbers", reference)
    ranges = StreetRange.objects.in_force().filter(division=change.division, walk=change.walk).in_order()
    context = {
        "change": change,
        "form": form,
        "ranges": ranges.select_related("street__locality"),
        "moving": change.faces.select_related("street"),
        "map": drawn(change_map(change)),
        "map_url": reverse("walks:change_map", args=[reference]),
        "breadcrumbs": changes_crumbs(change, below=True),
    }
    return render(request, "walks/change/numbers.html", context | page_of(change))


@login_required
@require_POST
def leave(request, reference):
    change = find_draft(request, reference)
    form = KeyForm(request.POST)
    if form.is_valid():
        boundary_move.leave_numbers(change, by=request.user, **form.cleaned_data)
    return redirect("walks:change_numbers", reference)
