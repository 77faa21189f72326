"""Queues counted by division."""

from collections.abc import Iterable

from django.db.models import Count, Min, QuerySet
from django.urls import reverse

from electoral.office.models import Division


def queues(divisions: Iterable[Division], label: str, to: str, rows: QuerySet, oldest: str) -> list[dict]:
    """One queue a division as (label, count, url, oldest); `to` is the name of a page with what it is filtered by, `oldest`
    the column of the day."""
    divisions = list(divisions)
    counted = rows.filter(division__in=divisions).order_by().values("division")
    here = {row["division"]: row for row in counted.annotate(count=Count("pk"), oldest=Min(oldest))}
    nothing = {"count": 0, "oldest": None}
    name, _, query = to.partition("?")
    return [
        {
            "label": label if len(divisions) == 1 else f"{label}, {division}",
            "url": f"{reverse(name)}?division={division.code}&{query}",
            "count": here.get(division.pk, nothing)["count"],
            "oldest": here.get(division.pk, nothing)["oldest"],
        }
        for division in divisions
    ]
