"""Words and numbers of publicity: periods, hours, who is named together, money (3.2, 3.3, Appendix A)."""

import re
from collections.abc import Iterable, Sequence
from datetime import date, time
from decimal import Decimal

# What areas of a letter may not say (3.3a): a Walk by number, or a door of a street.
WALK = re.compile(r"\bwalks?\s*(?:no\.?|number)?\s*\d", re.IGNORECASE)
STREET_KINDS = "street|st|road|rd|avenue|ave|drive|dr|court|ct|crescent|cres|lane|place|pl|terrace|way|highway|parade|close"
DOOR = re.compile(
    rf"\b\d+[a-z]?(?:\s*[-/]\s*\d+[a-z]?)?\s+(?:[\w']+\s+){{1,3}}(?:{STREET_KINDS})\b", re.IGNORECASE
)


def listed(names: Iterable[str]) -> str:
    """ "Gold", "Gold and Lead", "Gold, Lead and Tin" """
    *most, last = list(names) or [""]
    return f"{', '.join(most)} and {last}" if most else last


def day(on: date) -> str:
    return f"{on:%-d %B %Y}"


def period(starts_on: date, ends_on: date) -> str:
    """As Appendix A has it: "during the period 3 May 2027 to 28 May 2027"."""
    return f"{day(starts_on)} to {day(ends_on)}"


def clock(at: time) -> str:
    """8 am, 12.30 pm: noon and midnight by name, since 12 am is read in two ways."""
    if at.minute == 0 and at.hour in (0, 12):
        return "noon" if at.hour else "midnight"
    hour = at.hour % 12 or 12
    return f"{hour}{f'.{at.minute:02}' if at.minute else ''} {'am' if at.hour < 12 else 'pm'}"


def hours(since: time, until: time) -> str:
    """As Appendix A has it: "between the hours of 8 am - 8 pm"."""
    return f"{clock(since)} - {clock(until)}"


def by_division(told: Sequence[tuple[str, str]]) -> str:
    """What is told of each division (name, words): once where all have the same, otherwise with the names (3.2b)."""
    same: dict[str, list[str]] = {}
    for name, words in told:
        same.setdefault(words, []).append(name)
    if len(same) == 1:
        return next(iter(same))
    return listed(f"{words} ({listed(names)})" for words, names in same.items())


def divisions_named(names: Sequence[str]) -> str:
    """ "the Division of Gold", "the Divisions of Gold and Lead" """
    return f"the Division{'s' if len(names) > 1 else ''} of {listed(names)}"


def names_a_door_or_a_walk(text: str) -> bool:
    """Whether the areas of a letter say more than suburbs, towns and districts (3.3a)."""
    return bool(WALK.search(text) or DOOR.search(text))


def cents(amount: Decimal | None) -> int | None:
    return None if amount is None else int(amount * 100)


def dollars(amount: int | None) -> str:
    """Of cents: "$1,234.50"; empty where nothing is known."""
    return "" if amount is None else f"${amount // 100:,}.{amount % 100:02}"
