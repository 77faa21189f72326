"""What of the reviews waits for a person: marks to review, dwellings without a choice, requests to send."""

from collections.abc import Callable
from datetime import timedelta

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone

from electoral.office.models import Division
from electoral.office.queues import queues
from electoral.office.roles import Permission as P
from electoral.office.rules import date_in
from electoral.roll.models import Residence
from electoral.roll.models.residence import DwellingKind
from walks.models import DivisionReview, DwellingChoice, HighRisk, ListingRequest, RequestDate
from walks.states import ListingRequestStatus

SOON = timedelta(days=14)  # before its date of the timetable a request is reminded of


def waiting_for(user) -> list[dict]:
    """Queues as (label, count, url, oldest), one a division where the person has several."""
    return [*_risks(user), *_dwellings(user), *_drafts(user), *_timetable(user)]


def _today(division):
    return date_in(division.zone, timezone.now())


def _page(name: str) -> Callable[[Division], str]:
    """A page of which each division has its own."""
    return lambda division: reverse(name, args=[division.code])


def _risks(user) -> list[dict]:
    """Marks of high risk whose date of review has come (10.1a)."""
    divisions = list(user.divisions(P.RISK_MARK).select_related("area__state"))
    if not divisions:
        return []
    due = Q()
    for division in divisions:
        due |= Q(division=division, review_on__lte=_today(division))
    rows = HighRisk.objects.visible_to(user).in_force().filter(due)
    return queues(divisions, "Places of high risk to be reviewed", _page("walks:risks"), rows, "review_on")


def _dwellings(user) -> list[dict]:
    """Non-private dwellings without visit or schedule (1.1e)."""
    divisions = list(user.divisions(P.RESIDENCE_EXCLUDE).select_related("area__state"))
    if not divisions:
        return []
    chosen = DwellingChoice.objects.in_force().filter(residence=OuterRef("pk"))
    rows = Residence.objects.visible_to(user).in_force().filter(~Exists(chosen), division__in=divisions)
    rows = rows.exclude(dwelling_kind=DwellingKind.PRIVATE)
    label = "Non-private dwellings to be chosen for"
    return queues(divisions, label, _page("walks:dwellings"), rows, "from_on")


def _drafts(user) -> list[dict]:
    """Requests that are drafted and not sent (5.1), by division's part."""
    mine = ListingRequest.objects.visible_to(user).filter(division__in=user.divisions(P.LISTING_ORDER))
    drafts = mine.filter(status=ListingRequestStatus.DRAFTED).select_related("division", "timetable_date")
    return [
        {
            "label": f"{request}, {request.division}: to be sent",
            "count": 1,
            "url": request.get_absolute_url(),
            "oldest": request.timetable_date.on if request.timetable_date else None,
        }
        for request in drafts.order_by("timetable_date__on", "number")
    ]


def _timetable(user) -> list[dict]:
    """Dates of the timetable within two weeks, or past, for which the division has drafted nothing (5.1a)."""
    today = timezone.localdate()
    parts = DivisionReview.objects.visible_to(user).filter(division__in=user.divisions(P.LISTING_ORDER))
    here = list(parts.filter(ends_on__gte=today).select_related("division"))
    if not here:
        return []
    reviews = {part.review_id for part in here}
    dates = list(RequestDate.objects.filter(review__in=reviews, on__lte=today + SOON).order_by("on"))
    asked = set(
        ListingRequest.objects.filter(review__in=[part.pk for part in here], timetable_date__isnull=False)
        .values_list("review", "timetable_date")
    )  # fmt: skip
    return [
        {
            "label": f"Dates of the timetable without a request, {part.division}",
            "count": len(lacking),
            "url": reverse("walks:requests", args=[part.reference]),
            "oldest": lacking[0],
        }
        for part in here
        if (
            lacking := [d.on for d in dates if d.review_id == part.review_id and (part.pk, d.pk) not in asked]
        )
    ]
