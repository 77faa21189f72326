"""Standing requests at the desk: the list, one, a body that is added, its last day, its end (E7)."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render

from electoral.office.actions import demand
from electoral.office.faces import history_of, paged
from electoral.office.lists import in_order, sheet
from electoral.office.roles import Permission as P
from registers.actions import standing as actions
from registers.forms.standing import AddForm, EndForm, LimitForm, StandingFilter
from registers.models import Standing
from registers.rules.standing import WHY
from registers.views.desk import crumbs, crumbs_of, division_asked_for, division_to_work_in, my_divisions

SORTS = {"name": "organisation", "since": "from_on", "information": "product__name", "until": "until"}
COLUMNS = (
    "reference",
    "body",
    "name",
    "kind",
    "information",
    "form",
    "part",
    "why",
    "since",
    "until",
    "ended",
    "why ended",
)
STEP = "step.html"


def find_standing(request, reference) -> Standing:
    rows = Standing.objects.visible_to(request.user)
    rows = rows.select_related(
        "division__area__state", "applicant", "product", "entitlement", "request", "added_by"
    )
    return get_object_or_404(rows, reference=reference)


def standing_to_work_on(request, reference) -> Standing:
    standing = find_standing(request, reference)
    demand(request.user, P.REGISTER_WORK, standing.division)
    return standing


@login_required
def standings(request):
    division = division_asked_for(request)
    form = StandingFilter(request.GET, divisions=my_divisions(request), division=division)
    rows = Standing.objects.visible_to(request.user).filter(division=division)
    rows = rows.select_related("applicant", "product", "request")
    rows = in_order(request, form.applied(rows), SORTS, "-pk")
    if request.GET.get("format") == "csv":
        return sheet("standing-requests", COLUMNS, (row_of(standing) for standing in rows))
    context = {
        "division": division,
        "form": form,
        "page": paged(request, rows),
        "may_work": division and request.user.may(P.REGISTER_WORK, division),
        "breadcrumbs": crumbs(division),
    }
    return render(request, "registers/standing/list.html", context)


def row_of(row: Standing) -> tuple:
    what = (row.product, row.get_form_display(), row.area, WHY.get(row.why, row.why))
    days = (row.from_on, row.until or "", row.ended_on or "", row.ended_why)
    return (row.reference, row.organisation, row.name, row.applicant, *what, *days)


@login_required
def standing(request, reference):
    found = find_standing(request, reference)
    context = {
        "standing": found,
        "why": WHY.get(found.why, found.why),
        "requests": found.requests.visible_to(request.user).order_by("-received_at"),
        "ends": None if found.ended_on else actions.why_it_ends(found, found.division.today()),
        "may_work": request.user.may(P.REGISTER_WORK, found.division) and not found.ended_on,
        "history": history_of(request, found),
        "breadcrumbs": crumbs(found.division, Standing),
    }
    return render(request, "registers/standing/detail.html", context)


@login_required
def standing_new(request):
    division = division_to_work_in(request)
    form = AddForm(request.POST or None, division=division)
    if request.method == "POST" and form.is_valid():
        given = {
            **form.cleaned_data,
            "applicant": form.cleaned_data["applicant"].pk,
            "product": form.cleaned_data["product"].pk,
        }
        added = actions.add_standing(division, by=request.user, **given)
        messages.success(
            request,
            "They get it from the next edition on. A copy of the present one they can be given on request.",
        )
        return redirect(added)
    context = {"form": form, "breadcrumbs": crumbs(division, Standing)}
    return render(request, "registers/standing/new.html", context)


@login_required
def standing_limit(request, reference):
    found = standing_to_work_on(request, reference)
    form = LimitForm(request.POST or None, initial={"until": found.until})
    if request.method == "POST" and form.is_valid():
        return redirect(actions.limit_standing(found, by=request.user, **form.cleaned_data))
    context = {"form": form, "title": "Set the last day", "submit": "Save", "subject": found}
    return render(request, STEP, context | {"breadcrumbs": crumbs_of(found)})


@login_required
def standing_end(request, reference):
    found = standing_to_work_on(request, reference)
    form = EndForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return redirect(actions.end_standing(found, by=request.user, **form.cleaned_data))
    context = {"standing": found, "form": form, "breadcrumbs": crumbs_of(found)}
    return render(request, "registers/standing/end.html", context)
