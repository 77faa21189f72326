"""What of the ledger waits for a person."""

from collections.abc import Callable

from payments.waiting import account, bank, fee, refund

QUEUES: tuple[Callable[..., list[dict]], ...] = (
    fee.waiting_for,
    bank.waiting_for,
    refund.waiting_for,
    account.waiting_for,
)


def waiting_for(user) -> list[dict]:
    """Queues as (label, count, url, oldest)."""
    return [queue for waiting in QUEUES for queue in waiting(user)]
