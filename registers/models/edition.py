"""A register as published: sealed rows that never change (decision 21, E5)."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from electoral.jobs.models import Job
from electoral.office.guards import DivisionalKey
from electoral.office.models import Division
from electoral.office.references import new_reference
from electoral.roll.models.load import StagedRow
from registers.models.guards import ROW_GUARDS
from registers.queries.edition import EditionQuerySet, EditionRowQuerySet
from registers.rules.products import shape_of
from registers.states import EDITION, EditionStatus


class Family(models.TextChoices):
    REGISTER = "register", "Register of electors"
    NOTICE = "notice", "Notice of alteration"
    ABSENT = "absent", "Absent voters lists"
    MARKED = "marked", "Marked register and lists"


def edition_reference() -> str:
    return new_reference("Z")


class Edition(models.Model):
    """A register, notice or list of a division as it stood on a day.

    `counts`: entries by product code. A notice is the difference of `earlier` and `later`; an absent voters list says
    its `stage`; a marked register its poll, and in `earlier` the register that was in force on the poll's day.
    """

    reference = models.CharField(max_length=9, unique=True, default=edition_reference)
    division = models.ForeignKey(Division, models.PROTECT)
    family = models.CharField(max_length=10, choices=Family)
    title = models.CharField(max_length=150)
    speaks_on = models.DateField()
    poll = models.CharField(max_length=60, blank=True)
    polls_on = models.DateField(null=True)
    stage = models.CharField(
        max_length=20, blank=True, help_text="current, final_postal, final, updated_proxy"
    )
    earlier = DivisionalKey("self", models.PROTECT, null=True, related_name="+")
    later = DivisionalKey("self", models.PROTECT, null=True, related_name="notices")
    status = models.CharField(max_length=10, choices=EditionStatus, default=EditionStatus.ORDERED)
    job = models.OneToOneField(Job, models.PROTECT, null=True)
    ordered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    ordered_at = models.DateTimeField(auto_now_add=True)
    sealed_at = models.DateTimeField(null=True)
    entries = models.PositiveIntegerField(null=True)
    counts = models.JSONField(default=dict)
    numbers_given = models.BooleanField(
        default=False,
        help_text="The numbers were given at the sealing: the file had none for all, or they told an address.",
    )

    workflow = EDITION
    frozen = {EditionStatus.SEALED: ()}
    objects = EditionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["division", "id"], name="edition_of_division"),
            models.CheckConstraint(
                name="a_notice_lies_between_two_editions",
                condition=Q(family="notice", earlier__isnull=False, later__isnull=False)
                | Q(family="marked", earlier__isnull=False, later=None)
                | (~Q(family__in=("notice", "marked")) & Q(earlier=None, later=None)),
            ),
        ]
        indexes = [models.Index(fields=["division", "family", "-speaks_on"], name="edition_by_day")]

    def __str__(self):
        return f"{self.title}, {self.speaks_on:%-d %B %Y}"

    def get_absolute_url(self):
        return reverse("registers:edition", args=[self.reference])

    @property
    def is_in_force(self) -> bool:
        """Sealed, and of no day to come: as `in_force()` of the queries."""
        return self.status == EditionStatus.SEALED and self.speaks_on <= self.division.today()

    def entries_of(self, product: str, area: str = "") -> int:
        """How many entries of the product it was sealed with; of one area, counted now in the sealed rows."""
        shape = shape_of(product)
        if not area:
            return self.counts.get(product, 0)
        rows = EditionRow.objects.filter(edition=self, **shape.rows).in_area(area)
        return (rows.exclude(section=2) if shape.only_named else rows).count()


class EditionRow(models.Model):
    """One entry. Whoever is protected stands here as the law shows them and no otherwise: a number, or a name without
    an address. `elector_id` is empty for an anonymous entry.
    """

    division = models.ForeignKey(Division, models.PROTECT)
    edition = DivisionalKey(Edition, models.PROTECT, related_name="rows")
    position = models.PositiveIntegerField()
    by_name = models.PositiveIntegerField(
        default=0, help_text="Its place in the alphabet; 0 for an anonymous entry."
    )
    elector_id = models.CharField(max_length=40, blank=True)
    part = models.CharField(max_length=100, blank=True)
    section = models.PositiveSmallIntegerField(
        help_text="0 by address, 1 other electors, 2 anonymous entries"
    )
    number = models.CharField(max_length=20)
    surname = models.CharField(max_length=150, blank=True)
    given_names = models.CharField(max_length=150, blank=True)
    address = models.CharField(max_length=600, blank=True)
    address_id = models.CharField(max_length=40, blank=True)
    areas = models.CharField(max_length=200, blank=True, help_text="ward:W05;parish:P2;constituency:C1")
    franchise = models.CharField(max_length=10, blank=True)
    attains_on = models.DateField(null=True)
    opted_out = models.BooleanField(default=False)
    overseas = models.BooleanField(default=False)
    service = models.BooleanField(default=False)
    absent = models.CharField(max_length=12, blank=True)
    absent_from = models.DateField(null=True)
    absent_until = models.DateField(null=True)
    marked = models.BooleanField(default=False)
    change = models.CharField(max_length=10, blank=True, help_text="added, deleted, altered: of a notice")
    origin = models.PositiveIntegerField(
        null=True, help_text="Of a notice: the position of the entry in the register that it is taken from."
    )

    append_only = True
    guards = ROW_GUARDS
    objects = EditionRowQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["division", "edition", "position"], name="edition_row_once"),
            models.CheckConstraint(
                name="an_anonymous_entry_is_a_number",
                condition=~Q(section=2)
                | Q(
                    surname="",
                    given_names="",
                    address="",
                    address_id="",
                    elector_id="",
                    by_name=0,
                    opted_out=True,
                ),
            ),
        ]
        indexes = [
            models.Index(fields=["division", "edition", "elector_id"], name="edition_row_by_elector"),
            models.Index(fields=["division", "address_id"], name="edition_row_by_address"),
        ]

    def __str__(self):
        return f"{self.edition_id}/{self.position}"


class Mark(models.Model):
    """That an elector was marked at a poll, as loaded (decision 36). A file is the whole of its poll."""

    division = models.ForeignKey(Division, models.PROTECT)
    elector_id = models.CharField(max_length=40)
    poll = models.CharField(max_length=60)
    marked = models.BooleanField()

    objects = EditionQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["division", "poll", "elector_id"], name="mark_once")]

    def __str__(self):
        return f"{self.poll} {self.elector_id}"


class StagedMark(StagedRow):
    elector_id = models.TextField()
    poll = models.TextField()
    marked = models.BooleanField()

    class Meta:
        indexes = [models.Index(fields=["load_id", "elector_id"], name="staged_mark")]
