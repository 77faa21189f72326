"""Who is enrolled. A protected person has no row with a name or an address here: see electoral.protected."""

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.urls import reverse

from electoral.office.guards import DivisionalKey
from electoral.office.models import Division
from electoral.office.references import new_reference
from electoral.roll.models.residence import Residence
from electoral.roll.queries import ElectorQuerySet


class Category(models.Model):
    """A special category of electors (6.1d). Code reads this table and never compares letters."""

    code = models.CharField(max_length=1, primary_key=True)
    label = models.CharField(max_length=60)
    on_listing = models.BooleanField(default=True)
    objection_allowed = models.BooleanField(default=True, help_text="Objection for non-residence.")
    compulsory_action_allowed = models.BooleanField(default=True)
    needs_residence = models.BooleanField(default=True)
    overseas = models.BooleanField(default=False, help_text="A register shows no address of them.")
    basis = models.CharField(max_length=200, blank=True)
    verified = models.BooleanField(default=False, help_text="The meaning is confirmed by a source.")

    kept = True

    class Meta:
        ordering = ["code"]
        verbose_name_plural = "categories"

    def __str__(self):
        return f"{self.code} {self.label}"


class AbsentVote(models.TextChoices):
    NONE = "", "None"
    POSTAL = "postal", "Postal"
    PROXY = "proxy", "Proxy"
    POSTAL_PROXY = "postal_proxy", "Proxy by post"


def elector_reference() -> str:
    return new_reference("E")


class Elector(models.Model):
    """An elector as loaded; an ordinary elector has no category."""

    reference = models.CharField(max_length=9, default=elector_reference)
    division = models.ForeignKey(Division, models.PROTECT)
    elector_id = models.CharField(max_length=40)
    surname = models.CharField(max_length=150)
    given_names = models.CharField(max_length=150, blank=True)
    date_of_birth = models.DateField(null=True, blank=True)
    residence = DivisionalKey(Residence, models.PROTECT, null=True, blank=True)
    category = models.ForeignKey(Category, models.PROTECT, null=True, blank=True)
    postal_1 = models.CharField(max_length=100, blank=True)
    postal_2 = models.CharField(max_length=100, blank=True)
    postal_3 = models.CharField(max_length=100, blank=True)
    postal_locality = models.CharField(max_length=100, blank=True)
    postal_state = models.CharField(max_length=10, blank=True)
    postal_postcode = models.CharField(max_length=10, blank=True)
    enrolled_on = models.DateField(null=True, blank=True)
    subdivision = models.CharField(max_length=100, blank=True)
    register_number = models.CharField(max_length=20, blank=True)
    franchise = models.CharField(max_length=10, blank=True)
    open_register = models.BooleanField(default=True)
    absent_vote = models.CharField(max_length=12, choices=AbsentVote, blank=True)
    absent_from = models.DateField(null=True, blank=True)
    absent_until = models.DateField(null=True, blank=True)
    service_voter = models.BooleanField(default=False)
    attainment_date = models.DateField(null=True, blank=True)
    search_key = models.CharField(max_length=320, db_collation="C")
    from_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)

    objects = ElectorQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["division", "elector_id"],
                name="elector_in_force_once",
                condition=models.Q(ended_on=None),
            ),
            models.UniqueConstraint(fields=["division", "reference"], name="elector_by_reference"),
            models.UniqueConstraint(fields=["division", "id"], name="elector_of_division"),
        ]
        indexes = [
            models.Index(fields=["division", "residence"], name="elector_by_residence"),
            models.Index(fields=["division", "search_key"], name="elector_by_key"),
            GinIndex(fields=["search_key"], name="elector_alike", opclasses=["gin_trgm_ops"]),
        ]

    def __str__(self):
        return f"{self.surname}, {self.given_names}" if self.given_names else self.surname

    def get_absolute_url(self):
        return reverse("elector", args=[self.reference])

    @property
    def postal_lines(self) -> list[str]:
        place = " ".join(filter(None, (self.postal_locality, self.postal_state, self.postal_postcode)))
        return [line for line in (self.postal_1, self.postal_2, self.postal_3, place) if line]
