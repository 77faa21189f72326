"""Marking where calling from door to door is a risk (10.1a): a place, never a person, and for the divisional office alone."""

from datetime import date

from django.db import transaction

from electoral.office.actions import demand, record
from electoral.office.models import Division
from electoral.office.refusals import Refused
from electoral.office.registry import verbs
from electoral.office.roles import Permission
from electoral.roll.models import Street
from walks.models import HighRisk, Walk

# The trail keeps that it was done, never why: the reason is for those who plan.
verbs(
    mark_risk="marked a place as high risk", renew_risk="reviewed a mark of high risk", end_risk="took a mark of high risk away"
)  # fmt: skip


@transaction.atomic
def mark_risk(
    division: Division,
    *,
    reason: str,
    review_on: date,
    by,
    walk: Walk | None = None,
    street: Street | None = None,
    low: int | None = None,
    high: int | None = None,
) -> HighRisk:
    """Mark a Walk, or the numbers `low` to `high` of a street (open where None), until it is reviewed."""
    demand(by, Permission.RISK_MARK, division)
    if bool(walk) == bool(street):
        raise Refused("Mark a Walk, or numbers of a street.")
    if low is not None and high is not None and high < low:
        raise Refused("The last number is the first or higher.")
    risk = _mark(division, walk, street, low, high, reason=reason, review_on=review_on, by=by)
    record(risk, "mark_risk", by=by)
    return risk


@transaction.atomic
def renew_risk(risk: HighRisk, *, reason: str, review_on: date, by) -> HighRisk:
    """Keep a mark after its review, with a new date of review; the old one ends and stays on file."""
    demand(by, Permission.RISK_MARK, risk.division)
    old = _end(risk)
    new = _mark(
        old.division, old.walk, old.street, old.low, old.high, reason=reason, review_on=review_on, by=by
    )
    record(new, "renew_risk", by=by, before=old.reference)
    return new


@transaction.atomic
def end_risk(risk: HighRisk, *, by) -> HighRisk:
    """Take a mark away."""
    demand(by, Permission.RISK_MARK, risk.division)
    ended = _end(risk)
    record(ended, "end_risk", by=by)
    return ended


def _mark(division, walk, street, low, high, *, reason: str, review_on: date, by) -> HighRisk:
    today = division.today()
    if not reason.strip():
        raise Refused("Say why the place is of high risk.")
    if review_on <= today:
        raise Refused("The date of review is after today.")
    return HighRisk.objects.create(
        division=division, walk=walk, street=street, low=low, high=high, reason=reason.strip(), review_on=review_on,
        marked_by=by, from_on=today,
    )  # fmt: skip


def _end(risk: HighRisk) -> HighRisk:
    old = HighRisk.objects.select_for_update(of=("self",)).get(pk=risk.pk)
    if old.ended_on:
        raise Refused("This mark was taken away already.")
    old.ended_on = old.division.today()
    old.save(update_fields=["ended_on"])
    return old
