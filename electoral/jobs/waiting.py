"""What of the long work waits for a person, for the first page."""

from django.db.models import Count, Min
from django.urls import reverse

from electoral.jobs.forms import UNFINISHED
from electoral.jobs.models import Job
from electoral.jobs.states import JobStatus
from electoral.office.roles import Permission


def waiting_for(user) -> list[dict]:
    """Queues as (label, count, url, oldest): what was put aside for a person, and what is under way."""
    if not user.may(Permission.JOB_VIEW):
        return []
    jobs = Job.objects.visible_to(user).order_by()
    aside = jobs.put_aside().aggregate(count=Count("pk"), oldest=Min("finished_at"))
    under_way = jobs.unfinished().aggregate(count=Count("pk"), oldest=Min("ordered_at"))
    here = reverse("jobs:index")
    return [
        {"label": "Jobs put aside", "url": f"{here}?status={JobStatus.PUT_ASIDE}", **aside},
        {"label": "Jobs under way", "url": f"{here}?status={UNFINISHED}", **under_way},
    ]
