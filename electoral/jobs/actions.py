"""Ordering, ringing and steering long work."""

import logging
from collections.abc import Callable, Iterable
from datetime import timedelta
from functools import partial

from celery import current_app
from django.conf import settings
from django.db import transaction
from django.db.models import Model, Q
from django.utils import timezone
from kombu.exceptions import KombuError
from redis.exceptions import RedisError

from electoral.jobs.models import Job
from electoral.jobs.rules import DEATHS, QUIET_SWEEPS
from electoral.jobs.states import JOB, JobStatus
from electoral.jobs.work import KINDS
from electoral.office.actions import demand, record
from electoral.office.registry import verbs
from electoral.office.roles import Permission

log = logging.getLogger(__name__)
RUNG_AT_ONCE = 200
verbs(ask_to_cancel_job="asked for the work to stop")


def order_job(
    kind: str,
    *,
    division,
    title: str,
    by,
    arguments: dict,
    total: int = 0,
    subject: str = "",
    dro_only: bool = False,
) -> Job:
    """Write a job in the transaction of what it is for, and ring when that is committed.

    `dro_only` keeps it out of everybody else's lists: that there is such work would tell them something.
    """
    job = Job.objects.create(
        kind=kind, queue=KINDS[kind].queue, division=division, title=title, requested_by=by,
        arguments=arguments, total=total, subject=subject, dro_only=dro_only,
    )  # fmt: skip
    transaction.on_commit(partial(ring, job))
    return job


def each_by_itself(rows: Iterable[Model], act: Callable[..., object]) -> int:
    """For the clock: `act` on each row, in a transaction of its own; how many went. One that fails is written to the log, and
    the others go on."""
    done = 0
    for row in rows:
        try:
            with transaction.atomic():
                act(row)
        except Exception:
            log.exception("%s %s could not be done; the others go on", type(row).__name__, row.pk)
        else:
            done += 1
    return done


def ring(job: Job) -> bool:
    """Tell a worker that there is something to do. A broker that is away costs nothing: the sweeper rings again."""
    try:
        current_app.send_task("work", [str(job.pk)], queue=job.queue)
    except (KombuError, RedisError, OSError):
        log.warning("the broker does not answer; job %s will be rung for again", job.reference)
        return False
    return True


def ring_again() -> int:
    """The sweeper: ring for what is claimable, put aside what kills its workers; returns how many were rung for."""
    now = timezone.now()
    dead = Q(status=JobStatus.RUNNING, lease_until__lt=now)
    Job.objects.filter(dead, deaths__gte=DEATHS - 1).update(
        status=JobStatus.PUT_ASIDE, deaths=DEATHS, finished_at=now,
        error=f"Its worker died {DEATHS} times. Nothing was half done; look at its size before it is tried again.",
    )  # fmt: skip
    quiet = Q(
        status=JobStatus.QUEUED, rung_at__lt=now - timedelta(seconds=QUIET_SWEEPS * settings.SWEEP_SECONDS)
    )
    waiting = list(Job.objects.filter(dead | quiet).order_by("ordered_at")[:RUNG_AT_ONCE])
    Job.objects.filter(pk__in=[j.pk for j in waiting]).update(rung_at=now)
    return sum(ring(job) for job in waiting)


@transaction.atomic
def cancel_job(job: Job, *, by) -> Job:
    """Stop the work: at once where nobody has begun, else at its next step."""
    job = Job.objects.select_for_update().get(pk=job.pk)
    if job.status != JobStatus.RUNNING:
        return JOB.move(job, "cancel", by=by, changes={"finished_at": timezone.now()})
    demand(by, Permission.JOB_STEER, job.division)
    Job.objects.filter(pk=job.pk).update(wants_cancel=True)
    record(job, "ask_to_cancel_job", by=by)
    return job


@transaction.atomic
def retry_job(job: Job, *, by) -> Job:
    """Try again what was put aside or cancelled, as if for the first time."""
    fresh = {"failures": 0, "deaths": 0, "done": 0, "error": "", "wants_cancel": False, "finished_at": None,
             "started_at": None, "rung_at": timezone.now()}  # fmt: skip
    job = JOB.move(job, "retry", by=by, changes=fresh)
    transaction.on_commit(partial(ring, job))
    return job
