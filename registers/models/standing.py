"""Standing requests: later documents, and copies due on each publication; they end by themselves (E7, regulation 102(2))."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from electoral.office.guards import DivisionalKey
from electoral.office.models import Division
from registers.models.edition import edition_reference
from registers.models.law import ApplicantKind, Entitlement, Product
from registers.models.request import AccessRequest, Form
from registers.queries import StandingQuerySet


class Standing(models.Model):
    """A body that gets each later document of a product, under one row of the table.

    `why`: while_category (the office or category is held), while_paid (each document is paid for), on_publication (nobody
    has to ask). `until`: the day on which it ends by itself, where that is known.
    """

    reference = models.CharField(max_length=9, unique=True, default=edition_reference)
    division = models.ForeignKey(Division, models.PROTECT)
    request = DivisionalKey(AccessRequest, models.PROTECT, null=True, related_name="standings")
    applicant = models.ForeignKey(ApplicantKind, models.PROTECT)
    organisation = models.CharField(max_length=150, blank=True)
    name = models.CharField(max_length=150)
    email = models.EmailField(blank=True)
    postal_address = models.CharField(max_length=300, blank=True)
    product = models.ForeignKey(Product, models.PROTECT)
    entitlement = models.ForeignKey(Entitlement, models.PROTECT)
    form = models.CharField(max_length=10, choices=Form)
    area = models.CharField(max_length=60, blank=True)
    why = models.CharField(max_length=20)
    until = models.DateField(null=True)
    from_on = models.DateField()
    ended_on = models.DateField(null=True)
    ended_why = models.CharField(max_length=200, blank=True)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    kept = True
    written_once = ("division_id", "request_id", "entitlement_id", "product_id", "from_on", "ended_on")
    objects = StandingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["division", "id"], name="standing_of_division"),
            models.CheckConstraint(
                name="standing_ends_after_it_begins",
                condition=Q(ended_on=None) | Q(ended_on__gte=F("from_on")),
            ),
        ]

    def __str__(self):
        return f"{self.organisation or self.name}: {self.product}"

    def get_absolute_url(self):
        return reverse("registers:standing", args=[self.reference])
