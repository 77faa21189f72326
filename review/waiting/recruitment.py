"""What of recruitment waits for a person."""


def waiting_for(user) -> list[dict]:
    """Queues as (label, count, url, oldest)."""
    return []
