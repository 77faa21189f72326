"""Reads of positions, applications and officers that have a name (3.1)."""

from datetime import date
from typing import Any

from django.apps import apps
from django.db.models import Count, Exists, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from electoral.office.queries import DatedQuerySet, DivisionalQuerySet
from electoral.office.roles import Permission
from review.rules.recruitment import decided_by_for_destruction
from review.states import ApplicationStatus as S


def rows_of(name: str) -> Any:
    return apps.get_model("review", name).objects.all()


def count_of(rows: QuerySet) -> Coalesce:
    """How many of the rows belong to the position."""
    counted = rows.order_by().values("position").annotate(count=Count("pk")).values("count")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


def placed_for_position() -> QuerySet:
    """Advertisements that were placed and name the position."""
    return rows_of("Advertisement").placed().filter(positions=OuterRef("pk"))


class RecruitmentQuerySet(DivisionalQuerySet):
    seen_with = Permission.RECRUITMENT_VIEW


class PositionQuerySet(DatedQuerySet, RecruitmentQuerySet):
    def with_counts(self, today: date):
        """Applications, those to decide, officers appointed who still serve, and whether it was advertised and spoken of."""
        applied = rows_of("Application").filter(position=OuterRef("pk"))
        serving = rows_of("Officer").serving(today).filter(position=OuterRef("pk"))
        return self.annotate(
            applied=count_of(applied),
            undecided=count_of(applied.undecided()),
            appointed=count_of(serving),
            advertised=Exists(placed_for_position()),
            contacted=Exists(rows_of("Contact").filter(position=OuterRef("pk"))),
        )

    def open(self, today: date):
        """Neither ended nor of a review whose field work is over."""
        return self.in_force().filter(review__ends_on__gte=today)

    def unadvertised(self, today: date):
        """Open positions for which no advertisement was placed (3.1e)."""
        return self.open(today).filter(~Exists(placed_for_position()))

    def uncontacted(self, today: date):
        """Open positions of which the employment service was not told (3.1f)."""
        return self.open(today).filter(~Exists(rows_of("Contact").filter(position=OuterRef("pk"))))


class ApplicationQuerySet(RecruitmentQuerySet):
    def undecided(self):
        return self.filter(status=S.RECEIVED)

    def due_for_destruction(self, today: date):
        """Declined and withdrawn ones whose period is over (3.1c)."""
        ended = self.filter(status__in=[S.DECLINED, S.WITHDRAWN], destroyed_on=None)
        return ended.filter(decided_on__lte=decided_by_for_destruction(today))


class OfficerQuerySet(RecruitmentQuerySet):
    def serving(self, on: date):
        """Whose service has not ended by that day; it may be still to begin."""
        return self.filter(Q(ended_on=None) | Q(ended_on__gt=on))
