"""When absent voters lists are to be sealed: the current ones at 9 a.m., the final ones at 5 p.m. of three days (regulation 61)."""

from datetime import date, datetime, time

from registers.rules.days import working_days_before
from registers.rules.inspection import moment

CURRENT = "current"
MORNING, EVENING = time(9), time(17)
REMEMBERED_DAYS = 30  # after the poll a list that was forgotten is no use to anybody
POSTAL_FINAL, LISTS_FINAL, PROXIES_UPDATED = "final_postal", "final", "updated_proxy"
# The working days before the poll at whose evening a list is final (regulation 61(5) to (7)).
FINAL = {POSTAL_FINAL: 11, LISTS_FINAL: 6, PROXIES_UPDATED: 0}
# What the lists of an item are called, beside those that an applicant chooses from.
SAID = {
    CURRENT: "As they stand",
    POSTAL_FINAL: "Final list of postal voters",
    LISTS_FINAL: "Final lists",
    PROXIES_UPDATED: "Proxies as updated on polling day",
}


def current_from(day: date, zone: str) -> datetime:
    """From when the lists of that day are those as kept at 9 a.m. (regulation 61(16)(a))."""
    return moment(day, MORNING, zone)


def final_from(stage: str, polls_on: date, *, jurisdiction: str, region: str, zone: str) -> datetime:
    """From when a final list of the poll is to be sealed."""
    days = FINAL[stage]
    evening = working_days_before(polls_on, days, jurisdiction, region) if days else polls_on
    return moment(evening, EVENING, zone)


def is_of_an_earlier_day(stage: str, speaks_on: date, today: date) -> bool:
    """Whether lists as they stood are no more those of the day of supply (regulation 61(16)(a))."""
    return stage == CURRENT and speaks_on < today
