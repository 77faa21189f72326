"""Advertisements, media releases and letters about a review (section 3, Appendix A)."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from electoral.office.guards import DivisionalKey
from electoral.office.models import Division, State
from electoral.office.references import new_reference
from electoral.papers.models import Document, Wording
from review.queries import (
    AddresseeQuerySet,
    AdvertisementQuerySet,
    LetterQuerySet,
    OutletQuerySet,
    PublicityQuerySet,
)
from review.rules.publicity import dollars
from review.states import ADVERTISEMENT, AdvertisementStatus
from review.states.publicity import FROZEN
from walks.models import DivisionReview, RollReview


def publicity_reference() -> str:
    return new_reference("M")


def letter_reference() -> str:
    return new_reference("N")


def outlet_reference() -> str:
    return new_reference("G")


def addressee_reference() -> str:
    return new_reference("T")


class Outlet(models.Model):
    """A newspaper of a State, and the divisions that it covers."""

    class Kind(models.TextChoices):
        DAILY = "daily", "Metropolitan daily"
        REGIONAL = "regional", "Regional paper"
        LOCAL = "local", "Local paper"

    reference = models.CharField(max_length=9, unique=True, default=outlet_reference)
    state = models.ForeignKey(State, models.PROTECT)
    name = models.CharField(max_length=150)
    kind = models.CharField(max_length=10, choices=Kind)
    covers = models.ManyToManyField(Division, related_name="outlets")
    address = models.CharField(max_length=300, blank=True)
    from_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)

    kept = True
    written_once = ("state_id", "from_on", "ended_on")
    objects = OutletQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["state", "name"], name="outlet_once", condition=Q(ended_on=None))
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("review:outlet", args=[self.reference])

    @property
    def place(self) -> State:
        return self.state


class Advertisement(models.Model):
    """An advertisement or a media release in one outlet. `local_to`: the division whose DRO asks for a local one (3.1d)."""

    class Kind(models.TextChoices):
        NATIONAL = "national", "National recruitment advertisement"
        RECRUITMENT = "recruitment", "Recruitment advertisement"
        NOTICE = "notice", "Notice of Review"
        RELEASE = "release", "Media release"

    class Ground(models.TextChoices):
        FEW = "few", "Insufficient applications were received"
        DIFFICULT = "difficult", "An area where it is difficult to attract staff"

    ONE_IN_AN_OUTLET = (Kind.NOTICE, Kind.RELEASE)

    reference = models.CharField(max_length=9, unique=True, default=publicity_reference)
    state = models.ForeignKey(State, models.PROTECT)
    local_to = models.ForeignKey(Division, models.PROTECT, null=True, blank=True)
    review = models.ForeignKey(RollReview, models.PROTECT, related_name="advertisements")
    outlet = models.ForeignKey(Outlet, models.PROTECT, null=True, blank=True)
    kind = models.CharField(max_length=12, choices=Kind)
    status = models.CharField(max_length=10, choices=AdvertisementStatus, default=AdvertisementStatus.PLANNED)
    appears_on = models.DateField()
    cost = models.PositiveIntegerField(null=True, blank=True, help_text="Cents.")
    text = models.TextField(max_length=10000, blank=True)
    ground = models.CharField(
        max_length=10, choices=Ground, blank=True, help_text="Why a local one is asked for (3.1d)."
    )
    positions = models.ManyToManyField("review.Position", related_name="advertisements", blank=True)
    applications_so_far = models.PositiveIntegerField(null=True, blank=True)
    planned_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    planned_on = models.DateField()
    requested_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    requested_on = models.DateField(null=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    decided_on = models.DateField(null=True)
    placed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    placed_on = models.DateField(null=True)
    reason = models.CharField(
        max_length=300, blank=True, help_text="Why it was returned, not placed or cancelled."
    )

    workflow = ADVERTISEMENT
    written_once = ("state_id", "local_to_id", "review_id", "kind", "planned_by_id", "planned_on")
    frozen = FROZEN
    objects = AdvertisementQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["outlet", "review", "kind"],
                name="one_notice_an_outlet_and_review",
                condition=Q(kind__in=["notice", "release"]) & ~Q(status__in=["cancelled", "not_placed"]),
                violation_error_message="This paper has one for this review already; it names every division covered.",
            ),
            models.CheckConstraint(
                name="nobody_approves_their_own_advertisement",
                condition=~Q(decided_by=models.F("requested_by")) & ~Q(decided_by=models.F("planned_by")),
            ),
            models.CheckConstraint(
                name="a_local_one_is_placed_after_approval",
                condition=Q(local_to=None) | ~Q(status="placed") | Q(decided_by__isnull=False),
            ),
            models.CheckConstraint(
                name="a_local_one_has_its_ground",
                condition=Q(local_to=None)
                | Q(status__in=["planned", "cancelled"])
                | ~Q(ground="") & Q(applications_so_far__isnull=False),
            ),
            models.CheckConstraint(
                name="what_is_not_placed_has_its_reason", condition=~Q(status="not_placed") | ~Q(reason="")
            ),
            models.CheckConstraint(
                name="it_is_placed_in_a_paper",
                condition=~Q(status="placed") | Q(kind="national") | Q(outlet__isnull=False),
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()}, {self.outlet or 'no paper'}"

    def get_absolute_url(self):
        return reverse("review:advertisement", args=[self.reference])

    @property
    def place(self) -> State | Division:
        """Where the person who moves it needs the permission."""
        return self.local_to or self.state

    @property
    def division(self) -> Division | None:
        """In whose trail its steps stand."""
        return self.local_to

    @property
    def is_local(self) -> bool:
        return self.local_to_id is not None

    @property
    def cost_text(self) -> str:
        return dollars(self.cost)

    def divisions_left_out(self) -> models.QuerySet[Division]:
        """Divisions of the review that its newspaper covers and it does not name (3.2b)."""
        if self.outlet is None or self.kind not in self.ONE_IN_AN_OUTLET:
            return Division.objects.none()
        reached = self.outlet.covers.filter(divisionreview__review=self.review_id)
        return reached.exclude(pk__in=self.coverage.values("division"))


class Coverage(models.Model):
    """A division that an advertisement covers (3.2b)."""

    division = models.ForeignKey(Division, models.PROTECT)
    advertisement = models.ForeignKey(Advertisement, models.PROTECT, related_name="coverage")

    objects = PublicityQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["division", "advertisement"], name="coverage_once")]

    def __str__(self):
        return f"{self.division} in {self.advertisement}"


class Addressee(models.Model):
    """Who is told of a review: police, Neighbourhood Watch, members, councils (3.3, 3.4)."""

    class Kind(models.TextChoices):
        POLICE = "police", "Officer in Charge, Neighbourhood Watch"
        FEDERAL = "federal", "Federal member"
        STATE = "state", "State member"
        LOCAL = "local", "Local member"
        COUNCIL = "council", "Local authority"

    reference = models.CharField(max_length=9, unique=True, default=addressee_reference)
    division = models.ForeignKey(Division, models.PROTECT)
    kind = models.CharField(max_length=10, choices=Kind)
    name = models.CharField(max_length=150)
    through = models.CharField(max_length=150, blank=True, help_text="Police: the District Headquarters.")
    postal = models.CharField(max_length=300)
    areas = models.CharField(max_length=500, help_text="The areas of the division that concern them.")
    from_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)

    kept = True
    written_once = ("kind", "name", "from_on", "ended_on")
    objects = AddresseeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["division", "id"], name="addressee_of_division"),
            models.UniqueConstraint(
                fields=["division", "kind", "name"], name="addressee_once", condition=Q(ended_on=None)
            ),
            models.CheckConstraint(
                name="police_are_told_through_headquarters", condition=~Q(kind="police") | ~Q(through="")
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()}: {self.name}"

    def get_absolute_url(self):
        return reverse("review:addressee", args=[self.reference])


class PublicityLetter(models.Model):
    """A letter of Appendix A with the facts that it told: areas, hours, period. The copy is the document on file."""

    reference = models.CharField(max_length=9, unique=True, default=letter_reference)
    division = models.ForeignKey(Division, models.PROTECT)
    review = DivisionalKey(DivisionReview, models.PROTECT, related_name="letters")
    addressee = DivisionalKey(Addressee, models.PROTECT, related_name="letters")
    wording = models.ForeignKey(Wording, models.PROTECT)
    facts = models.JSONField()
    document = DivisionalKey(Document, models.PROTECT)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT)
    written_on = models.DateField()

    append_only = True
    objects = LetterQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["division", "id"], name="letter_of_division")]

    def __str__(self):
        return f"Letter to {self.addressee}"

    def get_absolute_url(self):
        return reverse("review:letter", args=[self.reference])
