"""Which Walks one officer reviews (1.3a): proposed, made, changed, undone."""

from collections.abc import Collection, Sequence

from django.db import transaction
from django.db.models import Max

from electoral.office.actions import demand, record
from electoral.office.refusals import Refused
from electoral.office.registry import verbs
from electoral.office.roles import Permission
from walks.documents.plan import PlannedWalk, figures_of, planned_walks
from walks.models import DivisionReview, ReviewWalk, Workload
from walks.queries.plan import middles_by_walk
from walks.rules.workload import Task, days_of, propose_workloads

verbs(
    propose_workloads="had workloads proposed",
    make_workload="put Walks together as a workload",
    take_out_of_workload="took Walks out of their workloads",
    undo_workloads="undid workloads",
    ask_for_more="noted whether an officer asked for more",
)


def _hold(part: DivisionReview, by) -> DivisionReview:
    demand(by, Permission.REVIEW_WORK, part.division)
    return DivisionReview.objects.select_for_update().get(pk=part.pk)


@transaction.atomic
def make_workloads(part: DivisionReview, *, by) -> int:
    """Workloads for the Walks that are visited and are in none, as the rule proposes them; returns how many."""
    part = _hold(part, by)
    free = [walk for walk in planned_walks(part) if walk.is_visited and walk.workload is None]
    if not free:
        raise Refused("Every Walk that is visited is in a workload.", part)
    groups = propose_workloads(tasks_of(part, free))
    first = _next_number(part)
    made = Workload.objects.bulk_create(
        Workload(division=part.division, review=part, number=number) for number, _ in enumerate(groups, first)
    )
    workload_of = {walk: one.pk for one, group in zip(made, groups, strict=True) for walk in group}
    rows = ReviewWalk.objects.in_bulk([walk.pk for walk in free])
    for walk in free:
        rows[walk.pk].workload_id = workload_of[walk.number]
    ReviewWalk.objects.bulk_update(rows.values(), ["workload"], batch_size=500)
    record(part, "propose_workloads", by=by, workloads=len(made))
    return len(made)


def tasks_of(part: DivisionReview, walks: Sequence[PlannedWalk]) -> list[Task]:
    """The Walks with their days and places, as the rule takes them."""
    figures, places = figures_of(part.division), middles_by_walk(part.division)
    return [
        Task(w.number, days_of(w.residences, w.walk_class, figures), places.get(w.walk_id)) for w in walks
    ]


@transaction.atomic
def put_together(part: DivisionReview, walks: Collection[int], *, by, number: int | None = None) -> Workload:
    """Put Walks (keys of ReviewWalk) into the workload with the number, or into a new one; empty ones go."""
    part = _hold(part, by)
    rows = _rows(part, walks)
    if number is None:
        workload = Workload.objects.create(division=part.division, review=part, number=_next_number(part))
    elif (found := part.workloads.filter(number=number).first()) is None:
        raise Refused(f"There is no workload {number}.")
    else:
        workload = found
    rows.update(workload=workload)
    _drop_empty(part)
    record(part, "make_workload", by=by, workload=workload.number, walks=len(walks))
    return workload


@transaction.atomic
def take_out(part: DivisionReview, walks: Collection[int], *, by) -> int:
    """Take Walks out of their workloads; returns how many Walks."""
    part = _hold(part, by)
    taken = _rows(part, walks).update(workload=None)
    _drop_empty(part)
    record(part, "take_out_of_workload", by=by, walks=taken)
    return taken


@transaction.atomic
def undo_workloads(part: DivisionReview, *, by) -> int:
    """Undo all workloads of the part; returns how many there were."""
    part = _hold(part, by)
    part.walks.update(workload=None)
    undone = part.workloads.count()
    part.workloads.all().delete()
    record(part, "undo_workloads", by=by, workloads=undone)
    return undone


@transaction.atomic
def ask_for_more(part: DivisionReview, number: int, *, more: bool, by) -> Workload:
    """Note whether the officer of a workload asked for more than the usual days, which warns under seven (1.3a)."""
    part = _hold(part, by)
    workload = part.workloads.filter(number=number).first()
    if workload is None:
        raise Refused(f"There is no workload {number}.", part)
    workload.asked_for_more = more
    workload.save(update_fields=["asked_for_more"])
    record(part, "ask_for_more", by=by, workload=number, more=more)
    return workload


def _rows(part: DivisionReview, walks: Collection[int]):
    rows = ReviewWalk.objects.filter(review=part, pk__in=walks)
    if not rows.exists():
        raise Refused("Tick at least one Walk.")
    return rows


def _next_number(part: DivisionReview) -> int:
    return (part.workloads.aggregate(Max("number"))["number__max"] or 0) + 1


def _drop_empty(part: DivisionReview) -> None:
    part.workloads.filter(walks=None).delete()
