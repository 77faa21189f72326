"""What the pages of a division's part in a review share: finding it, its crumbs, choosing rows, ordering plain rows."""

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from django.shortcuts import get_object_or_404
from django.urls import reverse

from electoral.office.faces import way_back
from electoral.office.models import Division
from electoral.office.roles import Permission as P
from walks.documents.plan import PlannedWalk
from walks.models import DivisionReview

T = TypeVar("T")


def find_part(request, reference) -> DivisionReview:
    parts = DivisionReview.objects.visible_to(request.user).select_related(
        "division__area__state", "review__state"
    )
    return get_object_or_404(parts, reference=reference)


def find_planned_division(request, code) -> Division:
    """A division whose reviews the person may see."""
    mine = request.user.divisions(P.REVIEW_VIEW).select_related("area__state")
    return get_object_or_404(mine, code=code)


def crumbs(part: DivisionReview, *more: tuple[str, str]) -> list[dict]:
    """From the reviews down to the part, and what lies between it and the page: (label, address)."""
    own = (str(part.division), part.get_absolute_url())
    return above_division() + way_back(part.review, own, *more)


def above_division(*more: tuple[str, str]) -> list[dict]:
    """The crumbs of a page that is a division's in every review."""
    return way_back(("Reviews", reverse("walks:roll_reviews")), *more)


def sees_risks(request, part: DivisionReview) -> bool:
    """Marks of high risk are for the divisional office (10.1a)."""
    return request.user.may(P.REVIEW_WORK, part.division)


def ticked(
    request, walks: Sequence[PlannedWalk], *, matching: Sequence[PlannedWalk] = ()
) -> list[PlannedWalk]:
    """The Walks that were ticked, by their references; all that match the filter where `all` is sent."""
    if request.POST.get("all"):
        return list(matching)
    chosen = set(request.POST.getlist("walk"))
    return [walk for walk in walks if walk.reference in chosen]


def ordered(request, rows: Sequence[T], sorts: dict[str, Callable[[T], Any]]) -> list[T]:
    """Plain rows by `?sort=name` or `?sort=-name`; a name that is not there leaves them as they are."""
    asked = request.GET.get("sort", "")
    if (key := sorts.get(asked.removeprefix("-"))) is None:
        return list(rows)
    return sorted(rows, key=key, reverse=asked.startswith("-"))
