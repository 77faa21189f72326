"""Editions that a worker could not seal wait for who ordered such things."""

from electoral.office.queues import queues
from electoral.office.roles import Permission as P
from registers.models import Edition


def waiting_for(user) -> list[dict]:
    stuck = Edition.objects.filter(status="ordered", job__status__in=("put_aside", "cancelled"))
    return queues(
        user.divisions(P.EDITION_SEAL), "Editions that were not sealed", "registers:editions?status=ordered", stuck, "ordered_at"
    )  # fmt: skip
