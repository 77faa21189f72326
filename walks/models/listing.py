"""Walk Listings: what was asked for, each print, and what it printed where (section 5)."""

from django.conf import settings
from django.db import models
from django.urls import reverse

from electoral.office.guards import DivisionalKey
from electoral.office.models import Division
from electoral.office.queries import DivisionalQuerySet
from electoral.office.references import new_reference
from electoral.office.roles import Permission
from electoral.papers.models import Document, Run
from electoral.roll.models import Residence
from walks.models.walk import Walk
from walks.queries import ListingQuerySet
from walks.states import LISTING, ListingStatus


class NotationCode(models.Model):
    """A notation that may be written on a listing (5.2j). Code reads this table and never compares letters."""

    class Place(models.TextChoices):
        RESIDENCE = "residence", "Residence"
        ELECTOR = "elector", "Elector"
        FACING_PAGE = "facing_page", "Facing page"
        CARD = "card", "Card"
        MAIL_LISTING = "mail_listing", "Mail listing"

    class Statistic(models.TextChoices):
        NONE = "", "Not counted"
        ADDITION = "addition", "Addition"
        GONE = "gone", "Gone"
        DEATH = "death", "Death"
        OTHER = "other", "Other notation"
        REFUSAL = "refusal", "Refusal"
        TEMPORARILY_ABSENT = "temporarily_absent", "Temporarily absent"

    code = models.CharField(max_length=12, unique=True)
    meaning = models.CharField(max_length=120)
    place = models.CharField(max_length=12, choices=Place)
    by_officer = models.BooleanField(
        default=True, help_text="The officer may write it; otherwise only the office."
    )
    statistic = models.CharField(max_length=20, choices=Statistic, blank=True)
    counts_as_visit = models.BooleanField(
        null=True, blank=True, help_text="For a residence: it counts as visited and is paid."
    )
    opens = models.CharField(max_length=60, blank=True, help_text="The work that it opens.")
    example = models.CharField(max_length=80, blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    verified = models.BooleanField(
        default=True, help_text="The source gives the meaning; otherwise it is to be verified."
    )

    kept = True

    class Meta:
        ordering = ["position", "code"]

    def __str__(self):
        return self.code


def order_reference() -> str:
    return new_reference("O")


def listing_reference() -> str:
    return new_reference("L")


class OrderQuerySet(DivisionalQuerySet):
    seen_with = Permission.LISTING_VIEW


class ListingOrder(models.Model):
    """A request for the listings of some Walks; they are made as one run of papers."""

    reference = models.CharField(max_length=9, unique=True, default=order_reference)
    division = models.ForeignKey(Division, models.PROTECT)
    run = DivisionalKey(Run, models.PROTECT)
    ordered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT)
    ordered_at = models.DateTimeField(auto_now_add=True)
    single_sided = models.BooleanField(default=False)
    even_descending = models.BooleanField(default=False)

    kept = True
    objects = OrderQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["division", "id"], name="order_of_division")]

    def __str__(self):
        return f"Listings {self.reference}"

    def get_absolute_url(self):
        return reverse("walks:order", args=[self.reference])


class Listing(models.Model):
    """One print of a Walk: a snapshot; a second production is a new version (5.2i)."""

    reference = models.CharField(max_length=9, unique=True, default=listing_reference)
    division = models.ForeignKey(Division, models.PROTECT)
    walk = DivisionalKey(Walk, models.PROTECT)
    version = models.PositiveIntegerField()
    order = DivisionalKey(ListingOrder, models.PROTECT)
    document = DivisionalKey(Document, models.PROTECT)
    status = models.CharField(max_length=10, choices=ListingStatus, default=ListingStatus.ORDERED)
    speaks_of = models.DateField()
    residences = models.PositiveIntegerField(null=True)
    closed_residences = models.PositiveIntegerField(null=True)
    electors = models.PositiveIntegerField(null=True)

    workflow = LISTING
    written_once = ("residences", "closed_residences", "electors")
    objects = ListingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["division", "walk", "version"], name="listing_version_once"),
            models.UniqueConstraint(fields=["division", "id"], name="listing_of_division"),
        ]

    def __str__(self):
        return f"Listing of Walk {self.walk.number}, version {self.version}"

    def get_absolute_url(self):
        return reverse("walks:listing", args=[self.reference])


class LineQuerySet(DivisionalQuerySet):
    seen_with = Permission.LISTING_VIEW


class ListingLine(models.Model):
    """What stands at a line of a page. Written once; notations will hang on it. The elector is kept as printed."""

    division = models.ForeignKey(Division, models.PROTECT)
    listing = DivisionalKey(Listing, models.PROTECT, related_name="lines")
    page = models.PositiveIntegerField()
    line = models.PositiveIntegerField()
    residence = DivisionalKey(Residence, models.PROTECT)
    starts_residence = models.BooleanField()
    closed = models.BooleanField()
    door = models.CharField(max_length=100)
    elector_key = models.BigIntegerField(
        null=True
    )  # no foreign key: what was printed stands whatever becomes of the row
    roll_number = models.CharField(max_length=20, blank=True)
    surname = models.CharField(max_length=150, blank=True)
    given_names = models.CharField(max_length=150, blank=True)
    category = models.CharField(max_length=70, blank=True)

    append_only = True
    objects = LineQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["division", "listing", "page", "line"], name="line_once"),
            models.UniqueConstraint(fields=["division", "id"], name="line_of_division"),
        ]
        indexes = [models.Index(fields=["division", "residence"], name="line_by_residence")]

    def __str__(self):
        return f"{self.listing_id} page {self.page} line {self.line}"
