"""Workloads: how long a Walk takes, and which Walks one officer reviews (1.3a). Days are working days."""

from collections.abc import Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from math import cos, hypot, radians
from typing import NamedTuple

from walks.rules.walk import WORKLOAD_DAYS

SHORTEST, LONGEST = (Decimal(days) for days in WORKLOAD_DAYS)
NEIGHBOURS = 6  # the nearest Walks, which count as beside a Walk
UNCLASSIFIED = "urban"  # as what a Walk without a class is reckoned
HUNDREDTH = Decimal("0.01")
Place = tuple[float, float]


class Task(NamedTuple):
    """A Walk for an officer: its number, its days, and the middle of its residences (longitude, latitude)."""

    number: int
    days: Decimal
    place: Place | None = None


def hours_of(residences: int, walk_class: str, figures: Mapping[str, Decimal]) -> Decimal:
    """Hours at the norm of the class (1.6b), to a hundredth."""
    norm = figures[f"norm_{walk_class or UNCLASSIFIED}"]
    return (residences / norm).quantize(HUNDREDTH, ROUND_HALF_UP)


def days_of(residences: int, walk_class: str, figures: Mapping[str, Decimal]) -> Decimal:
    """Residences ÷ norm ÷ hours a day (1.3a), to a hundredth."""
    norm = figures[f"norm_{walk_class or UNCLASSIFIED}"]
    return (residences / norm / figures["hours_a_day"]).quantize(HUNDREDTH, ROUND_HALF_UP)


def warning_of(days: Decimal, *, walks: int, asked_for_more: bool) -> str:
    """1.3a: over ten days warns; under seven only with several Walks, or where the officer asked for more."""
    if days > LONGEST:
        return f"{days} days: over {LONGEST}"
    if days < SHORTEST and (walks > 1 or asked_for_more):
        return f"{days} days: under {SHORTEST}"
    return ""


def propose_workloads(tasks: Sequence[Task]) -> list[list[int]]:
    """Numbers of Walks together for one officer, in the order of the first: one Walk each, and small neighbours
    together until they have seven days, never over ten. Each Walk is in one workload; the same Walks, the same answer.
    """
    beside = _neighbours(tasks)
    free = {task.number: task for task in sorted(tasks) if task.days < SHORTEST}
    made = [[task.number] for task in tasks if task.days >= SHORTEST]
    while free:
        first = next(iter(free.values()))
        made.append(_gathered(first, free, beside))
    return sorted(made)


def _gathered(first: Task, free: dict[int, Task], beside: Mapping[int, list[int]]) -> list[int]:
    together, days = [first.number], first.days
    del free[first.number]
    while days < SHORTEST:
        near = [n for member in together for n in beside[member] if n in free]
        fitting = [n for n in near if days + free[n].days <= LONGEST]
        if not fitting:
            break
        days += free[fitting[0]].days
        together.append(fitting[0])
        del free[fitting[0]]
    return sorted(together)


def _neighbours(tasks: Sequence[Task]) -> dict[int, list[int]]:
    """The nearest Walks of each by the middles of their residences; by number where one has no place."""
    return {
        task.number: [
            other.number for other in sorted(tasks, key=lambda o: _apart(task, o))[1 : NEIGHBOURS + 1]
        ]
        for task in tasks
    }


def _apart(one: Task, other: Task) -> tuple[bool, bool, float, int]:
    steps = abs(one.number - other.number)
    itself = one.number == other.number
    if one.place is None or other.place is None:
        return not itself, True, 0.0, steps
    east = (one.place[0] - other.place[0]) * cos(radians(one.place[1]))
    return not itself, False, hypot(east, one.place[1] - other.place[1]), steps
