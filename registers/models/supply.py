"""Copies made, released and supplied; the register of supplies, which nobody can edit (E7, E9, X6)."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from electoral.jobs.models import Job
from electoral.office.guards import DivisionalKey
from electoral.office.models import Division, Event
from electoral.office.references import new_reference
from electoral.protected.queries import changed_since
from registers.models.edition import Edition
from registers.models.guards import part_of_request
from registers.models.request import AccessRequest
from registers.queries import CopyQuerySet, ReleaseQuerySet, SupplyQuerySet
from registers.rules.release import BEGAN, what_was_fetched, what_was_sent
from registers.states import RELEASE, ReleaseStatus, RequestStatus

BACK_AT_THE_OFFICE = (RequestStatus.ACCEPTED, RequestStatus.PREPARED, RequestStatus.CHECKED)


class Copy(models.Model):
    """What was prepared for a request: one archive of data, or one print. `checks`: what the worker proved of it."""

    division = models.ForeignKey(Division, models.PROTECT)
    request = DivisionalKey(AccessRequest, models.PROTECT, related_name="copies")
    round = models.PositiveSmallIntegerField()
    job = models.OneToOneField(Job, models.PROTECT, null=True)
    ordered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    ordered_at = models.DateTimeField(auto_now_add=True)
    sha256 = models.CharField(max_length=64, blank=True)
    suffix = models.CharField(max_length=5, blank=True)
    size = models.PositiveBigIntegerField(null=True)
    entries = models.PositiveIntegerField(null=True)
    checks = models.JSONField(default=list)
    made_at = models.DateTimeField(null=True)
    destroyed_at = models.DateTimeField(null=True)

    kept = True
    written_once = (
        "division_id",
        "request_id",
        "round",
        "job_id",
        "ordered_by_id",
        "sha256",
        "suffix",
        "size",
        "entries",
        "made_at",
        "destroyed_at",
    )
    guards = part_of_request("registers_copy", "accepted")
    objects = CopyQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["division", "id"], name="copy_of_division"),
            models.UniqueConstraint(
                fields=["division", "request"], name="one_copy_at_a_time", condition=Q(destroyed_at=None)
            ),
        ]

    def __str__(self):
        return f"Copy of {self.ordered_at:%-d %B %Y}"

    @property
    def is_awaited(self) -> bool:
        """Whether a worker is at it."""
        return not (self.sha256 or self.destroyed_at) and self.job is not None and not self.job.has_stopped


class ReleaseWay(models.TextChoices):
    LINK = "link", "Download"
    COLLECTION = "collection", "Collection"
    POST = "post", "Post, signed for"
    COURIER = "courier", "By hand to the body's officer"


class KeyWay(models.TextChoices):
    TELEPHONE = "telephone", "By telephone"
    LETTER = "letter", "By letter"
    IN_PERSON = "in_person", "In person"


def supply_reference() -> str:
    return new_reference("S")


class Release(models.Model):
    """One release of a copy: a file encrypted for the recipient, its key told another way, a link that works once (E7).

    `token` is the digest of the link's 256 random bits; the key is nowhere. `sending_until` is the lease of the one
    download under way.
    """

    reference = models.CharField(max_length=9, unique=True, default=supply_reference)
    division = models.ForeignKey(Division, models.PROTECT)
    request = DivisionalKey(AccessRequest, models.PROTECT, related_name="releases")
    copy = DivisionalKey(Copy, models.PROTECT, related_name="releases")
    way = models.CharField(max_length=10, choices=ReleaseWay)
    key_way = models.CharField(max_length=10, choices=KeyWay, blank=True)
    status = models.CharField(max_length=12, choices=ReleaseStatus, default=ReleaseStatus.OPEN)
    token = models.CharField(max_length=64, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    size = models.PositiveBigIntegerField(null=True)
    released_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    released_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    sending_until = models.DateTimeField(null=True)
    handed_over_at = models.DateTimeField(null=True)
    handed_to = models.CharField(max_length=150, blank=True)
    ended_why = models.CharField(max_length=200, blank=True)
    destroyed_at = models.DateTimeField(null=True, help_text="When the encrypted file was removed here.")

    workflow = RELEASE
    written_once = (
        "division_id", "request_id", "copy_id", "way", "token", "sha256", "size", "released_by_id", "handed_over_at", "destroyed_at",
    )  # fmt: skip
    guards = part_of_request("registers_release", "released")
    objects = ReleaseQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["division", "id"], name="release_of_division"),
            models.UniqueConstraint(
                fields=["division", "request"], name="one_open_release", condition=Q(status="open")
            ),
            models.UniqueConstraint(
                fields=["division", "token"], name="a_link_is_one", condition=~Q(token="")
            ),
            models.CheckConstraint(
                name="what_is_handed_over_says_when",
                condition=~Q(status="handed_over") | Q(handed_over_at__isnull=False),
            ),
        ]

    def __str__(self):
        return f"Release {self.reference}"

    def get_absolute_url(self):
        return reverse("registers:release", args=[self.reference])

    @property
    def has_run_out(self) -> bool:
        """Its day is over, or the copy shows what was closed since: one answer for both, here and outside (6.1b)."""
        made = self.copy.made_at or self.released_at
        return self.expires_at <= timezone.now() or changed_since(self.division, made)

    @property
    def is_told_outside(self) -> bool:
        """Whether the applicant is told of it as of one that is open. One that ended by itself before its day stays told until
        that day, so that the page does not tell when somebody was protected (6.1b)."""
        early = self.status == ReleaseStatus.EXPIRED and self.expires_at > timezone.now()
        return self.status == ReleaseStatus.OPEN or (early and self.request.status in BACK_AT_THE_OFFICE)

    @property
    def times_fetched(self) -> int:
        """How often the office took the encrypted file out, to put it on a medium or to print what is in it."""
        return Event.objects.filter(division=self.division, verb="fetch_release").about(self).count()

    @property
    def was_fetched(self) -> bool:
        return self.times_fetched > 0

    @property
    def what_left(self) -> str:
        """What of it may be held although it was not handed over, in a sentence; empty where nothing went out (E9, X6)."""
        if self.way != ReleaseWay.LINK:
            return what_was_fetched(self.times_fetched)
        began = self.tries.filter(outcome=BEGAN).count()
        ends = list(self.tries.filter(outcome__startswith="broken off").values_list("sent", flat=True))
        return what_was_sent(began, max(ends, default=0), self.size or 0, is_known=len(ends) >= began)


class DownloadTry(models.Model):
    """Each try at a link, whoever made it and however it ended."""

    division = models.ForeignKey(Division, models.PROTECT)
    release = DivisionalKey(Release, models.PROTECT, related_name="tries")
    at = models.DateTimeField(auto_now_add=True)
    method = models.CharField(max_length=10)
    outcome = models.CharField(max_length=60)
    sent = models.PositiveBigIntegerField(default=0, help_text="Bytes.")
    address = models.CharField(max_length=45, blank=True)
    agent = models.CharField(max_length=200, blank=True)

    append_only = True
    objects = SupplyQuerySet.as_manager()

    def __str__(self):
        return f"{self.outcome}, {self.at}"


class SupplyKind(models.TextChoices):
    SUPPLY = "supply", "Copy supplied"
    INSPECTION = "inspection", "Inspection"
    REFUSAL = "refusal", "Refused"
    RECALL = "recall", "Recalled"
    LEFT = "left", "Ended, may be held"
    DESTROYED = "destroyed", "Destroyed by the recipient"


class Supply(models.Model):
    """One line of the register of supplies: every copy, view and refusal (E9). Facts are copied, so that the line stands
    whatever happens to what it tells of.
    """

    reference = models.CharField(max_length=9, unique=True, default=supply_reference)
    division = models.ForeignKey(Division, models.PROTECT)
    kind = models.CharField(max_length=12, choices=SupplyKind)
    subject = models.CharField(max_length=9, help_text="The reference of the request, release or inspection.")
    applicant = models.CharField(max_length=120)
    organisation = models.CharField(max_length=150, blank=True)
    name = models.CharField(max_length=150)
    product = models.CharField(max_length=120)
    edition = DivisionalKey(Edition, models.PROTECT, null=True, related_name="supplies")
    area = models.CharField(max_length=60, blank=True)
    form = models.CharField(max_length=10, blank=True)
    entries = models.PositiveIntegerField(null=True)
    sha256 = models.CharField(max_length=64, blank=True)
    basis = models.CharField(max_length=400)
    purpose = models.TextField(max_length=2000, blank=True)
    way = models.CharField(max_length=30, blank=True)
    reason = models.TextField(max_length=2000, blank=True)
    destroy_by = models.DateField(null=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    append_only = True
    objects = SupplyQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "supplies"
        indexes = [models.Index(fields=["division", "-at"], name="supply_by_time")]

    def __str__(self):
        return f"{self.get_kind_display()}: {self.product}"

    def get_absolute_url(self):
        return reverse("registers:supply", args=[self.reference])


class HolderLook(models.Model):
    """That the Divisional Returning Officer asked who already holds an address, and why (X6)."""

    division = models.ForeignKey(Division, models.PROTECT)
    address_id = models.CharField(max_length=40)
    reason = models.CharField(max_length=300)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    append_only = True
    objects = SupplyQuerySet.as_manager()

    class Meta:
        constraints = [models.CheckConstraint(name="a_look_has_a_reason", condition=~Q(reason=""))]

    def __str__(self):
        return f"{self.at}"
