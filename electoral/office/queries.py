"""Which rows exist for a person. The only way in which a face fetches a divisional row is `visible_to`."""

from django.db import models
from django.db.models import Q

from electoral.office.roles import Permission


class DatedQuerySet(models.QuerySet):
    def in_force(self, on=None):
        """Rows in force on a date; without one, rows that have not ended (decision 19)."""
        if on is None:
            return self.filter(ended_on=None)
        return self.filter(Q(from_on__lte=on), Q(ended_on=None) | Q(ended_on__gt=on))


class DivisionalQuerySet(models.QuerySet):
    """Base of the rows of a division; a subclass names the permission that shows them."""

    seen_with: Permission

    def visible_to(self, user):
        return self.filter(division__in=user.divisions(self.seen_with))


class EventQuerySet(DivisionalQuerySet):
    seen_with = Permission.EVENT_VIEW

    def about(self, subject):
        return self.filter(subject=subject.reference).order_by("-at", "-id")
