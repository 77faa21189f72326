"""The job row: what is to be done, who has it until when, how far it is."""

import uuid

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone

from electoral.jobs.queries import JobQuerySet
from electoral.jobs.rules import QUEUES
from electoral.jobs.states import JOB, UNFINISHED, JobStatus
from electoral.office.models import Division
from electoral.office.references import new_reference


def job_reference() -> str:
    return new_reference("J")


class Job(models.Model):
    """One piece of long work. `arguments` holds references and keys, never names or addresses."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    reference = models.CharField(max_length=9, unique=True, default=job_reference)
    division = models.ForeignKey(Division, models.PROTECT)
    kind = models.CharField(max_length=30)
    title = models.CharField(max_length=100)
    queue = models.CharField(max_length=10, choices=[(q, q) for q in QUEUES])
    arguments = models.JSONField(default=dict)
    subject = models.CharField(max_length=9, blank=True)  # the reference of what it is for
    requested_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT)
    status = models.CharField(max_length=10, choices=JobStatus, default=JobStatus.QUEUED)
    fence = models.BigIntegerField(default=0)
    lease_until = models.DateTimeField(null=True)
    rung_at = models.DateTimeField(default=timezone.now)
    failures = models.PositiveSmallIntegerField(default=0)
    deaths = models.PositiveSmallIntegerField(default=0)
    dro_only = models.BooleanField(default=False)  # that there is such work tells something (protections)
    wants_cancel = models.BooleanField(default=False)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    note = models.CharField(max_length=200, blank=True)
    error = models.TextField(blank=True)
    ordered_at = models.DateTimeField(auto_now_add=True)
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    workflow = JOB
    objects = JobQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["ordered_at"], name="job_unfinished", condition=models.Q(status__in=UNFINISHED)
            ),
            models.Index(fields=["division", "-ordered_at"], name="job_by_division"),
        ]

    def __str__(self):
        return f"{self.title} ({self.reference})"

    def get_absolute_url(self):
        return reverse("jobs:detail", args=[self.reference])

    @property
    def subject_url(self) -> str:
        """Where what it is for is found: the search goes straight to a reference's page."""
        return f"{reverse('search')}?q={self.subject}" if self.subject else ""

    @property
    def is_unfinished(self) -> bool:
        return self.status in UNFINISHED

    @property
    def has_stopped(self) -> bool:
        """Whether it ended without what it was for, until somebody has it tried again."""
        return self.status in (JobStatus.PUT_ASIDE, JobStatus.CANCELLED)

    @property
    def seconds_left(self) -> int | None:
        """What the rest would take at the pace so far; None before there is a pace."""
        if not (self.started_at and self.done and self.total and self.status == JobStatus.RUNNING):
            return None
        pace = (timezone.now() - self.started_at).total_seconds() / self.done
        return round(pace * (self.total - self.done))
