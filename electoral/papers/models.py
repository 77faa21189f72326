"""A paper on its way and on file; a run of many."""

from django.conf import settings
from django.db import models

from electoral.jobs.models import Job
from electoral.office.guards import DivisionalKey
from electoral.office.models import Division, State
from electoral.office.queries import DatedQuerySet
from electoral.office.references import new_reference
from electoral.papers.queries import DocumentQuerySet, RunQuerySet
from electoral.papers.states import DOCUMENT, DocumentStatus
from electoral.papers.store import name_of


def document_reference() -> str:
    return new_reference("P")


def run_reference() -> str:
    return new_reference("R")


class Run(models.Model):
    """Papers ordered together, in the order in which they are printed or posted."""

    reference = models.CharField(max_length=9, unique=True, default=run_reference)
    division = models.ForeignKey(Division, models.PROTECT)
    title = models.CharField(max_length=100)
    ordered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT)
    ordered_at = models.DateTimeField(auto_now_add=True)

    kept = True
    objects = RunQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["division", "id"], name="run_of_division")]

    def __str__(self):
        return f"{self.title} ({self.reference})"


class Wording(models.Model):
    """The text of a letter or sheet, with named blanks; a State's own goes before the one for every State (decision 32).

    It is data: the blanks are filled in, nothing in it is run.
    """

    state = models.ForeignKey(State, models.PROTECT, null=True, blank=True, help_text="Empty: every State.")
    kind = models.CharField(max_length=30)
    title = models.CharField(max_length=150)
    body = models.TextField(max_length=20000)
    from_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True, help_text="The first day without it.")

    kept = True
    written_once = ("state_id", "kind", "title", "body", "from_on", "ended_on")
    objects = DatedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["state", "kind"],
                name="one_wording_in_force",
                condition=models.Q(ended_on=None),
                nulls_distinct=False,
            )
        ]

    def __str__(self):
        return self.title


class Document(models.Model):
    """One paper. `subject` is the reference of what it is about; the bytes lie in the store under their sha256."""

    reference = models.CharField(max_length=9, unique=True, default=document_reference)
    division = models.ForeignKey(Division, models.PROTECT)
    kind = models.CharField(max_length=30)
    subject = models.CharField(max_length=9)
    title = models.CharField(max_length=100)
    file_name = models.CharField(max_length=100)
    status = models.CharField(max_length=10, choices=DocumentStatus, default=DocumentStatus.ORDERED)
    job = models.OneToOneField(Job, models.PROTECT, null=True)
    run = DivisionalKey(Run, models.PROTECT, null=True)
    position = models.PositiveIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True)
    pages = models.PositiveIntegerField(null=True)
    size = models.PositiveBigIntegerField(null=True)
    ordered_at = models.DateTimeField(auto_now_add=True)
    kept_at = models.DateTimeField(null=True)

    workflow = DOCUMENT
    written_once = ("sha256", "pages", "size", "kept_at")
    frozen = {DocumentStatus.KEPT: ("status",)}
    objects = DocumentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["division", "id"], name="document_of_division"),
            models.CheckConstraint(
                name="a_kept_paper_has_its_bytes",
                condition=models.Q(status=DocumentStatus.ORDERED, sha256="")
                | models.Q(sha256__regex="^[0-9a-f]{64}$"),
            ),
        ]
        indexes = [models.Index(fields=["division", "run", "position"], name="document_by_run")]

    def __str__(self):
        return f"{self.title} ({self.reference})"

    @property
    def is_awaited(self) -> bool:
        """Whether it is on its way; a paper that was read before its job ended is asked for once more."""
        return not self.sha256 and self.job is not None and not self.job.has_stopped

    @property
    def stored_name(self) -> str:
        return name_of(self.sha256, ".pdf")
