"""The copy of a request: ordered, checked by another person, sent back (E3, E6, E7). A worker makes it (preparing.py)."""

from collections.abc import Iterable
from functools import partial
from typing import cast

from django.db import transaction
from django.utils import timezone

from electoral.jobs.actions import order_job
from electoral.office.actions import record
from electoral.office.refusals import Refused
from electoral.office.registry import verbs
from electoral.office.roles import Permission
from electoral.papers.store import name_of, papers
from electoral.protected.queries import changed_since
from registers.actions.request import locked_with_fee
from registers.models import AccessRequest, Copy
from registers.rules.release import NEVER_BY_LINK, destroy_by
from registers.states import ACCESS_REQUEST

OWN_ENTRY = "OWN"
verbs(order_copy="ordered the copy", destroy_copy="destroyed the copy as it was prepared")
AGAIN = "The register has changed since this copy was made. Have it prepared again."


@transaction.atomic
def order_copy(request: AccessRequest, *, by, elector: str = "") -> Copy:
    """Have the copy made, for an accepted request whose fee is received; refused as the move "prepare" would be.

    `elector`: whose own entry it is, for who asks for theirs; the person was identified by their evidence.
    """
    request = locked_with_fee(request)
    if refusal := ACCESS_REQUEST.moves["prepare"].refusal(request, by):
        raise refusal
    if reason := why_not_by(request, by):
        raise Refused(reason, request)
    if request.items_now.filter(product=OWN_ENTRY).exists() and not elector.strip():
        raise Refused(
            "Say whose entry it is: the elector's number in the file, as the roll shows it.", request
        )
    _leave_what_came_to_nothing(request)
    if request.destroy_by is None and not request.is_for_keeps:
        request.destroy_by = destroy_by(request.division.today())
        request.save(update_fields=["destroy_by"])
    copy = Copy(division=request.division, request=request, round=request.round, ordered_by=by)
    copy.job = order_job(
        "prepare_copy", division=request.division, title=f"Copy for {request.reference}", by=by,
        arguments={"subject": request.reference, "elector": elector.strip()}, subject=request.reference, total=_entries(request),
    )  # fmt: skip
    copy.save()
    record(request, "order_copy", by=by)
    return copy


def why_not_by(request: AccessRequest, user) -> str | None:
    """What stands against this person's ordering it: the record of anonymous entries is the officer's, and goes alone (E7b)."""
    products = {item.product_id for item in request.items_now}
    if not products & NEVER_BY_LINK:
        return None
    if len(products) > 1:
        return "The record of anonymous entries goes out alone. Refuse this request, and ask the applicant to send two."
    if not user.may(Permission.PROTECTED_LOOK, request.division):
        return "The record of anonymous entries is taken by the Divisional Returning Officer alone."
    return None


def check_copy(request: AccessRequest, *, by) -> AccessRequest:
    """Another person than the one who had it prepared has looked at the copy and found it right (E5)."""
    with transaction.atomic():
        request = locked_with_fee(request)
        if refusal := ACCESS_REQUEST.moves["check"].refusal(request, by):
            raise refusal
        sound_copy(request)
        return ACCESS_REQUEST.move(request, "check", by=by, changes={"checked_by": by})


def redo_copy(request: AccessRequest, *, why: str, by) -> AccessRequest:
    """Send the copy back: what was prepared is destroyed, and another is ordered (E5)."""
    if not why.strip():
        raise Refused("Say what is wrong with the copy.", request)
    with transaction.atomic():
        changes = {"prepared_by": None, "checked_by": None}
        request = ACCESS_REQUEST.move(request, "redo", by=by, changes=changes, reason=why)
        destroy_copies(request, by=by)
        return request


def is_on_file(copy: Copy) -> bool:
    return papers().exists(name_of(copy.sha256, copy.suffix))


def why_not_sound(copy: Copy | None) -> str | None:
    """Why a copy may neither be checked nor released, or None: nothing of it is taken on trust (E5, E7)."""
    if copy is None:
        return "No copy has been prepared, or it was destroyed."
    if failed := [name for name, passed, _ in copy.checks if not passed]:
        return f"The copy did not pass: {', '.join(failed).lower()}. Send it back."
    if not is_on_file(copy):
        return "The file of this copy is gone. Send it back to be prepared again."
    if copy.made_at and changed_since(copy.division, copy.made_at):
        return AGAIN
    return None


def sound_copy(request: AccessRequest) -> Copy:
    """The copy that may be checked and released; refused with the reason where there is none (E5, E7)."""
    copy = standing_copy(request)
    if reason := why_not_sound(copy):
        raise Refused(reason, request)
    return cast(Copy, copy)


def standing_copy(request: AccessRequest) -> Copy | None:
    return request.copies.standing().filter(round=request.round).select_related("division", "job").first()


def destroy_copies(request: AccessRequest, *, by) -> None:
    """Remove what was prepared, as it lies here unencrypted; its row, its digest and its checks stay (E7)."""
    for copy in request.copies.filter(destroyed_at=None):
        copy.destroyed_at = timezone.now()
        copy.save(update_fields=["destroyed_at"])
        record(request, "destroy_copy", by=by)
        if copy.sha256:
            remove_after_commit([name_of(copy.sha256, copy.suffix)])


def remove_after_commit(names: Iterable[str]) -> None:
    """Take files out of the store once the transaction that no longer needs them stands."""
    for name in names:
        transaction.on_commit(partial(papers().delete, name), robust=True)


def _leave_what_came_to_nothing(request: AccessRequest) -> None:
    """A copy whose work was cancelled or put aside makes room; one that is being made does not."""
    for copy in request.copies.filter(destroyed_at=None).select_related("job"):
        if copy.job and copy.job.is_unfinished:
            raise Refused("It is being prepared already. Wait for that, or cancel it.", request)
        copy.destroyed_at = timezone.now()
        copy.save(update_fields=["destroyed_at"])


def _entries(request: AccessRequest) -> int:
    return sum(line.entries for line in request.quotation.lines.all())
