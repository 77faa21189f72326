"""Reads of the census districts of a division and of where they lie (1.7b, 1.2c)."""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from electoral.roll.models import Residence
from walks.queries.place import model


def ccds_of(division) -> QuerySet[Any]:
    """The CCDs that a Walk or a residence has, or that have a boundary: `walks` (numbers), `residences`, `bounded_on`."""
    walks = model("WalkCcd").objects.in_force().filter(ccd=OuterRef("pk")).order_by("walk__number")
    here = Residence.objects.in_force().filter(division=division, ccd_code=OuterRef("code")).order_by()
    count = here.values("ccd_code").annotate(count=Count("pk")).values("count")
    boundary = model("Boundary").objects.in_force().filter(ccd=OuterRef("pk"))
    rows = model("Ccd").objects.filter(division=division)
    rows = rows.annotate(
        walks=ArraySubquery(walks.values("walk__number")),
        residences=Coalesce(Subquery(count, output_field=IntegerField()), 0),
        bounded_on=Subquery(boundary.values("from_on")[:1]),
    )
    return rows.exclude(walks=[], residences=0, bounded_on=None).order_by("code")


def standing_of(divisions: Iterable[Any]) -> dict[int, dict[str, int]]:
    """By division: CCDs in Walks, those with a boundary, and the census's changes to be settled; three queries for all."""
    keys = [division.pk for division in divisions]
    members = model("WalkCcd").objects.in_force()
    bounded = Q(ccd__in=model("Boundary").objects.in_force().filter(division__in=keys).values("ccd"))
    counts = {
        "ccds": _counted(members, keys),
        "bounded": _counted(members.filter(bounded), keys),
        "changes": _counted(model("CcdChange").objects.to_be_settled(), keys, of="pk"),
    }
    return {key: {name: found[key] for name, found in counts.items()} for key in keys}


def _counted(rows, divisions: list[int], of: str = "ccd") -> Counter:
    here = rows.filter(division__in=divisions).order_by().values_list("division")
    return Counter(dict(here.annotate(Count(of, distinct=True))))
