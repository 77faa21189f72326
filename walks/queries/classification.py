"""Reads of form RR004 and of the classes of Walks that have a name (1.4 to 1.8)."""

from datetime import date, timedelta

from django.db.models import Count, Exists, OuterRef, Prefetch, Q
from django.utils import timezone

from walks.queries.place import PlaceOfWalkQuerySet, model
from walks.states import UNDECIDED, AreaChangeStatus, ClassificationStatus

DECIDED = (ClassificationStatus.APPROVED, ClassificationStatus.RETURNED)
STANDINGS = {
    "drafted": "Draft",
    "submitted": "With the Area Manager",
    "recommended": "With the Director of Operations",
    "returned": "Returned, to go on a new form",
    "decided": "Decided",
    "withdrawn": "Withdrawn",
}
LATELY = timedelta(days=14)


class RR004QuerySet(PlaceOfWalkQuerySet):
    def with_lines(self):
        """How many Walks each form has as `walks`, and the lines themselves (number and status) as `lines_now`."""
        lines = (
            model("Classification").objects.only("form", "division", "number", "status").order_by("number")
        )
        return self.annotate(walks=Count("lines")).prefetch_related(Prefetch("lines", lines, "lines_now"))

    def that_stand(self, name: str):
        """Forms that stand somewhere (`STANDINGS`): with a Walk drafted or waiting there, or with none undecided."""
        lines = model("Classification").objects.filter(form=OuterRef("pk"))
        if name in UNDECIDED:
            return self.filter(Exists(lines.filter(status=name)))
        if name == ClassificationStatus.RETURNED:
            return self.filter(Exists(lines.returned_and_not_sent_again()))
        done = self.filter(~Exists(lines.undecided()))
        decided = Exists(lines.filter(status__in=DECIDED))
        return done.filter(decided) if name == "decided" else done.filter(~decided)

    def decided_lately(self):
        """Forms of which the last Walk was decided within the last 14 days."""
        return self.that_stand("decided").filter(lines__decided_at__gte=timezone.now() - LATELY).distinct()


class ClassificationQuerySet(PlaceOfWalkQuerySet):
    def approved(self):
        return self.filter(status=ClassificationStatus.APPROVED)

    def standing(self):
        """Approvals in force: at most one a Walk (1.8d)."""
        return self.approved().filter(ended_on=None, from_on__isnull=False)

    def on(self, day: date):
        """Approvals that were in force on a day: what a listing issued then is paid by (1.8c, 11b)."""
        return self.approved().filter(from_on__lte=day).filter(Q(ended_on=None) | Q(ended_on__gt=day))

    def undecided(self):
        return self.filter(status__in=UNDECIDED)

    def waiting_for(self, user, status: str):
        """Walks in a status that wait for a decision of this person: not those that they submitted or recommended."""
        return self.filter(status=status).exclude(submitted_by=user).exclude(recommended_by=user)

    def returned_and_not_sent_again(self):
        """Returned Walks (and parts) that stand on no later form and were not approved since."""
        later = (
            model("Classification")
            .objects.filter(pk__gt=OuterRef("pk"))
            .exclude(status=ClassificationStatus.WITHDRAWN)
        )
        same = Q(part=OuterRef("part")) | Q(part=None, walk=OuterRef("walk"))
        there = Q(part=None, walk__ended_on=None) | Q(part__change__status=AreaChangeStatus.ACCEPTED)
        return self.filter(there, ~Exists(later.filter(same)), status=ClassificationStatus.RETURNED)

    def for_the_form(self):
        """The lines of a form with their Walks, the class of each, their parts and those who decided."""
        walks = Prefetch("walk", model("Walk").objects.with_class())
        return self.select_related(
            "form", "division__area__state", "part__change__walk", "part__before", "submitted_by", "recommended_by",
            "decided_by", "delegation",
        ).prefetch_related(walks).order_by("number", "pk")  # fmt: skip


def class_on(walk, day: date):
    """The approval of the Walk that was in force on a day, or None (1.8c): later pay rests on it."""
    return model("Classification").objects.on(day).filter(walk=walk).order_by("-decided_at").first()
