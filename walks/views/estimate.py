"""The versions of an estimate, one of them to read and print, and two compared (2a)."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from electoral.office.faces import paged
from electoral.office.lists import sheet
from electoral.office.roles import Permission as P
from walks.actions.estimate import make_estimate
from walks.documents.estimate import changed_walks, compared, said, sheet_of_totals
from walks.models import Estimate, Method, PlanningFigure, WalkClass
from walks.queries.plan import figures_to_verify
from walks.rules.estimate import METHODS, dollars
from walks.views.part import crumbs, find_part

LINE_COLUMNS = ("walk", "class", "method", "residences", "electors", "hours", "visit", "schedule", "mail", "agents", "forms", "cards", "letters")  # fmt: skip
TOTAL_COLUMNS = ("figure", "value", "unit", "formula", "outcome")


def versions_of(request, part):
    return Estimate.objects.visible_to(request.user).filter(review=part).select_related("made_by")


@login_required
def index(request, reference):
    part = find_part(request, reference)
    page = paged(request, versions_of(request, part))
    context = {
        "part": part,
        "page": page,
        "rows": [(one, main_figures(one)) for one in page],
        "may_make": request.user.may(P.REVIEW_WORK, part.division),
        "to_verify": figures_to_verify(part.division.area.state, part.division.today()),
        "breadcrumbs": crumbs(part),
    }
    return render(request, "walks/review/estimates.html", context)


def main_figures(estimate: Estimate) -> dict[str, str]:
    return {row["code"]: said(row["value"], row["unit"]) for row in estimate.totals}


@login_required
@require_POST
def make(request, reference):
    part = find_part(request, reference)
    made = make_estimate(part, by=request.user)
    messages.success(request, f"Version {made.version} of the estimate is made.")
    return redirect("walks:estimate", reference, made.version)


@login_required
def detail(request, reference, version):
    part = find_part(request, reference)
    estimate = get_object_or_404(versions_of(request, part), version=version)
    lines = estimate.lines.select_related("walk").order_by("walk__number")
    if (asked := request.GET.get("format")) in SHEETS:
        return SHEETS[asked](estimate, lines)
    page = paged(request, lines)
    context = {
        "part": part,
        "estimate": estimate,
        "totals": sheet_of_totals(estimate),
        "page": page,
        "rows": [line_cells(line) for line in page],
        "columns": columns(),
        "figures": figures_used(part, estimate),
        "breadcrumbs": trail(part),
    }
    return render(request, "walks/review/estimate.html", context)


def sheet_of_lines(estimate: Estimate, lines):
    return sheet(f"estimate-{estimate.version}-walks", LINE_COLUMNS, (line_row(line) for line in lines))


def sheet_of_figures(estimate: Estimate, lines):
    rows = ((row["label"], row["value"], row["unit"], row["formula"], "") for row in estimate.totals)
    return sheet(f"estimate-{estimate.version}", TOTAL_COLUMNS, rows)


SHEETS = {"csv": sheet_of_lines, "totals": sheet_of_figures}


def trail(part) -> list[dict]:
    return crumbs(part, ("Estimates", reverse("walks:estimates", args=[part.reference])))


def columns() -> list[dict]:
    names = ("Residences", "Electors", "Hours", *(Method(m).label for m in METHODS))
    return [{"label": n} for n in ("Walk", "Class", "Method")] + [
        {"label": n, "numeric": True} for n in names
    ]


def line_cells(line) -> list:
    known = WalkClass(line.walk_class).label if line.walk_class else "None, reckoned as urban"
    walk = {"text": str(line.walk), "url": line.walk.get_absolute_url()}
    costs = [dollars(line.costs[method]) for method in METHODS]
    return [walk, known, line.get_method_display(), line.residences, line.electors, line.hours, *costs]


def line_row(line) -> tuple:
    costs = (f"{line.costs[method] / 100:.2f}" for method in METHODS)
    expected = (line.expected[name] for name in ("forms", "cards", "letters"))
    return (line.walk.number, line.walk_class, line.method, line.residences, line.electors, line.hours, *costs, *expected)  # fmt: skip


def figures_used(part, estimate: Estimate) -> list[list]:
    """The figures that the version reckoned with: what they mean, value, whether somebody verified that value."""
    state = part.division.area.state_id
    known = PlanningFigure.objects.filter(
        code__in=estimate.figures, state__in=[state]
    ) | PlanningFigure.objects.filter(code__in=estimate.figures, state=None)
    rows = {(row.code, f"{row.value:.4f}"): row for row in known.order_by("from_on")}
    found = [(value, rows.get((code, f"{float(value):.4f}"))) for code, value in estimate.figures.items()]
    return [
        [row.meaning, f"{row.value_text} {row.unit}", row.source, "" if row.verified else "To be verified"]
        for _, row in found
        if row
    ]


@login_required
def compare(request, reference):
    """Two versions side by side; without a choice the newest two."""
    part = find_part(request, reference)
    versions = versions_of(request, part)
    numbers = [int(n) for n in request.GET.getlist("version") if n.isascii() and n.isdigit() and len(n) < 7]
    two = list((versions.filter(version__in=numbers) if numbers else versions).order_by("-version")[:2])
    context = {"part": part, "versions": versions, "breadcrumbs": trail(part)}
    if len(two) == 2:
        later, earlier = two
        context |= {"earlier": earlier, "later": later, "totals": compared(earlier, later)}
        context |= {"walks": changed_walks(earlier, later)}
    return render(request, "walks/review/estimates_compare.html", context)
