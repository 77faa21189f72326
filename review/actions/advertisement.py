"""The steps of an advertisement: asked for, approved or returned, placed, left out, called off (3.1d, 3.2)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction

from electoral.jobs.lease import Lease
from electoral.jobs.models import Job
from electoral.jobs.work import Finish, kind
from electoral.office.actions import demand, record
from electoral.office.models import Division
from electoral.office.refusals import Refused
from electoral.office.registry import verbs
from electoral.office.roles import Permission
from electoral.papers.actions import document_of, make_paper, order_document
from review.actions.publicity import open_positions, parts_named, today_in, written
from review.documents.publicity import advertisement_copy
from review.models import Advertisement, Outlet, Position
from review.states import ADVERTISEMENT
from walks.models import DivisionReview

verbs(enter_cost_of_advertisement="entered its cost")


@dataclass(frozen=True)
class Filed:
    """Where the copy of an advertisement lies: with the first division that it names."""

    division: Division
    reference: str


@transaction.atomic
def request_local_advertisement(
    part: DivisionReview,
    outlet: Outlet,
    *,
    by,
    positions: Sequence[Position],
    ground: str,
    applications_so_far: int | None,
    appears_on: date,
    text: str = "",
) -> Advertisement:
    """Ask the Area Manager for an advertisement in a local newspaper, for positions, on one of two grounds (3.1a, 3.1d)."""
    demand(by, Permission.PUBLICITY_WORK, part.division)
    if any(p.review_id != part.pk for p in positions):
        raise Refused("A position is of another review. Choose positions of this one.")
    if not outlet.covers.filter(pk=part.division_id).exists():
        raise Refused("The newspaper does not cover the division. Choose another.", outlet)
    planned = Advertisement(
        state=part.review.state, local_to=part.division, review=part.review, outlet=outlet, kind=Advertisement.Kind.RECRUITMENT,
        appears_on=appears_on, ground=ground, applications_so_far=applications_so_far, planned_by=by,
        planned_on=part.division.today(),
    )  # fmt: skip
    return request_advertisement(written(planned, [part], positions, text=text), by=by)


@transaction.atomic
def request_advertisement(advertisement: Advertisement, *, by) -> Advertisement:
    """Ask for the approval of a local one, again after it was returned (3.1d)."""
    today = today_in(advertisement.state)
    asked = {"requested_by": by, "requested_on": today, "decided_by": None, "decided_on": None, "reason": ""}
    return ADVERTISEMENT.move(advertisement, "request", by=by, changes=asked)


def approve_advertisement(advertisement: Advertisement, *, by) -> Advertisement:
    """3.1d: the Area Manager approves; never who asked."""
    decided = {"decided_by": by, "decided_on": today_in(advertisement.state)}
    return ADVERTISEMENT.move(advertisement, "approve", by=by, changes=decided)


def return_advertisement(advertisement: Advertisement, *, by, reason: str) -> Advertisement:
    """3.1d: the Area Manager returns it with the reason; the division changes it and asks again."""
    decided = {"decided_by": by, "decided_on": today_in(advertisement.state), "reason": reason}
    return ADVERTISEMENT.move(advertisement, "return", by=by, reason=reason, changes=decided)


@transaction.atomic
def place_local_advertisement(
    advertisement: Advertisement, *, by, appears_on: date, cost: int | None = None
) -> Advertisement:
    """3.1d: the division places what was approved; the copy goes on file. Cost in cents."""
    placed = _placed(advertisement, by=by, appears_on=appears_on, cost=cost)
    return _filed(ADVERTISEMENT.move(advertisement, "place_local", by=by, changes=placed), by=by)


@transaction.atomic
def place_advertisement(
    advertisement: Advertisement, *, by, appears_on: date, cost: int | None = None
) -> Advertisement:
    """3.1a, 3.2: the Information Officer places it, for the positions open then; the copy goes on file. Cost in cents."""
    placed = _placed(advertisement, by=by, appears_on=appears_on, cost=cost)
    moved = ADVERTISEMENT.move(advertisement, "place", by=by, changes=placed)
    moved.positions.set(open_positions(moved.kind, parts_named(moved)))
    return _filed(moved, by=by)


def _placed(advertisement: Advertisement, *, by, **facts) -> dict[str, Any]:
    return {"placed_by": by, "placed_on": today_in(advertisement.state), **facts}


def _filed(advertisement: Advertisement, *, by) -> Advertisement:
    _file_copy(advertisement, by=by)
    return advertisement


def leave_out_advertisement(advertisement: Advertisement, *, by, reason: str) -> Advertisement:
    """3.2a: no funds is an outcome, with its reason."""
    return ADVERTISEMENT.move(advertisement, "leave_out", by=by, reason=reason, changes={"reason": reason})


def cancel_advertisement(advertisement: Advertisement, *, by, reason: str) -> Advertisement:
    """The division does without its local advertisement."""
    return ADVERTISEMENT.move(advertisement, "cancel", by=by, reason=reason, changes={"reason": reason})


def call_off_advertisement(advertisement: Advertisement, *, by, reason: str) -> Advertisement:
    """The Information Officer calls it off; another may then be planned in the same newspaper (3.2b)."""
    return ADVERTISEMENT.move(advertisement, "call_off", by=by, reason=reason, changes={"reason": reason})


@transaction.atomic
def enter_cost(advertisement: Advertisement, *, by, cost: int) -> Advertisement:
    """What a placed advertisement cost, in cents, when the account has come."""
    permission = Permission.PUBLICITY_WORK if advertisement.is_local else Permission.PUBLICITY_PLACE
    demand(by, permission, advertisement.place)
    row = Advertisement.objects.placed().select_for_update().filter(pk=advertisement.pk).first()
    if row is None:
        raise Refused("Its cost is entered when it is placed.", advertisement)
    row.cost = cost
    row.save(update_fields=["cost"])
    record(row, "enter_cost_of_advertisement", by=by, cents=cost)
    return row


def _file_copy(advertisement: Advertisement, *, by) -> None:
    first = parts_named(advertisement)[0].division
    order_document(
        "advertisement", subject=Filed(first, advertisement.reference), title=str(advertisement)[:100], by=by,
        file_name=f"advertisement-{advertisement.reference}.pdf",
    )  # fmt: skip


@kind("advertisement", queue="papers", permission=Permission.PAPER_MAKE)
def produce_copy(job: Job, lease: Lease) -> Finish:
    """The copy on file of what was placed."""
    document = document_of(job)
    rows = Advertisement.objects.select_related(
        "outlet", "state", "review", "local_to", "decided_by", "placed_by"
    )
    placed = rows.get(reference=document.subject)
    names = [part.division.name for part in parts_named(placed)]
    return make_paper(
        document, "review/papers/advertisement.html", advertisement_copy(placed, names), job=job, lease=lease
    )
