"""Evidence that nobody has looked at (E3)."""

from electoral.office.queues import queues
from electoral.office.roles import Permission as P
from registers.models import Evidence


def waiting_for(user) -> list[dict]:
    """Queues as (label, count, url, oldest)."""
    rows = Evidence.objects.visible_to(user).unseen()
    here = user.divisions(P.ENTITLEMENT_CONFIRM)
    return queues(here, "Evidence to look at", "registers:evidence_to_see", rows, "given_at")
