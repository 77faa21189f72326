from django.db.models import Q

from electoral.jobs.states import UNFINISHED, JobStatus
from electoral.office.queries import DivisionalQuerySet
from electoral.office.roles import Permission


class JobQuerySet(DivisionalQuerySet):
    seen_with = Permission.JOB_VIEW

    def visible_to(self, user):
        theirs = user.divisions(Permission.PROTECTION_SET)
        return super().visible_to(user).filter(Q(dro_only=False) | Q(division__in=theirs))

    def unfinished(self):
        return self.filter(status__in=UNFINISHED)

    def put_aside(self):
        return self.filter(status=JobStatus.PUT_ASIDE)
