"""What of publicity waits for a person, and the next step of an advertisement."""

from collections.abc import Iterator
from datetime import date

from django.db.models import Count, Min, Q
from django.urls import reverse
from django.utils import timezone

from electoral.office.roles import Permission as P
from electoral.office.rules import date_in
from review.models import Addressee, Advertisement, PublicityLetter
from review.queries.letter import OPTIONAL
from review.queries.publicity import not_over, without_notice
from review.rules.publicity import day
from review.states import AdvertisementStatus as S
from walks.models import DivisionReview

OFFICE, MANAGER, INFORMATION = "The divisional office", "The Area Manager", "The Information Officer"


def waiting_for(user) -> list[dict]:
    """Queues as (label, count, url, oldest)."""
    if not user.places_with(P.PUBLICITY_VIEW) and not user.is_operator:
        return []
    today = (
        date_in(user.appointments_in_force[0].zone, timezone.now())
        if user.appointments_in_force
        else date.today()
    )
    return [*for_the_manager(user), *for_the_state(user, today), *for_the_division(user, today)]


def queue(label: str, count: int, url: str, oldest=None) -> dict:
    return {"label": label, "count": count, "url": url, "oldest": oldest}


def by_review(rows, **about) -> Iterator[tuple[int, str, str, dict]]:
    """Rows counted by review: how many, the review's title and reference, and what else is asked."""
    counted = (
        rows.order_by().values("review__title", "review__reference").annotate(count=Count("pk"), **about)
    )
    for row in counted.order_by("review__title"):
        yield row["count"], row["review__title"], row["review__reference"], row


def for_the_manager(user) -> list[dict]:
    """Local advertisements to approve (3.1d)."""
    if not user.may(P.PUBLICITY_APPROVE):
        return []
    mine = Advertisement.objects.awaiting_approval().filter(local_to__in=user.divisions(P.PUBLICITY_APPROVE))
    label, there = "Local advertisements to approve", "review:advertisements"
    found = [
        queue(
            f"{label}, {title}", count, f"{reverse(there, args=[reference])}?status=requested", row["oldest"]
        )
        for count, title, reference, row in by_review(mine, oldest=Min("requested_on"))
    ]
    return found or [queue(label, 0, reverse("review:publicity"))]


def for_the_state(user, today: date) -> list[dict]:
    """Divisions without a notice or a reason, and what is planned and not placed (3.2)."""
    if not user.may(P.PUBLICITY_PLACE):
        return []
    states = [a.state_id for a in user.places_with(P.PUBLICITY_PLACE) if a.state_id]
    parts = not_over(DivisionReview.objects.filter(review__state__in=states), today)
    planned = Advertisement.objects.of_the_state().filter(state__in=states, status=S.PLANNED)
    page = "review:publicity_of_review"
    without = [
        queue(
            f"Divisions without a Notice of Review, {title}",
            count,
            f"{reverse(page, args=[reference])}?show=without",
        )
        for count, title, reference, _ in by_review(without_notice(parts))
    ]
    to_place = [
        queue(f"Notices, releases and advertisements to place, {title}", count,
              f"{reverse('review:advertisements', args=[reference])}?status=planned", row["oldest"])
        for count, title, reference, row in by_review(planned, oldest=Min("planned_on"))
    ]  # fmt: skip
    nothing = queue("Notices to plan or place", 0, reverse("review:publicity"))
    return without + to_place or [nothing]


def for_the_division(user, today: date) -> list[dict]:
    """A division's letters to write, its local advertisements returned or approved, and no notice planned (3.1d, 3.2a, 3.3a)."""
    mine = user.divisions(P.PUBLICITY_WORK)
    parts = list(
        not_over(DivisionReview.objects.filter(division__in=mine), today).select_related("division", "review")
    )
    stale = PublicityLetter.objects.newest().out_of_date().filter(review__in=parts, addressee__ended_on=None)
    behind = dict(stale.order_by().values_list("review").annotate(Count("pk")))
    unwritten = to_write(parts)
    bare = set(
        without_notice(DivisionReview.objects.filter(pk__in=[p.pk for p in parts])).values_list(
            "pk", flat=True
        )
    )
    local = Advertisement.objects.filter(
        local_to__in=mine, review__in={p.review_id for p in parts}
    ).order_by()
    counted = local.values("local_to", "review").annotate(
        returned=Count("pk", filter=Q(status=S.RETURNED)), approved=Count("pk", filter=Q(status=S.APPROVED)), oldest=Min("decided_on")
    )  # fmt: skip
    states = {(row["local_to"], row["review"]): row for row in counted}
    return [q for part in parts for q in of_part(part, behind, unwritten, bare, states)]


def of_part(part, behind: dict, unwritten: dict, bare: set, states: dict) -> Iterator[dict]:
    about = str(part)
    here, letters = (
        reverse(f"review:{name}", args=[part.reference]) for name in ("publicity_of_division", "letters")
    )
    local = states.get((part.division_id, part.review_id), {})
    yield queue(f"Letters to write, {about}", unwritten.get(part.pk, 0), letters)
    if behind.get(part.pk):
        yield queue(f"Letters out of date, {about}", behind[part.pk], letters)
    if part.pk in bare:
        yield queue(f"No Notice of Review is planned, {about}", 1, here)
    if local.get("returned"):
        yield queue(f"Local advertisements returned, {about}", local["returned"], here, local["oldest"])
    if local.get("approved"):
        yield queue(f"Local advertisements to place, {about}", local["approved"], here, local["oldest"])


def to_write(parts: list) -> dict[int, int]:
    """How many addressees of each part have no letter; councils are told by choice (3.4)."""
    divisions = {p.division_id for p in parts}
    known = Addressee.objects.in_force().filter(division__in=divisions).exclude(kind=OPTIONAL)
    every = dict(known.order_by().values_list("division").annotate(Count("pk")))
    told = PublicityLetter.objects.filter(review__in=parts, addressee__in=known).order_by()
    written = dict(told.values_list("review").annotate(Count("addressee", distinct=True)))
    return {p.pk: every.get(p.division_id, 0) - written.get(p.pk, 0) for p in parts}


def next_step(ad: Advertisement) -> dict:
    """Where an advertisement stands and who has the next step, in a sentence."""
    steps = {
        S.PLANNED: ("It is to be placed, to appear on " + day(ad.appears_on) + ".", INFORMATION),
        S.REQUESTED: ("It waits for approval.", MANAGER),
        S.APPROVED: ("It is approved and can be placed.", OFFICE),
        S.RETURNED: ("Change it and ask again, or cancel it.", OFFICE),
        S.PLACED: ("It is placed. Nothing remains to be done.", ""),
        S.NOT_PLACED: ("It is not placed, for the reason below.", ""),
        S.CANCELLED: ("It is cancelled.", ""),
    }
    sentence, who = steps[S(ad.status)]
    return {"sentence": sentence, "who": who}
