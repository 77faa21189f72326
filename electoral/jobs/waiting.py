"""What of the long work waits for a person, for the first page."""

from electoral.jobs.forms import UNFINISHED
from electoral.jobs.models import Job
from electoral.jobs.states import JobStatus
from electoral.office.queues import queue
from electoral.office.roles import Permission


def waiting_for(user) -> list[dict]:
    """Queues as (label, count, url, oldest): what was put aside for a person, and what is under way."""
    if not user.may(Permission.JOB_VIEW):
        return []
    jobs = Job.objects.visible_to(user)
    return [
        queue("Jobs put aside", f"jobs:index?status={JobStatus.PUT_ASIDE}", jobs.put_aside(), "finished_at"),
        queue("Jobs under way", f"jobs:index?status={UNFINISHED}", jobs.unfinished(), "ordered_at"),
    ]
