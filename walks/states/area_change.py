"""The life of a change of area: a Walk split, or a boundary moved between two (1.2, 1.8e, 4)."""

from django.db.models import TextChoices

from electoral.office.roles import Permission as P
from electoral.office.workflow import Move, Workflow
from walks.rules.area_change import walks_said


class AreaChangeStatus(TextChoices):
    DRAFTED = "drafted", "Draft"
    SUBMITTED = "submitted", "With Head Office"
    ACCEPTED = "accepted", "Waits for the RR004 of its Walks"
    IN_FORCE = "in_force", "In force, street file to be aligned"
    ALIGNED = "aligned", "Done"
    RETURNED = "returned", "Returned"
    WITHDRAWN = "withdrawn", "Withdrawn"


S = AreaChangeStatus


def is_unfit(change, user) -> str | None:
    """1.2a: parts over 400, in pieces, or empty; the sentence says which."""
    return change.unfit or None


def needs_head_office(change, user) -> str | None:
    """1.2c: a split for rapid development is approved by Head Office."""
    return "Head Office approves a split for rapid development: submit it." if change.is_rapid else None


def needs_nobody(change, user) -> str | None:
    return None if change.is_rapid else "It needs no approval of its own: accept it, then submit form RR004."


def is_their_own(change, user) -> str | None:
    return "You submitted it; another person decides." if change.submitted_by_id == user.pk else None


def lacks_an_approval(change, user) -> str | None:
    """1.2c, 1.8e: nothing takes effect before its RR004."""
    lacking = change.numbers_not_approved
    return f"Form RR004 is not approved yet for {walks_said(lacking)}." if lacking else None


def is_on_a_form(change, user) -> str | None:
    """Nobody decides on an RR004 about a Walk that will not be."""
    numbers = change.numbers_on_a_form
    return f"A form RR004 is under way for {walks_said(numbers)}; withdraw that first." if numbers else None


# With the custody of listings (issue, return) comes the objection to a split of a Walk while it is issued (1.2a):
# its place is among those of `submit`, `accept` and `put_in_force`.
AREA_CHANGE = Workflow(
    "area_change",
    S,
    Move("submit", (S.DRAFTED, S.RETURNED), S.SUBMITTED, P.AREA_CHANGE_SUBMIT, unless=(needs_nobody, is_unfit),
         done="submitted the split to Head Office"),
    Move("accept", (S.DRAFTED, S.RETURNED), S.ACCEPTED, P.AREA_CHANGE_SUBMIT, unless=(needs_head_office, is_unfit),
         done="accepted the change of area"),
    Move("approve", (S.SUBMITTED,), S.ACCEPTED, P.AREA_CHANGE_APPROVE, unless=(is_their_own,), done="approved the split"),
    Move("return", (S.SUBMITTED,), S.RETURNED, P.AREA_CHANGE_APPROVE, unless=(is_their_own,), done="returned the split"),
    Move("withdraw", (S.DRAFTED, S.RETURNED, S.SUBMITTED, S.ACCEPTED), S.WITHDRAWN, P.AREA_CHANGE_DRAFT,
         unless=(is_on_a_form,), done="withdrew the change of area"),
    Move("put_in_force", (S.ACCEPTED,), S.IN_FORCE, None, unless=(lacks_an_approval,), follows=True,
         done="put the change of area in force"),
    Move("align", (S.IN_FORCE,), S.ALIGNED, P.AREA_CHANGE_DRAFT, done="brought the street file into line"),
)  # fmt: skip
