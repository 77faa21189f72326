"""Reads of queries, their threads and of evidence."""

from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from electoral.office.models import Appointment, Division, Event, User
from electoral.office.roles import GRANTS, Permission
from registers.queries.request import RequestRowQuerySet
from registers.states import ENDED, RequestStatus

DECIDED_AND_DONE = tuple(map(str, (RequestStatus.RELEASED, RequestStatus.RECEIVED, *ENDED)))


class InquiryQuerySet(RequestRowQuerySet):
    def unanswered(self):
        return self.filter(status="open")

    def with_written(self):
        """How many messages were written, notes for colleagues left out."""
        return self.annotate(written=Count("messages", filter=Q(messages__internal=False)))

    def overdue(self, on):
        """Without a first answer, and past the promised day (E1): the first answer stopped the clock for good."""
        return self.unanswered().filter(promised_on__lt=on, answered_at=None)


class EvidenceQuerySet(RequestRowQuerySet):
    def unseen(self):
        """Waits for a person, in a request that is not decided."""
        return self.filter(seen_at=None, destroyed_at=None, request__status__in=("sent", "asked"))

    def unopened_by(self, person) -> list:
        """Files on which there is a verdict and which this person never opened (E3)."""
        rows: list[Any] = list(self.exclude(sha256="").exclude(seen_at=None).select_related("request"))
        openings = Event.objects.filter(
            verb="open_evidence", by=person.pk, division__in={row.division_id for row in rows},
            subject__in={row.request.reference for row in rows},
        )  # fmt: skip
        opened = set(openings.values_list("data__evidence", flat=True))
        return [row for row in rows if row.pk not in opened]

    def with_number(self):
        """Which of its request's it is: the first, the second; it stands in addresses, and never changes."""
        before = self.model._base_manager.filter(request=OuterRef("request"), pk__lte=OuterRef("pk"))
        counted = before.order_by().values("request").annotate(n=Count("pk")).values("n")
        return self.annotate(number=Subquery(counted))

    def due_for_destruction(self, before: datetime):
        """Files of requests that were supplied or had ended by that moment, and are so still."""
        moves = Event.objects.filter(
            division=OuterRef("division"), subject=OuterRef("request__reference"), data__to__in=DECIDED_AND_DONE
        ).order_by("-at")  # fmt: skip
        ended = self.filter(destroyed_at=None, request__status__in=DECIDED_AND_DONE).exclude(sha256="")
        since = Coalesce(Subquery(moves.values("at")[:1]), F("request__received_at"))
        return ended.annotate(done_at=since).filter(done_at__lte=before)


def colleagues(division: Division, permission: Permission) -> QuerySet[User]:
    """Who may do such work at the division now, by appointments in force."""
    roles = [role for role, granted in GRANTS.items() if permission in granted]
    here = Q(division=division) | Q(area=division.area_id) | Q(state=division.area.state_id)
    serving = Appointment.objects.in_force(division.today()).filter(here, role__in=roles, user=OuterRef("pk"))
    return User.objects.filter(Exists(serving), is_active=True, is_operator=False).order_by("name")
