"""The supply of listings: a week in hand, enough for the officers, in time (5.1); and the hours of calling (A2)."""

from datetime import date, datetime, time
from decimal import ROUND_CEILING, ROUND_HALF_UP, Decimal
from typing import Protocol

from walks.rules.walk import ISSUED_OVER_WEEKS, WEEKS_IN_RESERVE


class Hours(Protocol):
    calling_from: time
    calling_until: time


def is_outside_hours(review: Hours, at: datetime) -> bool:
    """Whether a call is outside the hours of calling (A2); `at` is in the division's zone. Both ends are within."""
    return not review.calling_from <= at.time().replace(second=0, microsecond=0) <= review.calling_until


def issued_a_week(issued: int, officers: int, workload_weeks: Decimal) -> Decimal:
    """Walks that officers take up in a week: the mean of the last four weeks, before the first issue officers engaged ÷
    weeks that a workload takes (5.1b). `issued` counts the issues of the last four weeks.
    """
    if issued:
        return Decimal(issued) / ISSUED_OVER_WEEKS
    return officers / workload_weeks if workload_weeks else Decimal(0)


def weeks_in_hand(unissued: int, *, issued: int, officers: int, workload_weeks: Decimal) -> Decimal | None:
    """Weeks of supply (5.1b): unissued, still valid listings ÷ Walks issued a week; None where nobody takes any."""
    a_week = issued_a_week(issued, officers, workload_weeks)
    return (unissued / a_week).quantize(Decimal("0.1"), ROUND_HALF_UP) if a_week else None


def is_under_reserve(weeks: Decimal | None) -> bool:
    """5.1b: under 1.0 warns."""
    return weeks is not None and weeks < Decimal(str(WEEKS_IN_RESERVE))


def walks_to_request(officers: int, in_hand: int, workload_weeks: Decimal) -> int:
    """A Walk for each officer and a week's reserve, less what is in hand (5.1a, 5.1b)."""
    reserve = issued_a_week(0, officers, workload_weeks).quantize(Decimal(1), ROUND_CEILING)
    return max(0, officers + int(reserve) - in_hand)


def too_few(walks: int, officers: int) -> str:
    """5.1d: fewer Walks than officers, with both figures; empty where there are enough."""
    if walks >= officers:
        return ""
    asked = "1 Walk is" if walks == 1 else f"{walks} Walks are"
    engaged = "1 Review Officer is" if officers == 1 else f"{officers} Review Officers are"
    return f"{asked} asked for, and {engaged} to be engaged."


def lateness(due: date | None, on: date) -> str:
    """5.1a: a request after its date of the timetable; empty where it is in time or has none."""
    if due is None or on <= due:
        return ""
    days = (on - due).days
    return f"Late: {days} day{'s' if days > 1 else ''} after {due:%-d %B %Y}."
