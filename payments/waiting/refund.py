def waiting_for(user) -> list[dict]:
    return []
