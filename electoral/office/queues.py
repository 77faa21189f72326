"""Queues of the home page: how many wait, since when, and the list in which they stand."""

from collections.abc import Callable, Iterable

from django.db.models import Count, Min, QuerySet
from django.urls import reverse

from electoral.office.models import Division

NOTHING = {"count": 0, "oldest": None}


def queue(label: str, to: str, rows: QuerySet, oldest: str) -> dict:
    """All of the rows as one queue (label, url, count, oldest); `to` is the name of a page with what it is filtered by,
    `oldest` the column of the day."""
    counted = rows.order_by().aggregate(count=Count("pk"), oldest=Min(oldest))
    name, sign, query = to.partition("?")
    return {"label": label, "url": f"{reverse(name)}{sign}{query}", **counted}


def queues(
    divisions: Iterable[Division],
    label: str,
    to: str | Callable[[Division], str],
    rows: QuerySet,
    oldest: str,
) -> list[dict]:
    """The same, one queue a division; `to` may also give the address of the division's own page."""
    divisions = list(divisions)
    counted = rows.filter(division__in=divisions).order_by().values("division")
    here = {row.pop("division"): row for row in counted.annotate(count=Count("pk"), oldest=Min(oldest))}
    return [
        {
            "label": label if len(divisions) == 1 else f"{label}, {division}",
            "url": to(division) if callable(to) else _address(to, division),
            **here.get(division.pk, NOTHING),
        }
        for division in divisions
    ]


def _address(to: str, division: Division) -> str:
    name, _, query = to.partition("?")
    return f"{reverse(name)}?division={division.code}&{query}"
