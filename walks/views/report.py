"""The allocation report (1.1b), and settling what stands in it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from electoral.office.actions import demand
from electoral.office.faces import history_of, paged, way_back
from electoral.office.lists import sheet as sheet_of
from electoral.office.models import Division
from electoral.office.roles import Permission as P
from electoral.roll.models import Residence
from walks import actions
from walks.forms.report import AcceptForm, SettleForm
from walks.models import Allocation, StreetRange
from walks.queries import with_walk_of_ccd
from walks.views.sections import NUMERIC, SECTIONS
from walks.views.walk import crumbs, find_division


def find_reported_division(request, code) -> Division:
    division = find_division(request, code)
    demand(request.user, P.ROLL_VIEW, division)
    return division


@login_required
def index(request, division):
    """Five counts, and the rows of the section that `?section=` names, page by page."""
    place = find_reported_division(request, division)
    asked = request.GET.get("section")
    name = asked if asked in SECTIONS else "no-walk"
    section = SECTIONS[name]
    page = paged(request, section.rows(place, request.user))
    context = {
        "division": place,
        "section": section,
        "name": name,
        "tiles": tiles(place, request.user, shown=name, count=page.paginator.count),
        "page": page,
        "columns": [{"label": column, "numeric": column in NUMERIC} for column in section.columns],
        "rows": [section.cells(row) for row in page],
        "breadcrumbs": crumbs(place),
    }
    return render(request, "walks/report.html", context)


def tiles(division: Division, user, *, shown: str, count: int) -> list[dict]:
    """The sections with their counts; that of the one shown is known already."""
    return [
        {
            "label": section.title,
            "url": f"?section={name}#rows",
            "number": count if name == shown else section.rows(division, user).count(),
            "note": "shown below" if name == shown else "",
        }
        for name, section in SECTIONS.items()
    ]


@login_required
def sheet(request, division, section):
    """A section of the report as CSV, whole."""
    place = find_reported_division(request, division)
    if section not in SECTIONS:
        raise Http404
    its = SECTIONS[section]
    columns = [column for column in its.columns if column != "Settle"]
    rows = its.rows(place, request.user).iterator(chunk_size=2000)
    return sheet_of(
        f"{section}-{place.code}", columns, (plain(its.cells(row))[: len(columns)] for row in rows)
    )


def plain(cells: list) -> list:
    return [cell["text"] if isinstance(cell, dict) else cell for cell in cells]


def find_residence(request, reference):
    """The residence, with the number of its CCD's Walk."""
    mine = with_walk_of_ccd(Residence.objects.visible_to(request.user))
    return get_object_or_404(
        mine.select_related("street__locality", "division__area__state"), reference=reference
    )


def allocation_of(request, residence: Residence) -> Allocation | None:
    mine = Allocation.objects.visible_to(request.user).select_related("walk", "pinned_by")
    return mine.filter(division=residence.division, residence=residence).first()


def range_of(residence: Residence) -> StreetRange | None:
    """The street range that has the residence's number."""
    sides = ("all", residence.get_side_display())
    here = StreetRange.objects.in_force().filter(
        division=residence.division, street=residence.street, side__in=sides
    )
    return here.filter(numbers__contains=residence.number).select_related("walk").first()


@login_required
def settle(request, reference):
    """Where a residence stands by its range, its CCD and the DRO; the DRO says in which Walk it is, and why."""
    residence = find_residence(request, reference)
    if request.method == "POST":
        demand(request.user, P.ALLOCATION_SETTLE, residence.division)
    form = SettleForm(
        request.POST or None,
        division=residence.division,
        user=request.user,
        initial={"walk": residence.ccd_walk},
    )
    if form.is_valid():
        settled = actions.settle_allocation(residence, by=request.user, **form.cleaned_data)
        messages.success(request, f"{residence.line} is in {settled.walk}.")
        return redirect("walks:settle", reference)
    return render(request, "walks/settle.html", {"form": form} | standing_of(request, residence))


@login_required
@require_POST
def accept(request, reference):
    residence = find_residence(request, reference)
    demand(request.user, P.ALLOCATION_SETTLE, residence.division)
    allocation = get_object_or_404(Allocation.objects.visible_to(request.user), residence=residence)
    form = AcceptForm(request.POST)
    if form.is_valid():
        accepted = actions.accept_allocation(allocation, by=request.user, **form.cleaned_data)
        messages.success(request, f"{residence.line} stays in {accepted.walk}.")
        return redirect("walks:settle", reference)
    return render(request, "walks/settle.html", standing_of(request, residence) | {"accept_form": form})


def standing_of(request, residence: Residence) -> dict:
    """What the page of a residence's Walk shows besides the form at hand."""
    allocation = allocation_of(request, residence)
    questioned = allocation and Allocation.objects.in_disagreement().filter(pk=allocation.pk).exists()
    report = ("Allocation report", reverse("walks:report", args=[residence.division.code]))
    return {
        "residence": residence,
        "allocation": allocation,
        "accept_form": AcceptForm() if questioned else None,
        "range": range_of(residence),
        "may_settle": request.user.may(P.ALLOCATION_SETTLE, residence.division),
        "breadcrumbs": crumbs(residence.division) + way_back(report),
        "history": history_of(request, residence),
    }
