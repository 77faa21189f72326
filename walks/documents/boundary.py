"""The maps of a division's census districts and of one Walk (1.7b, 5.2b): every residence alike (6.1f)."""

from collections import Counter
from collections.abc import Iterable, Sequence

from electoral.office.models import Division
from walks.maps import Kind, MapPlan, Missing, Shape, outline, plan_map, streets_of
from walks.models import Boundary, Walk
from walks.queries.boundary import ccds_of
from walks.queries.door import Door, areas_of

KINDS = (Kind("in", "W", "In a Walk", 1), Kind("out", "N", "In no Walk", 5))


def ccd_map(division: Division) -> MapPlan:
    """The CCDs of a division whose boundary is known; those of Walks without one are named beside."""
    rings = dict(Boundary.objects.in_force().filter(division=division).values_list("ccd", "geometry"))
    rows = list(ccds_of(division))
    return plan_map(
        f"CCDs of {division}",
        kinds=KINDS,
        shapes=[_ccd(row, rings[row.pk]) for row in rows if row.pk in rings],
        missing=[Missing(f"CCD {row.code}", "no boundary is known") for row in rows if row.pk not in rings],
    )


def _ccd(row, geometry) -> Shape:
    counted = f"{row.residences:,} residence{'' if row.residences == 1 else 's'}"
    walks = " and ".join(f"Walk {number}" for number in row.walks)
    return Shape(
        row.code,
        row.code,
        "in" if row.walks else "out",
        f"CCD {row.code}",
        f"{walks}, {counted}" if walks else counted,
        rings=outline([geometry["coordinates"]]),
    )


def walk_map(walk: Walk, missing: Sequence[Missing] | None = None) -> MapPlan:
    """The Walk with its streets and residences; `missing` names those without a point, else they are counted by street."""
    area = areas_of(walk.division, walks=[walk.pk], parts=[])["walk", walk.pk]
    doors = [(f"{d.street_name}, {d.locality}", d.number, d.position) for d in area.doors if d.position]
    points = tuple(place for _, _, place in doors)
    counted = f"{len(area.doors):,} residence{'' if len(area.doors) == 1 else 's'}"
    shape = Shape(walk.reference, "", "", str(walk), counted, rings=outline(area.boundaries), points=points)
    return plan_map(
        f"{walk} of {walk.division}",
        shapes=[shape],
        streets=[s._replace(name=s.name.rpartition(",")[0]) for s in streets_of(doors)],
        missing=lost_by_street(area.doors) if missing is None else missing,
    )


def lost_by_street(doors: Iterable[Door]) -> list[Missing]:
    """The residences without a point as so many of a street."""
    lost = Counter(f"{d.street_name}, {d.locality}" for d in doors if not d.position)
    return [Missing(f"{street}: {n:,} residence{'' if n == 1 else 's'}") for street, n in lost.items()]
