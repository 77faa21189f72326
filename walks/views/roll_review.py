"""The reviews, a review of a State, and a division's part in it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import Count
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from electoral.office.actions import demand
from electoral.office.faces import history_of, paged, told
from electoral.office.lists import in_order, sheet
from electoral.office.models import Event
from electoral.office.roles import Permission as P
from walks.actions import roll_review as actions
from walks.documents.roll_review import PartStanding, standings_of
from walks.forms.roll_review import PartForm, ReviewForm
from walks.models import DivisionReview, RollReview
from walks.views.part import above_division, crumbs, find_part, sees_risks
from walks.views.plan_tasks import tasks_of

SORTS = {"title": "title", "state": "state__name", "begins": "starts_on", "ends": "ends_on"}
COLUMNS = ("review", "state", "first day", "last day", "divisions", "reference")
PART_COLUMNS = (
    "division", "field work begins", "ends", "walks", "methods chosen", "walks to be visited", "classes approved", "workloads",
    "newest estimate", "requests sent", "next step",
)  # fmt: skip


def find_review(request, reference) -> RollReview:
    reviews = RollReview.objects.visible_to(request.user).select_related("state")
    return get_object_or_404(reviews, reference=reference)


@login_required
def index(request):
    reviews = RollReview.objects.visible_to(request.user).select_related("state")
    reviews = in_order(request, reviews.annotate(parts=Count("divisions")), SORTS, "-starts_on")
    if request.GET.get("format") == "csv":
        rows = ((r.title, r.state, r.starts_on, r.ends_on, r.parts, r.reference) for r in reviews)
        return sheet("reviews", COLUMNS, rows)
    page = paged(request, reviews)
    own = DivisionReview.objects.visible_to(request.user).filter(review__in=[r.pk for r in page])
    parts = {part.review_id: part for part in own.select_related("division")}
    context = {
        "page": page,
        "rows": [(review, parts.get(review.pk)) for review in page],
        "may_make": request.user.may(P.REVIEW_PLAN),
        "one_division": len(request.user.divisions(P.REVIEW_VIEW)[:2]) == 1,
    }
    return render(request, "walks/review/index.html", context)


@login_required
def make(request):
    if not request.user.may(P.REVIEW_PLAN):
        raise PermissionDenied
    form = ReviewForm(request.POST or None, divisions=request.user.divisions(P.REVIEW_PLAN))
    if form.is_valid():
        review = actions.make_review(by=request.user, **form.cleaned_data)
        messages.success(request, f"{review} is made. Its Walks have joined it.")
        return redirect(review)
    reviews = above_division()
    context = {"form": form, "breadcrumbs": reviews, "cancel_url": reviews[0]["url"]}
    return render(request, "walks/review/make.html", context)


@login_required
def detail(request, reference):
    """The review with each division's part that the person may see, and where it stands."""
    review = find_review(request, reference)
    mine = DivisionReview.objects.visible_to(request.user).filter(review=review)
    standings = standings_of(mine.order_by("division__name"))
    if request.GET.get("format") == "csv":
        return sheet("review", PART_COLUMNS, (sheet_row(one) for one in standings))
    context = {
        "review": review,
        "page": paged(request, standings),
        "dates": review.request_dates.all(),
        "may_change": actions.may_change(review, request.user),
        "history": told(Event.objects.about(review)[:50]),
        "breadcrumbs": above_division(),
    }
    return render(request, "walks/review/detail.html", context)


def sheet_row(one: PartStanding) -> tuple:
    part = one.part
    return (
        part.division, part.starts_on, part.ends_on, one.walks, one.chosen, one.visited, one.approved, one.workloads,
        one.estimate or "", one.requests, one.step,
    )  # fmt: skip


@login_required
def change(request, reference):
    review = find_review(request, reference)
    if not actions.may_change(review, request.user):
        raise PermissionDenied
    form = ReviewForm(request.POST or None, divisions=request.user.divisions(P.REVIEW_PLAN), review=review)
    if form.is_valid():
        given = {**form.cleaned_data, "more": form.cleaned_data.get("divisions", ())}
        given.pop("divisions", None)
        actions.change_review(review, by=request.user, **given)
        messages.success(request, "The review is changed.")
        return redirect(review)
    context = {"form": form, "review": review, "cancel_url": review.get_absolute_url()}
    return render(request, "walks/review/make.html", context)


@login_required
def part(request, reference):
    """A division's part: where its plan stands, the next step, and what belongs to it."""
    its = find_part(request, reference)
    (standing,) = standings_of(DivisionReview.objects.filter(pk=its.pk))
    context = {
        "part": its,
        "standing": standing,
        "to_join": actions.walks_to_join(its).count(),
        "tasks": tasks_of(its, standing, request.user, risks=sees_risks(request, its)),
        "may_plan": request.user.may(P.REVIEW_PLAN, its.division),
        "may_work": request.user.may(P.REVIEW_WORK, its.division),
        "history": history_of(request, its),
        "breadcrumbs": crumbs(its)[:2],
    }
    return render(request, "walks/review/part.html", context)


@login_required
def change_part(request, reference):
    its = find_part(request, reference)
    demand(request.user, P.REVIEW_PLAN, its.division)
    form = PartForm(request.POST or None, instance=its)
    if form.is_valid():
        actions.change_part(find_part(request, reference), by=request.user, **form.cleaned_data)
        messages.success(request, "The dates and hours are kept.")
        return redirect("walks:review", reference)
    context = {"form": form, "part": its, "breadcrumbs": crumbs(its)}
    return render(request, "walks/review/change_part.html", context)


@login_required
@require_POST
def join(request, reference):
    its = find_part(request, reference)
    joined = actions.join_walks(its, by=request.user)
    messages.success(request, f"{joined} Walks have joined the review.")
    return redirect("walks:review", reference)
