"""What a worker does with a job: claim, check the person again, work, finish under the fence."""

import logging
from collections.abc import Callable
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from electoral.jobs.lease import Cancelled, Lease, Lost, claim, count_failure, give_back
from electoral.jobs.models import Job
from electoral.jobs.states import JobStatus
from electoral.office.refusals import Refused
from electoral.office.roles import Permission

log = logging.getLogger(__name__)
Finish = Callable[[], None]


@dataclass(frozen=True)
class Kind:
    """A kind of work: `run(job, lease)` does it and returns what is to be written when the job is finished."""

    name: str
    queue: str
    permission: Permission
    run: Callable[[Job, Lease], Finish | None]


KINDS: dict[str, Kind] = {}


def kind(name: str, *, queue: str, permission: Permission):
    """Register the decorated function as a kind of work."""

    def register(run):
        KINDS[name] = Kind(name, queue, permission, run)
        return run

    return register


def work_on(job_id) -> Job | None:
    """Work on one job if it can be claimed; nothing that goes wrong in it is lost, or half done."""
    job = claim(job_id)
    if job is None:
        return None
    with Lease(job) as lease:
        try:
            _do(job, lease)
        except Lost:
            log.warning("job %s: its lease was lost, the work is thrown away", job.reference)
        except Cancelled:
            give_back(job, JobStatus.CANCELLED, wants_cancel=False, finished_at=timezone.now())
        except Refused as refusal:  # trying again would not help
            give_back(job, JobStatus.PUT_ASIDE, error=str(refusal), finished_at=timezone.now())
        except Exception as error:
            log.exception("job %s failed", job.reference)
            count_failure(job, f"{type(error).__name__}. It is in the log under {job.reference}.")
    return job


def _do(job: Job, lease: Lease) -> None:
    its = KINDS[job.kind]
    if not job.requested_by.may(its.permission, job.division):
        raise Refused("The person who asked for this may not do it any more.")
    finish = its.run(job, lease)
    with transaction.atomic():
        mine = Job.objects.select_for_update().filter(pk=job.pk, fence=job.fence, status=JobStatus.RUNNING)
        if not mine.exists():
            raise Lost
        if finish:
            finish()
        done, total, note = lease.state
        mine.update(
            status=JobStatus.DONE,
            finished_at=timezone.now(),
            lease_until=None,
            error="",
            done=done,
            total=total,
            note=note,
        )
