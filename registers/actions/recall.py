"""After a copy has gone out: that the recipient destroyed it, or is asked to give it back (E7, E9)."""

from functools import partial

from django.core.mail import send_mail
from django.db import transaction
from django.utils import timezone

from electoral.jobs.lease import Lease
from electoral.jobs.models import Job
from electoral.jobs.work import Finish, kind
from electoral.office.actions import record
from electoral.office.refusals import Refused, WrongState
from electoral.office.registry import verbs
from electoral.office.roles import Permission
from electoral.papers.actions import document_of, make_paper, order_document
from registers.actions.copy import destroy_copies
from registers.actions.outside import demand_of_staff
from registers.actions.release import note_end, remove_file
from registers.actions.request import locked
from registers.documents.recall import recall_letter
from registers.models import AccessRequest, Release, Supply, SupplyKind
from registers.states import ACCESS_REQUEST, RELEASE, ReleaseStatus, RequestStatus

DECIDE = (
    "Decide first: recall it, or have the recipient destroy what they took, before another copy is prepared."
)
verbs(destroy_recalled="confirmed that the recalled copy is destroyed")


@transaction.atomic
def confirm_destroyed(request: AccessRequest, *, by) -> AccessRequest:
    """The recipient says that the copy, and every copy of it, is destroyed; the request is closed (E9).

    A request that was recalled stays recalled, so that what ends with a recall ends: the register of supplies says both.
    """
    demand_of_staff(by, request.division)
    request = locked(request)
    if reason := why_not_destroyed(request, by):
        raise WrongState(reason, request)
    if request.status == RequestStatus.RECALLED:
        record(request, "destroy_recalled", by=by)
    else:
        request = ACCESS_REQUEST.move(request, "close", by=by)
    for release in _given_out(request):
        note_end(release, "destroyed", "The recipient says that it is destroyed.", by=by)
    return request


def why_not_destroyed(request: AccessRequest, by) -> str:
    """Why it cannot be noted now that the copy is destroyed; empty where it can."""
    if request.status == RequestStatus.RECALLED:
        return "It is noted already that the copy is destroyed." if is_destroyed(request) else ""
    return str(ACCESS_REQUEST.moves["close"].refusal(request, by) or "")


def is_destroyed(request: AccessRequest) -> bool:
    """Whether the last that the register of supplies says of its copy is that the recipient destroyed it."""
    kinds = (SupplyKind.DESTROYED, SupplyKind.RECALL)
    lines = Supply.objects.filter(division=request.division, subject=request.reference, kind__in=kinds)
    last = lines.order_by("-pk").first()
    return last is not None and last.kind == SupplyKind.DESTROYED


@transaction.atomic
def recall_request(request: AccessRequest, *, why: str, by) -> AccessRequest:
    """Ask for the copy back; an open link gives nothing from now on. The applicant is told by a letter, and by mail where they
    have it (E9, E10)."""
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
    destroy_copies(request, by=by)
    for one in _given_out(request):
        note_end(one, "recall", why.strip(), by=by)
    order_document(
        "registers_recall", subject=request, title=f"Recall, request {request.reference}", by=by,
        file_name=f"recall-{request.reference}.pdf",
    )  # fmt: skip
    if request.email:
        transaction.on_commit(partial(_tell, request), robust=True)
    return request


def what_may_be_held(request: AccessRequest) -> list[str]:
    """Of releases that ended without being handed over: what may be held of them, and what a person decides first (E9)."""
    ended = request.releases.filter(status__in=(ReleaseStatus.EXPIRED, ReleaseStatus.WITHDRAWN)).order_by(
        "pk"
    )
    said = [f"Release {one.reference} has ended. {one.what_left}" for one in ended if one.what_left]
    return [*said, DECIDE] if said else []


def told_of_recall(request: AccessRequest) -> str:
    """What is left to do after a recall, in a sentence for whoever recalled."""
    how = "They are told by e-mail too." if request.email else "They have no e-mail: post it today."
    return f"Recalled. The letter is being made and stands with the papers of the request. {how}"


def _given_out(request: AccessRequest) -> list[Release]:
    """The last release, and each before it of which something may be held."""
    last = _last(request)
    before = request.releases.select_related("request__applicant").exclude(pk=last.pk).order_by("pk")
    return [*(one for one in before if one.what_left), last]


def _last(request: AccessRequest) -> Release:
    return request.releases.select_related("request__applicant").latest("pk")


def _tell(request: AccessRequest) -> None:
    text = (
        f"The office recalls what it gave you under {request.reference}. Do not use it any more. Destroy every copy, and tell "
        "the office that you have: follow your request with your reference and your word. A letter says the same.\n\n"
        f"Electoral office, {request.division}\n"
    )
    text += "".join(f"{label}: {', '.join(lines)}\n" for label, lines in request.division.contacts)
    send_mail(f"Recall of {request.reference}", text, None, [request.email], fail_silently=True)


@kind("registers_recall", queue="papers", permission=Permission.COPY_RELEASE)
def produce_recall(job: Job, lease: Lease) -> Finish:
    """The letter of a recall, from the office's wording; for posting where there is no e-mail."""
    document = document_of(job)
    rows = AccessRequest.objects.select_related("division__area__state", "applicant")
    request = rows.get(reference=document.subject)
    values = recall_letter(request, _last(request), document.reference, document.ordered_at)
    return make_paper(document, "registers/papers/recall.html", values, job=job, lease=lease)
