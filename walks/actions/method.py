"""By which method each Walk is reviewed (1.1c, 1.1g, 10.2f)."""

from collections.abc import Collection

from django.db import transaction

from electoral.office.actions import demand, record
from electoral.office.refusals import Refused
from electoral.office.registry import verbs
from electoral.office.roles import Permission
from walks.models import DivisionReview, Method, ReviewWalk

verbs(choose_method="chose the method of the Walk")


@transaction.atomic
def choose_method(
    part: DivisionReview, walks: Collection[int], method: str, *, by, reason: str = "", sparse: str = ""
) -> int:
    """The DRO's choice for Walks of the part (`walks`: keys of ReviewWalk); returns how many.

    Anything but a visit says why a visit is not practicable (10.2f), agents also why the area is sparse (1.1g).
    """
    demand(by, Permission.METHOD_CHOOSE, part.division)
    if lacking := lacks(method, reason, sparse):
        raise Refused(lacking)
    rows = ReviewWalk.objects.select_for_update(of=("self",)).filter(review=part, pk__in=walks)
    chosen = list(rows.select_related("walk", "walk__division").order_by("pk"))
    if not chosen:
        raise Refused("Choose at least one Walk.")
    ReviewWalk.objects.filter(pk__in=[row.pk for row in chosen]).update(
        method=method,
        reason="" if method == Method.VISIT else reason.strip(),
        sparse=sparse.strip() if method == Method.AGENT else "",
        chosen_by=by,
        chosen_on=part.division.today(),
    )
    for row in chosen:
        record(row.walk, "choose_method", by=by, review=part.reference, method=method, reason=reason.strip())
    return len(chosen)


def lacks(method: str, reason: str, sparse: str) -> str:
    """What a choice has still to say; empty where it says enough."""
    if method not in Method.values:
        return "Choose a method."
    if method != Method.VISIT and not reason.strip():
        return "Say why a visit is not practicable (10.2f)."
    if method == Method.AGENT and not sparse.strip():
        return "Say why the area is sparsely populated (1.1g)."
    return ""
