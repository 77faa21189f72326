"""Decisions on requests: confirmed, confirmed by a second person, refused with a letter (E3, E3b, E3c)."""

from django.db import transaction

from electoral.jobs.lease import Lease
from electoral.jobs.models import Job
from electoral.jobs.work import Finish, kind
from electoral.office.refusals import Refused
from electoral.office.roles import Permission
from electoral.papers.actions import document_of, make_paper, order_document
from registers.actions.request import let_the_fee_go, locked
from registers.actions.supply import record_supply
from registers.documents.request import refusal_letter
from registers.models import AccessRequest, Decision, SupplyKind
from registers.states import ACCESS_REQUEST


@transaction.atomic
def confirm_request(request: AccessRequest, *, reason: str, by) -> AccessRequest:
    """Confirm that the applicant may have it and may use it, on the basis of its rows (E3, E3c)."""
    request = ready_for(request, "confirm", by)
    _decide(request, "confirm", by=by, reason=reason, access=True, use=True)
    needs_second = any(item.entitlement and item.entitlement.second_person for item in request.items_now)
    changes = {"confirmed_by": by, "seconded_by": None, "needs_second": needs_second}
    return ACCESS_REQUEST.move(request, "confirm", by=by, changes=changes, round=request.round)


@transaction.atomic
def second_request(request: AccessRequest, *, reason: str, by) -> AccessRequest:
    """Confirm as the second person, where a row asks for one (E3)."""
    request = ready_for(request, "second", by)
    _decide(request, "second", by=by, reason=reason, access=True, use=True)
    return ACCESS_REQUEST.move(request, "second", by=by, changes={"seconded_by": by}, round=request.round)


@transaction.atomic
def refuse_request(
    request: AccessRequest, *, failed: str, reason: str, open_instead: str, access: bool, use: bool, by
) -> AccessRequest:
    """Refuse: the condition that failed, why, and what is open instead, in a letter and in the register of supplies (E3b).

    `access`, `use`: what of the two would have been allowed; one of them is not (E3c).
    """
    request = ready_for(request, "refuse", by)
    if access and use:
        raise Refused("Say what is refused: to have it, to use it for this, or both.", request)
    if not failed.strip():
        raise Refused("Say which condition failed.", request)
    told = {"failed": failed.strip(), "open_instead": open_instead.strip(), "access": access, "use": use}
    decision = _decide(request, "refuse", by=by, reason=reason, **told)
    request = ACCESS_REQUEST.move(request, "refuse", by=by, round=request.round)
    let_the_fee_go(request, by=by, why="The request was refused.")
    for item in request.items_now:
        record_supply(
            request.division, kind=SupplyKind.REFUSAL, subject=request.reference, applicant=str(request.applicant),
            organisation=request.organisation, name=request.name, product=str(item.product), area=item.area, form=item.form,
            basis=item.entitlement.basis if item.entitlement else NO_ROW, purpose=request.purpose_note,
            reason=f"{decision.failed} {decision.reason}"[:2000], by=by,
        )  # fmt: skip
    order_document(
        "registers_refusal", subject=request, title=f"Refusal, request {request.reference}", by=by,
        file_name=f"refusal-{request.reference}.pdf",
    )  # fmt: skip
    return request


NO_ROW = "No enactment in the table of entitlements gives it to this applicant."


def ready_for(request: AccessRequest, move: str, by) -> AccessRequest:
    """The row, locked as it is now, or the refusal of the move: two people who decide at once take turns."""
    request = locked(request)
    if refusal := ACCESS_REQUEST.moves[move].refusal(request, by):
        raise refusal
    return request


def _decide(request: AccessRequest, step: str, *, by, reason: str, **told) -> Decision:
    if not reason.strip():
        raise Refused("Write why you decide so.", request)
    return Decision.objects.create(
        division=request.division, request=request, round=request.round, step=step, basis=basis_of(request),
        reason=reason.strip(), by=by, **told,
    )  # fmt: skip


def basis_of(request: AccessRequest) -> str:
    """The enactments that its rows name, or that none does."""
    bases = dict.fromkeys(item.entitlement.basis for item in request.items_now if item.entitlement)
    return "; ".join(bases)[:400] or NO_ROW


@kind("registers_refusal", queue="papers", permission=Permission.PAPER_MAKE)
def produce_refusal(job: Job, lease: Lease) -> Finish:
    """The letter of a refusal, from the office's wording (E3b)."""
    document = document_of(job)
    request = AccessRequest.objects.select_related("division__area__state", "applicant").get(
        reference=document.subject
    )
    return make_paper(
        document,
        "registers/papers/refusal.html",
        refusal_letter(request, document.reference),
        job=job,
        lease=lease,
    )
