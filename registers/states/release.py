"""The life of one release of a copy: a link, a collection, a parcel (E7)."""

from django.db.models import TextChoices

from electoral.office.roles import Permission as P
from electoral.office.workflow import Move, Workflow


class ReleaseStatus(TextChoices):
    OPEN = "open", "Open"
    HANDED_OVER = "handed_over", "Handed over"
    EXPIRED = "expired", "Expired"
    WITHDRAWN = "withdrawn", "Withdrawn"


S = ReleaseStatus
RELEASE = Workflow(
    "release",
    S,
    Move("download", (S.OPEN,), S.HANDED_OVER, None, follows=True, done="was downloaded"),
    Move("hand_over", (S.OPEN,), S.HANDED_OVER, P.COPY_RELEASE, done="was handed over"),
    Move("expire", (S.OPEN,), S.EXPIRED, None, follows=True, done="expired"),
    Move("withdraw", (S.OPEN,), S.WITHDRAWN, P.COPY_RELEASE, done="withdrew the release"),
)
