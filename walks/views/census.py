"""The census's changes of districts, as a division's tasks (1.2c)."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from electoral.office.actions import demand
from electoral.office.faces import paged
from electoral.office.roles import Permission as P
from walks.actions.area_change import open_changes
from walks.actions.census import not_to_be_renumbered, renumber_ccd, settle_ccd_change, tasks_of, walks_by_ccd
from walks.forms.area_change import CcdForm, SettleCcdForm
from walks.models import CcdChange
from walks.views.walk import crumbs, find_division


@login_required
def index(request, division):
    place = find_division(request, division)
    waiting = CcdChange.objects.visible_to(request.user).filter(division=place).to_be_settled()
    codes = waiting.order_by("old_code").values_list("old_code", flat=True).distinct()
    settled = CcdChange.objects.visible_to(request.user).filter(division=place, settled_on__isnull=False)
    page = paged(request, codes)
    context = {
        "division": place,
        "page": page,
        "tasks": rows_of(place, list(page)),
        "settled": settled.order_by("-settled_on", "old_code", "new_code")[:50],
        "may_settle": request.user.may(P.AREA_CHANGE_DRAFT, place),
        "breadcrumbs": crumbs(place),
    }
    return render(request, "walks/change/census.html", context)


def rows_of(place, old_codes: list[str]) -> list[dict]:
    """Each old CCD: what becomes of it, its Walk, a split under way, and why it cannot simply be renumbered."""
    tasks = tasks_of(place, old_codes)
    walks = walks_by_ccd(place, [task for rows in tasks.values() for task in rows])
    changes = open_changes(place)
    today = place.today()
    return [
        {
            "old_code": code,
            "rows": tasks[code],
            "walk": next((row.walk for row in tasks[code] if row.walk and not row.walk.ended_on), None),
            "change": next((changes[row.walk_id] for row in tasks[code] if row.walk_id in changes), None),
            "refusal": not_to_be_renumbered(tasks[code], walks, today),
            "form": SettleCcdForm(initial={"old_code": code}, auto_id=f"settle_{code}_%s"),
        }
        for code in old_codes
    ]


@login_required
@require_POST
def renumber(request, division):
    place = find_division(request, division)
    demand(request.user, P.AREA_CHANGE_DRAFT, place)
    form = CcdForm(request.POST)
    if form.is_valid():
        change = renumber_ccd(place, by=request.user, **form.cleaned_data)
        messages.success(request, f"CCD {change.old_code} is {change.new_code} now.")
    return redirect("walks:ccd_changes", place.code)


@login_required
@require_POST
def settle(request, division):
    place = find_division(request, division)
    demand(request.user, P.AREA_CHANGE_DRAFT, place)
    form = SettleCcdForm(request.POST)
    if form.is_valid():
        settle_ccd_change(place, by=request.user, **form.cleaned_data)
        messages.success(request, "It is settled.")
    else:
        messages.error(request, "Say what was done about it.")
    return redirect("walks:ccd_changes", place.code)
