"""What of requests for registers waits for a person."""

from collections.abc import Callable

from registers.waiting import absent, edition, evidence, inquiry, inspection, release, request

QUEUES: tuple[Callable[..., list[dict]], ...] = (
    request.waiting_for,
    evidence.waiting_for,
    absent.waiting_for,
    edition.waiting_for,
    release.waiting_for,
    inspection.waiting_for,
    inquiry.waiting_for,
)


def waiting_for(user) -> list[dict]:
    """Queues as (label, count, url, oldest)."""
    return [queue for waiting in QUEUES for queue in waiting(user)]
