"""Where the census districts of a division lie, and the map of a Walk."""

from django.contrib.auth.decorators import login_required
from django.http import JsonResponse
from django.shortcuts import render
from django.urls import reverse

from electoral.office.faces import paged, way_back
from electoral.office.lists import in_order, sheet
from electoral.office.models import Division
from electoral.office.roles import Permission as P
from walks.documents.boundary import ccd_map, walk_map
from walks.forms.boundary import CcdFilter
from walks.maps import Missing, drawn, features
from walks.models import Allocation, Walk
from walks.queries.boundary import ccds_of, standing_of
from walks.views.walk import crumbs, find_division, find_walk, my_divisions

SORTS = {"ccd": "code", "walk": "walks", "residences": "residences", "boundary": "bounded_on"}
COLUMNS = ("ccd", "walk", "residences", "boundary since")


@login_required
def index(request):
    page = paged(request, my_divisions(request).order_by("name"))
    standing = standing_of(page)
    load = {d.pk for d in request.user.divisions(P.FILE_LOAD)}
    rows = [(division, standing[division.pk], division.pk in load) for division in page]
    return render(request, "walks/boundary/index.html", {"page": page, "rows": rows})


@login_required
def division(request, division):
    place = find_division(request, division)
    form = CcdFilter(request.GET)
    ccds = in_order(request, form.applied(ccds_of(place)), SORTS, "code")
    if request.GET.get("format") == "csv":
        return sheet(f"ccds-{place.code}", COLUMNS, (row_of(ccd) for ccd in ccds))
    context = {"division": place, "form": form, "page": paged(request, ccds), "map": drawn(ccd_map(place))}
    context["map_url"] = reverse("walks:boundaries_data", args=[place.code])
    return render(request, "walks/boundary/division.html", context | may_load(request, place))


def row_of(ccd) -> tuple:
    return (ccd.code, " ".join(map(str, ccd.walks)), ccd.residences, ccd.bounded_on or "")


def may_load(request, place: Division) -> dict:
    """Whether the person sends boundaries in, or the census's changes."""
    kinds = {"boundaries": P.WALK_BUILD, "changes": P.CCD_CHANGE_LOAD}
    return {
        "loads": [name for name, permission in kinds.items() if request.user.may(permission, place)],
        "breadcrumbs": crumbs(place) + way_back(("Boundaries", reverse("walks:boundaries"))),
    }


@login_required
def division_data(request, division):
    """The same map as GeoJSON, for the screen."""
    return JsonResponse(features(ccd_map(find_division(request, division))))


@login_required
def of_walk(request, reference):
    walk = find_walk(request, reference)
    context = {
        "walk": walk,
        "map": drawn(walk_map(walk, lost_residences(request, walk))),
        "map_url": reverse("walks:map_data", args=[walk.reference]),
        "breadcrumbs": crumbs(walk.division, walk),
    }
    return render(request, "walks/boundary/walk.html", context)


@login_required
def walk_data(request, reference):
    """The same map as GeoJSON, for the screen."""
    return JsonResponse(features(walk_map(find_walk(request, reference))))


def lost_residences(request, walk: Walk) -> list[Missing] | None:
    """The Walk's residences without a point, for who may see the roll; others are told their number by street."""
    if not request.user.may(P.ROLL_VIEW, walk.division):
        return None
    here = Allocation.objects.visible_to(request.user).standing().filter(walk=walk).in_order()
    lost = here.filter(residence__latitude=None).select_related("residence__street__locality")
    return [Missing(a.residence.line, url=a.residence.get_absolute_url()) for a in lost]
