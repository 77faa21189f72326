"""Doors, streets and names: how they are written, on which side they stand, in which order they come (5.2d)."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

Side = Literal["odd", "even"]

SEPARATOR = "\x1f"  # sorts before every character that a loaded value may hold, the space too
NUMBERED, LOT_ONLY, UNNUMBERED = "0", "1", "2"
LETTERS_WITHOUT_MARKS = str.maketrans(
    {
        "ø": "o",
        "đ": "d",
        "ð": "d",
        "ł": "l",
        "ħ": "h",
        "ı": "i",
        "æ": "ae",
        "œ": "oe",
        "þ": "th",
        "’": "'",
        "‘": "'",
    }
)


@dataclass(frozen=True, slots=True)
class Door:
    """The part of an address that tells one door of a street from another, as it was loaded."""

    building_name: str = ""
    lot_number: str = ""
    flat_type: str = ""
    flat_number: str = ""
    level_type: str = ""
    level_number: str = ""
    number_first_prefix: str = ""
    number_first: int | None = None
    number_first_suffix: str = ""
    number_last: int | None = None
    number_last_suffix: str = ""


def number_of(door: Door) -> int:
    """The number that places a door in the street file; 0 where it has none (decision 35)."""
    return door.number_first or 0


def side_of(number: int) -> Side:
    """The side of the street. A residence without a number (0) is on the odd side's pages (5.2d)."""
    return "odd" if number == 0 or number % 2 else "even"


def label(door: Door) -> str:
    """What a listing prints at the door: "2A", "12-14", "1/12", "LOT 7", or nothing (5.2d)."""
    number = _number(door) or _lot(door)
    inside = door.flat_number or door.flat_type or _level(door)
    if number and inside:
        return f"{inside}/{number}"
    return number or " ".join(
        filter(None, (door.flat_type, inside if door.flat_number else "", _level(door)))
    )


def address_line(door: Door, street: str) -> str:
    """One line for people: "Flat 1, 12 Banksia Road". A building's name stands where there is no number."""
    place = _number(door) or _lot(door)
    if place and door.flat_number and not (door.flat_type or door.level_number):
        return f"{door.flat_number}/{_cased(place, street)} {street}"
    flat = f"{door.flat_type} {door.flat_number}".strip()
    parts = [flat, _level(door), place] if place else [flat, _level(door), door.building_name]
    words = [_cased(part, street) for part in parts if part]
    return f"{', '.join(words)} {street}" if place else ", ".join([*words, street])


def order_key(door: Door) -> str:
    """A text whose plain order is 5.2d within one side of a street.

    Numbers as numbers, then suffix, then the end of a range, then the building before its flats, flats by
    their number; an address with only a lot comes after, then one with neither. Sorted COLLATE "C".
    """
    if door.number_first is not None:
        rank, place = NUMBERED, ""
    elif door.lot_number:
        rank, place = LOT_ONLY, natural(door.lot_number)
    else:
        rank, place = UNNUMBERED, natural(door.building_name)
    return SEPARATOR.join(
        (
            f"{rank}{door.number_first or 0:010}",
            natural(door.number_first_suffix),
            natural(door.number_first_prefix),
            f"{door.number_last or 0:010}",
            natural(door.number_last_suffix),
            place,
            natural(door.flat_number),
            natural(door.flat_type),
            natural(door.level_number),
            natural(door.level_type),
            natural(door.lot_number),
            natural(door.building_name),
        )
    )


def street_text(name: str, type: str = "", suffix: str = "") -> str:
    """The street as printed: "HIGH STREET SOUTH"."""
    return " ".join(filter(None, (name, type, suffix)))


def street_key(name: str, type: str = "", suffix: str = "") -> str:
    """A text whose plain order is the alphabetical order of streets: name, then type, then suffix (5.2d)."""
    return SEPARATOR.join((normal(name), normal(type), normal(suffix)))


def normal(text: str) -> str:
    """The search key of a name: marks off, case folded, spaces single. "Nguyễn" and "NGUYEN" are equal."""
    if not text.isascii():
        folded = unicodedata.normalize("NFKD", text).casefold().translate(LETTERS_WITHOUT_MARKS)
        text = "".join(c for c in unicodedata.normalize("NFKD", folded) if not unicodedata.combining(c))
    return " ".join(text.lower().split())


@lru_cache(maxsize=50_000)
def natural(text: str) -> str:
    """A text whose plain order takes each run of digits as one number: 2, 2A, 10, A, G2, G10."""
    return re.sub("[0-9]+", lambda run: _counted(run.group()), normal(text)) if text else ""


def _counted(digits: str) -> str:
    plain = digits.lstrip("0") or "0"
    return f"{min(len(plain), 99):02}{plain}"


def _number(door: Door) -> str:
    if door.number_first is None:
        return ""
    first = f"{door.number_first_prefix}{door.number_first}{door.number_first_suffix}"
    return first if door.number_last is None else f"{first}-{door.number_last}{door.number_last_suffix}"


def _lot(door: Door) -> str:
    return f"LOT {door.lot_number}" if door.lot_number else ""


def _level(door: Door) -> str:
    return f"{door.level_type} {door.level_number}".strip()


def _cased(words: str, street: str) -> str:
    """Our own words in the case of the street beside them; what holds a digit stays as loaded."""
    return (
        words if street.isupper() else " ".join(w.capitalize() if w.isalpha() else w for w in words.split())
    )
