from electoral.jobs.states import UNFINISHED, JobStatus
from electoral.office.queries import DivisionalQuerySet
from electoral.office.roles import Permission


class JobQuerySet(DivisionalQuerySet):
    seen_with = Permission.JOB_VIEW

    def unfinished(self):
        return self.filter(status__in=UNFINISHED)

    def put_aside(self):
        return self.filter(status=JobStatus.PUT_ASIDE)
