"""Making a review and a division's part in it; its Walks join in one step for all (1.1, 5.1a)."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date, time

from django.db import transaction
from django.db.models import Exists, OuterRef

from electoral.office.actions import demand, record
from electoral.office.models import Division, State
from electoral.office.refusals import NotPermitted, Refused
from electoral.office.registry import navigation, verbs
from electoral.office.roles import Permission
from walks.models import DivisionReview, RequestDate, ReviewWalk, RollReview, Walk

navigation("Reviews", "walks:roll_reviews", Permission.REVIEW_VIEW, place=25)
verbs(
    make_review="made the review",
    change_review="changed the review",
    change_part="changed the dates or the hours of calling",
    join_walks="let new Walks join the review",
)


@transaction.atomic
def make_review(
    *,
    title: str,
    starts_on: date,
    ends_on: date,
    divisions: Sequence[Division],
    request_dates: Iterable[date] = (),
    by,
) -> RollReview:
    """A review of a State, or of some of its divisions, with every Walk in force in it. Who plans each of them may."""
    if not divisions:
        raise Refused("Choose at least one division.")
    _demand_all(by, divisions)
    if len({division.area.state_id for division in divisions}) > 1:
        raise Refused("A review is of one State. Choose divisions of one State.")
    state = State.objects.select_for_update().get(pk=divisions[0].area.state_id)
    _check(state, title, starts_on, ends_on)
    review = RollReview.objects.create(state=state, title=title, starts_on=starts_on, ends_on=ends_on)
    RequestDate.objects.bulk_create(RequestDate(review=review, on=day) for day in sorted(set(request_dates)))
    _open_parts(review, divisions)
    record(review, "make_review", by=by, divisions=len(divisions))
    return review


@transaction.atomic
def change_review(
    review: RollReview,
    *,
    title: str,
    starts_on: date,
    ends_on: date,
    request_dates: Collection[date],
    more: Sequence[Division] = (),
    by,
) -> RollReview:
    """Change title, dates and timetable, or let more divisions in. Who plans every division of it may."""
    review = RollReview.objects.select_for_update().get(pk=review.pk)
    _demand_all(by, [*Division.objects.filter(divisionreview__review=review), *more])
    if any(division.area.state_id != review.state_id for division in more):
        raise Refused("A review is of one State. Choose divisions of one State.")
    _check(review.state, title, starts_on, ends_on, but=review)
    for part in review.divisions.select_related("division").order_by("division__name"):
        _within(part.starts_on, part.ends_on, starts_on, ends_on, f"The field work of {part.division}")
    review.title, review.starts_on, review.ends_on = title, starts_on, ends_on
    review.save()
    _set_dates(review, set(request_dates))
    _open_parts(review, more)
    record(review, "change_review", by=by)
    return review


@transaction.atomic
def change_part(
    part: DivisionReview, *, starts_on: date, ends_on: date, calling_from: time, calling_until: time, by
) -> DivisionReview:
    """When the field work of a division is, and between which hours its officers call (A2)."""
    demand(by, Permission.REVIEW_PLAN, part.division)
    if ends_on < starts_on:
        raise Refused("Field work ends on or after the day on which it begins.")
    if calling_until <= calling_from:
        raise Refused("The hours of calling end after they begin.")
    _within(starts_on, ends_on, part.review.starts_on, part.review.ends_on, "Field work")
    part.starts_on, part.ends_on = starts_on, ends_on
    part.calling_from, part.calling_until = calling_from, calling_until
    part.save()
    record(part, "change_part", by=by)
    return part


@transaction.atomic
def join_walks(part: DivisionReview, *, by) -> int:
    """Let the Walks in force that are not in the review yet join it; returns how many."""
    demand(by, Permission.REVIEW_WORK, part.division)
    DivisionReview.objects.select_for_update().get(pk=part.pk)
    joined = _join([part])
    if joined:
        record(part, "join_walks", by=by, walks=joined)
    return joined


def walks_to_join(part: DivisionReview):
    """Walks in force that are not in the review."""
    there = ReviewWalk.objects.filter(review=part, walk=OuterRef("pk"))
    return Walk.objects.in_force().filter(~Exists(there), division=part.division_id)


def may_change(review: RollReview, user) -> bool:
    """Whether the person plans every division of the review."""
    theirs = user.divisions(Permission.REVIEW_PLAN).values("pk")
    return user.may(Permission.REVIEW_PLAN) and not review.divisions.exclude(division__in=theirs).exists()


def _demand_all(by, divisions: Sequence[Division]) -> None:
    mine = set(by.divisions(Permission.REVIEW_PLAN).values_list("pk", flat=True))
    if not {division.pk for division in divisions} <= mine:
        raise NotPermitted("Your role may not plan a review of each of these divisions.")


def _check(
    state: State, title: str, starts_on: date, ends_on: date, *, but: RollReview | None = None
) -> None:
    if ends_on < starts_on:
        raise Refused("A review ends on or after the day on which it begins.")
    others = RollReview.objects.filter(state=state, title=title)
    if (others.exclude(pk=but.pk) if but else others).exists():
        raise Refused(f"There is a review “{title}” in {state} already. Give this one another title.")


def _within(starts_on: date, ends_on: date, first: date, last: date, what: str) -> None:
    if starts_on < first or ends_on > last:
        raise Refused(f"{what} lies outside the review, {first:%-d %B %Y} to {last:%-d %B %Y}.")


def _open_parts(review: RollReview, divisions: Sequence[Division]) -> None:
    known = set(review.divisions.values_list("division", flat=True))
    parts = DivisionReview.objects.bulk_create(
        DivisionReview(division=d, review=review, starts_on=review.starts_on, ends_on=review.ends_on)
        for d in divisions
        if d.pk not in known
    )
    _join(parts)


def _join(parts: Sequence[DivisionReview]) -> int:
    """Every Walk in force of these parts that is not in its part yet, in one statement for all."""
    of_division = {part.division_id: part for part in parts}
    there = ReviewWalk.objects.filter(review__in=[part.pk for part in parts], walk=OuterRef("pk"))
    walks = Walk.objects.in_force().filter(~Exists(there), division__in=list(of_division))
    rows = [
        ReviewWalk(division_id=division, review=of_division[division], walk_id=walk)
        for walk, division in walks.values_list("pk", "division")
    ]
    ReviewWalk.objects.bulk_create(rows, batch_size=2000)
    return len(rows)


def _set_dates(review: RollReview, wanted: set[date]) -> None:
    known = set(review.request_dates.values_list("on", flat=True))
    gone = review.request_dates.filter(on__in=known - wanted)
    if used := gone.filter(listingrequest__isnull=False).first():
        raise Refused(f"A request stands for {used}. Leave this date in the timetable.", review)
    gone.delete()
    RequestDate.objects.bulk_create(RequestDate(review=review, on=day) for day in sorted(wanted - known))
