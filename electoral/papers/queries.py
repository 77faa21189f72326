from django.db.models import Count, Q, Sum

from electoral.jobs.states import UNFINISHED, JobStatus
from electoral.office.queries import DivisionalQuerySet
from electoral.office.roles import Permission
from electoral.papers.states import DocumentStatus


class DocumentQuerySet(DivisionalQuerySet):
    seen_with = Permission.LISTING_VIEW

    def kept(self):
        return self.filter(status=DocumentStatus.KEPT)


class RunQuerySet(DivisionalQuerySet):
    seen_with = Permission.JOB_VIEW

    def with_progress(self):
        """Counted from the papers of the run each time it is asked (decision 24)."""
        job = "document__job__status"
        return self.annotate(
            total=Count("document"),
            done=Count("document", filter=Q(document__status=DocumentStatus.KEPT)),
            pages=Sum("document__pages"),
            waiting=Count("document", filter=Q(**{f"{job}__in": UNFINISHED})),
            put_aside=Count("document", filter=Q(**{job: JobStatus.PUT_ASIDE})),
            cancelled=Count("document", filter=Q(**{job: JobStatus.CANCELLED})),
        )
