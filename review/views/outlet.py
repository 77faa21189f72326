"""The newspapers of a State (3.2)."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Count
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse_lazy
from django.views.decorators.http import require_POST

from electoral.office.actions import demand
from electoral.office.faces import paged, told, way_back
from electoral.office.lists import in_order, sheet
from electoral.office.models import Event
from electoral.office.roles import Permission as P
from review.actions import outlet as actions
from review.forms.outlet import OutletFilter, OutletForm
from review.models import Advertisement, Outlet
from review.views.publicity import PUBLICITY

SORTS = {"name": "name", "kind": "kind", "state": "state__name"}
NEWSPAPERS = ("Newspapers", reverse_lazy("review:outlets"))


def find_outlet(request, reference) -> Outlet:
    return get_object_or_404(
        Outlet.objects.visible_to(request.user).select_related("state"), reference=reference
    )


@login_required
def index(request):
    form = OutletFilter(request.GET)
    mine = Outlet.objects.visible_to(request.user).select_related("state").annotate(divisions=Count("covers"))
    rows = in_order(request, form.applied(mine), SORTS, "name")
    if request.GET.get("format") == "csv":
        lines = (
            (o.name, o.get_kind_display(), o.state.code, o.divisions, o.from_on, o.ended_on or "")
            for o in rows
        )
        return sheet("newspapers", ("name", "kind", "state", "divisions", "from", "ended"), lines)
    context = {
        "form": form,
        "page": paged(request, rows),
        "states": request.user.states(P.PUBLICITY_PLACE),
        "breadcrumbs": way_back(PUBLICITY),
    }
    return render(request, "review/outlet/index.html", context)


@login_required
def new(request, state):
    place = get_object_or_404(request.user.states(P.PUBLICITY_PLACE), code=state)
    form = OutletForm(request.POST or None, state=place)
    if form.is_valid():
        made = actions.open_outlet(place, by=request.user, **form.cleaned_data)
        messages.success(request, f"{made} is entered.")
        return redirect(made)
    context = {"state": place, "form": form, "breadcrumbs": way_back(PUBLICITY, NEWSPAPERS)}
    return render(request, "review/outlet/new.html", context)


@login_required
def detail(request, reference):
    outlet = find_outlet(request, reference)
    mine = Advertisement.objects.visible_to(request.user).filter(outlet=outlet).with_row()
    context = {
        "outlet": outlet,
        "divisions": outlet.covers.order_by("name"),
        "page": paged(request, mine.order_by("-appears_on", "pk")),
        "may_change": outlet.ended_on is None and request.user.may(P.PUBLICITY_PLACE, outlet.state),
        "history": told(Event.objects.about(outlet)[:50]),
        "breadcrumbs": way_back(PUBLICITY, NEWSPAPERS),
    }
    return render(request, "review/outlet/detail.html", context)


@login_required
def change(request, reference):
    outlet = find_outlet(request, reference)
    demand(request.user, P.PUBLICITY_PLACE, outlet.state)
    now = {name: getattr(outlet, name) for name in ("name", "kind", "address")}
    covers = [d.code for d in outlet.covers.all()]
    form = OutletForm(request.POST or None, state=outlet.state, initial=now | {"covers": covers})
    if form.is_valid():
        changed = actions.change_outlet(outlet, by=request.user, **form.cleaned_data)
        messages.success(request, f"{changed} is changed.")
        return redirect(changed)
    context = {"outlet": outlet, "form": form, "breadcrumbs": way_back(PUBLICITY, NEWSPAPERS, outlet)}
    return render(request, "review/outlet/change.html", context)


@login_required
@require_POST
def end(request, reference):
    ended = actions.end_outlet(find_outlet(request, reference), by=request.user)
    messages.success(request, f"{ended} is used no more.")
    return redirect(ended)
