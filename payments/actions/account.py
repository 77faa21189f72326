"""The account into which people pay by transfer: one person proposes it, another makes sure and puts it in force (E6)."""

from django.db import transaction

from electoral.office.actions import demand, record
from electoral.office.models import Division
from electoral.office.refusals import Refused
from electoral.office.registry import verbs
from electoral.office.roles import Permission
from payments.models import Account
from payments.rules.account import read_numbers, refuse_unseen, tidy
from payments.states import ACCOUNT

verbs(propose_bank_account="proposed the account")


@transaction.atomic
def propose_account(division: Division, *, name: str, bank: str, numbers: str, why: str, by) -> Account:
    """Propose the account that invoices are to name; `numbers` one a line ("BSB: 012-345"). One proposal waits at a time."""
    demand(by, Permission.BANK_ACCOUNT_PROPOSE, division)
    _locked(division)
    if division.account_set.proposed().exists():
        raise Refused("A proposed account waits already. It is put in force or declined first.")
    try:
        said = {
            "name": refuse_unseen(tidy(name)),
            "bank": refuse_unseen(tidy(bank)),
            "numbers": read_numbers(numbers),
        }
    except ValueError as reason:
        raise Refused(str(reason)) from None
    if not (said["name"] and said["bank"] and why.strip()):
        raise Refused("Write in whose name the account is, at which bank, and why it is proposed.")
    account = Account.objects.create(division=division, why=why[:300], proposed_by=by, **said)
    record(account, "propose_bank_account", by=by, reason=account.why)
    return account


def _locked(division: Division) -> None:
    """One change of a division's account at a time."""
    Division.objects.select_for_update(of=("self",)).get(pk=division.pk)


@transaction.atomic
def accept_account(account: Account, *, checked: str, by) -> Account:
    """Put the account in force from today, in the place of the one before; `checked` says how this person made sure of it."""
    _locked(account.division)
    if refusal := ACCOUNT.moves["accept"].refusal(Account.objects.get(pk=account.pk), by):
        raise refusal
    if not checked.strip():
        raise Refused("Say how you made sure that the account is the office's own.", account)
    today = account.division.today()
    for before in account.division.account_set.in_force():
        ACCOUNT.move(before, "replace", by=by, changes={"ended_on": today}, by_account=account.reference)
    changes = {"accepted_by": by, "checked": checked[:300], "from_on": today}
    return ACCOUNT.move(account, "accept", by=by, changes=changes, reason=checked[:300])


def decline_account(account: Account, *, why: str, by) -> Account:
    """Put the proposal away; whoever proposed it may do that too."""
    return ACCOUNT.move(account, "decline", by=by, reason=why[:300])


@transaction.atomic
def stop_account(account: Account, *, why: str, by) -> Account:
    """Take the account out of force at once; until another one is put in force, no paper asks for a transfer."""
    _locked(account.division)
    return ACCOUNT.move(
        account, "stop", by=by, changes={"ended_on": account.division.today()}, reason=why[:300]
    )
