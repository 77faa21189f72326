"""The life of the account into which people pay by transfer: proposed by one person, put in force by another (E6)."""

from django.db.models import TextChoices

from electoral.office.roles import Permission as P
from electoral.office.workflow import Move, Workflow


class AccountStatus(TextChoices):
    PROPOSED = "proposed", "Proposed"
    IN_FORCE = "in_force", "In force"
    ENDED = "ended", "Ended"
    DECLINED = "declined", "Declined"


S = AccountStatus


def proposed_it(account, user) -> str | None:
    """A changed account is how invoices are stolen: nobody puts in force what they proposed."""
    return (
        "You proposed this account; another person puts it in force."
        if account.proposed_by_id == user.pk
        else None
    )


ACCOUNT = Workflow(
    "bank_account",
    S,
    Move("accept", (S.PROPOSED,), S.IN_FORCE, P.BANK_ACCOUNT_ACCEPT, unless=(proposed_it,), done="put the account in force"),
    Move("decline", (S.PROPOSED,), S.DECLINED, P.BANK_ACCOUNT_PROPOSE, done="declined the account"),
    Move("stop", (S.IN_FORCE,), S.ENDED, P.BANK_ACCOUNT_ACCEPT, done="stopped the account"),
    Move("replace", (S.IN_FORCE,), S.ENDED, None, follows=True, done="was replaced by another account"),
)  # fmt: skip
