"""Changes of area: the list of them, the page of one, and the steps of its life (1.2, 1.8e, 4)."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.views.decorators.http import require_POST

from electoral.office.faces import history_of, paged, way_back
from electoral.office.lists import in_order, sheet
from electoral.office.roles import Permission as P
from walks.actions import area_change as actions
from walks.actions import area_form
from walks.documents.area_map import change_map
from walks.documents.area_page import page_of
from walks.forms.area_change import ChangeFilter, ReasonForm, RemarksForm
from walks.maps import drawn, features
from walks.models import AreaChange
from walks.states import AREA_CHANGE
from walks.views.walk import crumbs, my_divisions
from walks.waiting.area_change import step_of

SORTS = {"walk": "walk__number", "kind": "kind", "standing": "status", "begun": "drafted_at"}
COLUMNS = ("reference", "division", "kind", "walk", "parts", "standing", "begun on", "in force on")
PEOPLE = ("drafted_by", "submitted_by", "decided_by", "aligned_by")


def find_change(request, reference) -> AreaChange:
    changes = AreaChange.objects.visible_to(request.user).select_related(
        "division__area__state", "walk", *PEOPLE
    )
    return get_object_or_404(changes, reference=reference)


def changes_crumbs(change: AreaChange, *, below: bool = False) -> list[dict]:
    index = ("Changes of area", f"{reverse('walks:changes')}?division={change.division.code}")
    return crumbs(change.division) + way_back(index, *([change] if below else []))


@login_required
def index(request):
    form = ChangeFilter(request.GET, divisions=my_divisions(request))
    rows = AreaChange.objects.visible_to(request.user).select_related("division", "walk").with_counts()
    changes = in_order(request, form.applied(rows), SORTS, "-drafted_at")
    if request.GET.get("format") == "csv":
        return sheet("changes-of-area", COLUMNS, (row_of(change) for change in changes))
    return render(request, "walks/change/index.html", {"form": form, "page": paged(request, changes)})


def row_of(change) -> tuple:
    return (
        change.reference, change.division.code, change.get_kind_display(), change.walk.number, change.part_count,
        change.get_status_display(), localdate(change.drafted_at), change.effective_on or "",
    )  # fmt: skip


@login_required
def detail(request, reference):
    change = find_change(request, reference)
    plan = change_map(change) if change.has_its_residences else None
    context = {
        "change": change,
        "step": step_of(change),
        "options": {move.name: (no and str(no)) for move, no in AREA_CHANGE.options(change, request.user)},
        "map": drawn(plan) if plan else None,
        "map_url": reverse("walks:change_map", args=[reference]),
        "remarks_form": RemarksForm(initial={"remarks": change.remarks}),
        "return_form": ReasonForm(name="return"),
        "withdraw_form": ReasonForm(name="withdraw"),
        "may_edit": change.is_editable and request.user.may(P.AREA_CHANGE_DRAFT, change.division),
        "may_put_on_form": request.user.may(P.CLASSIFICATION_DRAFT, change.division),
        "history": history_of(request, change),
        "breadcrumbs": changes_crumbs(change),
    }
    return render(request, "walks/change/detail.html", context | page_of(change))


@login_required
def map_features(request, reference):
    return JsonResponse(features(change_map(find_change(request, reference))))


@login_required
@require_POST
def check(request, reference):
    change = actions.check_change(find_change(request, reference), by=request.user)
    messages.success(request, "It was checked with today's residences.")
    return redirect(change)


def with_remarks(request, change, step, done: str):
    """Take the step with the remarks that were typed; what is too long is not sent, and is said."""
    form = RemarksForm(request.POST)
    if form.is_valid():
        step(change, by=request.user, remarks=form.cleaned_data["remarks"])
        messages.success(request, done)
    else:
        messages.error(request, f"Nothing was sent. The remarks: {form.errors['remarks'][0]}")
    return redirect(change)


@login_required
@require_POST
def submit(request, reference):
    change = find_change(request, reference)
    return with_remarks(request, change, actions.submit_change, "The split is with Head Office.")


@login_required
@require_POST
def accept(request, reference):
    done = "It is accepted. Put its Walks on form RR004 next."
    return with_remarks(request, find_change(request, reference), actions.accept_change, done)


@login_required
@require_POST
def approve(request, reference):
    change = actions.approve_split(find_change(request, reference), by=request.user)
    messages.success(request, "The split is approved. The division sends the form RR004 of its Walks.")
    return redirect(change)


@login_required
@require_POST
def send_back(request, reference):
    change = find_change(request, reference)
    actions.return_split(change, by=request.user, reason=reason_of(request))
    messages.success(request, "The split is returned to the division.")
    return redirect(change)


@login_required
@require_POST
def withdraw(request, reference):
    change = find_change(request, reference)
    actions.withdraw_change(change, by=request.user, reason=reason_of(request))
    messages.success(request, "The change is withdrawn. Its spare numbers are free again.")
    return redirect(change)


def reason_of(request) -> str:
    """The reason that was typed, or nothing, which the action refuses."""
    form = ReasonForm(request.POST)
    form.is_valid()
    return form.cleaned_data.get("reason", "")


@login_required
@require_POST
def put_on_form(request, reference):
    form = area_form.put_on_form(find_change(request, reference), by=request.user)
    messages.success(request, "The Walks of the change are on a form RR004. Classify each, then submit it.")
    return redirect(form)
