"""Reads of reviews and of a division's part in them that have a name (1.1, 2, 5.1)."""

from django.db.models import QuerySet

from electoral.office.queries import DatedQuerySet, DivisionalQuerySet
from electoral.office.roles import Permission


class OfReviewQuerySet(DivisionalQuerySet):
    """What belongs to a division's part in a review."""

    seen_with = Permission.REVIEW_VIEW


class DatedOfReviewQuerySet(DatedQuerySet, OfReviewQuerySet):
    pass


class RiskQuerySet(DatedQuerySet, DivisionalQuerySet):
    """Places of high risk exist for the divisional office alone (10.1a)."""

    seen_with = Permission.REVIEW_WORK


class RollReviewQuerySet(QuerySet):
    def visible_to(self, user):
        """Reviews of the States in which the person sees any."""
        return self.filter(state__in=user.states(Permission.REVIEW_VIEW))
