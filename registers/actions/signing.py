"""The declaration, signed again where the limits are no more those that the applicant signed (E4)."""

from django.db import transaction

from electoral.office.actions import record
from electoral.office.refusals import Refused
from electoral.office.registry import verbs
from registers.actions.inquiry import write
from registers.actions.outside import demand_of_staff
from registers.actions.request import add_items, asked_in, locked, refuse_again_what_is_incomplete, rows_for
from registers.models import AccessRequest
from registers.states import RequestStatus as S

verbs(sign_request_again="signed the declaration again, for the limits as they are now")


@transaction.atomic
def sign_again(request: AccessRequest, *, declared_name: str, by) -> AccessRequest:
    """The applicant signs the limits as they are today (E4); for staff: keyed in from their letter.

    Where a row has changed since it was sent, this is another round, under the rows of today. What was decided meanwhile is
    opened again by the office first.
    """
    demand_of_staff(by, request.division)
    request = locked(request)
    if reason := why_not_to_sign(request):
        raise Refused(reason, request)
    if not declared_name.strip():
        raise Refused("Sign the declaration with your name.", request)
    if request.has_other_rows:
        _begin_round(request)
    request.signed_round = request.round
    request.save(update_fields=["signed_round"])
    record(request, "sign_request_again", by=by, round=request.round)
    write(request, f"Signed again: {declared_name.strip()}", by=by, from_office=False)
    return request


def why_not_to_sign(request: AccessRequest) -> str | None:
    """Why there is nothing to sign now, or None."""
    if request.why_to_sign_again() is None:
        return "The limits that hold now are signed already."
    if request.status == S.ASKED and request.has_other_rows:
        return "Answer the question of the office first. Then the limits are signed as they are now."
    if request.status in (S.SENT, S.ASKED):
        return None
    if request.status in (S.CONFIRMED, S.QUOTED):
        return "The limits have changed since it was decided. The office opens the decision again first; then they are signed."
    return "What was signed holds: the cost was accepted under it, or the request has ended."


def _begin_round(request: AccessRequest) -> None:
    """The same things again, under the rows of the table as they are today."""
    again = [asked_in(item) for item in request.items_now]
    rows = rows_for(request.division, request.applicant_id, again)
    refuse_again_what_is_incomplete(request, again, rows)
    request.round += 1
    request.needs_second = any(row and row.second_person for row in rows)
    request.save(update_fields=["round", "needs_second"])
    add_items(request, again, rows, round=request.round)
