"""What may be looked at, how, and for how long (regulations 7, 43, 61, 118)."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from registers.rules.products import PRODUCTS, SHOWN

ON_A_PAGE = 50  # entries shown at once
LONGEST_SITTING = 240  # minutes
MOST_SITTINGS = 2000  # opened in one go
BOOKED_AN_HOUR = 100  # appointments that people outside make in a division
LOOKS_AN_HOUR, LOOKS_AN_HOUR_OF_A_DIVISION = 20, 60  # who holds an address: as for looks at protected persons
DAYS_TO_SHOW = 10  # working days within which a marked register is shown (regulation 118)
PAPER_ONLY = {"OTHERDOC"}
UNSUPERVISED = {"OPEN"}  # regulation 7(1), 93(6): anybody may look and copy
# The family of editions of which a product is shown; one without a family has nothing to show on a screen.
FAMILIES = {
    "FULL": "register", "ROLL": "register", "OPEN": "register", "OVERSEAS": "register",
    "NOTICE": "notice", "AVL": "absent", "MARKED": "marked",
}  # fmt: skip
WITHOUT_ADDRESS = "Entries without an address"


def times_of_day(begins: time, ends: time, minutes: int) -> Iterator[time]:
    """The beginnings of sittings that end by `ends`."""
    at, last = (datetime.combine(date.min, moment) for moment in (begins, ends))
    while at + timedelta(minutes=minutes) <= last:
        yield at.time()
        at += timedelta(minutes=minutes)


def days_between(first: date, last: date, weekdays: Iterable[int]) -> Iterator[date]:
    """Days of those weekdays (0 is Monday), both ends included."""
    wanted = set(weekdays)
    for number in range((last - first).days + 1):
        day = first + timedelta(days=number)
        if day.weekday() in wanted:
            yield day


def moment(day: date, at: time, zone: str) -> datetime:
    """That time on that day at the office."""
    return datetime.combine(day, at, ZoneInfo(zone))


NO_STREET = "No street of that name"


def shows_addresses(product: str) -> bool:
    """Whether its entries have an address, by which they can be searched."""
    return product in PRODUCTS and SHOWN in PRODUCTS[product].columns
