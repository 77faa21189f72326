"""The method of each Walk: the list with the cost of each method side by side, and the choice for many at once (1.1c)."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from electoral.office.actions import demand
from electoral.office.faces import paged
from electoral.office.lists import sheet
from electoral.office.roles import Permission as P
from walks.actions.method import choose_method
from walks.documents.plan import PlannedWalk, figures_of, planned_walks
from walks.forms.plan import MethodForm, PlanFilter
from walks.models import Method
from walks.queries.plan import figures_to_verify
from walks.rules.estimate import METHODS, costs_of, dollars
from walks.views.part import crumbs, find_part, ordered, sees_risks, ticked

SORTS = {
    "walk": lambda walk: walk.number,
    "class": lambda walk: walk.walk_class,
    "residences": lambda walk: walk.residences,
    "method": lambda walk: walk.chosen,
}
# No reason stands in the file: it may speak of a risk, which is never in an export (10.1a).
COLUMNS = ("walk", "class", "residences", "method", "visit", "schedule", "mail", "agents", "chosen by", "on")


@login_required
def index(request, reference):
    part = find_part(request, reference)
    form, figures = PlanFilter(request.GET), figures_of(part.division)
    walks = ordered(request, form.applied(planned_walks(part)), SORTS)
    if request.GET.get("format") == "csv":
        return sheet("methods", COLUMNS, (sheet_row(walk, figures) for walk in walks))
    page = paged(request, walks)
    context = {
        "part": part,
        "form": form,
        "page": page,
        "rows": [(walk, costs_text(walk, figures)) for walk in page],
        "may_choose": request.user.may(P.METHOD_CHOOSE, part.division),
        "sees_risks": sees_risks(request, part),
        "to_verify": figures_to_verify(part.division.area.state, part.division.today()),
        "breadcrumbs": crumbs(part),
    }
    return render(request, "walks/review/methods.html", context)


def costs_text(walk: PlannedWalk, figures) -> list[tuple[str, bool]]:
    """The cost by each method, and whether it is the method of the Walk."""
    return [(dollars(cost), method == walk.method) for method, cost in costs_of(walk.facts, figures).items()]


def sheet_row(walk: PlannedWalk, figures) -> tuple:
    costs = [f"{cost / 100:.2f}" for cost in costs_of(walk.facts, figures).values()]
    return (walk.number, walk.class_text, walk.residences, walk.method_text, *costs, walk.chosen_by, walk.chosen_on or "")  # fmt: skip


@login_required
@require_POST
def confirm(request, reference):
    """The Walks chosen (ticked, or all that match), what each method would cost for them, and the method to choose."""
    part = find_part(request, reference)
    demand(request.user, P.METHOD_CHOOSE, part.division)
    walks = planned_walks(part)
    chosen = ticked(request, walks, matching=PlanFilter(request.GET).applied(walks))
    form = MethodForm(initial=initial_of(chosen))
    return render(request, "walks/review/method_confirm.html", asked(part, chosen, form))


def initial_of(chosen: list[PlannedWalk]) -> dict[str, str]:
    """What stands now where it is the same for all of them."""
    same = {(walk.method, walk.reason, walk.sparse) for walk in chosen}
    method, reason, sparse = same.pop() if len(same) == 1 else (Method.VISIT, "", "")
    return {"method": method, "reason": reason, "sparse": sparse}


def asked(part, chosen: list[PlannedWalk], form: MethodForm) -> dict:
    figures = figures_of(part.division)
    costs = [costs_of(walk.facts, figures) for walk in chosen]
    sums = [(Method(m).label, dollars(sum(cost[m] for cost in costs))) for m in METHODS]
    back = {"label": "Methods", "url": reverse("walks:methods", args=[part.reference])}
    return {
        "part": part,
        "chosen": chosen,
        "costs": sums,
        "form": form,
        "breadcrumbs": crumbs(part, (back["label"], back["url"])),
        "back_url": back["url"],
        "at_risk": [walk.number for walk in chosen if walk.has_risk],
        "to_verify": figures_to_verify(part.division.area.state, part.division.today()),
    }


@login_required
@require_POST
def choose(request, reference):
    part = find_part(request, reference)
    demand(request.user, P.METHOD_CHOOSE, part.division)
    chosen, form = ticked(request, planned_walks(part)), MethodForm(request.POST)
    if form.is_valid() and chosen:
        count = choose_method(part, [walk.pk for walk in chosen], by=request.user, **form.cleaned_data)
        messages.success(request, f"The method of {count} Walk{'s' if count > 1 else ''} is kept.")
        return redirect("walks:methods", reference)
    return render(request, "walks/review/method_confirm.html", asked(part, chosen, form))
