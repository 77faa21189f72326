"""The workloads of a division's part: proposed, made, changed, undone (1.3a)."""

from collections import defaultdict
from decimal import Decimal
from typing import NamedTuple

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from electoral.office.actions import demand
from electoral.office.faces import paged
from electoral.office.lists import sheet
from electoral.office.roles import Permission as P
from walks.actions import workload as actions
from walks.documents.plan import PlannedWalk, figures_of, planned_walks
from walks.forms.plan import TogetherForm, WorkloadFilter
from walks.queries.plan import figures_to_verify
from walks.rules.workload import days_of, warning_of
from walks.views.part import crumbs, find_part, ordered, ticked

COLUMNS = ("walk", "class", "residences", "days", "workload", "days of the workload", "warning")


class Load(NamedTuple):
    """A Walk to be visited, with its days, and those and the warning of its workload."""

    walk: PlannedWalk
    days: Decimal
    together: Decimal
    warning: str
    more: bool


SORTS = {
    "walk": lambda load: load.walk.number,
    "days": lambda load: load.days,
    "workload": lambda load: (load.walk.workload is None, load.walk.workload),
}


def loads_of(part) -> list[Load]:
    """The Walks visited, by workload, those in none first."""
    figures = figures_of(part.division)
    visited = [walk for walk in planned_walks(part) if walk.is_visited]
    days = {walk.pk: days_of(walk.residences, walk.walk_class, figures) for walk in visited}
    of_load = defaultdict(list)
    for walk in visited:
        of_load[walk.workload or -walk.number].append(days[walk.pk])
    more = dict(part.workloads.values_list("number", "asked_for_more"))

    def load(walk: PlannedWalk) -> Load:
        its, asked = of_load[walk.workload or -walk.number], more.get(walk.workload, False)
        together = sum(its, Decimal(0))
        warning = warning_of(together, walks=len(its), asked_for_more=asked)
        return Load(walk, days[walk.pk], together, warning, asked)

    return sorted(map(load, visited), key=lambda one: (one.walk.workload or 0, one.walk.number))


@login_required
def index(request, reference):
    part = find_part(request, reference)
    form, every = WorkloadFilter(request.GET), loads_of(part)
    loads = ordered(request, [load for load in every if is_wanted(form, load)], SORTS)
    if request.GET.get("format") == "csv":
        return sheet("workloads", COLUMNS, (sheet_row(load) for load in loads))
    numbers = sorted({load.walk.workload for load in every if load.walk.workload})
    context = {
        "part": part,
        "form": form,
        "page": paged(request, loads),
        "numbers": numbers,
        "together": TogetherForm(numbers=numbers),
        "may_work": request.user.may(P.REVIEW_WORK, part.division),
        "to_verify": figures_to_verify(part.division.area.state, part.division.today()),
        "breadcrumbs": crumbs(part),
    }
    return render(request, "walks/review/workloads.html", context | counts_of(every))


def counts_of(every: list[Load]) -> dict:
    return {
        "asked_more": {load.walk.workload for load in every if load.more},
        "free": sum(load.walk.workload is None for load in every),
        "visited": len(every),
        "warned": sum(bool(load.warning) for load in every),
    }


def is_wanted(form: WorkloadFilter, load: Load) -> bool:
    shown = {"free": load.walk.workload is None, "warned": bool(load.warning)}
    return form.fits(load.walk) and shown.get(form.chosen.get("show", ""), True)


def sheet_row(load: Load) -> tuple:
    walk = load.walk
    return (walk.number, walk.class_text, walk.residences, load.days, walk.workload or "", load.together, load.warning)  # fmt: skip


@login_required
@require_POST
def propose(request, reference):
    part = find_part(request, reference)
    made = actions.make_workloads(part, by=request.user)
    messages.success(request, f"{made} workloads are made. Change them as you like.")
    return redirect("walks:workloads", reference)


@login_required
@require_POST
def change(request, reference):
    """The Walks ticked go into a new workload, into one that is there, or out of theirs."""
    part = find_part(request, reference)
    demand(request.user, P.REVIEW_WORK, part.division)
    numbers = list(part.workloads.values_list("number", flat=True))
    form = TogetherForm(request.POST, numbers=numbers)
    chosen = [walk.pk for walk in ticked(request, planned_walks(part))]
    if form.is_valid() and chosen:
        messages.success(request, put(part, chosen, form.cleaned_data["into"], by=request.user))
    else:
        messages.error(request, "Tick at least one Walk, and choose a workload that is there.")
    return redirect("walks:workloads", reference)


def put(part, chosen: list[int], into: str, *, by) -> str:
    """Do it, and say what was done."""
    if into == TogetherForm.OUT:
        return f"{actions.take_out(part, chosen, by=by)} Walks are in no workload now."
    number = None if into == TogetherForm.NEW else int(into)
    made = actions.put_together(part, chosen, by=by, number=number)
    return f"{len(chosen)} Walk{'s are' if len(chosen) > 1 else ' is'} in workload {made.number}."


@login_required
def undo(request, reference):
    """Undo all workloads, after a word."""
    part = find_part(request, reference)
    demand(request.user, P.REVIEW_WORK, part.division)
    if request.method == "POST":
        undone = actions.undo_workloads(part, by=request.user)
        messages.success(request, f"{undone} workloads are undone.")
        return redirect("walks:workloads", reference)
    context = {"part": part, "count": part.workloads.count(), "breadcrumbs": crumbs(part)}
    return render(request, "walks/review/workloads_undo.html", context)


@login_required
@require_POST
def more(request, reference, number):
    part = find_part(request, reference)
    workload = actions.ask_for_more(part, number, more=bool(request.POST.get("more")), by=request.user)
    messages.success(request, f"{workload} is noted.")
    return redirect("walks:workloads", reference)
