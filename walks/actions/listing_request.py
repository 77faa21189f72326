"""A Walk Listing request: drafted with the next Walks, changed by hand, sent, closed (5.1)."""

from collections.abc import Collection, Mapping

from django.db import transaction
from django.db.models import Max

from electoral.jobs.lease import Lease
from electoral.jobs.models import Job
from electoral.jobs.work import Finish, kind
from electoral.office.actions import demand, record
from electoral.office.refusals import Refused, WrongState
from electoral.office.registry import verbs
from electoral.office.roles import Permission
from electoral.papers.actions import document_of, make_paper, order_document
from walks.actions.listing import barred_walks, order_listings
from walks.documents.chooser import Candidate, candidates_of
from walks.documents.listing_request import listing_request
from walks.documents.plan import figures_of, planned_walks
from walks.documents.supply import supply_of
from walks.models import DivisionReview, ListingRequest, RequestDate, RequestedWalk, ReviewWalk
from walks.rules.supply import walks_to_request
from walks.states import LISTING_REQUEST, ListingRequestStatus

verbs(
    draft_request="drafted a Walk Listing request",
    change_request="changed the Walk Listing request",
    add_to_request="put Walks on the request",
    take_off_request="took Walks off the request",
    use_on_request="changed what Walks are asked for",
)
Use = RequestedWalk.Use
VISITED = (Use.VISIT, Use.BOTH)
PAPER = "listing_request"
# Two requests may ask for a Walk at once only where one is for the visit and the other by mail.
CLASHES = {
    Use.VISIT: (Use.VISIT, Use.BOTH),
    Use.MAIL: (Use.MAIL, Use.BOTH, Use.SAB),
    Use.SAB: (Use.MAIL, Use.BOTH, Use.SAB),
    Use.BOTH: tuple(Use),
}


@transaction.atomic
def draft_request(
    part: DivisionReview,
    *,
    officers: int,
    by,
    timetable_date: RequestDate | None = None,
    propose: bool = True,
) -> ListingRequest:
    """A new request with the next number; with `propose` it holds the next Walks, enough for the officers (5.1a, 5.1c)."""
    demand(by, Permission.LISTING_ORDER, part.division)
    part = DivisionReview.objects.select_for_update(of=("self",)).get(pk=part.pk)
    if timetable_date and timetable_date.review_id != part.review_id:
        raise Refused("This date is not in the timetable of the review.")
    number = (part.requests.aggregate(Max("number"))["number__max"] or 0) + 1
    request = ListingRequest.objects.create(
        division=part.division, review=part, number=number, officers=officers, timetable_date=timetable_date, drafted_by=by
    )  # fmt: skip
    record(request, "draft_request", by=by, number=number)
    if propose:
        _fill(request)
    return request


def _fill(request: ListingRequest) -> None:
    part = request.review
    walks, figures = planned_walks(part), figures_of(part.division)
    supply = supply_of(part, walks, figures, officers=request.officers)
    wanted = walks_to_request(request.officers, supply.in_hand, supply.workload_weeks)
    found = candidates_of(part, walks, figures, barred=barred_walks(part.division))
    RequestedWalk.objects.bulk_create(_row(request, one) for one in found[:wanted])


def _row(request: ListingRequest, one: Candidate) -> RequestedWalk:
    return RequestedWalk(
        division=request.division, request=request, walk_id=one.walk.walk_id, use=one.use, why=one.why
    )


@transaction.atomic
def change_request(
    request: ListingRequest, *, officers: int, by, timetable_date: RequestDate | None = None
) -> ListingRequest:
    """Change the officers to be engaged, or the date of the timetable that it is for."""
    request = _drafted(request, by)
    if timetable_date and timetable_date.review_id != request.review.review_id:
        raise Refused("This date is not in the timetable of the review.")
    request.officers, request.timetable_date = officers, timetable_date
    request.save(update_fields=["officers", "timetable_date"])
    record(request, "change_request", by=by, officers=officers)
    return request


@transaction.atomic
def add_walks(request: ListingRequest, uses: Mapping[int, str], *, by, why: Mapping[int, str]) -> int:
    """Put Walks on the request (key of the Walk: what for); returns how many. Barred ones are refused."""
    request = _drafted(request, by)
    rows = ReviewWalk.objects.filter(review=request.review, walk__in=uses, walk__ended_on=None)
    walks = [row.walk for row in rows.select_related("walk").order_by("walk__number")]
    if not walks:
        raise Refused("Tick at least one Walk.", request)
    barred, there = barred_walks(request.division), set(request.walks.values_list("walk", flat=True))
    if reasons := [f"{walk}: {barred[walk.pk]}" for walk in walks if walk.pk in barred]:
        raise Refused(" ".join(reasons), request)
    new = [walk for walk in walks if walk.pk not in there]
    RequestedWalk.objects.bulk_create(
        RequestedWalk(
            division=request.division, request=request, walk=w, use=uses[w.pk], why=why.get(w.pk, "")
        )
        for w in new
    )
    _check_once(request)
    record(request, "add_to_request", by=by, walks=len(new))
    return len(new)


@transaction.atomic
def take_off(request: ListingRequest, walks: Collection[int], *, by) -> int:
    """Take Walks (keys of RequestedWalk) off the request; returns how many."""
    request = _drafted(request, by)
    taken, _ = request.walks.filter(pk__in=walks).delete()
    if not taken:
        raise Refused("Tick at least one Walk.", request)
    record(request, "take_off_request", by=by, walks=taken)
    return taken


@transaction.atomic
def use_for(request: ListingRequest, walks: Collection[int], use: str, *, by) -> int:
    """Ask for Walks (keys of RequestedWalk) for the visit, by mail, both, or letters to security access buildings alone."""
    request = _drafted(request, by)
    changed = request.walks.filter(pk__in=walks).update(use=use)
    if not changed or use not in Use.values:
        raise Refused("Tick at least one Walk, and choose what it is for.", request)
    _check_once(request)
    record(request, "use_on_request", by=by, walks=changed, use=use)
    return changed


@transaction.atomic
def send_request(request: ListingRequest, *, by) -> ListingRequest:
    """Send the request: the listings of the Walks visited are ordered, its paper is made. Refused whole where a Walk is barred."""
    request = (
        ListingRequest.objects.select_for_update(of=("self",))
        .select_related("division", "review")
        .get(pk=request.pk)
    )
    if no := LISTING_REQUEST.moves["send"].refusal(request, by):
        raise no
    rows = list(request.walks.select_related("walk"))
    barred = barred_walks(request.division)
    if reasons := [f"{row.walk}: {barred[row.walk_id]}" for row in rows if row.walk_id in barred]:
        raise Refused(" ".join(reasons), request)
    if gone := [str(row.walk) for row in rows if row.walk.ended_on]:
        raise Refused(f"{', '.join(gone)} ended since. Take it off the request.", request)
    visited = [row.walk for row in rows if row.use in VISITED]
    order = order_listings(request.division, visited, by=by) if visited else None
    walks = planned_walks(request.review)
    supply = supply_of(request.review, walks, figures_of(request.division), officers=request.officers)
    sent = {"sent_by": by, "sent_on": request.division.today(), "order": order, "in_hand": supply.in_hand}
    request = LISTING_REQUEST.move(request, "send", by=by, changes=sent, number=request.number)
    order_document(
        PAPER, subject=request, title=str(request), file_name=f"listing-request-{request.number}.pdf", by=by
    )
    return request


def close_request(request: ListingRequest, *, by, reason: str) -> ListingRequest:
    """Close a request; its Walks can be asked for again. What was ordered with it stays."""
    if not reason.strip():
        raise Refused("Say why it is closed.", request)
    return LISTING_REQUEST.move(
        request, "close", by=by, changes={"reason": reason.strip()}, reason=reason.strip()
    )


@kind(PAPER, queue="papers", permission=Permission.PAPER_MAKE)
def produce_request(job: Job, lease: Lease) -> Finish:
    """The paper of a request that was sent."""
    document = document_of(job)
    request = ListingRequest.objects.select_related(
        "division__area__state", "review__review", "timetable_date", "sent_by"
    )
    values = listing_request(request.get(reference=document.subject), document.reference)
    return make_paper(document, "walks/papers/listing_request.html", values, job=job, lease=lease)


def _drafted(request: ListingRequest, by) -> ListingRequest:
    demand(by, Permission.LISTING_ORDER, request.division)
    request = (
        ListingRequest.objects.select_for_update(of=("self",))
        .select_related("division", "review")
        .get(pk=request.pk)
    )
    if request.status != ListingRequestStatus.DRAFTED:
        raise WrongState(f"It is {request.get_status_display().lower()}.", request)
    return request


def _check_once(request: ListingRequest) -> None:
    """A Walk is asked for once at a time, for one use (6.2a holds for custody what this holds for requests)."""
    DivisionReview.objects.select_for_update(of=("self",)).get(pk=request.review_id)
    mine = {row.walk_id: row for row in request.walks.select_related("walk")}
    others = RequestedWalk.objects.filter(request__review=request.review_id, walk__in=mine).exclude(
        request=request
    )
    for other in others.exclude(request__status=ListingRequestStatus.CLOSED).select_related("request"):
        row = mine[other.walk_id]
        if other.use in CLASHES[Use(row.use)]:
            raise Refused(
                f"{row.walk} is on request {other.request.number} already, for: {other.get_use_display().lower()}.",
                request,
            )
