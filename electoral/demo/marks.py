"""Marks that single lines of the roll carry: categories, ages, absent votes, postal addresses."""

from bisect import bisect
from collections.abc import Callable
from datetime import date, timedelta
from itertools import accumulate
from random import Random

Row = dict[str, str]
Mark = Callable[[Random, date], Row]
HIDDEN = ("category_A", "category_E", "category_I", "category_K")


def _day(on: date, days: int) -> str:
    return (on + timedelta(days)).isoformat()


def _always(**columns: str) -> Mark:
    return lambda rng, on: columns


def _absent(vote: str, begun: int, until: int | None) -> Mark:
    """An absent vote from and until so many days after the day that the files speak of."""

    def mark(_: Random, on: date) -> Row:
        ends = "" if until is None else _day(on, until)
        return {"absent_vote": vote, "absent_from": _day(on, begun), "absent_until": ends}

    return mark


def _attainer(rng: Random, on: date) -> Row:
    """Seventeen on the day, and eighteen within a year."""
    attains = on + timedelta(rng.randint(1, 364))
    if (attains.month, attains.day) == (2, 29):
        attains += timedelta(1)
    return {
        "date_of_birth": attains.replace(year=attains.year - 18).isoformat(),
        "attainment_date": attains.isoformat(),
        "enrolled_on": _day(on, -rng.randint(1, 300)),
    }


def _leap_day(rng: Random, on: date) -> Row:
    return {"date_of_birth": date(rng.randrange(1928, on.year - 20, 4), 2, 29).isoformat()}


def _posted(rng: Random, _: date) -> Row:
    """Letters go elsewhere: to a box, or in care of somebody."""
    box = {"postal_1": f"PO BOX {rng.randint(1, 9999)}"}
    care = {"postal_1": "C/- THE PRETEND ROADHOUSE", "postal_2": f"{rng.randint(1, 99)} MIRAGE TRACK"}
    town = {"postal_locality": "NOWHERE FLAT", "postal_state": "NT", "postal_postcode": "0897"}
    return {**rng.choice((box, box, care)), **town}


# Each is met once in the first households, and from then on in so many of a thousand electors.
MARKS: dict[str, tuple[Mark, float]] = {
    "category_A": (_always(category="A"), 0.2),
    "category_E": (_always(category="E"), 2),
    "category_I": (_always(category="I"), 1),
    "category_K": (_always(category="K"), 0.5),
    "category_G": (_always(category="G"), 5),
    "attainer": (_attainer, 12),
    "leap_day": (_leap_day, 0.5),
    "absent_postal": (_absent("postal", -300, 100), 8),
    "absent_open_ended": (_absent("postal", -300, None), 4),
    "absent_proxy": (_absent("proxy", -200, 40), 2),
    "absent_postal_proxy": (_absent("postal_proxy", -100, None), 1),
    "absent_ended": (_absent("postal", -700, -1), 1),
    "absent_not_begun": (_absent("postal", 30, 400), 1),
    "service_voter": (_always(service_voter="Y"), 2),
    "no_date_of_birth": (_always(date_of_birth=""), 0.5),
    "postal_differs": (_posted, 50),
}
NAMES, BOUNDS = list(MARKS), list(accumulate(rate / 1000 for _, rate in MARKS.values()))


def drawn(rng: Random) -> str:
    """The mark of an elector, or nothing: most have none."""
    at = bisect(BOUNDS, rng.random())
    return NAMES[at] if at < len(NAMES) else ""


def columns_of(mark: str, rng: Random, on: date) -> Row:
    return MARKS[mark][0](rng, on) if mark else {}


def overseas(rng: Random) -> Row:
    """Enrolled with no residence in the division."""
    streets = "RUE IMAGINAIRE", "VIA FITTIZIA", "MUSTERSTRASSE", "CALLE FICTICIA"
    return {
        "category": "E",
        "franchise": "F",
        "postal_1": f"{rng.randint(1, 99)} {rng.choice(streets)}",
        "postal_2": "EREHWON",
        "postal_3": "UTOPIA",
    }
