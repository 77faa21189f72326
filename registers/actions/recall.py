"""After a copy has gone out: that the recipient destroyed it, or is asked to give it back (E7, E9)."""

from functools import partial

from django.core.mail import send_mail
from django.db import transaction
from django.utils import timezone

from electoral.office.actions import demand
from electoral.office.refusals import Refused
from electoral.office.roles import Permission
from registers.actions.copy import locked
from registers.actions.release import note_end, remove_file
from registers.models import AccessRequest, Release
from registers.states import ACCESS_REQUEST, RELEASE, RequestStatus


@transaction.atomic
def confirm_destroyed(request: AccessRequest, *, by) -> AccessRequest:
    """The recipient says that the copy, and every copy of it, is destroyed; the request is closed."""
    request = locked(request)
    request = ACCESS_REQUEST.move(request, "close", by=by)
    note_end(_last(request), "destroyed", "The recipient says that it is destroyed.", by=by)
    return request


@transaction.atomic
def recall_request(request: AccessRequest, *, why: str, by) -> AccessRequest:
    """Ask for the copy back; an open link gives nothing from now on, and the applicant is told by mail where they have it."""
    demand(by, Permission.COPY_RELEASE, request.division)
    if not why.strip():
        raise Refused("Say why it is recalled.", request)
    request = locked(request)
    was = request.status
    request = ACCESS_REQUEST.move(request, "recall", by=by, reason=why)
    release = _last(request)
    if was == RequestStatus.RELEASED:
        ended = {"ended_why": why.strip()[:200], "destroyed_at": timezone.now()}
        release = RELEASE.move(release, "withdraw", by=by, changes=ended, reason=why)
        remove_file(release)
    note_end(release, "recall", why.strip(), by=by)
    if request.email:
        transaction.on_commit(partial(_tell, request), robust=True)
    return request


def _last(request: AccessRequest) -> Release:
    return request.releases.select_related("request__applicant").latest("pk")


def _tell(request: AccessRequest) -> None:
    text = (
        f"The office recalls what it gave you under {request.reference}. Do not use it any more. Destroy every copy, and tell "
        "the office that you have: follow your request with your reference and your word.\n"
    )
    send_mail(f"Recall of {request.reference}", text, None, [request.email], fail_silently=True)
