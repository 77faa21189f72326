"""The life of a paper: its bytes never change, its reach does (decision 30)."""

from django.db.models import TextChoices

from electoral.office.roles import Permission as P
from electoral.office.workflow import Move, Workflow


class DocumentStatus(TextChoices):
    ORDERED = "ordered", "Ordered"
    KEPT = "kept", "Kept"


S = DocumentStatus
DOCUMENT = Workflow(
    "document", S, Move("keep", (S.ORDERED,), S.KEPT, P.PAPER_MAKE, worker=True, done="made the paper")
)
