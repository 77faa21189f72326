"""Walk Listing requests of a division's part: drafted, changed, sent, closed, printed (5.1)."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Count, Q
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from electoral.office.actions import demand, record
from electoral.office.faces import history_of, paged
from electoral.office.lists import sheet
from electoral.office.roles import Permission as P
from electoral.papers.actions import open_document
from electoral.papers.models import Document
from electoral.papers.views import pdf_of
from walks.actions import listing_request as actions
from walks.actions.listing import barred_walks
from walks.documents.chooser import Candidate, candidates_of
from walks.documents.plan import figures_of, planned_walks
from walks.documents.supply import supply_of
from walks.forms.listing_request import CloseForm, RequestForm
from walks.forms.plan import PlanFilter, UseForm
from walks.models import ListingRequest, RequestedWalk
from walks.queries.plan import figures_to_verify, walks_at_risk, walks_with_risks
from walks.rules.supply import lateness, too_few
from walks.views.part import crumbs, find_part, sees_risks, ticked

COLUMNS = ("request", "division", "date of the timetable", "date sent", "officers", "walks in hand", "walk", "for", "why")  # fmt: skip


def find_request(request, reference) -> ListingRequest:
    mine = ListingRequest.objects.visible_to(request.user).select_related(
        "division__area__state", "review__review__state", "review__division", "timetable_date", "sent_by", "drafted_by", "order"
    )  # fmt: skip
    return get_object_or_404(mine, reference=reference)


def trail(part, *more) -> list[dict]:
    return crumbs(part, ("Requests", reverse("walks:requests", args=[part.reference])), *more)


@login_required
def index(request, reference):
    part = find_part(request, reference)
    asked = (
        ListingRequest.objects.visible_to(request.user).filter(review=part).select_related("timetable_date")
    )
    page = paged(request, asked.annotate(count=Count("walks")).order_by("-number"))
    sent = Q(listingrequest__review=part, listingrequest__sent_on__isnull=False)
    dates = part.review.request_dates.annotate(count=Count("listingrequest", sent))
    context = {
        "part": part,
        "page": page,
        "supply": supply_of(part, planned_walks(part), figures_of(part.division)),
        "dates": dates,
        "today": part.division.today(),
        "may_order": request.user.may(P.LISTING_ORDER, part.division),
        "breadcrumbs": crumbs(part),
    }
    return render(request, "walks/review/requests.html", context)


@login_required
def draft(request, reference):
    """How many officers, for which date; the request is then filled with the next Walks."""
    part = find_part(request, reference)
    demand(request.user, P.LISTING_ORDER, part.division)
    today = part.division.today()
    coming = part.review.request_dates.filter(on__gte=today).first()
    supply = supply_of(part, planned_walks(part), figures_of(part.division))
    first = {"timetable_date": coming, "officers": supply.officers or None}
    form = RequestForm(request.POST or None, part=part, initial=first)
    if form.is_valid():
        made = actions.draft_request(part, by=request.user, **form.cleaned_data)
        messages.success(request, f"{made} is drafted with the next Walks. Look it through, then send it.")
        return redirect(made)
    context = {"part": part, "form": form, "supply": supply, "breadcrumbs": trail(part)}
    return render(request, "walks/review/request_draft.html", context)


@login_required
def detail(request, reference):
    asked = find_request(request, reference)
    rows = asked.walks.select_related("walk").order_by("walk__number")
    if request.GET.get("format") == "csv":
        return sheet(f"request-{asked.number}", COLUMNS, (sheet_row(asked, row) for row in rows))
    context = {
        "asked": asked,
        "page": paged(request, rows),
        "at_risk": risks_for(request, asked),
        "paper": papers_of(asked).first(),
        "forms": forms_of(asked) if may_change(request, asked) else None,
        "may_close": request.user.may(P.LISTING_ORDER, asked.division) and asked.status != "closed",
        "close_form": CloseForm(),
        "history": history_of(request, asked),
        "breadcrumbs": trail(asked.review),
    }
    return render(request, "walks/review/request.html", context | warnings_of(asked))


def papers_of(asked: ListingRequest):
    """The papers of the request, the newest first."""
    mine = Document.objects.filter(division=asked.division, subject=asked.reference, kind=actions.PAPER)
    return mine.select_related("job").order_by("-ordered_at")


def risks_for(request, asked: ListingRequest) -> set[int]:
    """Walks with a mark of high risk, for the divisional office alone (10.1a)."""
    if not sees_risks(request, asked.review):
        return set()
    return walks_at_risk(asked.division) | walks_with_risks(asked.division)


def may_change(request, asked: ListingRequest) -> bool:
    return asked.status == "drafted" and request.user.may(P.LISTING_ORDER, asked.division)


def forms_of(asked: ListingRequest) -> dict:
    first = {"timetable_date": asked.timetable_date, "officers": asked.officers}
    return {"use": UseForm(), "change": RequestForm(part=asked.review, initial=first)}


def warnings_of(asked: ListingRequest) -> dict:
    """How many Walks; fewer than officers (5.1d); late (5.1a); how many need a mail review listing."""
    count = asked.walks.count()
    due = asked.timetable_date.on if asked.timetable_date else None
    return {
        "count": count,
        "by_mail": asked.walks.exclude(use=RequestedWalk.Use.VISIT).count(),
        "too_few": too_few(count, asked.officers),
        "late": lateness(due, asked.sent_on or asked.division.today()),
    }


def sheet_row(asked: ListingRequest, row: RequestedWalk) -> tuple:
    head = (asked.number, asked.division, asked.timetable_date or "", asked.sent_on or "", asked.officers)
    return (*head, asked.in_hand, row.walk.number, row.get_use_display(), row.why)


@login_required
@require_POST
def change(request, reference):
    asked = find_request(request, reference)
    demand(request.user, P.LISTING_ORDER, asked.division)
    form = RequestForm(request.POST, part=asked.review)
    if form.is_valid():
        actions.change_request(asked, by=request.user, **form.cleaned_data)
        messages.success(request, "The request is changed.")
    else:
        messages.error(request, "Give the officers as a number, and a date of the timetable.")
    return redirect(asked)


@login_required
@require_POST
def use(request, reference):
    """The Walks ticked are asked for something else, or are taken off."""
    asked = find_request(request, reference)
    demand(request.user, P.LISTING_ORDER, asked.division)
    rows = asked.walks.filter(walk__reference__in=request.POST.getlist("walk")).values_list("pk", flat=True)
    if request.POST.get("off"):
        count = actions.take_off(asked, list(rows), by=request.user)
        messages.success(request, f"{count} Walks are taken off.")
    else:
        count = actions.use_for(asked, list(rows), request.POST.get("use", ""), by=request.user)
        messages.success(request, f"{count} Walks are changed.")
    return redirect(asked)


def candidates(asked: ListingRequest) -> list[Candidate]:
    part, division = asked.review, asked.division
    return candidates_of(part, planned_walks(part), figures_of(division), barred=barred_walks(division))


@login_required
def add(request, reference):
    """Every Walk that can still be asked for, the most expected changes for the cost first, with the reasons (X9)."""
    asked = find_request(request, reference)
    demand(request.user, P.LISTING_ORDER, asked.division)
    found, form = candidates(asked), PlanFilter(request.GET)
    if request.method == "POST":
        chosen = {walk.pk for walk in ticked(request, [one.walk for one in found])}
        count = actions.add_walks(asked, **chosen_uses(found, chosen), by=request.user)
        messages.success(request, f"{count} Walks are put on the request.")
        return redirect(asked)
    context = {
        "asked": asked,
        "form": form,
        "page": paged(request, [one for one in found if form.fits(one.walk)]),
        "sees_risks": sees_risks(request, asked.review),
        "to_verify": figures_to_verify(asked.division.area.state, asked.division.today()),
        "breadcrumbs": trail(asked.review, (str(asked), asked.get_absolute_url())),
    }
    return render(request, "walks/review/request_add.html", context)


def chosen_uses(found: list[Candidate], chosen: set[int]) -> dict:
    them = [one for one in found if one.walk.pk in chosen]
    return {"uses": {o.walk.walk_id: o.use for o in them}, "why": {o.walk.walk_id: o.why for o in them}}


@login_required
def send(request, reference):
    """Send, after a word that says what will be ordered."""
    asked = find_request(request, reference)
    demand(request.user, P.LISTING_ORDER, asked.division)
    if request.method == "POST":
        sent = actions.send_request(asked, by=request.user)
        messages.success(request, f"{sent} is sent. Its listings and its paper are being made.")
        return redirect(sent)
    rows = asked.walks
    context = {
        "asked": asked,
        "listings": rows.filter(use__in=actions.VISITED).count(),
        "breadcrumbs": trail(asked.review, (str(asked), asked.get_absolute_url())),
    }
    return render(request, "walks/review/request_send.html", context | warnings_of(asked))


@login_required
@require_POST
def close(request, reference):
    asked = find_request(request, reference)
    demand(request.user, P.LISTING_ORDER, asked.division)
    form = CloseForm(request.POST)
    if form.is_valid():
        actions.close_request(asked, by=request.user, **form.cleaned_data)
        messages.success(request, f"{asked} is closed. Its Walks can be asked for again.")
    else:
        messages.error(request, "Say why it is closed.")
    return redirect(asked)


@login_required
def paper(request, reference):
    """The paper of a request that was sent."""
    asked = find_request(request, reference)
    document = get_object_or_404(papers_of(asked).exclude(sha256="")[:1])
    file = open_document(document)
    record(document, "read_paper", by=request.user)
    return pdf_of(file, document)
