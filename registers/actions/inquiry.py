"""Queries from outside, and what is written in the thread of a query or a request (E1, E10).

A query holds a person: no event names them, or says what they wrote.
"""

from functools import partial

from django.core.mail import send_mail
from django.db import transaction
from django.utils import timezone

from electoral.office.actions import demand, outsider, record
from electoral.office.models import User
from electoral.office.refusals import Refused, WrongState
from electoral.office.registry import verbs
from electoral.office.roles import Permission as P
from registers.actions.outside import demand_of_staff, refuse_what_does_not_fit
from registers.actions.secret import new_secret
from registers.models import AccessRequest, Inquiry, InquiryKind, Message
from registers.queries import colleagues
from registers.rules.days import working_days_after
from registers.rules.evidence import plain_line
from registers.rules.inquiry import IN_A_ROW, wrong_with_text
from registers.states import INQUIRY, InquiryStatus

verbs(
    ask_office="asked the office",
    note_inquiry="wrote a note for colleagues",
    add_to_inquiry="wrote more",
    pass_on_inquiry="passed the query on",
    write_in_request="wrote in the thread of the request",
    note_in_request="wrote a note for colleagues on the request",
)


@transaction.atomic
def ask_office(
    division, *, kind: str, name: str, email: str, text: str, by, request: AccessRequest | None = None
) -> tuple[Inquiry, str]:
    """Take a query in and promise its first answer, in working days by its kind (E1); the word to follow it is told this once.

    For staff: keyed in from a letter, a call or the counter.
    """
    demand_of_staff(by, division)
    its = InquiryKind.objects.filter(code=kind).first()
    if its is None:
        raise Refused("Say what your question is about: choose from the list.")
    if not plain_line(name):
        raise Refused("Say who asks: a name is needed.")
    if request is not None and request.division_id != division.pk:
        raise Refused("That request is not one of this office.")
    _refuse_text(text)
    state, today = division.area.state, division.today()
    promised = working_days_after(today, its.working_days, state.jurisdiction, state.code)
    word, secret = new_secret()
    inquiry = Inquiry(
        division=division, kind=its, request=request, name=plain_line(name, 1000), email=email.strip(), secret=secret, promised_on=promised
    )  # fmt: skip
    refuse_what_does_not_fit(inquiry)
    inquiry.save()
    write(inquiry, text, by=by, from_office=False)
    record(inquiry, "ask_office", by=by, kind=its.code)
    return inquiry, word


@transaction.atomic
def reply(inquiry: Inquiry, *, text: str, by, internal: bool = False) -> Message:
    """Answer, or leave a note for colleagues that the asker never sees; the first answer stops the clock (E1)."""
    demand(by, P.REGISTER_WORK, inquiry.division)
    _refuse_text(text, inquiry)
    inquiry = _open(inquiry)
    if internal:
        record(inquiry, "note_inquiry", by=by)
        return write(inquiry, text, by=by, internal=True)
    if inquiry.status == InquiryStatus.ANSWERED:
        if reason := why_not_answered(inquiry, by=by):
            raise Refused(reason, inquiry)
        record(inquiry, "add_to_inquiry", by=by)
        return write(inquiry, text, by=by)
    first = inquiry.answered_at or timezone.now()
    inquiry = INQUIRY.move(inquiry, "reply", by=by, changes={"answered_at": first})
    if inquiry.email:
        transaction.on_commit(partial(_tell, inquiry))
    return write(inquiry, text, by=by)


def why_not_answered(inquiry: Inquiry, *, by) -> str | None:
    """Why this person does not answer it now, or None; what stands against a first answer stands against a second (E1)."""
    if inquiry.status == InquiryStatus.CLOSED:
        return "It is closed. Ask a new question instead."
    reasons = (objection(inquiry, by) for objection in INQUIRY.moves["reply"].unless)
    return next((reason for reason in reasons if reason), None)


def _tell(inquiry: Inquiry) -> None:
    """By mail, that there is an answer; what it says stands behind the word alone."""
    text = (
        f"The office has answered your question {inquiry.reference}.\n\n"
        "Read the answer on the office's pages, with this reference and your word.\n"
    )
    send_mail(f"Your question {inquiry.reference}", text, None, [inquiry.email], fail_silently=True)


@transaction.atomic
def ask_again(inquiry: Inquiry, *, text: str, by) -> Message:
    """The asker writes again: an answered query is open once more, without a new promise (E1)."""
    demand_of_staff(by, inquiry.division)
    _refuse_text(text, inquiry)
    inquiry = _open(inquiry)
    _refuse_flood(inquiry, by)
    if inquiry.status == InquiryStatus.ANSWERED:
        inquiry = INQUIRY.move(inquiry, "ask_again", by=by)
    else:
        record(inquiry, "add_to_inquiry", by=by)
    return write(inquiry, text, by=by, from_office=False)


@transaction.atomic
def pass_on(inquiry: Inquiry, *, to: User, why: str, by) -> Inquiry:
    """Pass it to a colleague who may work here, with the reason, which colleagues read in the thread (E1, E10)."""
    demand(by, P.REGISTER_WORK, inquiry.division)
    _refuse_text(why, inquiry)
    inquiry = _open(inquiry)
    if not colleagues(inquiry.division, P.REGISTER_WORK).filter(pk=to.pk).exists():
        raise Refused(
            "They do not work on requests in this division. Choose a colleague from the list.", inquiry
        )
    if inquiry.passed_to_id == to.pk:
        raise Refused(f"It lies with {to} already.", inquiry)
    inquiry.passed_to, inquiry.passed_why = to, why.strip()[:300]
    inquiry.save(update_fields=["passed_to", "passed_why"])
    write(inquiry, f"Passed to {to}: {why.strip()}"[:4000], by=by, internal=True)
    record(inquiry, "pass_on_inquiry", by=by, to=to.pk)
    return inquiry


@transaction.atomic
def finish(inquiry: Inquiry, *, by, why: str = "") -> Inquiry:
    """Close a query; one that was never answered only with a reason, which stays in the thread for colleagues (E1)."""
    if inquiry.answered_at is None and not why.strip():
        raise Refused("It has no answer yet. Answer it, or say why it is closed without one.", inquiry)
    inquiry = INQUIRY.move(inquiry, "finish", by=by)
    if why.strip():
        _refuse_text(why, inquiry)
        write(inquiry, why, by=by, internal=True)
    return inquiry


@transaction.atomic
def say(request: AccessRequest, *, text: str, by, from_office: bool, internal: bool = False) -> Message:
    """A message in a request's thread, which moves nothing (E1). To stop the clock there is `ask_applicant`."""
    if from_office:
        demand(by, P.REGISTER_WORK, request.division)
    demand_of_staff(by, request.division)
    _refuse_text(text, request)
    if internal and not from_office:
        raise Refused("A note for colleagues is written by the office.", request)
    _refuse_flood(request, by)
    if internal:
        record(request, "note_in_request", by=by)
    else:
        record(request, "write_in_request", by=by)
    return write(request, text, by=by, from_office=from_office, internal=internal)


def _refuse_flood(thread: AccessRequest | Inquiry, by) -> None:
    last = (
        thread.messages.filter(internal=False)
        .order_by("-pk")
        .values_list("from_office", flat=True)[:IN_A_ROW]
    )
    if by == outsider() and len(last) == IN_A_ROW and not any(last):
        raise Refused(
            f"You have written {IN_A_ROW} times. Wait for the office's answer before you write again.", thread
        )


def _open(inquiry: Inquiry) -> Inquiry:
    rows = Inquiry.objects.select_for_update(of=("self",)).select_related(
        "division__area__state", "passed_to"
    )
    inquiry = rows.get(pk=inquiry.pk)
    if inquiry.status == InquiryStatus.CLOSED:
        raise WrongState("It is closed. Ask a new question instead.", inquiry)
    return inquiry


def write(
    thread: AccessRequest | Inquiry, text: str, *, by, from_office: bool = True, internal: bool = False
) -> Message:
    """One message more in the thread of a query or a request; who may, and what may be written, is asked before."""
    return thread.messages.create(
        division=thread.division, from_office=from_office, internal=internal, text=text.strip(), by=by
    )


def _refuse_text(text: str, subject=None) -> None:
    if reason := wrong_with_text(text):
        raise Refused(reason, subject)
