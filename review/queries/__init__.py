"""Reads of publicity and recruitment that have a name."""

from django.db import models
from django.db.models import Q

from electoral.office.queries import DatedQuerySet, DivisionalQuerySet
from electoral.office.roles import Permission


class OutletQuerySet(DatedQuerySet):
    def visible_to(self, user):
        """Papers of the States whose publicity the person sees."""
        return self.filter(state__in=user.states(Permission.PUBLICITY_VIEW))


class AdvertisementQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The person's own divisions' local ones, and what covers a division of theirs."""
        mine = user.divisions(Permission.PUBLICITY_VIEW)
        return self.filter(Q(local_to__in=mine) | Q(coverage__division__in=mine)).distinct()

    def placed(self):
        return self.filter(status="placed")


class PublicityQuerySet(DivisionalQuerySet):
    seen_with = Permission.PUBLICITY_VIEW


class RecruitmentQuerySet(DivisionalQuerySet):
    seen_with = Permission.RECRUITMENT_VIEW
