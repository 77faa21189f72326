"""The life of a Walk's classification: one Walk on one form RR004 (1.7, 1.8; decision 11)."""

from django.db.models import TextChoices

from electoral.office.models import Delegation
from electoral.office.roles import Permission as P
from electoral.office.workflow import Move, Workflow
from walks.states.area_change import AreaChangeStatus


class ClassificationStatus(TextChoices):
    DRAFTED = "drafted", "Draft"
    SUBMITTED = "submitted", "With the Area Manager"
    RECOMMENDED = "recommended", "With the Director of Operations"
    APPROVED = "approved", "Approved"
    RETURNED = "returned", "Returned"
    WITHDRAWN = "withdrawn", "Withdrawn"


S = ClassificationStatus
UNDECIDED = (S.DRAFTED, S.SUBMITTED, S.RECOMMENDED)


def delegation_of(line) -> Delegation | None:
    """The State's delegation to its Area Managers that is in force today, if there is one (1.8a)."""
    state = line.division.area.state_id
    return Delegation.objects.in_force(line.division.today()).filter(state=state).first()


def is_without_remarks(line, user) -> str | None:
    """1.7a: remarks enough to judge it."""
    return None if line.remarks.strip() else f"Walk {line.number} has no remarks; they are required."


def is_without_a_map(line, user) -> str | None:
    """1.7b: a map of the whole area and each Walk."""
    return (
        None
        if line.has_map
        else f"Walk {line.number} has neither a boundary nor a residence with a point: no map."
    )


def is_without_a_class(line, user) -> str | None:
    return None if line.proposed_class else f"Walk {line.number} has no proposed class; choose one."


def counts_too_many_security_buildings(line, user) -> str | None:
    """10.2g: the residences in security access buildings are among those of the Walk."""
    inside = line.security_access_buildings or 0
    if inside <= (line.residences or 0):
        return None
    return f"Walk {line.number} has {line.residences} residences, but {inside} are said to be in security access buildings."


def is_approved_already(line, user) -> str | None:
    """1.8d: not sent again unless something changed; a change of area is a change (1.8e)."""
    approval = line.walk.approval if line.walk_id and not line.part_id else None
    if approval is None or approval[0] != line.proposed_class:
        return None
    return f"Walk {line.number}: {approved_already(approval)}"


def is_of_what_has_ended(line, user) -> str | None:
    """1.8e: a Walk that has ended, or a change of area that is not to be, is approved by nobody."""
    if line.part_id and line.part.change.status != AreaChangeStatus.ACCEPTED:
        return f"Walk {line.number}: its change of area is {line.part.change.get_status_display().lower()}."
    if not line.part_id and line.walk_id and line.walk.ended_on:
        return f"Walk {line.number} ended on {line.walk.ended_on:%-d %B %Y}."
    return None


def approved_already(approval) -> str:
    """The sentence of 1.8d for (class, reference of the RR004, since)."""
    of_class, form, since = approval
    return f"It is approved already: RR004 {form}, {of_class.replace('_', ' ')}, on {since:%-d %B %Y}."


def is_their_own(line, user) -> str | None:
    """1.8a: nobody approves what they submitted."""
    return "You submitted this form; another person decides." if line.submitted_by_id == user.pk else None


def is_recommended_by_them(line, user) -> str | None:
    """1.8a: two steps by two people."""
    return "You recommended it; another person approves." if line.recommended_by_id == user.pk else None


def is_delegated(line, user) -> str | None:
    """1.8a: under a delegation the Area Manager's approval completes it."""
    given = delegation_of(line)
    return f"The State has delegated the approval ({given.instrument}): approve it." if given else None


def is_not_delegated(line, user) -> str | None:
    return None if delegation_of(line) else "The Director of Operations approves; recommend it."


CLASSIFICATION = Workflow(
    "classification",
    S,
    Move("submit", (S.DRAFTED,), S.SUBMITTED, P.CLASSIFICATION_SUBMIT,
         unless=(is_of_what_has_ended, is_approved_already, is_without_a_class, is_without_remarks, is_without_a_map,
                 counts_too_many_security_buildings),
         done="submitted the Walk for approval"),
    Move("withdraw", (S.DRAFTED, S.SUBMITTED), S.WITHDRAWN, P.CLASSIFICATION_DRAFT, done="withdrew the Walk from the form"),
    Move("recommend", (S.SUBMITTED,), S.RECOMMENDED, P.CLASSIFICATION_RECOMMEND, unless=(is_their_own, is_of_what_has_ended, is_delegated),
         done="recommended the Walk for approval"),
    Move("approve_delegated", (S.SUBMITTED,), S.APPROVED, P.CLASSIFICATION_RECOMMEND, unless=(is_their_own, is_of_what_has_ended, is_not_delegated),
         done="approved the Walk under the State's delegation"),
    Move("approve", (S.RECOMMENDED,), S.APPROVED, P.CLASSIFICATION_APPROVE,
         unless=(is_their_own, is_recommended_by_them, is_of_what_has_ended),
         done="approved the Walk"),
    Move("return", (S.SUBMITTED,), S.RETURNED, P.CLASSIFICATION_RECOMMEND, unless=(is_their_own,), done="returned the Walk"),
    Move("return_recommended", (S.RECOMMENDED,), S.RETURNED, P.CLASSIFICATION_APPROVE, unless=(is_their_own,),
         done="returned the Walk to the division"),
)  # fmt: skip
