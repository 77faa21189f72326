"""Applications: listed, keyed in, spoken about, decided, destroyed (3.1c)."""

from collections.abc import Callable
from typing import NamedTuple

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from electoral.office.actions import demand
from electoral.office.faces import history_of, invite, paged
from electoral.office.lists import in_order, sheet
from electoral.office.models import User
from electoral.office.roles import Permission as P
from review.actions import application as actions
from review.actions.officer import appoint_applicant
from review.forms.application import ApplicationFilter, ApplicationForm, DeclineForm, NotesForm, WithdrawForm
from review.forms.officer import AppointForm
from review.models import Application, Officer, Position
from review.states import APPLICATION
from review.views.recruitment import STEP, crumbs, division_asked_for, division_to_work_in, my_divisions

SORTS = {"name": "name", "received": "received_on", "standing": "status", "area": "position__area"}
COLUMNS = ("name", "received", "standing", "area", "telephone", "e-mail", "days and hours", "transport", "languages",
           "reference")  # fmt: skip


class End(NamedTuple):
    """How an application ends without an appointment: the action, what is asked for, the page's title and button."""

    action: Callable
    form: type
    title: str
    submit: str


ENDS = {
    "decline": End(actions.decline_application, DeclineForm, "Decline the application", "Decline"),
    "withdraw": End(actions.withdraw_application, WithdrawForm, "The applicant withdrew", "Note it"),
}


def find_application(request, reference) -> Application:
    rows = Application.objects.visible_to(request.user).select_related(
        "division__area__state", "position__review__review", "advertisement__outlet", "decided_by"
    )
    return get_object_or_404(rows, reference=reference)


def application_to_work_on(request, reference) -> Application:
    application = find_application(request, reference)
    demand(request.user, P.RECRUITMENT_WORK, application.division)
    return application


def application_to_move(request, reference, move: str) -> Application:
    """The application for the page of a step; what stops the step is said before anything is typed."""
    application = find_application(request, reference)
    if refusal := APPLICATION.moves[move].refusal(application, request.user):
        raise refusal
    return application


def below(application: Application) -> list[dict]:
    return crumbs(
        application.division, *([application.position] if application.position else []), application
    )


@login_required
def applications(request):
    division, mine = division_asked_for(request), my_divisions(request)
    positions = Position.objects.visible_to(request.user).filter(division=division)
    form = ApplicationFilter(request.GET, divisions=mine, division=division, positions=positions)
    rows = Application.objects.visible_to(request.user).filter(division=division).select_related("position")
    rows = in_order(request, form.applied(rows), SORTS, "-received_on")
    if request.GET.get("format") == "csv":
        return sheet("applications", COLUMNS, (row_of(application) for application in rows))
    context = {
        "division": division,
        "form": form,
        "page": paged(request, rows),
        "may_work": division and request.user.may(P.RECRUITMENT_WORK, division),
        "breadcrumbs": crumbs(division),
    }
    return render(request, "review/recruitment/applications.html", context)


def row_of(one: Application) -> tuple:
    area = one.position.area if one.position else ""
    asked = (one.telephone, one.email, one.hours, one.transport, one.languages)
    return (one.name, one.received_on, one.get_status_display(), area, *asked, one.reference)


@login_required
def application(request, reference):
    application = find_application(request, reference)
    context = {
        "application": application,
        "options": APPLICATION.options(application, request.user),
        "officer": Officer.objects.visible_to(request.user).filter(application=application).first(),
        "may_work": request.user.may(P.RECRUITMENT_WORK, application.division),
        "kept": actions.why_kept(application),
        "history": history_of(request, application),
        "breadcrumbs": below(application)[:-1],
    }
    return render(request, "review/recruitment/application.html", context)


@login_required
def application_new(request):
    division = division_to_work_in(request)
    shown = {"position": request.GET.get("position"), "received_on": timezone.localdate()}
    form = ApplicationForm(request.POST or None, division=division, initial=shown)
    if request.method == "POST" and form.is_valid():
        return redirect(actions.receive_application(division, by=request.user, **form.cleaned_data))
    context = {"title": "Key in an application", "form": form, "submit": "Save the application"}
    return render(request, STEP, context | {"breadcrumbs": crumbs(division)})


@login_required
def application_change(request, reference):
    application = application_to_work_on(request, reference)
    form = ApplicationForm(request.POST or None, division=application.division, instance=application)
    if request.method == "POST" and form.is_valid():
        return redirect(actions.change_application(application, by=request.user, **form.cleaned_data))
    context = {"title": "Change the application", "form": form, "submit": "Save", "subject": application}
    return render(request, STEP, context | {"breadcrumbs": below(application)})


@login_required
def application_notes(request, reference):
    application = application_to_work_on(request, reference)
    shown = {name: getattr(application, name) for name in NotesForm.base_fields}
    form = NotesForm(request.POST or None, initial=shown)
    if request.method == "POST" and form.is_valid():
        return redirect(actions.note_application(application, by=request.user, **form.cleaned_data))
    context = {"title": "Interview and referee", "form": form, "submit": "Save", "subject": application}
    return render(request, STEP, context | {"breadcrumbs": below(application)})


@login_required
def end(request, reference, move):
    """One of the ENDS: it is declined, or the applicant withdrew."""
    application, its = application_to_move(request, reference, move), ENDS[move]
    form = its.form(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return redirect(its.action(application, by=request.user, **form.cleaned_data))
    context = {"title": its.title, "form": form, "submit": its.submit, "subject": application}
    return render(request, STEP, context | {"breadcrumbs": below(application)})


@login_required
def destroy(request, reference):
    application = application_to_work_on(request, reference)
    if request.method == "POST":
        return redirect(actions.destroy_application(application, by=request.user))
    context = {
        "application": application,
        "kept": actions.why_kept(application),
        "breadcrumbs": below(application),
    }
    return render(request, "review/recruitment/destroy.html", context)


@login_required
def appoint(request, reference):
    application = application_to_move(request, reference, "appoint")
    position = Position.objects.select_related("review").get(applications=application)
    review = position.review
    days = {"from_on": max(timezone.localdate(), review.starts_on), "last_day": review.ends_on}
    form = AppointForm(request.POST or None, application=application, position=position, initial=days)
    if request.method == "POST" and form.is_valid():
        officer = appoint_applicant(application, by=request.user, **form.cleaned_data)
        invite_newcomer(request, officer.user)
        messages.success(request, "The officer is appointed.")
        return redirect(officer)
    context = {
        "application": application,
        "form": form,
        "account": User.objects.filter(email__iexact=application.email).first(),
        "breadcrumbs": below(application),
    }
    return render(request, "review/recruitment/appoint.html", context)


def invite_newcomer(request, person: User) -> None:
    """Send the letter for choosing a password to who has none; the account stands without the letter."""
    if person.is_active and not person.has_usable_password():
        transaction.on_commit(lambda: invite(request, person), robust=True)
