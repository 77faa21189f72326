"""The ways in which the office says no. `str(refusal)` is fit to show to a person; nothing is changed or half done."""


class Refused(Exception):
    """What was asked cannot be done now (409 for the API)."""

    status_code = 409

    def __init__(self, reason: str, subject=None):
        super().__init__(reason)
        self.subject = subject


class NotPermitted(Refused):
    """This person may never take this step on this subject (403)."""

    status_code = 403


class WrongState(Refused):
    """Nobody may take this step while the subject is in this state."""
