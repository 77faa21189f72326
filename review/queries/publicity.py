"""Reads of newspapers and advertisements that have a name (3.1, 3.2)."""

from datetime import date

from django.apps import apps
from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from electoral.office.queries import DatedQuerySet, DivisionalQuerySet
from electoral.office.roles import Permission
from review.states import AdvertisementStatus as S


class PublicityQuerySet(DivisionalQuerySet):
    seen_with = Permission.PUBLICITY_VIEW


class OutletQuerySet(DatedQuerySet):
    def visible_to(self, user):
        """Papers of the States whose publicity the person sees."""
        return self.filter(state__in=user.states(Permission.PUBLICITY_VIEW))

    def reaching(self, review):
        """Papers that cover a division of the review."""
        return self.filter(
            Exists(covered().filter(outlet=OuterRef("pk"), division__divisionreview__review=review))
        )


class AdvertisementQuerySet(QuerySet):
    def visible_to(self, user):
        """The person's own divisions' local ones, and what covers a division of theirs."""
        mine = user.divisions(Permission.PUBLICITY_VIEW)
        named = coverage().filter(advertisement=OuterRef("pk"), division__in=mine)
        return self.filter(Q(local_to__in=mine) | Exists(named))

    def placed(self):
        return self.filter(status=S.PLACED)

    def standing(self):
        """Planned, or further: neither left out nor cancelled (3.2b)."""
        return self.exclude(status__in=[S.CANCELLED, S.NOT_PLACED])

    def of_the_state(self):
        """What the Information Officer plans and places (3.1a)."""
        return self.filter(local_to=None)

    def awaiting_approval(self):
        return self.filter(status=S.REQUESTED)

    def naming(self, division):
        """What covers the division."""
        return self.filter(Exists(coverage().filter(advertisement=OuterRef("pk"), division=division)))

    def with_row(self):
        """With what a line of a list shows, and how many divisions it names."""
        return self.select_related("outlet", "local_to", "review", "state").annotate(named=Count("coverage"))


def coverage() -> QuerySet:
    return apps.get_model("review", "Coverage").objects.all()


def covered() -> QuerySet:
    """A newspaper and a division in each row."""
    return apps.get_model("review", "Outlet").covers.through.objects.all()


def reviews_in(user) -> QuerySet:
    """The reviews whose publicity the person sees; who plans it need not see the Walks."""
    reviews = apps.get_model("walks", "RollReview").objects
    return reviews.filter(state__in=user.states(Permission.PUBLICITY_VIEW)).select_related("state")


def parts_in(user) -> QuerySet:
    """The divisions' parts in reviews whose publicity the person sees."""
    parts = apps.get_model("walks", "DivisionReview").objects
    mine = user.divisions(Permission.PUBLICITY_VIEW)
    return parts.filter(division__in=mine).select_related("division__area__state", "review__state")


def without_notice(parts: QuerySet) -> QuerySet:
    """Divisions' parts in a review with neither a Notice of Review nor the reason why there is none (3.2a)."""
    notices = coverage().filter(advertisement__kind="notice").exclude(advertisement__status=S.CANCELLED)
    return parts.filter(
        ~Exists(notices.filter(division=OuterRef("division"), advertisement__review=OuterRef("review")))
    )


def not_over(parts: QuerySet, today: date) -> QuerySet:
    """Parts whose field work is not over."""
    return parts.filter(ends_on__gte=today)
