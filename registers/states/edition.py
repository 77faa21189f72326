"""The life of an edition: its rows are copied while it is ordered; sealed, it never changes (decision 21)."""

from django.db.models import TextChoices

from electoral.office.roles import Permission as P
from electoral.office.workflow import Move, Workflow


class EditionStatus(TextChoices):
    ORDERED = "ordered", "Being made"
    SEALED = "sealed", "Sealed"
    DROPPED = "dropped", "Dropped"


S = EditionStatus
EDITION = Workflow(
    "edition",
    S,
    Move("seal", (S.ORDERED,), S.SEALED, P.EDITION_SEAL, worker=True, done="sealed the edition"),
    Move("drop", (S.ORDERED,), S.DROPPED, P.EDITION_SEAL, done="dropped the edition before it was sealed"),
)
