from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from electoral.jobs import actions
from electoral.jobs.forms import UNFINISHED, JobFilter
from electoral.jobs.models import Job
from electoral.jobs.states import JOB
from electoral.office.faces import paged, told
from electoral.office.models import Event
from electoral.office.registry import navigation
from electoral.office.roles import Permission

navigation("Jobs", "jobs:index", Permission.JOB_VIEW, place=80)


def visible_jobs(request):
    return Job.objects.visible_to(request.user).select_related("division__area", "requested_by")


def find_job(request, reference) -> Job:
    return get_object_or_404(visible_jobs(request), reference=reference)


def steps_of_job(job: Job, user) -> dict:
    """What parts/progress.html takes: the job, where to ask about it, and what this person may do with it."""
    options = {move.name for move, refusal in JOB.options(job, user) if refusal is None}
    steerable = job.is_unfinished and user.may(Permission.JOB_STEER, job.division)
    return {
        "job": job,
        "poll_url": reverse("jobs:progress", args=[job.reference]),
        "cancel_url": reverse("jobs:cancel", args=[job.reference]) if steerable else None,
        "retry_url": reverse("jobs:retry", args=[job.reference]) if "retry" in options else None,
    }


@login_required
def index(request):
    form = JobFilter(request.GET)
    jobs = visible_jobs(request).order_by("-ordered_at", "reference")
    if status := form.cleaned_data["status"] if form.is_valid() else "":
        jobs = jobs.unfinished() if status == UNFINISHED else jobs.filter(status=status)
    return render(request, "jobs/index.html", {"page": paged(request, jobs), "form": form})


@login_required
def detail(request, reference):
    job = find_job(request, reference)
    events = Event.objects.visible_to(request.user).about(job)
    context = {"history": told(events), "breadcrumbs": [{"label": "Jobs", "url": reverse("jobs:index")}]}
    return render(request, "jobs/detail.html", context | steps_of_job(job, request.user))


@login_required
def progress(request, reference):
    """The bar alone; the poll that finds the work ended has the whole page asked for again."""
    job = find_job(request, reference)
    response = render(request, "jobs/progress.html", steps_of_job(job, request.user))
    if not job.is_unfinished:
        response["HX-Refresh"] = "true"
    return response


@login_required
@require_POST
def cancel(request, reference):
    job = actions.cancel_job(find_job(request, reference), by=request.user)
    messages.success(request, f"{job.title}: {'stopping' if job.is_unfinished else 'cancelled'}.")
    return redirect(job)


@login_required
@require_POST
def retry(request, reference):
    job = actions.retry_job(find_job(request, reference), by=request.user)
    messages.success(request, f"{job.title}: it will be tried again.")
    return redirect(job)
