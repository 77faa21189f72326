"""Form RR004 and the class of a Walk on it, kept for ever (1.4 to 1.8)."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from electoral.office.guards import DivisionalKey
from electoral.office.models import Delegation, Division
from electoral.office.references import new_reference
from electoral.papers.models import Document
from walks.models.area_change import AreaPart
from walks.models.roll_review import DivisionReview
from walks.models.walk import Walk, WalkClass
from walks.queries import ClassificationQuerySet, RR004QuerySet
from walks.rules.classification import Piece, Recommendation, recommended
from walks.states import CLASSIFICATION, UNDECIDED, ClassificationStatus


def form_reference() -> str:
    return new_reference("C")


def line_reference() -> str:
    return new_reference("K")


class RR004(models.Model):
    """The form: several Walks with one map. Each Walk's life is on its line (decision 11); the paper is made when all are decided."""

    reference = models.CharField(max_length=9, unique=True, default=form_reference)
    division = models.ForeignKey(Division, models.PROTECT)
    review = DivisionalKey(DivisionReview, models.PROTECT, null=True)
    drafted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    drafted_at = models.DateTimeField(auto_now_add=True)
    submitted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    submitted_at = models.DateTimeField(null=True)
    map = models.JSONField(null=True, help_text="The map of the whole area as it was submitted (1.7b).")
    document = DivisionalKey(Document, models.PROTECT, null=True, help_text="The endorsed form.")

    kept = True
    written_once = ("division_id", "drafted_by_id", "submitted_by_id", "submitted_at", "map", "document_id")
    objects = RR004QuerySet.as_manager()

    class Meta:
        verbose_name = "RR004"
        constraints = [models.UniqueConstraint(fields=["division", "id"], name="rr004_of_division")]

    def __str__(self):
        return f"RR004 {self.reference}"

    def get_absolute_url(self):
        return reverse("walks:form", args=[self.reference])


class Classification(models.Model):
    """One Walk on one RR004. `features`: rows of the street or CCD, its residences and the features found there (1.4a).

    An approved one is in force from `from_on` until `ended_on`; nothing else of it changes any more (1.8c).
    """

    class Kind(models.TextChoices):
        NEW = "new", "New Walk"
        SPLIT = "split", "Part of a split"
        BOUNDARY = "boundary", "Moved boundary"
        DENSITY = "density", "Changed density"

    reference = models.CharField(max_length=9, unique=True, default=line_reference)
    division = models.ForeignKey(Division, models.PROTECT)
    form = DivisionalKey(RR004, models.PROTECT, related_name="lines")
    walk = DivisionalKey(Walk, models.PROTECT, null=True, related_name="classifications")
    part = DivisionalKey(AreaPart, models.PROTECT, null=True, related_name="classifications")
    number = models.PositiveIntegerField()
    status = models.CharField(
        max_length=12, choices=ClassificationStatus, default=ClassificationStatus.DRAFTED
    )
    kind = models.CharField(max_length=10, choices=Kind)
    residences = models.PositiveIntegerField()
    ccds = models.TextField(blank=True)
    present_class = models.CharField(max_length=12, choices=WalkClass, blank=True)
    features = models.JSONField(default=list)
    recommended_class = models.CharField(
        max_length=12, choices=WalkClass, blank=True, help_text="What the features point to; empty at a tie."
    )
    proposed_class = models.CharField(max_length=12, choices=WalkClass, blank=True)
    security_access_buildings = models.PositiveIntegerField(
        null=True, blank=True, help_text="Residences in security access buildings, which are not paid (10.2)."
    )
    pay_difference = models.IntegerField(null=True, help_text="Cents a review, by the rates of the day.")
    has_map = models.BooleanField(default=False)
    remarks = models.TextField(max_length=4000, blank=True)
    submitted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    recommended_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    recommended_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    delegation = models.ForeignKey(Delegation, models.PROTECT, null=True)
    office = models.CharField(max_length=400, blank=True, help_text="The office of whoever decided.")
    reason = models.CharField(max_length=1000, blank=True, help_text="Why it was returned or withdrawn.")
    from_on = models.DateField(null=True)
    ended_on = models.DateField(null=True)

    workflow = CLASSIFICATION
    _steps = (
        "status", "recommended_by_id", "recommended_at", "decided_by_id", "decided_at", "delegation_id", "office", "reason",
        "from_on",
    )  # fmt: skip
    frozen = {
        ClassificationStatus.SUBMITTED: _steps,
        ClassificationStatus.RECOMMENDED: _steps,
        ClassificationStatus.APPROVED: ("walk_id", "from_on", "ended_on"),
        ClassificationStatus.RETURNED: (),
        ClassificationStatus.WITHDRAWN: (),
    }
    written_once = ("walk_id", "from_on", "ended_on")
    objects = ClassificationQuerySet.as_manager()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["division", "id"], name="classification_of_division"),
            models.UniqueConstraint(
                fields=["division", "form", "number"],
                name="a_walk_once_on_a_form",
                condition=~Q(status=ClassificationStatus.WITHDRAWN),
            ),
            models.UniqueConstraint(
                fields=["division", "walk"],
                name="one_open_line_of_a_walk",
                condition=Q(part=None, status__in=UNDECIDED),
            ),
            models.UniqueConstraint(
                fields=["division", "part"], name="one_open_line_of_a_part", condition=Q(status__in=UNDECIDED)
            ),
            models.UniqueConstraint(
                fields=["division", "walk"],
                name="one_standing_approval_of_a_walk",
                condition=Q(status=ClassificationStatus.APPROVED, ended_on=None),
            ),
            models.CheckConstraint(
                name="a_line_is_of_a_walk_or_a_part", condition=~Q(walk=None) | ~Q(part=None)
            ),
            models.CheckConstraint(
                name="nobody_approves_what_they_submitted",
                condition=~Q(decided_by=F("submitted_by")) & ~Q(recommended_by=F("submitted_by")),
            ),
            models.CheckConstraint(
                name="an_approval_has_its_two_steps",
                condition=~Q(status=ClassificationStatus.APPROVED)
                | Q(decided_by__isnull=False, delegation__isnull=False, recommended_by=None)
                | (Q(decided_by__isnull=False, recommended_by__isnull=False, delegation=None)
                   & ~Q(decided_by=F("recommended_by"))),
            ),
        ]  # fmt: skip

    def __str__(self):
        return f"Walk {self.number} on {self.form}"

    def get_absolute_url(self):
        return reverse("walks:form_line", args=[self.reference])

    @property
    def pieces(self) -> list[Piece]:
        """Its streets or CCDs with the features found there."""
        return [Piece.of(row) for row in self.features]

    @property
    def basis(self) -> str:
        """Whether its pieces are the streets or the CCDs of the Walk."""
        return self.features[0]["key"].partition(":")[0] if self.features else "street"

    @property
    def recommendation(self) -> Recommendation:
        return recommended(self.pieces)

    @property
    def differs(self) -> bool:
        """Whether another class is proposed than the one that the features point to (1.4a)."""
        return bool(self.proposed_class) and self.proposed_class != self.recommended_class

    @property
    def security_share(self) -> str:
        """The residences in security access buildings as a part of all (10.2g)."""
        count = self.security_access_buildings
        return (
            f"{count:,} of {self.residences:,} ({count / self.residences:.1%})".replace("%", " %")
            if count
            else ""
        )
