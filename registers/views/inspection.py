"""Visits to look at registers, as the desk sees them: who comes, who agrees, who supervised, what was looked at (E7)."""

from datetime import datetime, timedelta

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Q
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from electoral.office.actions import demand
from electoral.office.faces import history_of, paged
from electoral.office.lists import in_order, sheet
from electoral.office.models import Division
from electoral.office.roles import Permission as P
from registers.actions import inspection as actions
from registers.forms.inspection import BeginForm, CancelForm, InspectionFilter, RefuseForm
from registers.models import Inspection, Supply
from registers.queries.finding import found_by
from registers.rules.inspection import moment
from registers.states import INSPECTION, InspectionStatus
from registers.views.desk import crumbs, crumbs_of, division_asked_for, my_divisions
from registers.waiting.inspection import next_step

SORTS = {"when": "sitting__starts_at", "name": "name", "product": "product__name", "status": "status"}
COLUMNS = ("reference", "when", "place", "visitor", "product", "status", "supervisor", "begun", "ended", "disclaimer signed")  # fmt: skip
LABELS = {
    "agree": "Agree", "second": "Agree as the second person", "begin": "Begin", "end": "End", "miss": "Nobody came", "refuse": "Refuse",
}  # fmt: skip
AHEAD = {LABELS[name] for name in ("agree", "second", "begin", "end")}  # one of these is the main button
STEP = "registers/inspection/step.html"


def find_inspection(request, reference) -> Inspection:
    rows = Inspection.objects.visible_to(request.user).with_facts().select_related("agreed_by", "seconded_by")
    return get_object_or_404(rows, reference=reference)


def chosen(rows, asked: dict, division: Division | None):
    """The visits that the filter asks for."""
    start = today_begins(division)
    if typed := asked.get("q"):
        rows = found_by(rows, typed, "name", "email")
    match asked.get("when", "all" if typed else None):
        case "today":
            rows = rows.begins_between(start, start + timedelta(days=1))
        case "past":
            rows = rows.filter(Q(status=InspectionStatus.BOOKED), sitting__starts_at__lt=start)
        case None:
            rows = rows.filter(Q(sitting__starts_at__gte=start) | Q(status=InspectionStatus.BEGUN))
    rows = rows.filter(**{name: asked[name] for name in ("status", "product") if name in asked})
    return rows.to_decide() if asked.get("decide") else rows


def today_begins(division: Division | None) -> datetime:
    return moment(division.today(), datetime.min.time(), division.zone) if division else timezone.now()


@login_required
def inspections(request):
    division = division_asked_for(request)
    form = InspectionFilter(request.GET, divisions=my_divisions(request), division=division)
    rows = Inspection.objects.visible_to(request.user).filter(division=division).with_facts()
    rows = in_order(request, chosen(rows, form.chosen, division), SORTS, "sitting__starts_at")
    if request.GET.get("format") == "csv":
        return sheet("visits", COLUMNS, (row_of(one) for one in rows))
    context = {
        "division": division,
        "form": form,
        "page": paged(request, rows),
        "may_work": division and request.user.may(P.REGISTER_WORK, division),
        "breadcrumbs": crumbs(division),
    }
    return render(request, "registers/inspection/index.html", context)


def row_of(one: Inspection) -> tuple:
    times = (timezone.localtime(at) if at else "" for at in (one.begun_at, one.ended_at))
    return (
        one.reference, timezone.localtime(one.sitting.starts_at), one.sitting.place, one.name, one.product, one.get_status_display(),
        one.supervisor or "", *times, "yes" if one.disclaimer_signed else "no",
    )  # fmt: skip


@login_required
def inspection(request, reference):
    one = find_inspection(request, reference)
    context = {
        "inspection": one,
        **steps_of(one, request.user),
        "step": next_step(one),
        "looks": one.looks.order_by("at", "pk"),
        "supplies": Supply.objects.visible_to(request.user).filter(division=one.division, subject=reference),
        "may_work": one.status == InspectionStatus.BOOKED and request.user.may(P.REGISTER_WORK, one.division),
        "mine": one.status == InspectionStatus.BEGUN and one.supervisor_id == request.user.pk,
        "history": history_of(request, one),
        "breadcrumbs": crumbs(one.division, Inspection),
    }
    return render(request, "registers/inspection/detail.html", context)


def steps_of(one: Inspection, user) -> dict:
    """The steps as buttons: (label, address, why not, whether it opens a page); agreeing only where there is something to agree to."""
    here = one.get_absolute_url()
    moves = [
        (LABELS[move.name], f"{here}{move.name}/", no and str(no), move.name in ("begin", "refuse"))
        for move, no in INSPECTION.options(one, user)
        if one.needs_a_word or move.name not in ("agree", "second")
    ]
    return {
        "moves": moves,
        "main": next((url for label, url, no, _ in moves if not no and label != LABELS["refuse"]), ""),
    }


@login_required
def begin(request, reference):
    one = find_inspection(request, reference)
    demand(request.user, P.INSPECTION_SUPERVISE, one.division)
    form = BeginForm(request.POST or None, editions=actions.editions_for(one))
    if request.method == "POST" and form.is_valid():
        actions.begin_inspection(one, by=request.user, **form.cleaned_data)
        return redirect("registers:inspection_screen", reference)
    context = {
        "inspection": one,
        "form": form,
        "refusal": INSPECTION.moves["begin"].refusal(one, request.user),
        "editions": actions.editions_for(one),
        "breadcrumbs": crumbs_of(one),
    }
    return render(request, "registers/inspection/begin.html", context)


@login_required
@require_POST
def move(request, reference, step):
    """Agree, agree as the second person, end, nobody came: the steps that ask nothing more."""
    one = find_inspection(request, reference)
    steps = {
        "agree": (actions.agree_inspection, "The office has agreed to the visit."),
        "second": (actions.second_inspection, "A second person has agreed to the visit."),
        "end": (actions.end_inspection, "The visit is over and stands in the register of supplies."),
        "miss": (actions.miss_inspection, "It is noted that nobody came."),
    }
    act, said = steps[step]
    act(one, by=request.user)
    messages.success(request, said)
    return redirect(one)


@login_required
def refuse(request, reference):
    one = find_inspection(request, reference)
    demand(request.user, P.ENTITLEMENT_CONFIRM, one.division)
    form = RefuseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.refuse_inspection(one, by=request.user, **form.cleaned_data)
        messages.success(request, "The visit is refused; the visitor reads the reason where they follow it.")
        return redirect(one)
    context = {"title": "Refuse this visit", "inspection": one, "form": form, "submit": "Refuse it"}
    return render(request, STEP, context | {"danger": True, "breadcrumbs": crumbs_of(one)})


@login_required
def cancel(request, reference):
    one = find_inspection(request, reference)
    demand(request.user, P.REGISTER_WORK, one.division)
    form = CancelForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.cancel_inspection(one, by=request.user, **form.cleaned_data)
        messages.success(request, "The appointment is cancelled and the seat is free.")
        return redirect(one)
    context = {"title": "Cancel this appointment", "inspection": one, "form": form, "submit": "Cancel it"}
    return render(request, STEP, context | {"danger": True, "breadcrumbs": crumbs_of(one)})
