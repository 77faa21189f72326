"""The life of a request for registration information (E2 to E7): asked, decided, priced, prepared, checked, released."""

from django.db.models import TextChoices

from electoral.office.roles import Permission as P
from electoral.office.workflow import Move, Workflow
from registers.rules.release import NEVER_BY_LINK


class RequestStatus(TextChoices):
    SENT = "sent", "Sent"
    ASKED = "asked", "Waiting for an answer"
    CONFIRMED = "confirmed", "Entitlement confirmed"
    QUOTED = "quoted", "Quoted"
    ACCEPTED = "accepted", "Accepted"
    PREPARED = "prepared", "Prepared"
    CHECKED = "checked", "Checked"
    RELEASED = "released", "Released"
    RECEIVED = "received", "Received"
    CLOSED = "closed", "Closed: destroyed by the recipient"
    REFUSED = "refused", "Refused"
    WITHDRAWN = "withdrawn", "Withdrawn"
    RECALLED = "recalled", "Recalled"


S = RequestStatus
ENDED = (S.CLOSED, S.REFUSED, S.WITHDRAWN, S.RECALLED)
WITH_THE_OFFICE = (S.SENT, S.CONFIRMED, S.ACCEPTED, S.PREPARED, S.CHECKED)


def is_not_entitled(request, user) -> str | None:
    """E3: each thing asked for has a row of the table, in force, that does not say no; by person, area and purpose."""
    return request.why_not_entitled()


def is_signed_otherwise(request, user) -> str | None:
    """E4: what is decided, told and accepted is what the applicant signed, and what the table says today."""
    return request.why_to_sign_again()


def is_as_it_was_signed(request, user) -> str | None:
    """Before it is decided there is nothing to open again, but for a row that changed under it."""
    if request.status != RequestStatus.SENT or request.why_to_sign_again():
        return None
    return "It is open: nothing is decided yet, and its limits are those that were signed."


def is_for_the_officer(request, user) -> str | None:
    """Rows that an officer decides are decided by who holds the office, not at the desk."""
    if request.an_officer_decides and not user.may(P.ENTITLEMENT_SECOND, request.division):
        return "The table leaves this to the officer. Pass it on to them with what you have found."
    return None


def lacks_evidence(request, user) -> str | None:
    """E3: with the evidence that the row asks for, seen by a person."""
    return request.what_evidence_is_missing()


def lacks_its_second(request, user) -> str | None:
    """E3: a second person where the row says so."""
    if request.needs_second and not request.seconded_by_id:
        return "A second person has not confirmed it, and the table asks for one."
    return None


def confirmed_it(request, user) -> str | None:
    return (
        "You confirmed the entitlement; another person takes this step."
        if request.confirmed_by_id == user.pk
        else None
    )


def prepared_it(request, user) -> str | None:
    return "You prepared this copy; another person checks it." if request.prepared_by_id == user.pk else None


def owes_a_fee(request, user) -> str | None:
    """E6: nothing is prepared or released unpaid."""
    return request.why_unpaid()


def was_quoted_otherwise(request, user) -> str | None:
    """E6: a quotation holds for the version and the fee that it names, until its day."""
    return request.why_the_quotation_does_not_hold()


def is_settled(request, user) -> str | None:
    """E6: what was accepted for a sum stands; what was free is told anew, in a newer edition, until its copy is ordered."""
    if request.status != RequestStatus.ACCEPTED:
        return None
    if request.has_standing_invoice:
        return "It was accepted for a sum, and is invoiced. What is newer is asked for anew."
    return "Its copy is ordered already." if request.has_ordered_copy else None


def holds_lists_of_an_earlier_day(request, user) -> str | None:
    """Regulation 61(16)(a): current lists are those of the day of supply. What is invoiced with others is not quoted again."""
    if request.has_standing_invoice or not request.lists_of_an_earlier_day:
        return None
    return "Its absent voters lists are of an earlier day. Seal today’s, and quote it in them."


def has_no_copy(request, user) -> str | None:
    return None if request.has_copy else "No copy has been prepared, or it was destroyed."


def is_the_officers(request, user) -> str | None:
    """E7b: whoever releases the record of anonymous entries holds its key and its file, and could read it."""
    of_the_record = any(item.product_id in NEVER_BY_LINK for item in request.items_now)
    if of_the_record and not user.may(P.PROTECTED_LOOK, request.division):
        return "The record of anonymous entries is given out by the Divisional Returning Officer alone."
    return None


def has_an_open_link(request, user) -> str | None:
    """One release at a time."""
    return "A release of it is open. Withdraw that one first." if request.has_open_release else None


def is_confirmed_already(request, user) -> str | None:
    return "A second person has confirmed it already." if request.seconded_by_id else None


def needs_no_second(request, user) -> str | None:
    return None if request.needs_second else "The table asks for no second person here."


def has_not_opened_the_evidence(request, user) -> str | None:
    """E3: a second person looks at the papers, and does not take another's word for them."""
    evidence = request.of("evidence")
    unopened = evidence.unopened_by(user)
    if any(not one.destroyed_at for one in unopened):
        return "Open each file of the evidence first; who confirms as the second person has seen it."
    lost = {one.code for one in unopened if one.satisfies} & request.evidence_codes()
    seen = evidence.filter(satisfies=True).exclude(pk__in=[one.pk for one in unopened])
    if lost - set(seen.values_list("code", flat=True)):
        return "A file was destroyed before you saw it. Open the decision again, and ask the applicant to send it once more."
    return None


def nothing_has_left(request, user) -> str | None:
    """E9: what was not handed over is recalled only where part of it may be held all the same."""
    if request.status != RequestStatus.CHECKED or any(one.what_left for one in request.of("releases").all()):
        return None
    return "Nothing of it has left the office."


entitled = (is_not_entitled, lacks_its_second)
signed = (is_not_entitled, is_signed_otherwise)
ACCESS_REQUEST = Workflow(
    "request",
    S,
    Move("ask", (S.SENT,), S.ASKED, P.REGISTER_WORK, done="asked the applicant for more"),
    Move("answer", (S.ASKED,), S.SENT, None, follows=True, done="answered the office"),
    Move("confirm", (S.SENT,), S.CONFIRMED, P.ENTITLEMENT_CONFIRM, done="confirmed the entitlement",
         unless=(*signed, is_for_the_officer, lacks_evidence)),
    Move("second", (S.CONFIRMED,), S.CONFIRMED, P.ENTITLEMENT_SECOND, done="confirmed the entitlement as the second person",
         unless=(needs_no_second, is_confirmed_already, confirmed_it, *signed, has_not_opened_the_evidence)),
    Move("reopen", (S.SENT, S.CONFIRMED, S.QUOTED, S.ACCEPTED), S.SENT, P.ENTITLEMENT_CONFIRM, done="opened the decision again",
         unless=(is_as_it_was_signed, is_settled)),
    Move("refuse", (S.SENT, S.ASKED, S.CONFIRMED, S.QUOTED, S.ACCEPTED, S.PREPARED, S.CHECKED), S.REFUSED, P.ENTITLEMENT_CONFIRM, done="refused the request"),
    Move("quote", (S.CONFIRMED, S.QUOTED, S.ACCEPTED), S.QUOTED, P.REGISTER_WORK, done="told the applicant the cost",
         unless=(*signed, lacks_its_second, is_settled)),
    Move("accept", (S.QUOTED,), S.ACCEPTED, None, follows=True, done="accepted the quotation",
         unless=(*signed, lacks_its_second, was_quoted_otherwise)),
    Move("prepare", (S.ACCEPTED,), S.PREPARED, P.REGISTER_WORK, worker=True, done="prepared the copy", unless=(*entitled, owes_a_fee, holds_lists_of_an_earlier_day)),
    Move("redo", (S.PREPARED, S.CHECKED), S.ACCEPTED, P.COPY_CHECK, done="sent the copy back to be prepared again"),
    Move("check", (S.PREPARED,), S.CHECKED, P.COPY_CHECK, done="checked the copy", unless=(*entitled, owes_a_fee, prepared_it, has_no_copy)),
    Move("release", (S.CHECKED,), S.RELEASED, P.COPY_RELEASE, done="released the copy",
         unless=(*entitled, owes_a_fee, confirmed_it, is_the_officers, has_no_copy, has_an_open_link, holds_lists_of_an_earlier_day)),
    Move("take_back", (S.RELEASED,), S.CHECKED, P.COPY_RELEASE, done="took the release back, to release it again"),
    Move("receive", (S.RELEASED,), S.RECEIVED, None, follows=True, done="received the copy"),
    Move("close", (S.RECEIVED,), S.CLOSED, None, follows=True, done="confirmed that the copy is destroyed"),
    Move("recall", (S.CHECKED, S.RELEASED, S.RECEIVED, S.CLOSED), S.RECALLED, P.COPY_RELEASE, done="recalled the copy",
         unless=(nothing_has_left,)),
    Move("withdraw", (S.SENT, S.ASKED, S.CONFIRMED, S.QUOTED, S.ACCEPTED), S.WITHDRAWN, None, follows=True, done="withdrew the request"),
)  # fmt: skip
