"""What keeps a request from the step that its status names: the law changed under it, or its invoice was cancelled (E3, E4, E6)."""

from registers.actions.signing import why_not_to_sign
from registers.models import AccessRequest
from registers.states import RequestStatus as S

DENIED, SIGN, REOPEN, UNINVOICED = "deny", "sign", "reopen", "uninvoiced"  # no statuses of their own
DECIDED = (S.CONFIRMED, S.QUOTED)
SETTLED = (S.ACCEPTED, S.PREPARED, S.CHECKED)


def stopped_by(request: AccessRequest) -> str:
    """One of the four, or nothing."""
    if request.status in (S.SENT, *DECIDED, *SETTLED) and is_denied(request):
        return DENIED
    if request.status == S.SENT and why_not_to_sign(request) is None:
        return SIGN
    uninvoiced = request.lost_its_invoice
    if (uninvoiced or request.status in DECIDED) and request.why_to_sign_again():
        return REOPEN
    return UNINVOICED if uninvoiced else ""


def is_denied(request: AccessRequest) -> bool:
    """Whether the table says no to something that is asked for, or has no row for it; once it is accepted, whatever it gives no more."""
    if request.status in SETTLED:
        return request.why_not_entitled() is not None
    rows = [request.row_for(item) for item in request.items_now]
    return any(row is None or row.decision == "no" for row in rows)
