"""Loading: a file is received, read by a worker, shown, and applied at a person's word."""

from pathlib import Path

from django.db import IntegrityError, transaction

from electoral.jobs.actions import order_job
from electoral.jobs.lease import Lease
from electoral.jobs.models import Job
from electoral.jobs.work import Finish, kind
from electoral.office.actions import demand, record
from electoral.office.refusals import Refused
from electoral.office.registry import navigation, verbs
from electoral.office.roles import Permission
from electoral.papers.store import name_of, uploads
from electoral.protected import actions as protected
from electoral.roll import loading
from electoral.roll.models import Load
from electoral.roll.states import LOAD, LoadStatus

verbs(receive_load="sent a file in")
navigation("Roll", "roll:index", Permission.ROLL_VIEW, place=10)
PIECE = 1 << 20
SECRET_KIND = "protections"


@transaction.atomic
def receive_load(kind_name: str, file, *, division, by, file_name: str) -> Load:
    """Take a file in and order its reading. `file` is read in pieces; what the kind demands first is asked at once."""
    its = loading.KINDS[kind_name]
    demand(by, its.permission, division)
    load = Load(division=division, kind=kind_name, file_name=Path(file_name).name[:200], loaded_by=by)
    if reason := its.requires(load):
        raise Refused(reason)
    making = uploads().room_for_work()
    with making.open("wb") as copy:
        while piece := file.read(PIECE):
            copy.write(piece)
    load.size = making.stat().st_size
    load.sha256 = uploads().keep(making, f"-{load.reference}")
    load.upload = name_of(load.sha256, f"-{load.reference}")
    try:
        with transaction.atomic():
            load.save()
    except IntegrityError:
        uploads().delete(load.upload)
        raise Refused(f"Another load of {kind_name} is under way. Finish it or put it away first.") from None
    record(load, "receive_load", by=by, kind=kind_name)
    order_load_job("read_load", load, f"Read {its.title.lower()}", by=by)
    return load


def order_load_job(job_kind: str, load: Load, title: str, *, by) -> Job:
    arguments = {"load": load.reference}
    return order_job(
        job_kind,
        division=load.division,
        title=title,
        by=by,
        arguments=arguments,
        total=100,
        subject=load.reference,
        dro_only=load.kind == SECRET_KIND,
    )


def load_of(job: Job) -> Load:
    """The load of a job, whose person may still load its kind."""
    loads = Load.objects.select_related("division__area__state", "loaded_by")
    load = loads.get(reference=job.arguments["load"])
    demand(job.requested_by, loading.KINDS[load.kind].permission, load.division)
    return load


@kind("read_load", queue="loads", permission=Permission.FILE_LOAD)
def read_load(job: Job, lease: Lease) -> Finish:
    """Read the file into staging, in its own transaction; a second reading begins anew."""
    load = load_of(job)
    try:
        findings = loading.stage(load, lambda percent: lease.progress(percent))
        reason = f"{findings.refused_count} rows were refused." if findings.refused_count else ""
    except Refused as refusal:
        reason = str(refusal)
        load.warnings = [reason]
    lease.progress(100)
    seen = (
        "new",
        "changed",
        "gone",
        "unchanged",
        "columns_left_out",
        "warnings",
        "refused_rows",
        "refused_count",
    )
    changes = {name: getattr(load, name) for name in seen}

    def finish() -> None:
        moved = LOAD.move(load, "refuse" if reason else "stage", by=job.requested_by, changes=changes)
        if moved.status == LoadStatus.REFUSED:
            forget(moved)

    return finish


@transaction.atomic
def order_load(load: Load, *, by, allow_gone: bool = False) -> Load:
    """Give the word: the staged file is to be applied. More than 2 % gone needs `allow_gone` (decision 33)."""
    demand(by, loading.KINDS[load.kind].permission, load.division)
    load.allow_gone = allow_gone
    if allow_gone:
        Load.objects.filter(pk=load.pk).update(allow_gone=True)
    load = LOAD.move(load, "order", by=by)
    order_load_job("apply_load", load, f"Apply {loading.KINDS[load.kind].title.lower()}", by=by)
    return load


@kind("apply_load", queue="loads", permission=Permission.FILE_LOAD)
def apply_load(job: Job, lease: Lease) -> Finish:
    """Apply the staged rows in the transaction that finishes the job."""
    load = load_of(job)

    def finish() -> None:
        try:
            with transaction.atomic():
                loading.apply(load)
            counts = {name: getattr(load, name) for name in ("new", "changed", "gone", "unchanged")}
            # How many are protected is nobody's to read in the trail.
            told = {} if load.kind == SECRET_KIND else counts
            forget(LOAD.move(load, "apply", by=job.requested_by, changes=counts, kind=load.kind, **told))
        except Refused as refusal:
            forget(LOAD.move(load, "refuse", by=job.requested_by, changes={"warnings": [str(refusal)]}))

    lease.progress(100, note="being written")
    return finish


@transaction.atomic
def abandon_load(load: Load, *, by) -> Load:
    """Put a file away unapplied; its rows and the file go."""
    demand(by, loading.KINDS[load.kind].permission, load.division)
    load = LOAD.move(load, "abandon", by=by)
    forget(load)
    return load


def forget(load: Load) -> None:
    """The rows and the file of a load that has ended go (decision 3): they may name what must not be found again."""
    loading.clear(load)
    protected.drop_diverted(load)
    upload = load.upload
    Load.objects.filter(pk=load.pk).update(upload="")
    transaction.on_commit(lambda: uploads().delete(upload) if upload else None)
