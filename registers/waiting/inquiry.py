"""Queries that wait for an answer (E1)."""

from django.utils import timezone

from electoral.office.queues import queues
from electoral.office.roles import Permission as P
from registers.models import Inquiry


def waiting_for(user) -> list[dict]:
    """Queues as (label, count, url, oldest): to answer, past their day, passed to this person."""
    divisions, rows = list(user.divisions(P.REGISTER_WORK)), Inquiry.objects.visible_to(user)
    mine = rows.unanswered().filter(passed_to=user)
    return [
        queue
        for label, show, found, oldest in (
            ("Queries to answer", "unanswered", rows.unanswered(), "asked_at"),
            ("Queries past their promised day", "overdue", rows.overdue(timezone.localdate()), "promised_on"),
            ("Queries passed to you", "mine", mine, "asked_at"),
        )
        for queue in queues(divisions, label, f"registers:inquiries?show={show}", found, oldest)
    ]
