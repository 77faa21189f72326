"""Standing requests make requests; those wait with the others. Nothing of their own waits for a person."""


def waiting_for(user) -> list[dict]:
    return []
