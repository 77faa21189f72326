"""Absent voters lists that the officer has still to seal: the software seals none by itself (regulation 61, E5, E7)."""

from collections.abc import Iterator
from datetime import datetime, time, timedelta

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from electoral.office.models import Division
from electoral.office.queues import queues
from electoral.office.roles import Permission as P
from registers.models import AccessRequest, Edition, Inspection, RequestItem
from registers.rules.inspection import moment
from registers.rules.lists import CURRENT, FINAL, REMEMBERED_DAYS, current_from, final_from
from registers.states import EditionStatus, InspectionStatus, RequestStatus

SEAL = "registers:edition_new?family=absent"
NOT_QUOTED = (RequestStatus.SENT, RequestStatus.CONFIRMED)  # whose edition is still to be named
REMEMBERED = timedelta(days=REMEMBERED_DAYS)


def waiting_for(user) -> list[dict]:
    """Queues as (label, count, url, oldest); only those in which something is due."""
    divisions = list(user.divisions(P.EDITION_SEAL).select_related("area__state"))
    here = [(division, queue) for division in divisions for queue in due_in(division) if queue["count"]]
    name = "{label}, {division}" if len(divisions) > 1 else "{label}"
    return [queue | {"label": name.format(label=queue["label"], division=d)} for d, queue in here]


def due_in(division: Division) -> Iterator[dict]:
    """What is to be sealed in a division, and for whom."""
    if lacks_lists_of_today(division):
        asked = asking(division, RequestItem.objects.filter(stage=CURRENT))
        label = "Requests that wait for today’s absent voters lists"
        yield from queues([division], label, SEAL, asked, "received_at")
        label = "Visitors of today who wait for today’s absent voters lists"
        yield from queues([division], label, SEAL, coming_today(division), "sitting__starts_at")
    of_the_poll = final_lists(division).filter(poll=OuterRef("poll"), stage=OuterRef("stage"))
    asked = asking(division, RequestItem.objects.filter(~Exists(of_the_poll)).exclude(stage=CURRENT))
    yield from queues([division], "Requests for final absent voters lists of a poll that has none", SEAL, asked, "received_at")  # fmt: skip
    due = final_lists_due(division)
    (queue,) = queues([division], "Final absent voters lists to seal", SEAL, asked.none(), "received_at")
    yield queue | {"count": len(due), "oldest": min(due, default=None)}


def lacks_lists_of_today(division: Division) -> bool:
    """Whether it is past 9 a.m. and the lists of today are neither sealed nor on their way."""
    today = division.today()
    known = lists_of(division).filter(stage=CURRENT, speaks_on=today)
    return timezone.now() >= current_from(today, division.zone) and not known.exists()


def lists_of(division: Division) -> QuerySet[Edition]:
    """Absent voters lists, sealed or being made."""
    known = (EditionStatus.SEALED, EditionStatus.ORDERED)
    return Edition.objects.filter(division=division, family="absent", status__in=known)


def final_lists(division: Division) -> QuerySet[Edition]:
    return lists_of(division).exclude(stage=CURRENT)


def asking(division: Division, items: QuerySet[RequestItem]) -> QuerySet[AccessRequest]:
    """Requests with one of these items of absent voters lists, which are not quoted yet."""
    its = items.filter(request=OuterRef("pk"), round=OuterRef("round"), product="AVL")
    return AccessRequest.objects.filter(Exists(its), division=division, status__in=NOT_QUOTED)


def coming_today(division: Division) -> QuerySet[Inspection]:
    """Visits of today to look at absent voters lists."""
    begins = moment(division.today(), time.min, division.zone)
    booked = Inspection.objects.filter(division=division, product="AVL", status=InspectionStatus.BOOKED)
    return booked.begins_between(begins, begins + timedelta(days=1))


def final_lists_due(division: Division) -> list[datetime]:
    """Since when each final list is due that is not sealed, of the polls whose day an edition names."""
    state, now = division.area.state, timezone.now()
    place = {"jurisdiction": state.jurisdiction, "region": state.code, "zone": division.zone}
    polls = final_lists(division).filter(polls_on__gte=division.today() - REMEMBERED)
    sealed = set(final_lists(division).values_list("poll", "stage"))
    wanted = [
        (poll, day, stage) for poll, day in set(polls.values_list("poll", "polls_on")) for stage in FINAL
    ]
    since = [
        final_from(stage, day, **place) for poll, day, stage in wanted if (poll, stage) not in sealed and day
    ]
    return [at for at in since if at <= now]
