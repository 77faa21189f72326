"""Cards wait for nobody here: what a person should look at stands in the reconciliation."""


def waiting_for(user) -> list[dict]:
    return []
