"""The life of a job. People cancel and try again; the rest the worker does, on a row that it has claimed."""

from django.db.models import TextChoices

from electoral.office.roles import Permission as P
from electoral.office.workflow import Move, Workflow


class JobStatus(TextChoices):
    QUEUED = "queued", "Waiting"
    RUNNING = "running", "Running"
    DONE = "done", "Done"
    PUT_ASIDE = "put_aside", "Put aside"
    CANCELLED = "cancelled", "Cancelled"


S = JobStatus
JOB = Workflow(
    "job",
    S,
    Move("cancel", (S.QUEUED,), S.CANCELLED, P.JOB_STEER, done="cancelled the work"),
    Move("retry", (S.PUT_ASIDE, S.CANCELLED), S.QUEUED, P.JOB_STEER, done="had the work tried again"),
    Move("claim", (S.QUEUED,), S.RUNNING, None),
    Move("finish", (S.RUNNING,), S.DONE, None),
    Move("fail", (S.RUNNING,), S.QUEUED, None),
    Move("put_aside", (S.RUNNING,), S.PUT_ASIDE, None),
    Move("stop", (S.RUNNING,), S.CANCELLED, None),
)
UNFINISHED = (S.QUEUED, S.RUNNING)
