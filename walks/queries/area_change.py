"""Reads of changes of area, their parts and the spare numbers that have a name (1.2, 1.8e, 4)."""

from django.db.models import Count, Exists, OuterRef, Q, Subquery

from walks.queries.place import PlaceOfWalkQuerySet, model
from walks.states import UNDECIDED, AreaChangeStatus

OVER = (AreaChangeStatus.ALIGNED, AreaChangeStatus.WITHDRAWN)


class SpareNumberQuerySet(PlaceOfWalkQuerySet):
    def with_use(self):
        """`walk` (the reference of the newest Walk of the number), `change` (of an open one) and `was_approved`."""
        here = {"division": OuterRef("division"), "number": OuterRef("number")}
        walks = model("Walk").objects.filter(**here).order_by("-from_on", "-pk")
        parts = model("AreaPart").objects.filter(**here, is_open=True)
        approved = model("Classification").objects.approved().filter(**here)
        return self.annotate(
            walk=Subquery(walks.values("reference")[:1]),
            change=Subquery(parts.values("change__reference")[:1]),
            was_approved=Exists(approved),
        )

    def free(self):
        """Numbers that no Walk ever had, no open change has, and that never carried an approval (1.2b)."""
        return self.with_use().filter(walk=None, change=None, was_approved=False)


class AreaPartQuerySet(PlaceOfWalkQuerySet):
    def without_approval(self):
        """Parts of a change whose class nobody has approved yet (1.2c)."""
        approved = model("Classification").objects.approved().filter(part=OuterRef("pk"), ended_on=None)
        return self.filter(~Exists(approved))

    def without_form(self):
        """Parts that no form RR004 has before it, nor has approved."""
        lines = model("Classification").objects.filter(part=OuterRef("pk"), ended_on=None)
        return self.without_approval().filter(~Exists(lines.filter(status__in=UNDECIDED)))


class AreaChangeQuerySet(PlaceOfWalkQuerySet):
    def open(self):
        return self.exclude(status__in=OVER)

    def touching(self, walk):
        """Changes that the Walk is split by, gives or receives in, or came from."""
        part = model("AreaPart").objects.filter(Q(before=walk) | Q(after=walk), change=OuterRef("pk"))
        return self.filter(Q(walk=walk) | Exists(part), division=walk.division)

    def to_be_aligned(self):
        """In force, and the street file not yet in line: their Walks cannot be requested (4a)."""
        return self.filter(status=AreaChangeStatus.IN_FORCE)

    def to_be_put_on_a_form(self):
        """Accepted, with parts that no form RR004 has before it."""
        lacking = model("AreaPart").objects.without_form().filter(change=OuterRef("pk"))
        return self.filter(Exists(lacking), status=AreaChangeStatus.ACCEPTED)

    def with_counts(self):
        return self.annotate(part_count=Count("parts"))


class CcdChangeQuerySet(PlaceOfWalkQuerySet):
    def to_be_settled(self):
        """What the division has still to do something about (1.2c)."""
        return self.filter(settled_on=None)
