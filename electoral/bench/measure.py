"""Ours and its floor in turns, the median of each, the memory of a process, and the table."""

import json
import os
import resource
import sys
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median
from typing import Any

from django.db import connections


@dataclass(frozen=True)
class Sample:
    """One run: seconds, and the most memory that a process of it had, in MB (0 where nobody looked)."""

    seconds: float
    memory: float = 0.0


@dataclass(frozen=True)
class Figure:
    """A line of the table. `ratio` is ours by the floor's, or the floor's by ours where the target is a least.

    Where the target is for ours `alone`, the other side is there to be seen and the ratio is of ours to nothing: ours.
    """

    work: str
    unit: str
    ours: float
    floor: float
    ratio: float
    target: float
    at_least: bool = False
    memory: float = 0.0
    most_memory: float = 0.0
    alone: bool = False

    @property
    def met(self) -> bool:
        good = self.ratio >= self.target if self.at_least else self.ratio <= self.target
        return good and (not self.most_memory or self.memory <= self.most_memory)


def at_most(
    target: float,
    work: str,
    ours: float,
    floor: float,
    unit: str = "s",
    *,
    memory: float = 0.0,
    most_memory: float = 0.0,
) -> Figure:
    """Ours may cost so many times what the floor costs."""
    return Figure(work, unit, ours, floor, ours / floor, target, memory=memory, most_memory=most_memory)


def at_least(target: float, work: str, ours: float, floor: float, unit: str = "s") -> Figure:
    """Ours must be so many times as fast."""
    return Figure(work, unit, ours, floor, floor / ours, target, at_least=True)


def ours_alone(target: float, work: str, ours: float, other: float, unit: str = "s") -> Figure:
    """Ours may be so much, whatever the other side is."""
    return Figure(work, unit, ours, other, ours, target, alone=True)


def in_turns(repeat: int, *sides: Callable[[], Sample]) -> list[Sample]:
    """The median of each side. The sides take turns, so that a machine which is busy for a while slows them all."""
    runs: list[list[Sample]] = [[] for _ in sides]
    for turn in range(repeat):
        for seen, side in zip(runs, sides, strict=True):
            seen.append(side())
        told = "  ".join(f"{seen[-1].seconds:.2f} s" for seen in runs)
        print(f"  {turn + 1} of {repeat}: {told}", file=sys.stderr, flush=True)
    return [Sample(median(s.seconds for s in seen), max(s.memory for s in seen)) for seen in runs]


@contextmanager
def timed() -> Iterator[list[float]]:
    """The list gets the seconds that the block took."""
    seconds: list[float] = []
    began = time.perf_counter()
    yield seconds
    seconds.append(time.perf_counter() - began)


def in_child(work: Callable[[], Any], *, core: int | None = None) -> tuple[Any, float]:
    """The result of the work, done in a forked process (pinned to a core), and the most memory that it had in MB.

    The result travels as JSON. RuntimeError where the child fails; what failed stands on standard error.
    """
    connections.close_all()
    sys.stdout.flush()
    answer, question = os.pipe()
    child = os.fork()
    if not child:
        os.close(answer)
        _work_and_leave(work, core, question)
    os.close(question)
    with os.fdopen(answer) as said:
        text = said.read()
    if os.waitpid(child, 0)[1]:
        raise RuntimeError("A measured process failed.")
    result, memory = json.loads(text)
    return result, memory


def _work_and_leave(work: Callable[[], Any], core: int | None, question: int) -> None:
    code = 1
    try:
        if core is not None:
            os.sched_setaffinity(0, {core})
        result = work()
        with os.fdopen(question, "w") as answer:
            json.dump([result, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024], answer)
        code = 0
    except BaseException:  # noqa: BLE001 (the child says whatever ended it)
        traceback.print_exc()
    finally:
        os._exit(code)


def table(figures: list[Figure]) -> str:
    """The figures in columns, for a person."""
    head = ("work", "ours", "floor", "ratio", "target", "memory", "")
    lines = [head, *(_cells(figure) for figure in figures)]
    widths = [max(len(line[n]) for line in lines) for n in range(len(head))]
    return "\n".join(
        "  ".join(cell.rjust(w) if n else cell.ljust(w) for n, (cell, w) in enumerate(zip(line, widths, strict=True))).rstrip()
        for line in lines
    )  # fmt: skip


def _cells(figure: Figure) -> tuple[str, ...]:
    memory = f"{figure.memory:.0f} MB" if figure.memory else ""
    if figure.most_memory:
        memory += f" of {figure.most_memory:.0f}"
    return (
        figure.work,
        f"{figure.ours:.2f} {figure.unit}".rstrip(),
        f"{figure.floor:.2f} {figure.unit}".rstrip(),
        "" if figure.alone else f"{figure.ratio:.2f}",
        f"{'from' if figure.at_least else 'to'} {figure.target:g}",
        memory,
        "" if figure.met else "missed",
    )


def write_json(path: Path, figures: list[Figure], **how: Any) -> None:
    """The table as a file, with how it was measured."""
    rows = [{**asdict(figure), "met": figure.met} for figure in figures]
    path.write_text(json.dumps({**how, "cores": len(os.sched_getaffinity(0)), "figures": rows}, indent=1))
