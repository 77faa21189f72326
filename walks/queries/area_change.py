"""Reads of changes of area and their parts that have a name (1.2, 1.8e, 4)."""

from django.db.models import Exists, OuterRef

from walks.queries.place import PlaceOfWalkQuerySet, model
from walks.states import AreaChangeStatus


class AreaPartQuerySet(PlaceOfWalkQuerySet):
    def without_approval(self):
        """Parts of a change whose class nobody has approved yet (1.2c)."""
        approved = model("Classification").objects.approved().filter(part=OuterRef("pk"), ended_on=None)
        return self.filter(~Exists(approved))


class AreaChangeQuerySet(PlaceOfWalkQuerySet):
    def open(self):
        return self.exclude(status__in=[AreaChangeStatus.ALIGNED, AreaChangeStatus.WITHDRAWN])

    def to_be_aligned(self):
        """In force, and the street file not yet in line: their Walks cannot be requested (4a)."""
        return self.filter(status=AreaChangeStatus.IN_FORCE)
