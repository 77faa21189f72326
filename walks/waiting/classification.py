"""What of the forms RR004 waits for a person, and the next step of a form."""

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from electoral.office.queues import queue
from electoral.office.roles import Permission as P
from walks.actions.classification import reasons_against
from walks.actions.feature import is_out_of_date
from walks.models import RR004, Classification
from walks.queries.door import Area
from walks.states import ClassificationStatus as S

FORMS = "walks:forms?standing="
STEPS = ((P.CLASSIFICATION_RECOMMEND, S.SUBMITTED), (P.CLASSIFICATION_APPROVE, S.RECOMMENDED))


def waiting_for(user) -> list[dict]:
    """Queues as (label, count, url, oldest)."""
    return [*_to_decide(user), *_to_write(user)]


def _to_decide(user) -> list[dict]:
    """The Area Manager's queue and the Director's (1.8a); nobody's has what they submitted themselves."""
    found = []
    for (permission, status), moment in zip(STEPS, ("form__submitted_at", "recommended_at"), strict=True):
        if user.may(permission):
            lines = Classification.objects.filter(division__in=user.divisions(permission))
            rows = lines.waiting_for(user, status)
            found.append(queue("Walks to approve on form RR004", f"{FORMS}{status}", rows, moment))
    return found


def _to_write(user) -> list[dict]:
    """Drafts to be finished, what came back, and what was decided since the person may have looked (1.8a)."""
    if not user.may(P.CLASSIFICATION_DRAFT):
        return []
    divisions = list(user.divisions(P.CLASSIFICATION_DRAFT))
    forms = RR004.objects.filter(division__in=divisions)
    returned = Classification.objects.filter(division__in=divisions).returned_and_not_sent_again()
    return [
        queue(
            "Forms RR004 to finish and submit", f"{FORMS}drafted", forms.that_stand("drafted"), "drafted_at"
        ),
        queue("Walks returned on form RR004", f"{FORMS}returned", returned, "decided_at"),
        queue(
            "Forms RR004 decided in the last 14 days",
            f"{FORMS}decided",
            forms.decided_lately(),
            "submitted_at",
        )
        | {"oldest": None},
    ]


class FormStanding(NamedTuple):
    """Where a form stands: in words, who has it, what speaks against submitting it, and what this person may do."""

    sentence: str
    who: str
    reasons: list[str]
    is_out_of_date: bool
    may_draft: bool
    may_submit: bool
    may_decide: bool
    may_withdraw: bool
    may_send_again: bool
    may_print: bool


def standing_of(form: RR004, lines: Sequence[Classification], areas: Sequence[Area], user) -> FormStanding:
    """`areas`: of the drafts among the lines, in their order."""
    counts = Counter(line.status for line in lines)
    drafts = [line for line in lines if line.status == S.DRAFTED]
    may = {
        p
        for p in (P.CLASSIFICATION_DRAFT, P.CLASSIFICATION_SUBMIT, P.PAPER_MAKE)
        if user.may(p, form.division)
    }
    drafter = P.CLASSIFICATION_DRAFT in may
    sentence, who = _words(form, counts)
    return FormStanding(
        sentence,
        who,
        reasons=reasons_against(drafts, areas, user),
        is_out_of_date=any(is_out_of_date(line, area) for line, area in zip(drafts, areas, strict=True)),
        may_draft=drafter and bool(drafts),
        may_submit=P.CLASSIFICATION_SUBMIT in may and bool(drafts),
        may_decide=bool(decidable(lines, user)),
        may_withdraw=drafter and bool(counts[S.DRAFTED] or counts[S.SUBMITTED]),
        may_send_again=drafter and form.lines.returned_and_not_sent_again().exists(),
        may_print=P.PAPER_MAKE in may and bool(form.submitted_at) and not form.document_id,
    )


def decidable(lines: Sequence[Classification], user) -> list[Classification]:
    """The lines that this person's role may decide now, those included that their own part in them forbids."""
    return [
        line
        for line in lines
        if any(line.status == status and user.may(permission, line.division) for permission, status in STEPS)
    ]


def _words(form: RR004, counts: Counter) -> tuple[str, str]:
    if counts[S.DRAFTED]:
        return "It is filled in for each Walk, then submitted to the Area Manager.", "The divisional office"
    if counts[S.SUBMITTED]:
        number = _walks(counts[S.SUBMITTED])
        return f"The Area Manager decides on {number}.", f"The Area Manager, {form.division.area},"
    if counts[S.RECOMMENDED]:
        return (
            f"The Director of Operations decides on {_walks(counts[S.RECOMMENDED])}.",
            "The Director of Operations",
        )
    if counts[S.RETURNED]:
        return (
            f"It is decided; {_walks(counts[S.RETURNED])} came back for a new form.",
            "The divisional office",
        )
    if counts[S.APPROVED]:
        return "It is decided and filed for ever.", "Nobody"
    return "It is withdrawn.", "Nobody"


def _walks(count: int) -> str:
    return f"{count} Walk{'' if count == 1 else 's'}"
