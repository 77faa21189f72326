"""The times at which the office receives visitors, and visitors whom the office books itself."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from electoral.office.faces import paged
from electoral.office.lists import sheet
from electoral.office.roles import Permission as P
from registers.actions import sitting as actions
from registers.actions.inspection import book_inspection, open_to_inspection
from registers.forms.inspection import ReceiveForm, SittingFilter, SittingsForm
from registers.forms.visit import VisitForm
from registers.models import Inspection, Sitting
from registers.views.desk import crumbs, crumbs_of, division_asked_for, division_to_work_in, my_divisions

COLUMNS = ("starts", "minutes", "place", "seats", "taken", "closed on")


def back(division) -> str:
    return f"{reverse('registers:sittings')}?division={division.code}"


@login_required
def sittings(request):
    division = division_asked_for(request)
    form = SittingFilter(request.GET, divisions=my_divisions(request), division=division)
    asked = form.chosen
    rows = Sitting.objects.visible_to(request.user).filter(division=division).with_seats()
    rows = rows.asked_for(asked.get("show", ""), asked.get("first") or timezone.localdate())
    rows = rows.order_by("starts_at", "place").select_related("division__area__state")
    if request.GET.get("format") == "csv":
        return sheet("sittings", COLUMNS, (row_of(sitting) for sitting in rows))
    context = {
        "division": division,
        "form": form,
        "page": paged(request, rows),
        "may_work": division and request.user.may(P.REGISTER_WORK, division),
        "breadcrumbs": crumbs(division, Inspection),
    }
    return render(request, "registers/inspection/sittings.html", context)


def row_of(sitting: Sitting) -> tuple:
    start = timezone.localtime(sitting.starts_at)
    return (start, sitting.minutes, sitting.place, sitting.seats, sitting.taken, sitting.closed_on or "")


@login_required
def sittings_open(request):
    division = division_to_work_in(request)
    form = SittingsForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        count = actions.open_sittings(division, by=request.user, **form.cleaned_data)
        messages.success(request, f"{count} sittings are open to be booked.")
        return redirect(back(division))
    context = {
        "title": "Open sittings",
        "form": form,
        "submit": "Open them",
        "breadcrumbs": crumbs(division, Inspection),
    }
    return render(request, "registers/inspection/sittings_open.html", context)


@login_required
@require_POST
def sittings_close(request):
    division = division_to_work_in(request)
    chosen = [int(key) for key in request.POST.getlist("sitting") if key.isascii() and key.isdigit()]
    count = actions.close_sittings(division, chosen, by=request.user)
    messages.success(request, f"{count} closed. Nobody books them any more; visits that were booked stay.")
    return redirect(back(division))


@login_required
def visit_new(request):
    """A visit that somebody asks for by telephone, by letter or at the counter: what to look at first."""
    division = division_to_work_in(request)
    context = {
        "division": division,
        "rows": open_to_inspection(division),
        "breadcrumbs": crumbs(division, Inspection),
    }
    return render(request, "registers/inspection/new.html", context)


@login_required
def visit_book(request, applicant, product):
    """The appointment itself; the word is shown this once, to be given to the visitor."""
    division = division_to_work_in(request)
    row = get_object_or_404(open_to_inspection(division), applicant=applicant, product=product)
    form = VisitForm(request.POST or None, division=division, row=row, late=True)
    if request.method == "POST" and form.is_valid():
        booked, word = book_inspection(division, by=request.user, **form.booking())
        context = {"inspection": booked, "word": word, "breadcrumbs": crumbs_of(booked)}
        return render(request, "registers/inspection/booked.html", context)
    context = {"row": row, "form": form, "division": division, "breadcrumbs": crumbs(division, Inspection)}
    return render(request, "registers/inspection/book.html", context)


@login_required
def receive(request):
    """Somebody has come without an appointment: a sitting of one seat that begins now."""
    division = division_to_work_in(request)
    last = Sitting.objects.visible_to(request.user).filter(division=division).order_by("-starts_at").first()
    form = ReceiveForm(request.POST or None, initial={"place": last.place if last else ""})
    if request.method == "POST" and form.is_valid():
        actions.sitting_now(division, by=request.user, **form.cleaned_data)
        return redirect(f"{reverse('registers:visit_new')}?division={division.code}")
    context = {"title": "Receive somebody now", "form": form, "submit": "Continue"}
    return render(
        request, "registers/inspection/receive.html", context | {"breadcrumbs": crumbs(division, Inspection)}
    )
