"""The street file brought into line: what would move, then moved (4a, 4b)."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from electoral.office.faces import paged
from electoral.office.lists import sheet
from electoral.office.roles import Permission as P
from electoral.roll.models import Residence
from walks.actions.alignment import align as align_now
from walks.actions.alignment import plan_alignment
from walks.documents.area_page import alignment_rows, alignment_totals, source_of, walks_by_key
from walks.states import AREA_CHANGE
from walks.views.area_change import changes_crumbs, find_change


@login_required
def preview(request, reference):
    """What aligning would move, counted by street and in total, and each residence page by page; nothing is done."""
    change = find_change(request, reference)
    plan = plan_alignment(change)
    may_see_roll = request.user.may(P.ROLL_VIEW, change.division)
    page = paged(request, residences_of(request, plan)) if may_see_roll else None
    context = {
        "change": change,
        "plan": plan,
        "rows": alignment_rows(plan),
        "totals": alignment_totals(plan),
        "source": source_of(change),
        "page": page,
        "goes": goes(plan, page) if page else [],
        "refusal": {move.name: no for move, no in AREA_CHANGE.options(change, request.user)}.get("align", ""),
        "breadcrumbs": changes_crumbs(change, below=True),
    }
    return render(request, "walks/change/alignment.html", context)


def residences_of(request, plan):
    """Those that move, in the order in which a listing prints them."""
    moving = Residence.objects.visible_to(request.user).filter(pk__in=[move.residence for move in plan.moves])
    return moving.with_street().in_order()


def goes(plan, residences) -> list[tuple]:
    to = {move.residence: move for move in plan.moves}
    walks = walks_by_key(plan)
    return [(residence, walks[to[residence.pk].to], to[residence.pk].pinned) for residence in residences]


@login_required
def residences(request, reference):
    """The residences that would move, as CSV."""
    change = find_change(request, reference)
    plan = plan_alignment(change)
    rows = goes(plan, residences_of(request, plan))
    cells = (
        (residence.line, change.walk.number, walk.number, residence.reference) for residence, walk, _ in rows
    )
    return sheet(f"alignment-{change.reference}", ("residence", "from walk", "to walk", "reference"), cells)


@login_required
@require_POST
def align(request, reference):
    change = find_change(request, reference)
    done = align_now(change, by=request.user)
    messages.success(
        request, f"The street file is in line: {len(done.moves):,} residences have their new Walk."
    )
    return redirect(change)
