"""The named numbers of recruitment (3.1)."""

from datetime import date, timedelta

DECLINED_KEPT_DAYS = (
    365  # the State's period for declined and withdrawn applications: to be verified (docs/operations.md)
)


def kept_until(decided_on: date) -> date:
    """The last day on which a declined or withdrawn application is kept (3.1c)."""
    return decided_on + timedelta(days=DECLINED_KEPT_DAYS)


def decided_by_for_destruction(today: date) -> date:
    """The latest day of decision whose applications are to be destroyed today."""
    return today - timedelta(days=DECLINED_KEPT_DAYS + 1)
