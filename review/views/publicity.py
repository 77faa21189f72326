"""The publicity of a review and of a division's part in it, and planning it (3.1, 3.2)."""

from collections import defaultdict

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Count, Q
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse, reverse_lazy

from electoral.office.actions import demand
from electoral.office.faces import paged, way_back
from electoral.office.lists import in_order, sheet
from electoral.office.roles import Permission as P
from review.actions import advertisement as steps
from review.actions import publicity as actions
from review.forms.publicity import (
    AdvertisementFilter,
    DivisionsFilter,
    LeaveOutForm,
    LocalForm,
    NoticesForm,
    PlanForm,
)
from review.models import Advertisement, Application, Coverage, Outlet, Position, PublicityLetter
from review.queries import parts_in, reviews_in
from review.queries.publicity import without_notice
from review.rules.publicity import dollars, hours
from walks.models import RollReview

SORTS = {"appears": "appears_on", "outlet": "outlet__name", "kind": "kind", "state": "status", "cost": "cost"}
COLUMNS = ("kind", "newspaper", "divisions", "state", "appears on", "cost", "reason", "reference")
PUBLICITY = ("Publicity", reverse_lazy("review:publicity"))


def find_review(request, reference) -> RollReview:
    return get_object_or_404(reviews_in(request.user), reference=reference)


def find_part(request, reference):
    return get_object_or_404(parts_in(request.user), reference=reference)


def crumbs(review: RollReview, part=None) -> list[dict]:
    above = [PUBLICITY, (str(review), reverse("review:publicity_of_review", args=[review.reference]))]
    if part:
        above.append((str(part.division), reverse("review:publicity_of_division", args=[part.reference])))
    return way_back(*above)


@login_required
def index(request):
    page = paged(request, reviews_in(request.user).order_by("-starts_on", "title"))
    parts = parts_in(request.user).filter(review__in=list(page)).order_by()
    named = dict(parts.values_list("review").annotate(Count("pk")))
    without = dict(without_notice(parts).values_list("review").annotate(Count("pk")))
    waits = Advertisement.objects.visible_to(request.user).filter(review__in=list(page)).order_by()
    counted = waits.values("review").annotate(
        planned=Count("pk", filter=Q(status="planned")), asked=Count("pk", filter=Q(status="requested"))
    )
    states = {row["review"]: row for row in counted}
    rows = [(r, named.get(r.pk, 0), without.get(r.pk, 0), states.get(r.pk, {})) for r in page]
    context = {"page": page, "rows": rows, "may_view": request.user.may(P.PUBLICITY_VIEW)}
    return render(request, "review/publicity/index.html", context)


@login_required
def of_review(request, reference):
    """The divisions of a review with their notices, releases and letters."""
    review = find_review(request, reference)
    form = DivisionsFilter(request.GET)
    parts = parts_in(request.user).filter(review=review)
    missing = without_notice(parts)
    page = paged(request, (missing if form.only_without else parts).order_by("division__name"))
    context = {
        "review": review,
        "form": form,
        "page": page,
        "rows": rows_of(page),
        "divisions": parts.count(),
        "missing": missing.count(),
        "tiles": tiles(request, review),
        "moves": plans(request.user, review, missing=missing.exists()),
        "breadcrumbs": crumbs(review)[:1],
    }
    return render(request, "review/publicity/review.html", context)


def rows_of(parts) -> list[tuple]:
    """Each part with its notices, its releases, its letters and how many of them are out of date."""
    told = defaultdict(list)
    standing = Coverage.objects.filter(
        advertisement__review__in={p.review_id for p in parts}, division__in=[p.division_id for p in parts]
    ).exclude(advertisement__status="cancelled")
    for row in standing.select_related("advertisement__outlet").order_by("advertisement__appears_on", "pk"):
        told[row.division_id, row.advertisement.kind].append(row.advertisement)
    newest = PublicityLetter.objects.newest().filter(review__in=list(parts), addressee__ended_on=None)
    newest = newest.order_by()
    letters = dict(newest.values_list("review").annotate(Count("pk")))
    stale = dict(newest.out_of_date().values_list("review").annotate(Count("pk")))
    return [(p, *(told[p.division_id, k] for k in ("notice", "release")), letters.get(p.pk, 0), stale.get(p.pk, 0))
            for p in parts]  # fmt: skip


def tiles(request, review: RollReview) -> list[dict]:
    """How many advertisements are in each state, each with its list."""
    mine = Advertisement.objects.visible_to(request.user).filter(review=review).order_by()
    counted = dict(mine.values_list("status").annotate(Count("pk")))
    there = reverse("review:advertisements", args=[review.reference])
    shown = [s for s in Advertisement.workflow.statuses if s in ("planned", "placed") or counted.get(s)]
    return [{"label": s.label, "number": counted.get(s, 0), "url": f"{there}?status={s}"} for s in shown]


def plans(user, review: RollReview, *, missing: bool) -> list[tuple[str, str, str | None]]:
    """What the Information Officer may plan, with the reason why not now."""
    if not user.may(P.PUBLICITY_PLACE, review.state):
        return []
    here, all_told = (
        [review.reference],
        None if missing else "Every division has a notice, or the reason why not.",
    )
    return [
        ("Plan notices", reverse("review:plan_notices", args=here), None),
        ("Say why there is no notice", reverse("review:leave_out_divisions", args=here), all_told),
        ("Plan another advertisement or release", reverse("review:plan_advertisement", args=here), None),
    ]


@login_required
def advertisements(request, reference):
    review = find_review(request, reference)
    divisions = request.user.divisions(P.PUBLICITY_VIEW).filter(divisionreview__review=review)
    form = AdvertisementFilter(request.GET, divisions=divisions)
    rows = form.applied(Advertisement.objects.visible_to(request.user).filter(review=review).with_row())
    rows = in_order(request, rows, SORTS, "appears_on")
    if request.GET.get("format") == "csv":
        return sheet(
            f"advertisements-{review.reference}",
            COLUMNS,
            map(line_of, rows.prefetch_related("coverage__division")),
        )
    context = {"review": review, "form": form, "page": paged(request, rows), "breadcrumbs": crumbs(review)}
    return render(request, "review/publicity/advertisements.html", context)


def line_of(row: Advertisement) -> tuple:
    names = " ".join(sorted(named.division.code for named in row.coverage.all()))
    words = (row.get_kind_display(), str(row.outlet or ""), names, row.get_status_display(), row.appears_on)
    return (*words, dollars(row.cost), row.reason, row.reference)


@login_required
def plan_notices(request, reference):
    """One notice in each regional paper, from the start of field work, and a release beside it (3.2)."""
    review = find_review(request, reference)
    demand(request.user, P.PUBLICITY_PLACE, review.state)
    form = NoticesForm(request.POST or None, proposals=proposals(review))
    if form.is_valid():
        with_releases = form.cleaned_data["with_releases"]
        made = actions.plan_notices(review, form.chosen(), by=request.user, with_releases=with_releases)
        messages.success(request, planned_words(made))
        return redirect("review:publicity_of_review", reference)
    context = {"review": review, "form": form, "breadcrumbs": crumbs(review)}
    return render(request, "review/publicity/plan_notices.html", context)


def planned_words(made: list[Advertisement]) -> str:
    notices = sum(ad.kind == Advertisement.Kind.NOTICE for ad in made)
    releases = len(made) - notices
    return (
        f"Planned: {notices} notice{'s' * (notices != 1)}, {releases} media release{'s' * (releases != 1)}."
    )


def proposals(review: RollReview) -> list[tuple]:
    """Regional papers that cover a division of the review and have no notice for it."""
    standing = Advertisement.objects.standing().filter(review=review, kind="notice").values("outlet")
    papers = Outlet.objects.in_force().filter(state=review.state, kind=Outlet.Kind.REGIONAL).reaching(review)
    parts = {p.division_id: p for p in review.divisions.select_related("division").order_by("division__name")}
    outlets = papers.exclude(pk__in=standing.filter(outlet__isnull=False)).prefetch_related("covers")
    return [(o, [parts[d.pk] for d in o.covers.all() if d.pk in parts]) for o in outlets]


@login_required
def leave_out_divisions(request, reference):
    review = find_review(request, reference)
    demand(request.user, P.PUBLICITY_PLACE, review.state)
    missing = without_notice(parts_in(request.user).filter(review=review)).order_by("division__name")
    form = LeaveOutForm(request.POST or None, parts=missing)
    if form.is_valid():
        chosen, reason = form.cleaned_data["parts"], form.cleaned_data["reason"]
        left = actions.leave_out_divisions(review, list(chosen), by=request.user, reason=reason)
        messages.success(request, "It is written down why there is no notice.")
        return redirect(left)
    context = {"review": review, "form": form, "missing": missing, "breadcrumbs": crumbs(review)}
    return render(request, "review/publicity/leave_out.html", context)


@login_required
def plan_advertisement(request, reference):
    """A national, daily or regional advertisement, or a release without a notice (3.1a, 3.2c)."""
    review = find_review(request, reference)
    demand(request.user, P.PUBLICITY_PLACE, review.state)
    outlets = Outlet.objects.visible_to(request.user).in_force().filter(state=review.state)
    first = {"kind": Advertisement.Kind.RECRUITMENT, "appears_on": review.starts_on}
    form = PlanForm(request.POST or None, outlets=outlets, initial=first)
    if form.is_valid():
        chosen = form.cleaned_data
        planned = actions.plan_advertisement(
            review, chosen["kind"], chosen["outlet"], appears_on=chosen["appears_on"], by=request.user
        )
        messages.success(request, "It is planned. Read its text before it is placed.")
        return redirect(planned)
    context = {"review": review, "form": form, "breadcrumbs": crumbs(review)}
    return render(request, "review/publicity/plan.html", context)


@login_required
def of_division(request, reference):
    part = find_part(request, reference)
    mine = Advertisement.objects.visible_to(request.user).filter(review=part.review).with_row()
    context = {
        "part": part,
        "hours": hours(part.calling_from, part.calling_until),
        "row": rows_of([part])[0],
        "page": paged(request, mine.naming(part.division).order_by("appears_on", "pk")),
        "may_work": request.user.may(P.PUBLICITY_WORK, part.division),
        "breadcrumbs": crumbs(part.review),
    }
    return render(request, "review/publicity/division.html", context)


@login_required
def ask_local(request, reference):
    """Ask the Area Manager for a local advertisement (3.1d)."""
    part = find_part(request, reference)
    demand(request.user, P.PUBLICITY_WORK, part.division)
    form = LocalForm(
        request.POST or None, **choices_of(part), initial={"applications_so_far": applied_for(part)}
    )
    if form.is_valid():
        asked = steps.request_local_advertisement(part, by=request.user, **form.cleaned_data)
        messages.success(request, "It is with the Area Manager.")
        return redirect(asked)
    context = {"part": part, "form": form, "breadcrumbs": crumbs(part.review, part)} | choices_of(part)
    return render(request, "review/publicity/ask_local.html", context)


def choices_of(part) -> dict:
    """The newspapers and the positions that a local advertisement of the division may have."""
    return {
        "outlets": Outlet.objects.in_force().filter(covers=part.division_id),
        "positions": Position.objects.in_force().filter(review=part).order_by("area"),
    }


def applied_for(part) -> int:
    return Application.objects.filter(position__review=part).count()
