"""Places of high risk: for the divisional office alone, never in a file (10.1a)."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from electoral.office.actions import demand
from electoral.office.faces import paged
from electoral.office.lists import in_order
from electoral.office.models import Division
from electoral.office.roles import Permission as P
from walks.actions import high_risk as actions
from walks.forms.high_risk import RenewForm, RiskForm
from walks.models import HighRisk
from walks.views.part import above_division, find_planned_division

SORTS = {"review": "review_on", "walk": "walk__number", "since": "from_on"}


def find_division(request, code) -> Division:
    division = find_planned_division(request, code)
    demand(request.user, P.REVIEW_WORK, division)
    return division


def find_risk(request, reference) -> HighRisk:
    mine = HighRisk.objects.visible_to(request.user).select_related(
        "division__area__state", "walk", "street__locality"
    )
    return get_object_or_404(mine, reference=reference)


@login_required
def index(request, division):
    place = find_division(request, division)
    marks = HighRisk.objects.visible_to(request.user).in_force().filter(division=place)
    marks = in_order(
        request, marks.select_related("walk", "street__locality", "marked_by"), SORTS, "review_on"
    )
    context = {
        "division": place,
        "page": paged(request, marks),
        "today": place.today(),
        "may_mark": request.user.may(P.RISK_MARK, place),
        "breadcrumbs": above_division(),
    }
    return render(request, "walks/review/risks.html", context)


@login_required
def mark(request, division):
    place = find_division(request, division)
    demand(request.user, P.RISK_MARK, place)
    form = RiskForm(request.POST or None, division=place)
    if form.is_valid():
        actions.mark_risk(place, by=request.user, **form.cleaned_data)
        messages.success(request, "The place is marked.")
        return redirect("walks:risks", place.code)
    marks = reverse("walks:risks", args=[place.code])
    context = {"division": place, "form": form, "cancel_url": marks}
    context["breadcrumbs"] = above_division((f"High risk in {place}", marks))
    return render(request, "walks/review/risk_form.html", context)


@login_required
def renew(request, reference):
    risk = find_risk(request, reference)
    demand(request.user, P.RISK_MARK, risk.division)
    form = RenewForm(request.POST or None, division=risk.division, initial={"reason": risk.reason})
    if form.is_valid():
        actions.renew_risk(risk, by=request.user, **form.cleaned_data)
        messages.success(request, "The mark is kept, with a new date of review.")
        return redirect("walks:risks", risk.division.code)
    marks = reverse("walks:risks", args=[risk.division.code])
    context = {"division": risk.division, "risk": risk, "form": form, "cancel_url": marks}
    context["breadcrumbs"] = above_division((f"High risk in {risk.division}", marks))
    return render(request, "walks/review/risk_form.html", context)


@login_required
@require_POST
def end(request, reference):
    risk = find_risk(request, reference)
    actions.end_risk(risk, by=request.user)
    messages.success(request, "The mark is taken away.")
    return redirect("walks:risks", risk.division.code)
