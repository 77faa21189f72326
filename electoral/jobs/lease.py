"""Who has a job, until when: claim it, keep it while it is worked on, give it back.

Each statement here names the fence that the claim gave, so a worker that lost its lease changes nothing any more.
"""

import threading
from contextlib import AbstractContextManager

from django.conf import settings
from django.db import connection

from electoral.jobs.models import Job
from electoral.jobs.rules import DEATHS, FAILURES
from electoral.jobs.states import JobStatus

CLAIM = """
    UPDATE jobs_job SET status = 'running', fence = fence + 1, deaths = deaths + (status = 'running')::int,
        lease_until = clock_timestamp() + make_interval(secs => %s),
        started_at = coalesce(started_at, clock_timestamp())
    WHERE id = (
        SELECT id FROM jobs_job
        WHERE id = %s AND (status = 'queued' OR (status = 'running' AND lease_until < clock_timestamp() AND deaths < %s))
        FOR UPDATE SKIP LOCKED
    )
    RETURNING id
"""
RENEW = """
    UPDATE jobs_job SET lease_until = clock_timestamp() + make_interval(secs => %s), done = %s, total = %s, note = %s
    WHERE id = %s AND fence = %s AND status = 'running' RETURNING wants_cancel
"""


class Lost(Exception):
    """Somebody else has the job now: what was made is thrown away."""


class Cancelled(Exception):
    """A person asked for the work to stop."""


def claim(job_id) -> Job | None:
    """The job, now this worker's, its attempt already counted; None where it is not to be had."""
    with connection.cursor() as cursor:
        cursor.execute(CLAIM, [settings.LEASE_SECONDS, job_id, DEATHS - 1])
        if not cursor.fetchone():
            return None
    return Job.objects.select_related("division__area__state", "requested_by").get(pk=job_id)


def give_back(job: Job, status: JobStatus, *, error: str = "", **changes) -> bool:
    """Leave the job in another status, if it is still this worker's."""
    mine = Job.objects.filter(pk=job.pk, fence=job.fence, status=JobStatus.RUNNING)
    return bool(mine.update(status=status, error=error, lease_until=None, **changes))


def count_failure(job: Job, error: str) -> None:
    """An exception: to be tried again, or put aside after the third (decision 5)."""
    last = job.failures + 1 >= FAILURES
    give_back(job, JobStatus.PUT_ASIDE if last else JobStatus.QUEUED, error=error, failures=job.failures + 1)


class Lease(AbstractContextManager):
    """Keeps a claimed job while it is worked on: a thread renews the lease and writes how far the work is.

    The thread has a database connection of its own, so a bar moves although the work is in one long transaction.
    """

    def __init__(self, job: Job):
        self.job = job
        self.state = (job.done, job.total, job.note)
        self.lost = self.cancelled = False
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._keep, daemon=True)

    def progress(self, done: int, total: int | None = None, note: str = "") -> None:
        """Say how far the work is; raises Cancelled or Lost where it should end."""
        self.state = (done, self.state[1] if total is None else total, note)
        self.check()

    def check(self) -> None:
        if self.lost:
            raise Lost
        if self.cancelled:
            raise Cancelled

    def keep_going(self) -> bool:
        return not (self.lost or self.cancelled)

    def __enter__(self):
        self._thread.start()
        return self

    def __exit__(self, *exception):
        self._stop.set()
        self._thread.join()

    def _keep(self):
        """At each beat: write what changed, and renew when a third of the lease is gone."""
        written, beats = self.state, 0
        beat = min(settings.PROGRESS_SECONDS, settings.LEASE_SECONDS / 6)
        try:
            while not self._stop.wait(beat):
                beats += 1
                if self.state != written or beats * beat >= settings.LEASE_SECONDS / 3:
                    written, beats = self.state, 0
                    self._renew(*written)
        finally:
            connection.close()

    def _renew(self, done, total, note):
        with connection.cursor() as cursor:
            cursor.execute(RENEW, [settings.LEASE_SECONDS, done, total, note, self.job.pk, self.job.fence])
            row = cursor.fetchone()
        self.lost = row is None
        self.cancelled = bool(row and row[0])
