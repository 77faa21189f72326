"""Reads that a plan is made of: each one query for a whole division, by the key of the Walk."""

from datetime import date
from typing import Any

from django.db.models import Avg, Count, F, Max, Q

from electoral.roll.models import Elector
from walks.queries.place import model
from walks.states import ListingStatus

Point = tuple[float, float]


def residences_by_walk(division) -> dict[int, int]:
    """All counted alike (6.1f)."""
    here = model("Allocation").objects.filter(division=division).standing()
    return dict(here.order_by().values_list("walk").annotate(Count("pk")))


def electors_by_walk(division) -> dict[int, int]:
    return dict(
        _electors(division).order_by().values_list("residence__allocation__walk").annotate(Count("pk"))
    )


def _electors(division):
    """Electors on the roll who live in a Walk."""
    here = Elector.objects.in_force().filter(division=division, residence__allocation__isnull=False)
    return here.exclude(elector_id__startswith="~")


def middles_by_walk(division) -> dict[int, Point]:
    """The middle of the points of its residences (longitude, latitude), where any has one."""
    here = model("Allocation").objects.filter(division=division).standing()
    placed = here.filter(residence__latitude__isnull=False, residence__longitude__isnull=False).order_by()
    rows = placed.values_list("walk").annotate(Avg("residence__longitude"), Avg("residence__latitude"))
    return {walk: (east, north) for walk, east, north in rows}


def approved_classes(division) -> dict[int, str]:
    """The class of the standing approval of each Walk (1.8)."""
    lines = model("Classification").objects.standing().filter(division=division, walk__isnull=False)
    return dict(lines.order_by().values_list("walk", "proposed_class"))


def shares_behind_doors(division) -> dict[int, float]:
    """The share of residences in security access buildings by the last approval (10.2c)."""
    lines = (
        model("Classification")
        .objects.standing()
        .filter(division=division, walk__isnull=False, security_access_buildings__gt=0, residences__gt=0)
    )
    rows = lines.order_by().values_list("walk", "security_access_buildings", "residences")
    return {walk: behind / residences for walk, behind, residences in rows}


def walks_at_risk(division) -> set[int]:
    """Walks that are marked as a whole (10.1a)."""
    risks = model("HighRisk").objects.in_force().filter(division=division, walk__isnull=False)
    return set(risks.values_list("walk", flat=True))


def walks_with_risks(division) -> set[int]:
    """Walks that have numbers of a street which are marked."""
    risk = "residence__street__highrisk__"
    low, high = f"{risk}low", f"{risk}high"
    reaches = (Q(**{low: None}) | Q(residence__number__gte=F(low))) & (
        Q(**{high: None}) | Q(residence__number__lte=F(high))
    )
    here = model("Allocation").objects.filter(division=division).standing()
    marked = here.filter(reaches, **{f"{risk}pk__isnull": False, f"{risk}ended_on": None})
    return set(marked.order_by().values_list("walk", flat=True).distinct())


def last_listings(division) -> dict[int, date]:
    """The day of which the last listing of each Walk speaks; void ones do not count."""
    listings = model("Listing").objects.filter(division=division).exclude(status=ListingStatus.VOID)
    return dict(listings.order_by().values_list("walk").annotate(Max("speaks_of")))


def electors_by_day(division) -> list[tuple[int, date, int]]:
    """(Walk, day from which they are on the roll, how many)."""
    rows = _electors(division).order_by().values_list("residence__allocation__walk", "from_on")
    return list(rows.annotate(Count("pk")))


def addresses_by_day(division) -> list[tuple[int, date, int]]:
    """(Walk, day from which they are in the file, how many)."""
    here = model("Allocation").objects.filter(division=division).standing()
    return list(here.order_by().values_list("walk", "residence__from_on").annotate(Count("pk")))


def figures_to_verify(state, on: date) -> list[Any]:
    """Figures in force that nobody has verified, a State's own before the general one."""
    rows = model("PlanningFigure").objects.in_force(on).filter(Q(state=state) | Q(state=None))
    in_force = {row.code: row for row in rows.order_by(F("state").asc(nulls_first=True))}
    return [row for code, row in sorted(in_force.items()) if not row.verified]
