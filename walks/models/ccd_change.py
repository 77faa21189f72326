"""How the census has changed the CCDs (1.2c)."""

from django.db import models

from electoral.office.guards import DivisionalKey
from electoral.office.models import Division
from electoral.roll.models.load import StagedRow
from walks.models.walk import Walk
from walks.queries import CcdChangeQuerySet


class CcdChange(models.Model):
    """From the census: a CCD becomes another from a date (1.2c). Several rows of one old CCD cut it up."""

    division = models.ForeignKey(Division, models.PROTECT)
    old_code = models.CharField(max_length=20)
    new_code = models.CharField(max_length=20)
    effective_on = models.DateField()
    loaded_on = models.DateField()
    walk = DivisionalKey(
        Walk, models.PROTECT, null=True, help_text="The Walk of the old CCD when the file came."
    )
    settled_on = models.DateField(null=True, blank=True)
    settled_as = models.CharField(max_length=200, blank=True, help_text="What the division made of it.")

    kept = True
    written_once = ("settled_on",)
    objects = CcdChangeQuerySet.as_manager()

    class Meta:
        verbose_name = "CCD change"
        constraints = [
            models.UniqueConstraint(
                fields=["division", "old_code", "new_code", "effective_on"], name="ccd_change_once"
            ),
            models.CheckConstraint(
                name="a_settled_change_says_how",
                condition=models.Q(settled_on=None) | ~models.Q(settled_as=""),
            ),
        ]

    def __str__(self):
        return f"{self.old_code} becomes {self.new_code}"


class StagedCcdChange(StagedRow):
    old_code = models.TextField()
    new_code = models.TextField()
    effective_on = models.DateField()

    class Meta:
        indexes = [models.Index(fields=["load_id", "old_code"], name="staged_ccd_change")]
