"""Booking a visit without an account: what may be looked at, its limits before anything is asked, a free time (regulation 43)."""

from datetime import date
from secrets import token_hex

from django.shortcuts import get_object_or_404, redirect

from electoral.office.actions import outsider
from electoral.office.sessions import SHORT
from registers.actions import inspection as actions
from registers.forms.visit import FirstDayForm, MoveForm, VisitForm
from registers.models import Inspection, Supply, SupplyKind
from registers.rules.inspection import UNSUPERVISED
from registers.views.outside import (
    OPEN,
    TOLD_SECONDS,
    WORD,
    alone,
    is_taken,
    office_of,
    offices,
    opened,
    show,
)
from registers.waiting.inspection import next_step

DONE = "visits_booked"


def find_office(code):
    return get_object_or_404(offices(), code=code)


def first_day(request) -> date | None:
    """`?from=2027-05-04`: the first day that is offered."""
    asked = FirstDayForm({"first": request.GET.get("from", "")})
    return asked.cleaned_data["first"] if asked.is_valid() else None


def visit_new(request):
    """Which office, where that is not known; else the next question."""
    office = office_of(request)
    if office is not None:
        return redirect("portal:visit_what", office.code)
    return show(request, "visit/offices", offices=list(offices()))


def visit_what(request, code):
    office = find_office(code)
    rows = actions.open_to_inspection(office)
    several = offices().count() > 1
    return show(request, "visit/what", office, rows=rows, unsupervised=UNSUPERVISED, several=several)


def visit_book(request, code, applicant, product):
    office = find_office(code)
    row = get_object_or_404(actions.open_to_inspection(office), applicant=applicant, product=product)
    first = first_day(request)
    if request.method == "GET":
        request.session.cycle_key()  # a session that somebody else planted does not see what is booked in it
    form = VisitForm(request.POST or None, division=office, row=row, first=first, key=token_hex(8))
    if request.method == "POST" and is_taken(request, form, "visits"):
        book_once(request, office, form)
        return redirect("portal:visit_booked")
    return show(request, "visit/book", office, row=row, form=form, first=first)


def book_once(request, office, form: VisitForm) -> None:
    """A form that is sent twice books one seat."""
    with alone(request) as session:
        done = session.setdefault(DONE, [])
        if form.cleaned_data["key"] in done:
            return
        booked, word = actions.book_inspection(office, by=outsider(), **form.booking())
        done.append(form.cleaned_data["key"])
        session[OPEN], session[WORD], session[SHORT] = booked.reference, word, TOLD_SECONDS


@opened(Inspection)
def visit_booked(request, inspection):
    """The reference and the word, once."""
    word = request.session.pop(WORD, "")
    request.session.pop(SHORT, None)
    return show(request, "visit/booked", inspection.division, inspection=inspection, word=word)


@opened(Inspection)
def visit(request, inspection):
    refusal = Supply.objects.filter(
        division=inspection.division, subject=inspection.reference, kind=SupplyKind.REFUSAL
    )
    return show(
        request,
        "visit/mine",
        inspection.division,
        inspection=inspection,
        step=next_step(inspection),
        refusal=refusal.first(),
    )


@opened(Inspection)
def visit_change(request, inspection):
    first = first_day(request)
    form = MoveForm(request.POST or None, inspection=inspection, first=first)
    if request.method == "POST" and form.is_valid():
        actions.change_appointment(inspection, by=outsider(), **form.cleaned_data)
        return redirect("portal:visit")
    return show(request, "visit/change", inspection.division, inspection=inspection, form=form, first=first)


@opened(Inspection)
def visit_cancel(request, inspection):
    if request.method == "POST":
        actions.cancel_inspection(inspection, by=outsider())
        return redirect("portal:visit")
    return show(request, "visit/cancel", inspection.division, inspection=inspection)
