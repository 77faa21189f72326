"""Positions of Review Officers, contacts with the employment service, and the papers for both (3.1)."""

from functools import partial

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from electoral.office import lists
from electoral.office.actions import demand
from electoral.office.faces import history_of, paged, way_back
from electoral.office.lists import in_order, sheet
from electoral.office.models import Division
from electoral.office.roles import Permission as P
from electoral.papers.views import given_out
from review.actions import recruitment as actions
from review.forms.recruitment import ContactForm, PositionFilter, PositionForm, WantedForm, reviews_of
from review.models import Advertisement, Position, SentPaper
from review.waiting.recruitment import next_step

SORTS = {"area": "area", "closing": "closing_on", "applications": "applied", "appointed": "appointed"}
COLUMNS = ("area", "places", "appointed", "still open", "applications", "to decide", "closing", "country", "advertised",
           "employment service told", "reference")  # fmt: skip
STEP = "step.html"


my_divisions = partial(lists.my_divisions, permission=P.RECRUITMENT_VIEW)
division_asked_for = partial(lists.division_asked_for, permission=P.RECRUITMENT_VIEW)
division_to_work_in = partial(lists.division_to_work_in, see=P.RECRUITMENT_VIEW, work=P.RECRUITMENT_WORK)


def find_position(request, reference) -> Position:
    positions = Position.objects.visible_to(request.user).with_counts(timezone.localdate())
    rows = positions.select_related("division__area__state", "review__review", "opened_by")
    return get_object_or_404(rows, reference=reference)


def position_to_work_on(request, reference) -> Position:
    position = find_position(request, reference)
    demand(request.user, P.RECRUITMENT_WORK, position.division)
    return position


def crumbs(division: Division | None, *things) -> list[dict]:
    end = f"?division={division.code}" if division else ""
    return way_back(("Recruitment", reverse("review:positions") + end), *things)


@login_required
def positions(request):
    division, mine, today = division_asked_for(request), my_divisions(request), timezone.localdate()
    form = PositionFilter(request.GET, divisions=mine, division=division)
    rows = Position.objects.visible_to(request.user).filter(division=division).with_counts(today)
    rows = in_order(request, form.applied(rows.select_related("review__review"), today), SORTS, "-from_on")
    if request.GET.get("format") == "csv":
        return sheet("positions", COLUMNS, (row_of(position) for position in rows))
    context = {
        "division": division,
        "form": form,
        "page": paged(request, rows),
        "may_work": division and request.user.may(P.RECRUITMENT_WORK, division),
        "today": today,
    }
    return render(request, "review/recruitment/positions.html", context)


def row_of(position: Position) -> tuple:
    numbers = (
        position.places,
        position.appointed,
        position.places_left,
        position.applied,
        position.undecided,
    )
    told = ("yes" if fact else "no" for fact in (position.country, position.advertised, position.contacted))
    return (position.area, *numbers, position.closing_on, *told, position.reference)


@login_required
def position(request, reference):
    position = find_position(request, reference)
    papers = SentPaper.objects.visible_to(request.user).filter(position=position)
    advertisements = Advertisement.objects.visible_to(request.user).select_related("outlet")
    context = {
        "position": position,
        "step": next_step(position, timezone.localdate()),
        "advertisements": advertisements.filter(positions=position).order_by("-appears_on"),
        "contacts": position.contacts.select_related("by").order_by("-on", "-pk"),
        "papers": papers.select_related("document__job").order_by("-pk"),
        "officers": position.officers.select_related("user").order_by("-from_on", "-pk"),
        "may_work": request.user.may(P.RECRUITMENT_WORK, position.division) and not position.ended_on,
        "kinds": [(paper, title) for paper, (title, _, _) in actions.PAPERS.items()],
        "history": history_of(request, position),
        "breadcrumbs": crumbs(position.division),
    }
    return render(request, "review/recruitment/position.html", context)


@login_required
def position_new(request):
    reviews = reviews_of(request.user)
    division = division_to_work_in(request)
    form = PositionForm(
        request.POST or None, user=request.user, initial={"review": request.GET.get("review")}
    )
    if request.method == "POST" and form.is_valid():
        return redirect(actions.open_position(by=request.user, **form.cleaned_data))
    context = {"form": form, "reviews": reviews, "breadcrumbs": crumbs(division)}
    return render(request, "review/recruitment/position_new.html", context)


@login_required
def position_change(request, reference):
    position = position_to_work_on(request, reference)
    shown = {name: getattr(position, name) for name in ("area", "places", "closing_on", "contact", "country")}
    form = WantedForm(request.POST or None, position=position, initial=shown)
    if request.method == "POST" and form.is_valid():
        return redirect(actions.change_position(position, by=request.user, **form.cleaned_data))
    context = {"title": f"Change: {position}", "form": form, "submit": "Save", "subject": position}
    return render(request, STEP, context | {"breadcrumbs": crumbs(position.division, position)})


@login_required
def position_end(request, reference):
    position = position_to_work_on(request, reference)
    if request.method == "POST":
        return redirect(actions.end_position(position, by=request.user))
    context = {"position": position, "breadcrumbs": crumbs(position.division, position)}
    return render(request, "review/recruitment/position_end.html", context)


@login_required
def position_contact(request, reference):
    position = position_to_work_on(request, reference)
    form = ContactForm(request.POST or None, initial={"on": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        actions.contact_employment_service(position, by=request.user, **form.cleaned_data)
        messages.success(request, "The contact is on file.")
        return redirect(position)
    context = {"position": position, "form": form, "breadcrumbs": crumbs(position.division, position)}
    return render(request, "review/recruitment/contact.html", context)


@login_required
@require_POST
def position_paper(request, reference, paper):
    position = find_position(request, reference)
    actions.order_paper(position, paper, by=request.user)
    messages.success(request, "The paper is being made.")
    return redirect(position)


@login_required
def paper(request, reference):
    papers = SentPaper.objects.visible_to(request.user).select_related("document__division")
    found = get_object_or_404(papers, document__reference=reference)
    return given_out(actions.paper_given_out(found, by=request.user))
