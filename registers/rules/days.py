"""Working days of a nation, or of a State of Australia: promised days and the days of a poll are counted in them (E1, E2)."""

from datetime import date, timedelta
from functools import lru_cache

import holidays

PLACES = {
    "england_and_wales": ("GB", "ENG"),
    "scotland": ("GB", "SCT"),
    "northern_ireland": ("GB", "NIR"),
    "australia": ("AU", ""),
}
SATURDAY = 5


def is_working_day(day: date, jurisdiction: str, region: str = "") -> bool:
    """Neither a Saturday, a Sunday nor a holiday there; `region` is the code of the State, where that is one of Australia."""
    return day.weekday() < SATURDAY and day not in _holidays(*_place(jurisdiction, region), day.year)


def working_days_after(day: date, n: int, jurisdiction: str, region: str = "") -> date:
    """The n-th working day after a day, which itself does not count. Of 0: the day, or the next working day (E1, E2)."""
    return _count(day, n, 1, jurisdiction, region)


def working_days_before(day: date, n: int, jurisdiction: str, region: str = "") -> date:
    """The n-th working day before a day, as the 11th before a poll."""
    return _count(day, n, -1, jurisdiction, region)


def _count(day: date, n: int, step: int, jurisdiction: str, region: str) -> date:
    if n < 0:
        raise ValueError("Days are counted from none upwards.")
    while n or not is_working_day(day, jurisdiction, region):
        day += timedelta(days=step)
        n -= n and is_working_day(day, jurisdiction, region)
    return day


def _place(jurisdiction: str, region: str) -> tuple[str, str]:
    country, nation = PLACES[jurisdiction]
    known = country == "AU" and region in holidays.Australia.subdivisions
    return country, region if known else nation


@lru_cache(maxsize=200)
def _holidays(country: str, region: str, year: int) -> frozenset[date]:
    return frozenset(holidays.country_holidays(country, subdiv=region or None, years=year))
