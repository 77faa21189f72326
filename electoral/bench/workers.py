"""The Celery workers that make the papers, and how much memory their processes take."""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from django.conf import settings

from electoral.door.children import Worker
from electoral.door.place import Place

PEAK = "VmHWM:"


class Watch:
    """Looks at a process and at all that it has started."""

    def __init__(self, pid: int) -> None:
        self.pid, self.peak = pid, 0.0

    def look(self) -> None:
        """Remember the most memory that one of them has had, in MB."""
        self.peak = max([self.peak, *map(_peak_of, _family(self.pid))])

    def taken(self) -> float:
        """That memory; from now on it is counted anew."""
        self.look()
        peak, self.peak = self.peak, 0.0
        return peak


@contextmanager
def working() -> Iterator[Watch]:
    """One worker with two processes, as production has it; stopped at the end."""
    worker = Worker(Place(settings.BASE_DIR, settings.OFFICE_VAR, 0), {**os.environ, "LOG_LEVEL": "INFO"})
    worker.start()
    try:
        assert worker.child is not None
        yield Watch(worker.child.pid)
    finally:
        worker.stop()


def _family(pid: int) -> Iterator[int]:
    yield pid
    with suppress(FileNotFoundError, ProcessLookupError):
        for task in Path(f"/proc/{pid}/task").iterdir():
            for child in (task / "children").read_text().split():
                yield from _family(int(child))


def _peak_of(pid: int) -> float:
    with suppress(FileNotFoundError, ProcessLookupError):
        for line in Path(f"/proc/{pid}/status").read_text().splitlines():
            if line.startswith(PEAK):
                return int(line.split()[1]) / 1024
    return 0.0
