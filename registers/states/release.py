"""The life of one release of a copy: a link, a collection, a parcel (E7)."""

from django.db.models import TextChoices

from electoral.office.roles import Permission as P
from electoral.office.workflow import Move, Workflow
from registers.states import request as of_request


class ReleaseStatus(TextChoices):
    OPEN = "open", "Open"
    HANDED_OVER = "handed_over", "Handed over"
    EXPIRED = "expired", "Expired"
    WITHDRAWN = "withdrawn", "Withdrawn"


S = ReleaseStatus


def is_the_officers(release, user) -> str | None:
    """E7b: the record of anonymous entries passes through no other hands."""
    return of_request.is_the_officers(release.request, user)


def has_run_out(release, user) -> str | None:
    """E7, 6.1b: not given out once its day is over, or once it shows what was closed since. What was posted before has left:
    that it arrived is only written down."""
    if not release.has_run_out or (release.way == "post" and release.was_fetched):
        return None
    return "It ran out. Take it back and have the copy prepared again. If somebody has it already, say so as you take it back."


def owes_a_fee(release, user) -> str | None:
    """E6: the money may have gone back since, by a bounced cheque or a match undone."""
    if release.way == "post" and release.was_fetched:
        return None
    reason = release.request.why_unpaid()
    return f"{reason} Take the release back, or wait for the money." if reason else None


RELEASE = Workflow(
    "release",
    S,
    Move("download", (S.OPEN,), S.HANDED_OVER, None, follows=True, done="was downloaded"),
    Move("hand_over", (S.OPEN,), S.HANDED_OVER, P.COPY_RELEASE, done="was handed over",
         unless=(is_the_officers, has_run_out, owes_a_fee)),
    Move("expire", (S.OPEN,), S.EXPIRED, None, follows=True, done="expired"),
    Move("withdraw", (S.OPEN,), S.WITHDRAWN, P.COPY_RELEASE, done="withdrew the release"),
)  # fmt: skip
