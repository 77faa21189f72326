"""Positions of Review Officers, the contact with the employment service, and applications (3.1)."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from electoral.office.guards import DivisionalKey
from electoral.office.models import Division
from electoral.office.references import new_reference
from electoral.papers.models import Document
from review.models.publicity import Advertisement
from review.queries.recruitment import ApplicationQuerySet, PositionQuerySet, RecruitmentQuerySet
from review.rules.recruitment import kept_until
from review.states import APPLICATION, ApplicationStatus
from walks.models import DivisionReview


def position_reference() -> str:
    return new_reference("H")


def application_reference() -> str:
    return new_reference("B")


HELD = (
    "name", "address", "telephone", "email", "hours", "transport", "languages", "experience", "referees", "interview_note",
    "reference_note", "reason",
)  # what an application holds of a person, and what goes with its destruction  # fmt: skip


class Position(models.Model):
    """Review Officers wanted for an area in a review: `places` of them."""

    reference = models.CharField(max_length=9, unique=True, default=position_reference)
    division = models.ForeignKey(Division, models.PROTECT)
    review = DivisionalKey(DivisionReview, models.PROTECT, related_name="positions")
    area = models.CharField(max_length=150)
    places = models.PositiveIntegerField(default=1)
    closing_on = models.DateField(help_text="The last day for applications.")
    country = models.BooleanField(
        default=False, help_text="An area where it is difficult to attract staff (3.1)."
    )
    contact = models.CharField(
        max_length=300, help_text="Where applications go and who answers questions; printed on the papers."
    )
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT)
    from_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)

    applied: int  # these five come with `with_counts`
    undecided: int
    appointed: int
    advertised: bool
    contacted: bool

    kept = True
    written_once = ("division_id", "review_id", "from_on", "ended_on")
    objects = PositionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["division", "id"], name="position_of_division"),
            models.UniqueConstraint(
                fields=["division", "review", "area"], name="position_once", condition=Q(ended_on=None)
            ),
            models.CheckConstraint(name="position_has_a_place", condition=Q(places__gte=1)),
        ]

    def __str__(self):
        return f"Review Officer, {self.area}"

    def get_absolute_url(self):
        return reverse("review:position", args=[self.reference])

    @property
    def places_left(self) -> int:
        """Places that no officer has; for a position read with its counts."""
        return max(0, self.places - self.appointed)

    @property
    def was_advertised(self) -> bool:
        """Whether an advertisement was placed for it (3.1e)."""
        return self.advertisements.placed().exists()


class Contact(models.Model):
    """A dated contact with the local employment service about a position, with the papers sent (3.1b, 3.1f)."""

    division = models.ForeignKey(Division, models.PROTECT)
    position = DivisionalKey(Position, models.PROTECT, related_name="contacts")
    on = models.DateField()
    office = models.CharField(max_length=150)
    spoke_to = models.CharField(max_length=100, blank=True)
    sheets = models.PositiveIntegerField(default=0, help_text="Information Sheets sent.")
    forms = models.PositiveIntegerField(default=0, help_text="Application forms sent.")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT)

    append_only = True
    objects = RecruitmentQuerySet.as_manager()

    def __str__(self):
        return f"{self.office}, {self.on:%-d %B %Y}"


class Application(models.Model):
    """An application; what it holds of the person goes when it is destroyed (3.1c)."""

    reference = models.CharField(max_length=9, unique=True, default=application_reference)
    division = models.ForeignKey(Division, models.PROTECT)
    position = DivisionalKey(Position, models.PROTECT, null=True, blank=True, related_name="applications")
    advertisement = models.ForeignKey(
        Advertisement, models.PROTECT, null=True, blank=True, related_name="applications"
    )
    status = models.CharField(max_length=10, choices=ApplicationStatus, default=ApplicationStatus.RECEIVED)
    received_on = models.DateField()
    signed_on = models.DateField(null=True, blank=True)
    name = models.CharField(max_length=150)
    address = models.CharField(max_length=300, blank=True)
    telephone = models.CharField(max_length=40, blank=True)
    email = models.EmailField(blank=True)
    hours = models.CharField(max_length=300, blank=True, help_text="Days and hours free.")
    transport = models.CharField(max_length=150, blank=True)
    languages = models.CharField(max_length=200, blank=True)
    experience = models.TextField(max_length=2000, blank=True, help_text="Earlier work of this kind.")
    referees = models.TextField(max_length=1000, blank=True)
    interviewed_on = models.DateField(null=True, blank=True)
    interview_note = models.TextField(max_length=2000, blank=True)
    reference_note = models.TextField(max_length=1000, blank=True, help_text="What a referee said.")
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    decided_on = models.DateField(null=True)
    reason = models.CharField(max_length=300, blank=True)
    destroyed_on = models.DateField(null=True)

    workflow = APPLICATION
    written_once = ("decided_by_id", "decided_on", "destroyed_on")
    frozen = {
        ApplicationStatus.APPOINTED: (),
        ApplicationStatus.DECLINED: (*HELD, "destroyed_on"),
        ApplicationStatus.WITHDRAWN: (*HELD, "destroyed_on"),
    }
    objects = ApplicationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["division", "id"], name="application_of_division"),
            models.CheckConstraint(
                name="a_destroyed_application_holds_nobody",
                condition=Q(destroyed_on=None) | Q(**dict.fromkeys(HELD, "")),
            ),
            models.CheckConstraint(
                name="only_what_was_not_taken_up_is_destroyed",
                condition=Q(destroyed_on=None) | Q(status__in=["declined", "withdrawn"]),
            ),
        ]

    def __str__(self):
        return self.name or "Application, destroyed"

    def get_absolute_url(self):
        return reverse("review:application", args=[self.reference])

    @property
    def came_late(self) -> bool:
        """After the last day for applications."""
        return self.position is not None and self.received_on > self.position.closing_on

    @property
    def kept_until(self) -> date | None:
        """The last day on which a declined or withdrawn one is kept (3.1c)."""
        ended = self.status in (ApplicationStatus.DECLINED, ApplicationStatus.WITHDRAWN)
        return kept_until(self.decided_on) if ended and self.decided_on else None


class SentPaper(models.Model):
    """An Information Sheet or an application form made for a position, on file (3.1b)."""

    division = models.ForeignKey(Division, models.PROTECT)
    position = DivisionalKey(Position, models.PROTECT, related_name="papers")
    document = DivisionalKey(Document, models.PROTECT)

    append_only = True
    objects = RecruitmentQuerySet.as_manager()

    def __str__(self):
        return str(self.document)
