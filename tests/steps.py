"""Later states of things, made by the real actions and the real work, in this process."""

import io
from pathlib import Path

from electoral.jobs.models import Job
from electoral.jobs.work import work_on
from electoral.roll.actions import order_load, receive_load
from electoral.roll.models import Load
from walks import actions as walks

GOLDEN = Path(__file__).parent / "golden"


def work_off():
    """Work on every job that waits, in their order, as a worker would."""
    while job := Job.objects.filter(status="queued").order_by("ordered_at").first():
        work_on(job.pk)


def read_file(kind: str, content, division, by) -> Load:
    """A load that has been read: staged, or refused."""
    file = (
        content.open("rb")
        if isinstance(content, Path)
        else io.BytesIO(content if isinstance(content, bytes) else content.encode())
    )
    load = receive_load(kind, file, division=division, by=by, file_name=f"{kind}.csv")
    work_off()
    load.refresh_from_db()
    return load


def load_file(kind: str, content, division, by, *, allow_gone: bool = False) -> Load:
    """A load that has been applied, or refused."""
    load = read_file(kind, content, division, by)
    if load.status == "staged":
        order_load(load, by=by, allow_gone=allow_gone)
        work_off()
        load.refresh_from_db()
    return load


def load_golden(division, by) -> None:
    """The golden division, as its README has it: addresses, protections, electors, then its Walks."""
    for kind in ("addresses", "protections", "electors"):
        load = load_file(kind, GOLDEN / f"{kind}.csv", division, by)
        assert load.status == "applied", (kind, load.status, load.refused_rows, load.warnings)
    walks.build_walks(division, by=by)
