"""Rules of the office itself that need no database."""

from datetime import date, datetime
from zoneinfo import ZoneInfo


def date_in(zone: str, instant: datetime) -> date:
    """The date that an instant has in a time zone: "today" is the division's, not the server's (decision 18)."""
    return instant.astimezone(ZoneInfo(zone)).date()
