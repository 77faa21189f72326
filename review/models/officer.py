"""A Review Officer: appointed from an application, with an account (3.1c, 3.1e)."""

from datetime import date, timedelta

from django.conf import settings
from django.db import models
from django.urls import reverse

from electoral.office.guards import DivisionalKey
from electoral.office.models import Appointment, Division
from electoral.office.references import new_reference
from review.models.publicity import Advertisement
from review.models.recruitment import Application, Position
from review.queries.recruitment import OfficerQuerySet


def officer_reference() -> str:
    return new_reference("U")


class Officer(models.Model):
    """The person works under an appointment of the role; the field work's own steps continue here."""

    reference = models.CharField(max_length=9, unique=True, default=officer_reference)
    division = models.ForeignKey(Division, models.PROTECT)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="officers")
    appointment = models.OneToOneField(Appointment, models.PROTECT)
    application = DivisionalKey(Application, models.PROTECT)
    position = DivisionalKey(Position, models.PROTECT, related_name="officers")
    advertisement = models.ForeignKey(Advertisement, models.PROTECT, related_name="+")
    appointed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    from_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True, help_text="The first day without the service.")

    kept = True
    written_once = (
        "user_id",
        "appointment_id",
        "application_id",
        "position_id",
        "advertisement_id",
        "from_on",
    )
    objects = OfficerQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["division", "id"], name="officer_of_division"),
            models.UniqueConstraint(fields=["division", "application"], name="one_officer_of_an_application"),
            models.CheckConstraint(
                name="service_ends_after_it_begins",
                condition=models.Q(ended_on=None) | models.Q(ended_on__gte=models.F("from_on")),
            ),
        ]

    def __str__(self):
        return str(self.user)

    def get_absolute_url(self):
        return reverse("review:officer", args=[self.reference])

    @property
    def last_day(self) -> date | None:
        """The last day of service; the day before the first where nobody served."""
        return self.ended_on and self.ended_on - timedelta(days=1)
