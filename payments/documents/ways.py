"""In which ways an invoice can be paid (E6): only what is open is told, on paper and on pages."""

from typing import NamedTuple

from django.conf import settings

from electoral.office.models import Division
from payments.queries.account import account_of


class Ways(NamedTuple):
    """`card`: cards are taken. `account`: its lines, none without an account in force. `cheques_to`: empty, no cheques.
    Cash is taken at every counter."""

    card: bool
    account: list[str]
    cheques_to: str


def ways_to_pay(division: Division) -> Ways:
    """What the office of a division takes today."""
    account = account_of(division)
    return Ways(
        bool(settings.PAYMENT_PROVIDER), account.lines() if account else [], division.cheques_to.strip()
    )
