"""A proposed account that waits for its second person, and what the steps of one need (E6)."""

from electoral.office.queues import queue
from electoral.office.roles import Permission as P
from payments.models import Account
from payments.states import ACCOUNT, AccountStatus

LABELS = {"accept": "Put in force", "decline": "Decline", "stop": "Stop"}


def waiting_for(user) -> list[dict]:
    if not user.may(P.BANK_ACCOUNT_ACCEPT):
        return []
    rows = (
        Account.objects.visible_to(user).proposed().filter(division__in=user.divisions(P.BANK_ACCOUNT_ACCEPT))
    )
    rows = rows.exclude(proposed_by=user)
    return [queue("Bank accounts to put in force", "payments:accounts?status=proposed", rows, "proposed_at")]


def next_step(account: Account) -> dict:
    """The next step of an account and who has it."""
    return {
        AccountStatus.PROPOSED: {
            "sentence": "Another person makes sure that it is the office's own, and puts it in force.", "who": "the Divisional Returning Officer",
        },
        AccountStatus.IN_FORCE: {"sentence": "Invoices name it. Nothing is to be done.", "who": ""},
        AccountStatus.ENDED: {"sentence": "It is no longer in force. Nothing is to be done.", "who": ""},
        AccountStatus.DECLINED: {"sentence": "It was declined and never in force.", "who": ""},
    }[AccountStatus(account.status)]  # fmt: skip


def moves_of(account: Account, user) -> list[tuple]:
    """The steps that the person may take, each with its page and what stops it now."""
    return [
        (LABELS[move.name], f"{account.get_absolute_url()}{move.name}/", no and str(no))
        for move, no in ACCOUNT.options(account, user)
    ]


def compared(account: Account, now: Account | None) -> list[tuple[str, bool]]:
    """Each printed line, and whether it is new beside the account that is in force now."""
    before = set(now.lines()) if now else set()
    return [(line, line not in before) for line in account.lines()]
