"""The Walks of a division, a Walk, its residences, and the street file."""

from functools import partial

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Exists, OuterRef, Prefetch
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from electoral.office import lists
from electoral.office.actions import demand
from electoral.office.faces import history_of, paged, way_back
from electoral.office.lists import division_asked_for, in_order, sheet
from electoral.office.models import Division
from electoral.office.roles import Permission as P
from electoral.roll.models import Residence, Street
from walks import actions
from walks.actions.street_file import StreetFile
from walks.forms.walk import StreetFilter, WalkFilter
from walks.models import Allocation, Listing, StreetRange, Walk, WalkCcd
from walks.queries import without_walk
from walks.rules import MAY_BE_SPLIT_OVER
from walks.waiting import next_step
from walks.waiting.area_change import changes_of

SORTS = {
    "number": "number",
    "class": "current_class",
    "residences": "residences",
    "listing": "newest_version",
}
WALK_COLUMNS = ("walk", "ccds", "class", "residences", "newest listing", "reference")
RANGE_COLUMNS = (
    "street_name", "street_type", "street_suffix", "locality", "side", "from", "to", "walk_number",
)  # fmt: skip


my_divisions = partial(lists.my_divisions, permission=P.WALK_VIEW)


def find_division(request, code) -> Division:
    return get_object_or_404(my_divisions(request), code=code)


def find_walk(request, reference) -> Walk:
    walks = Walk.objects.visible_to(request.user).with_counts().with_class()
    walks = walks.select_related("division__area__state")
    return get_object_or_404(walks, reference=reference)


def crumbs(division: Division, walk: Walk | None = None) -> list[dict]:
    index = (f"Walks of {division}", f"{reverse('walks:index')}?division={division.code}")
    return way_back(index, *([walk] if walk else []))


def steps(division: Division, user) -> list[tuple[str, str, str | None]]:
    """What may be done with a division's Walks as a whole, each with the reason why not now."""
    if not user.may(P.WALK_BUILD, division):
        return []
    busy, loaded = actions.is_under_way(division), actions.is_loaded(division)
    return [
        ("Build Walks", reverse("walks:build", args=[division.code]), loaded or busy),
        ("Allocate residences", reverse("walks:allocate", args=[division.code]), busy),
    ]


@login_required
def index(request):
    division = division_asked_for(request, P.WALK_VIEW)
    form = WalkFilter(request.GET, divisions=my_divisions(request), division=division)
    walks = in_order(request, form.applied(walks_of(request, division)), SORTS, "number")
    if request.GET.get("format") == "csv":
        return sheet("walks", WALK_COLUMNS, (row_of(walk) for walk in walks))
    context = {
        "division": division,
        "form": form,
        "page": paged(request, walks),
        "matching": walks.values_list("reference", flat=True) if form.chosen else (),
    }
    return render(request, "walks/index.html", context | state_of(division, request.user))


def walks_of(request, division: Division | None):
    """The Walks in force with their counts and, as `ccds_now`, their CCDs."""
    ccds = Prefetch(
        "ccds", WalkCcd.objects.in_force().select_related("ccd").order_by("ccd__code"), "ccds_now"
    )
    walks = Walk.objects.visible_to(request.user).in_force().filter(division=division)
    return walks.with_counts().with_class().prefetch_related(ccds)


def row_of(walk) -> tuple:
    ccds = " ".join(member.ccd.code for member in walk.ccds_now)
    return (walk.number, ccds, walk.class_text, walk.residences, walk.newest_version or "", walk.reference)


def state_of(division: Division | None, user) -> dict:
    """What the person may do with the Walks of a division, and how many residences have none."""
    if division is None:
        return {}
    without = without_walk(Residence.objects.visible_to(user).filter(division=division))
    return {
        "moves": steps(division, user),
        "without": without.count() if user.may(P.ROLL_VIEW, division) else None,
        "limit": MAY_BE_SPLIT_OVER,
        "may_see_listings": user.may(P.LISTING_VIEW, division),
        "may_order": user.may(P.LISTING_ORDER, division),
    }


@login_required
@require_POST
def build(request, division):
    job = actions.order_build(find_division(request, division), by=request.user)
    messages.success(request, "The Walks will be built. You need not wait here.")
    return redirect(job)


@login_required
@require_POST
def allocate(request, division):
    job = actions.order_allocate(find_division(request, division), by=request.user)
    messages.success(request, "Each residence will get the Walk of its street range. You need not wait here.")
    return redirect(job)


def changes_and_approvals(walk: Walk, user) -> dict:
    """What was and is to be done with its area and its class, and what of it the person may begin."""
    forms = walk.classifications.select_related("form")
    return {
        "area": changes_of(walk),
        "may_change": user.may(P.AREA_CHANGE_DRAFT, walk.division),
        "approvals": forms.approved().order_by("-from_on", "-pk"),
        "open_lines": forms.undecided(),
        "may_draft": user.may(P.CLASSIFICATION_DRAFT, walk.division) and not walk.ended_on,
        "may_see_roll": user.may(P.ROLL_VIEW, walk.division),
    }


@login_required
def detail(request, reference):
    walk = find_walk(request, reference)
    ranges = StreetRange.objects.visible_to(request.user).in_force().filter(walk=walk).in_order()
    listings = Listing.objects.visible_to(request.user).filter(walk=walk).select_related("document", "order")
    context = {
        "walk": walk,
        "ccds": walk.ccds.in_force().select_related("ccd").order_by("ccd__code"),
        "ranges": paged(request, ranges.select_related("street__locality")),
        "listings": listings.order_by("-version")
        if request.user.may(P.LISTING_VIEW, walk.division)
        else None,
        "limit": MAY_BE_SPLIT_OVER,
        "step": next_step(walk, request.user),
        **changes_and_approvals(walk, request.user),
        "history": history_of(request, walk),
        "breadcrumbs": crumbs(walk.division),
    }
    return render(request, "walks/detail.html", context)


@login_required
def residences(request, reference):
    """The residences of a Walk as its listing prints them; who lives there is not shown."""
    walk = find_walk(request, reference)
    demand(request.user, P.ROLL_VIEW, walk.division)
    here = Allocation.objects.visible_to(request.user).standing().filter(walk=walk).in_order()
    here = here.select_related("residence__street__locality", "pinned_by")
    if request.GET.get("format") == "csv":
        rows = (
            (a.residence.line, a.residence.ccd_code, a.since, a.residence.reference) for a in here.iterator()
        )
        return sheet(f"walk-{walk.number}", ("residence", "ccd", "in this walk since", "reference"), rows)
    context = {"walk": walk, "page": paged(request, here), "breadcrumbs": crumbs(walk.division, walk)}
    return render(request, "walks/residences.html", context)


@login_required
def street_file(request, division):
    place = find_division(request, division)
    ranges = StreetRange.objects.visible_to(request.user).in_force().filter(division=place).in_order()
    ranges = ranges.select_related("walk", "street__locality")
    if request.GET.get("format") == "csv":
        rows = (range_row(one) for one in ranges.iterator())
        return sheet(f"street-ranges-{place.code}", RANGE_COLUMNS, rows, verbatim=True)
    form = StreetFilter(request.GET)
    streets = form.applied(streets_of(request, place)).prefetch_related(
        Prefetch("streetrange_set", ranges, "ranges_now")
    )
    context = {
        "division": place,
        "form": form,
        "page": paged(request, streets.order_by("locality__sort_key", "sort_key")),
        "history": history_of(request, StreetFile(place)),
        "breadcrumbs": crumbs(place),
    }
    return render(request, "walks/street_file.html", context)


def streets_of(request, division: Division):
    """The streets that have a residence or a range now."""
    lived_in = Residence.objects.in_force().filter(division=division, street=OuterRef("pk"))
    shared_out = StreetRange.objects.in_force().filter(division=division, street=OuterRef("pk"))
    mine = Street.objects.visible_to(request.user).filter(division=division)
    return mine.filter(Exists(lived_in) | Exists(shared_out)).select_related("locality")


def range_row(one: StreetRange) -> tuple:
    """A range as a file of street ranges has it (formats.md)."""
    street, low, high = one.street, one.numbers.lower, one.numbers.upper
    words = (street.name, street.type, street.suffix, street.locality.name)
    return (*words, one.side, low, "" if high is None else high - 1, one.walk.number)
