"""What of the listings is in hand, and how long it lasts (5.1b)."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from walks.documents.plan import PlannedWalk
from walks.models import DivisionReview, Listing
from walks.rules.supply import is_under_reserve, weeks_in_hand
from walks.rules.workload import HUNDREDTH, days_of
from walks.states import ListingStatus


@dataclass(frozen=True, slots=True)
class Supply:
    """`in_hand`: Walks whose listing is made and not given out; `workload_weeks`: that an officer is busy with a workload."""

    in_hand: int
    issued: int
    officers: int
    workload_weeks: Decimal

    @property
    def weeks(self) -> Decimal | None:
        return weeks_in_hand(
            self.in_hand, issued=self.issued, officers=self.officers, workload_weeks=self.workload_weeks
        )

    @property
    def is_low(self) -> bool:
        return is_under_reserve(self.weeks)


def supply_of(part: DivisionReview, walks: Sequence[PlannedWalk], figures, *, officers: int = 0) -> Supply:
    """The supply of a part; officers of the newest request where none are given. Nothing can be issued yet."""
    made = Listing.objects.filter(order__requests__review=part, status=ListingStatus.PRODUCED)
    newest = part.requests.order_by("-number").values_list("officers", flat=True).first()
    return Supply(
        made.values("walk").distinct().count(),
        0,
        officers or newest or 0,
        weeks_of_a_workload(walks, figures),
    )


def weeks_of_a_workload(walks: Sequence[PlannedWalk], figures) -> Decimal:
    """Days of the Walks visited ÷ their workloads ÷ working days a week; a Walk in no workload is one."""
    visited = [walk for walk in walks if walk.is_visited]
    days = sum((days_of(w.residences, w.walk_class, figures) for w in visited), Decimal(0))
    together = {w.workload for w in visited if w.workload is not None}
    loads = len(together) + sum(w.workload is None for w in visited)
    return (days / loads / figures["days_a_week"]).quantize(HUNDREDTH) if loads else Decimal(0)
