"""Where CCDs lie (1.7b)."""

from django.db import models

from electoral.office.guards import DivisionalKey
from electoral.office.models import Division
from electoral.roll.models.load import StagedRow
from walks.models.walk import Ccd
from walks.queries import DatedPlaceQuerySet


class Boundary(models.Model):
    """The outline of a CCD as a GeoJSON geometry (Polygon or MultiPolygon) in WGS 84, longitude before latitude."""

    division = models.ForeignKey(Division, models.PROTECT)
    ccd = DivisionalKey(Ccd, models.PROTECT, related_name="boundaries")
    geometry = models.JSONField()
    from_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)

    kept = True
    objects = DatedPlaceQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "boundaries"
        constraints = [
            models.UniqueConstraint(
                fields=["division", "ccd"], name="one_boundary_of_a_ccd", condition=models.Q(ended_on=None)
            )
        ]

    def __str__(self):
        return f"Boundary of {self.ccd}"


class StagedBoundary(StagedRow):
    ccd_code = models.TextField()
    geometry = models.TextField()

    class Meta:
        indexes = [models.Index(fields=["load_id", "ccd_code"], name="staged_boundary")]
