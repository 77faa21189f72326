"""What of the review waits for a person."""

from review.waiting import publicity, recruitment


def waiting_for(user) -> list[dict]:
    """Queues as (label, count, url, oldest)."""
    return [*publicity.waiting_for(user), *recruitment.waiting_for(user)]
