"""What of the Walks waits for a person, what the search box finds among them, and the next step of a Walk."""

from collections.abc import Callable

from walks.waiting import area_change, classification, listing, roll_review
from walks.waiting.listing import found, next_step

QUEUES: tuple[Callable[..., list[dict]], ...] = (
    classification.waiting_for,
    area_change.waiting_for,
    roll_review.waiting_for,
    listing.waiting_for,
)


def waiting_for(user) -> list[dict]:
    """Queues as (label, count, url, oldest)."""
    return [queue for waiting in QUEUES for queue in waiting(user)]


__all__ = ["found", "next_step", "waiting_for"]
