"""The Walks of a division's part in a review as plain values: what every page of the plan is made of. A few queries for all."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from electoral.office.models import Division
from electoral.office.refusals import Refused
from walks.models import DivisionReview, Method, ReviewWalk, WalkClass
from walks.queries.figure import figures_in_force
from walks.queries.plan import (
    approved_classes,
    electors_by_walk,
    residences_by_walk,
    walks_at_risk,
    walks_with_risks,
)
from walks.rules.estimate import NEEDED, WalkFacts


@dataclass(frozen=True, slots=True)
class PlannedWalk:
    """A Walk in the review. `is_at_risk`: the whole Walk is marked; `has_risk`: it, or numbers of a street in it (10.1a)."""

    pk: int
    walk_id: int
    number: int
    reference: str
    walk_class: str
    is_approved: bool
    residences: int
    electors: int
    chosen: str
    reason: str
    sparse: str
    chosen_by: str
    chosen_on: date | None
    workload: int | None
    ended_on: date | None
    is_at_risk: bool
    has_risk: bool

    @property
    def method(self) -> str:
        """The method chosen; without a choice a visit (s 92), or mail where the Walk is of high risk (10.1a)."""
        return self.chosen or (Method.MAIL if self.is_at_risk else Method.VISIT)

    @property
    def number_text(self) -> str:
        return str(self.number)

    @property
    def is_visited(self) -> bool:
        return self.method == Method.VISIT

    @property
    def method_text(self) -> str:
        return str(Method(self.chosen).label) if self.chosen else "Not chosen"

    @property
    def class_text(self) -> str:
        if not self.walk_class:
            return "Not classified"
        return WalkClass(self.walk_class).label + (
            "" if self.is_approved else ", as loaded, not approved here"
        )

    @property
    def facts(self) -> WalkFacts:
        return WalkFacts(self.number, self.residences, self.electors, self.walk_class, self.method)


def planned_walks(part: DivisionReview, *, ended: bool = False) -> list[PlannedWalk]:
    """The Walks of the part in the order of their numbers; `ended`: with those that were split or moved since."""
    rows = ReviewWalk.objects.filter(review=part).select_related("walk", "workload", "chosen_by")
    rows = (rows if ended else rows.filter(walk__ended_on=None)).order_by("walk__number", "walk__from_on")
    division = part.division
    classes, residences = approved_classes(division), residences_by_walk(division)
    electors, at_risk, with_risk = (
        electors_by_walk(division),
        walks_at_risk(division),
        walks_with_risks(division),
    )
    return [
        PlannedWalk(
            row.pk, row.walk_id, row.walk.number, row.walk.reference,
            walk_class=classes.get(row.walk_id) or row.walk.loaded_class, is_approved=row.walk_id in classes,
            residences=residences.get(row.walk_id, 0), electors=electors.get(row.walk_id, 0), chosen=row.method,
            reason=row.reason, sparse=row.sparse, chosen_by=str(row.chosen_by or ""), chosen_on=row.chosen_on,
            workload=row.workload.number if row.workload else None, ended_on=row.walk.ended_on,
            is_at_risk=row.walk_id in at_risk, has_risk=row.walk_id in at_risk or row.walk_id in with_risk,
        )
        for row in rows
    ]  # fmt: skip


def figures_of(division: Division) -> dict[str, Decimal]:
    """The figures of today; refused where an estimate would lack one."""
    figures = figures_in_force(division.area.state, division.today())
    if lacking := [code for code in NEEDED if not figures.get(code) and not code.endswith("share")]:
        raise Refused(
            f"These planning figures are not set: {', '.join(lacking)}. An administrator sets them."
        )
    return {code: figures.get(code, Decimal(0)) for code in {*NEEDED, *figures}}
