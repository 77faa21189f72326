"""Lines of bank statements that wait to be matched (E6)."""

from electoral.office.queues import queue
from electoral.office.roles import Permission as P
from payments.models import BankLine


def waiting_for(user) -> list[dict]:
    if not user.may(P.PAYMENT_TAKE):
        return []
    lines = BankLine.objects.visible_to(user).unmatched().filter(division__in=user.divisions(P.PAYMENT_TAKE))
    return [queue("Transfers to match", "payments:bank_lines", lines, "on")]
