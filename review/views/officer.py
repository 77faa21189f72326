"""Review Officers: who serves, under which appointment, until when (3.1c, 3.1e)."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from electoral.office.actions import demand
from electoral.office.faces import history_of, paged
from electoral.office.lists import in_order, sheet
from electoral.office.roles import Permission as P
from review.actions import officer as actions
from review.forms.officer import LastDayForm, OfficerFilter
from review.models import Officer
from review.views.application import invite_newcomer
from review.views.recruitment import STEP, crumbs, division_asked_for, my_divisions

SORTS = {"name": "user__name", "area": "position__area", "from": "from_on", "until": "ended_on"}
COLUMNS = ("name", "area", "first day", "last day", "reference")


def find_officer(request, reference) -> Officer:
    rows = Officer.objects.visible_to(request.user).select_related(
        "division__area__state", "user", "appointment", "application", "position__review__review",
        "advertisement__outlet", "appointed_by",
    )  # fmt: skip
    return get_object_or_404(rows, reference=reference)


@login_required
def officers(request):
    division, mine = division_asked_for(request), my_divisions(request)
    form = OfficerFilter(request.GET, divisions=mine, division=division)
    rows = (
        Officer.objects.visible_to(request.user).filter(division=division).select_related("user", "position")
    )
    rows = in_order(request, form.applied(rows), SORTS, "user__name")
    if request.GET.get("format") == "csv":
        lines = ((str(o), o.position.area, o.from_on, o.last_day or "", o.reference) for o in rows)
        return sheet("officers", COLUMNS, lines)
    context = {
        "division": division,
        "form": form,
        "page": paged(request, rows),
        "today": timezone.localdate(),
        "breadcrumbs": crumbs(division),
    }
    return render(request, "review/recruitment/officers.html", context)


@login_required
def officer(request, reference):
    officer = find_officer(request, reference)
    context = {
        "officer": officer,
        "account": actions.account_state(officer),
        "moves": steps(officer, request.user),
        "may_end": may_end(officer, request.user),
        "today": timezone.localdate(),
        "history": history_of(request, officer),
        "breadcrumbs": crumbs(officer.division, officer.position),
    }
    return render(request, "review/recruitment/officer.html", context)


def may_end(officer: Officer, user) -> bool:
    return user.may(P.OFFICER_APPOINT, officer.division) and actions.why_not_ended(officer) is None


def steps(officer: Officer, user) -> list[tuple[str, str, str | None]]:
    """What may be done with the officer, each with the reason why not now."""
    if not user.may(P.OFFICER_APPOINT, officer.division):
        return []
    letter = reverse("review:officer_letter", args=[officer.reference])
    return [("Send the letter for choosing a password again", letter, actions.why_no_letter(officer.user))]


@login_required
def last_day(request, reference):
    officer = find_officer(request, reference)
    demand(request.user, P.OFFICER_APPOINT, officer.division)
    form = LastDayForm(request.POST or None, initial={"last_day": officer.last_day or timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        actions.end_service(officer, by=request.user, **form.cleaned_data)
        messages.success(request, "The last day of service is set, for the officer and the account.")
        return redirect(officer)
    context = {"title": f"Last day of service: {officer}", "form": form, "submit": "Set the last day"}
    return render(
        request, STEP, context | {"subject": officer, "breadcrumbs": crumbs(officer.division, officer)}
    )


@login_required
@require_POST
def letter(request, reference):
    officer = find_officer(request, reference)
    invite_newcomer(request, actions.ask_for_letter(officer, by=request.user))
    messages.success(request, "The letter for choosing a password is on its way.")
    return redirect(officer)
