"""Saving an estimate as a version (2a), and changing a planning figure."""

from datetime import date
from decimal import Decimal

from django.db import transaction
from django.db.models import Max

from electoral.office.actions import demand, record
from electoral.office.refusals import NotPermitted, Refused
from electoral.office.registry import verbs
from electoral.office.roles import Permission
from walks.documents.estimate import span_of
from walks.documents.plan import PlannedWalk, figures_of, planned_walks
from walks.models import DivisionReview, Estimate, EstimateLine, PlanningFigure
from walks.rules.estimate import Line, line_of, totals_of

verbs(make_estimate="made an estimate")


@transaction.atomic
def make_estimate(part: DivisionReview, *, by) -> Estimate:
    """A new version of the estimate, of what is there now; it never changes afterwards."""
    demand(by, Permission.REVIEW_WORK, part.division)
    part = DivisionReview.objects.select_for_update().get(pk=part.pk)
    walks, figures = planned_walks(part), figures_of(part.division)
    if not walks:
        raise Refused("No Walk is in the review. Let the Walks join it first.")
    lines = [line_of(walk.facts, figures) for walk in walks]
    estimate = Estimate.objects.create(
        division=part.division,
        review=part,
        version=(part.estimates.aggregate(Max("version"))["version__max"] or 0) + 1,
        made_by=by,
        figures={code: str(value) for code, value in sorted(figures.items())},
        totals=[total.as_json() for total in totals_of(lines, span_of(part, walks), figures)],
    )
    EstimateLine.objects.bulk_create(
        _row(estimate, walk, line) for walk, line in zip(walks, lines, strict=True)
    )
    record(part, "make_estimate", by=by, version=estimate.version)
    return estimate


def _row(estimate: Estimate, walk: PlannedWalk, line: Line) -> EstimateLine:
    return EstimateLine(
        division=estimate.division, estimate=estimate, walk_id=walk.walk_id, walk_class=walk.walk_class, method=walk.method,
        residences=walk.residences, electors=walk.electors, hours=line.hours, costs=line.costs,
        expected={name: str(count) for name, count in line.expected.items()},
    )  # fmt: skip


@transaction.atomic
def change_figure(
    figure: PlanningFigure, *, value: Decimal, from_on: date, source: str, verified: bool, by
) -> PlanningFigure:
    """End a figure and begin another in its place: nothing that was reckoned with is lost."""
    if not by.may(Permission.REFERENCE_EDIT, figure.state):
        raise NotPermitted("Your role may not change a planning figure.")
    old = PlanningFigure.objects.select_for_update().get(pk=figure.pk)
    if old.ended_on:
        raise Refused(f"This figure ended on {old.ended_on:%-d %B %Y}. Change the one in force.")
    if from_on < old.from_on:
        raise Refused(
            f"It begins on {old.from_on:%-d %B %Y} or later: from then the figure before is in force."
        )
    old.ended_on = from_on
    old.save(update_fields=["ended_on"])
    same = {name: getattr(old, name) for name in ("state", "code", "meaning", "unit")}
    return PlanningFigure.objects.create(
        **same, value=value, from_on=from_on, source=source, verified=verified
    )
