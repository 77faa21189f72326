"""Walks and the census collector districts that they are made of (1.1a)."""

from datetime import date

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.urls import reverse
from django.utils.functional import cached_property

from electoral.office.guards import DivisionalKey
from electoral.office.models import Division
from electoral.office.queries import DatedQuerySet
from electoral.office.references import new_reference
from electoral.roll.models.load import StagedRow
from walks.queries import WalkQuerySet


class WalkClass(models.TextChoices):
    URBAN = "urban", "Urban"
    LOW_DENSITY = "low_density", "Low density"


class Ccd(models.Model):
    """A census collector district, by the code that the addresses carry."""

    division = models.ForeignKey(Division, models.PROTECT)
    code = models.CharField(max_length=20)

    class Meta:
        verbose_name = "CCD"
        constraints = [
            models.UniqueConstraint(fields=["division", "code"], name="ccd_once"),
            models.UniqueConstraint(fields=["division", "id"], name="ccd_of_division"),
        ]

    def __str__(self):
        return self.code


def walk_reference() -> str:
    return new_reference("W")


class Walk(models.Model):
    """A Walk in force from a date; its class is that of the latest approval, until then as loaded (decision 11)."""

    reference = models.CharField(max_length=9, default=walk_reference)
    division = models.ForeignKey(Division, models.PROTECT)
    number = models.PositiveIntegerField(validators=[MinValueValidator(1), MaxValueValidator(99999)])
    loaded_class = models.CharField(max_length=12, choices=WalkClass, blank=True)
    from_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)

    kept = True
    objects = WalkQuerySet.as_manager()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                fields=["division", "number"], name="walk_number_once", condition=models.Q(ended_on=None)
            ),
            models.UniqueConstraint(fields=["division", "reference"], name="walk_by_reference"),
            models.UniqueConstraint(fields=["division", "id"], name="walk_of_division"),
            models.CheckConstraint(
                name="walk_number_range", condition=models.Q(number__gte=1, number__lte=99999)
            ),
        ]

    def __str__(self):
        return f"Walk {self.number}"

    def get_absolute_url(self):
        return reverse("walks:detail", args=[self.reference])

    @cached_property
    def approval(self) -> tuple[str, str, date] | None:
        """(class, reference of the RR004, since) of the standing approval; read with the rows by `with_class()`."""
        if "approved_class" in self.__dict__:
            read = (self.__dict__[name] for name in ("approved_class", "approved_form", "approved_on"))
            return tuple(read) if self.__dict__["approved_class"] else None
        standing = self.classifications.standing()
        return standing.values_list("proposed_class", "form__reference", "from_on").first()

    @property
    def walk_class(self) -> str:
        """The approved class; where none is, the loaded one, which is not approved here; or nothing."""
        return self.approval[0] if self.approval else self.loaded_class

    @property
    def class_text(self) -> str:
        """The class with what it rests on."""
        if not self.walk_class:
            return "not classified"
        named = WalkClass(self.walk_class).label
        if self.approval is None:
            return f"{named}, as loaded, not approved here"
        _, form, since = self.approval
        return f"{named}, approved on RR004 {form} from {since:%-d %B %Y}"


class WalkCcd(models.Model):
    """A CCD in its Walk, or `shared` between the parts of a split one (1.1a)."""

    division = models.ForeignKey(Division, models.PROTECT)
    walk = DivisionalKey(Walk, models.PROTECT, related_name="ccds")
    ccd = DivisionalKey(Ccd, models.PROTECT)
    shared = models.BooleanField(default=False)
    from_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)

    kept = True
    objects = DatedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["division", "ccd"],
                name="a_ccd_is_in_one_walk",
                condition=models.Q(ended_on=None, shared=False),
            ),
            models.UniqueConstraint(
                fields=["division", "ccd", "walk"],
                name="a_ccd_is_once_in_a_walk",
                condition=models.Q(ended_on=None),
            ),
        ]

    def __str__(self):
        return f"{self.ccd} in {self.walk}"


class StagedWalk(StagedRow):
    walk_number = models.IntegerField()
    ccd_code = models.TextField()
    walk_class = models.TextField()

    class Meta:
        indexes = [models.Index(fields=["load_id", "walk_number"], name="staged_walk")]
