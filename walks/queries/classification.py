"""Reads of form RR004 and of the classes of Walks that have a name (1.4 to 1.8)."""

from walks.queries.place import PlaceOfWalkQuerySet
from walks.states import UNDECIDED, ClassificationStatus


class RR004QuerySet(PlaceOfWalkQuerySet):
    pass


class ClassificationQuerySet(PlaceOfWalkQuerySet):
    def approved(self):
        return self.filter(status=ClassificationStatus.APPROVED)

    def standing(self):
        """Approvals in force: at most one a Walk (1.8d)."""
        return self.approved().filter(ended_on=None, from_on__isnull=False)

    def undecided(self):
        return self.filter(status__in=UNDECIDED)
