"""Walk Listings: ordered, produced by workers, joined for the printer, made void (section 5)."""

from collections.abc import Iterable, Sequence

from django.db import transaction
from django.db.models import Exists, Max, OuterRef

from electoral.jobs.actions import cancel_job, retry_job
from electoral.jobs.lease import Lease
from electoral.jobs.models import Job
from electoral.jobs.states import UNFINISHED, JobStatus
from electoral.jobs.work import Finish, kind
from electoral.office.actions import demand, record
from electoral.office.refusals import Refused
from electoral.office.registry import navigation, verbs
from electoral.office.roles import Permission
from electoral.papers.actions import document_of, keep_document, order_document, order_run, typeset
from electoral.papers.models import Document, Run
from electoral.papers.states import DocumentStatus
from electoral.roll.models import Residence
from walks.actions.alignment import barred_by_change
from walks.documents import walk_listing
from walks.listing_plan import ListingPlan, plan_listing
from walks.models import Allocation, Listing, ListingLine, ListingOrder, Walk
from walks.states import LISTING, ListingStatus

navigation("Listings", "walks:orders", Permission.LISTING_VIEW, place=30)
verbs(
    order_listings="ordered listings",
    order_print_file="ordered the print file",
    read_paper="opened the paper",
)
TEMPLATE = "walks/papers/listing.typ"


class RollChanged(Exception):
    """An address was closed while the paper was made: it is thrown away, and the next try begins anew."""


def barred_walks(division) -> dict[int, str]:
    """Walks for which no listing can be asked for, each with the reason (1.1b, 4a)."""
    placed = Allocation.objects.filter(division=division, residence=OuterRef("pk"))
    lost = Residence.objects.filter(~Exists(placed), division=division, ended_on=None).values_list(
        "ccd_code", flat=True
    )
    ccds = set(lost.distinct())
    stuck = Walk.objects.filter(division=division, ccds__ccd__code__in=ccds, ccds__ended_on=None)
    reasons = {
        w: "A residence of its CCDs has no Walk; see the allocation report."
        for w in stuck.values_list("pk", flat=True)
    }
    empty = Walk.objects.filter(division=division, ended_on=None, allocation=None).values_list(
        "pk", flat=True
    )
    empty_ones = {w: "It has no residences." for w in empty if w not in reasons}
    return reasons | empty_ones | barred_by_change(division)


@transaction.atomic
def order_listings(
    division, walks: Sequence[Walk], *, by, single_sided: bool = False, even_descending: bool = False
) -> ListingOrder:
    """Order a listing of each Walk as one run; each is a new version (5.2i). Refused whole where one Walk is barred."""
    demand(by, Permission.LISTING_ORDER, division)
    if not walks:
        raise Refused("Choose at least one Walk.")
    barred = barred_walks(division)
    if reasons := [f"{w}: {barred[w.pk]}" for w in walks if w.pk in barred]:
        raise Refused(" ".join(reasons))
    them = (
        Walk.objects.select_for_update()
        .in_force()
        .filter(division=division, pk__in=[w.pk for w in walks])
        .order_by("number")
    )
    run = order_run(
        division=division,
        title=f"Walk Listings of {len(them)} Walks" if len(them) > 1 else f"Listing of {them[0]}",
        by=by,
    )
    order = ListingOrder.objects.create(
        division=division, run=run, ordered_by=by, single_sided=single_sided, even_descending=even_descending
    )
    versions = dict(Listing.objects.filter(walk__in=them).values_list("walk").annotate(Max("version")))
    for position, walk in enumerate(them, 1):
        _order_listing(order, walk, versions.get(walk.pk, 0) + 1, position, by=by)
    record(order, "order_listings", by=by, walks=len(them))
    return order


def _order_listing(order: ListingOrder, walk: Walk, version: int, position: int, *, by) -> None:
    listing = Listing(
        division=order.division, walk=walk, version=version, order=order, speaks_of=order.division.today()
    )
    listing.document = order_document(
        "walk_listing", subject=listing, title=str(listing), by=by, run=order.run, position=position,
        file_name=f"walk-{walk.number:05}-v{version}.pdf",
    )  # fmt: skip
    listing.save()


@kind("walk_listing", queue="papers", permission=Permission.LISTING_ORDER)
def produce_listing(job: Job, lease: Lease) -> Finish:
    """Plan, typeset and keep one listing; the snapshot is written in the transaction that finishes the job."""
    document = document_of(job)
    listing = Listing.objects.select_related("walk", "order", "division__area__state").get(document=document)
    if listing.status != ListingStatus.ORDERED:
        raise Refused(f"It is {listing.get_status_display().lower()}.")
    plan = plan_listing(*walk_listing(listing))
    kept = typeset(TEMPLATE, plan.values, pages=plan.pages, lease=lease)

    def finish() -> None:
        if _closed_since(plan):
            raise RollChanged
        keep_document(document, kept, by=job.requested_by)
        ListingLine.objects.bulk_create(_lines(listing, plan), batch_size=2000)
        totals = plan.totals
        counted = {
            "residences": totals.residences,
            "closed_residences": totals.closed,
            "electors": totals.electors,
        }
        LISTING.move(listing, "produce", by=job.requested_by, changes=counted)

    return finish


def _closed_since(plan: ListingPlan) -> bool:
    opened = {line.residence_id for line in plan.lines if not line.closed}
    return Residence.objects.filter(pk__in=opened, not_to_be_visited=True).exists()


def _lines(listing: Listing, plan: ListingPlan) -> Iterable[ListingLine]:
    for line in plan.lines:
        yield ListingLine(
            division_id=listing.division_id, listing=listing, page=line.page, line=line.line, residence_id=line.residence_id,
            starts_residence=line.starts_residence, closed=line.closed, door=line.number, elector_key=line.elector_id,
            roll_number=line.roll_number, surname=line.surname, given_names=line.given_names, category=line.category,
        )  # fmt: skip


def void_listing(listing: Listing, *, by, reason: str) -> Listing:
    """Make a listing void; its paper is not given out any more."""
    return LISTING.move(listing, "void", by=by, reason=reason)


@transaction.atomic
def cancel_order(order: ListingOrder, *, by) -> int:
    """Stop what is not made yet; returns how many were stopped."""
    demand(by, Permission.JOB_STEER, order.division)
    jobs = list(Job.objects.filter(document__run=order.run, status__in=UNFINISHED).order_by("ordered_at"))
    for job in jobs:
        cancel_job(job, by=by)
    return len(jobs)


@transaction.atomic
def retry_order(order: ListingOrder, *, by) -> int:
    """Try again what was put aside or cancelled; returns how many."""
    demand(by, Permission.JOB_STEER, order.division)
    ended = (JobStatus.PUT_ASIDE, JobStatus.CANCELLED)
    jobs = list(Job.objects.filter(document__run=order.run, status__in=ended).order_by("ordered_at"))
    for job in jobs:
        retry_job(job, by=by)
    return len(jobs)


@transaction.atomic
def order_print_file(order: ListingOrder, *, by) -> Document:
    """All listings of the order in one file, in Walk order; refused while one is still to be made."""
    demand(by, Permission.LISTING_ORDER, order.division)
    run = Run.objects.select_for_update().get(pk=order.run_id)
    if Document.objects.filter(run=run, job__status__in=UNFINISHED).exists():
        raise Refused("Some listings are still being made. Ask again when all are done.", order)
    record(order, "order_print_file", by=by)
    return order_document(
        "print_file",
        subject=order,
        title=f"Print file of {order.reference}",
        by=by,
        file_name=f"listings-{order.reference}.pdf",
        joins=run,
    )


def readable(document: Document, *, by) -> Document:
    """The paper, for giving out: logged, and refused where it shows what is closed since (6.2c, the same words for every cause)."""
    if document.status != DocumentStatus.KEPT:
        raise Refused("This paper is not made yet.")
    shown = Listing.objects.filter(document=document) | Listing.objects.filter(
        order__reference=document.subject
    )
    if shown.filter(status=ListingStatus.VOID).exists():
        raise Refused("A listing of it is void. Make it again.")
    if ListingLine.objects.filter(
        listing__in=shown, closed=False, residence__not_to_be_visited=True
    ).exists():
        raise Refused("The roll has changed since. Make this listing again.")
    record(document, "read_paper", by=by)
    return document
