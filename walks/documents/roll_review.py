"""Where a review stands: the State's divisions side by side, and one division's part (2, 5.1)."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet

from walks.models import Classification, DivisionReview, Method, ReviewWalk
from walks.states import ListingRequestStatus


@dataclass(frozen=True, slots=True)
class PartStanding:
    """How far a division's plan is. `classes` is counted over the Walks to be visited (1.4b)."""

    part: DivisionReview
    walks: int
    chosen: int
    visited: int
    approved: int
    workloads: int
    estimate: int
    requests: int
    last_request: date | None

    @property
    def step(self) -> str:
        """What comes next in the division."""
        if not self.walks:
            return "Build its Walks"
        if self.chosen < self.walks:
            return "Choose the methods"
        if self.approved < self.visited:
            return "Have the classes approved"
        if not self.estimate:
            return "Make an estimate"
        return "Request listings" if not self.requests else "Request the next listings"


def standings_of(parts: QuerySet[DivisionReview]) -> list[PartStanding]:
    """The parts in the order given; the same few queries for one division as for all of a State."""
    here = list(parts.select_related("division__area", "review"))
    keys = [part.pk for part in here]
    walks, loads = _walks(keys), _count(parts, "workloads")
    versions = dict(parts.order_by().values_list("pk").annotate(Max("estimates__version")))
    sent = Q(
        requests__status__in=[ListingRequestStatus.SENT, ListingRequestStatus.CLOSED],
        requests__sent_on__isnull=False,
    )
    requests = (
        parts.order_by()
        .values_list("pk")
        .annotate(count=Count("requests", sent), last=Max("requests__sent_on"))
    )
    asked = {pk: (count, last) for pk, count, last in requests}
    return [
        PartStanding(
            part, **walks.get(part.pk, NO_WALKS), workloads=loads.get(part.pk, 0),
            estimate=versions.get(part.pk) or 0, requests=asked[part.pk][0], last_request=asked[part.pk][1],
        )
        for part in here
    ]  # fmt: skip


NO_WALKS = {"walks": 0, "chosen": 0, "visited": 0, "approved": 0}


def _walks(keys: list[int]) -> dict[int, dict[str, Any]]:
    standing = Classification.objects.standing().filter(walk=OuterRef("walk"))
    visited = Q(method__in=["", Method.VISIT])
    rows = ReviewWalk.objects.filter(review__in=keys, walk__ended_on=None).order_by()
    counted = (
        rows.annotate(has_class=Exists(standing))
        .values("review")
        .annotate(
            walks=Count("pk"),
            chosen=Count("pk", ~Q(method="")),
            visited=Count("pk", visited),
            approved=Count("pk", visited & Q(has_class=True)),
        )
    )
    return {
        row["review"]: {name: row[name] for name in NO_WALKS} for row in counted.values("review", *NO_WALKS)
    }


def _count(parts: QuerySet[DivisionReview], relation: str) -> dict[int, int]:
    return dict(parts.order_by().values_list("pk").annotate(Count(relation)))
