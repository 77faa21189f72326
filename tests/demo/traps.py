"""What each trap of a made-up division must look like in its files."""

import unicodedata
from collections.abc import Callable
from datetime import date

from electoral.demo.generator import SPEAKS_OF

Row = dict[str, str]

# What each trap of a place must look like in the file.
PLACES: dict[str, Callable[[Row], bool]] = {
    "suffix": lambda a: bool(a["number_first"]),
    "range": lambda a: int(a["number_last"]) == int(a["number_first"]) + 2,
    "lot_and_number": lambda a: bool(a["lot_number"] and a["number_first"]),
    "flats": lambda a: bool(a["building_name"] and a["number_first"]),
    "block_of_24": lambda a: bool(a["building_name"] and a["number_first"]),
    "levels": lambda a: bool(a["level_number"]) == bool(a["flat_number"]),
    "number_prefix": lambda a: a["number_first_prefix"] == "RMB",
    "same_text_twice": lambda a: bool(a["number_first"]),
    "lot_only": lambda a: bool(a["lot_number"]) and not a["number_first"],
    "named_house": lambda a: bool(a["building_name"]) and not a["number_first"] + a["lot_number"],
    "no_number": lambda a: not (a["building_name"] + a["number_first"] + a["lot_number"]),
    "caravan_park": lambda a: a["dwelling_kind"] == "caravan_park",
    "institution": lambda a: a["dwelling_kind"] == "institution",
    "boarding_house": lambda a: a["dwelling_kind"] == "boarding_house",
    "hotel": lambda a: a["dwelling_kind"] == "hotel",
    "retirement_village": lambda a: a["dwelling_kind"] == "retirement_village",
    "other_dwelling": lambda a: a["dwelling_kind"] == "other",
    "contested_number": lambda a: bool(a["flat_number"]),
}
PEOPLE: dict[str, Callable[[Row], bool]] = {
    "category_A": lambda e: e["category"] == "A",
    "category_E": lambda e: e["category"] == "E",
    "category_I": lambda e: e["category"] == "I",
    "category_K": lambda e: e["category"] == "K",
    "category_G": lambda e: e["category"] == "G",
    "hidden_alone": lambda e: e["category"] in "AEIK",
    "attainer": lambda e: _eighteenth_birthday(e) == e["attainment_date"] > SPEAKS_OF.isoformat(),
    "leap_day": lambda e: e["date_of_birth"].endswith("-02-29"),
    "no_date_of_birth": lambda e: not e["date_of_birth"],
    "absent_postal": lambda e: e["absent_vote"] == "postal" and _is_absent(e),
    "absent_open_ended": lambda e: not e["absent_until"] and _is_absent(e),
    "absent_proxy": lambda e: e["absent_vote"] == "proxy" and _is_absent(e),
    "absent_postal_proxy": lambda e: e["absent_vote"] == "postal_proxy" and _is_absent(e),
    "absent_ended": lambda e: e["absent_until"] < SPEAKS_OF.isoformat() and not _is_absent(e),
    "absent_not_begun": lambda e: e["absent_from"] > SPEAKS_OF.isoformat(),
    "service_voter": lambda e: e["service_voter"] == "Y",
    "postal_differs": lambda e: bool(e["postal_1"] and e["address_id"]),
    "overseas": lambda e: bool(e["postal_1"]) and not e["address_id"] and e["franchise"] == "F",
    "silent": lambda e: bool(e["address_id"]),
    "anonymous": lambda e: bool(e["address_id"]),
    "silent_with_others": lambda e: bool(e["address_id"]),
    "silent_alone": lambda e: bool(e["address_id"]),
    "name_diacritics": lambda e: any(unicodedata.decomposition(c) for c in e["surname"]),
    "name_apostrophe": lambda e: "'" in e["surname"] or "’" in e["surname"],
    "name_hyphen": lambda e: "-" in e["surname"],
    "name_particle": lambda e: " " in e["surname"],
    "name_very_long": lambda e: len(e["surname"]) >= 60,
    "name_one_letter": lambda e: len(e["surname"]) == 1,
    "name_no_given_names": lambda e: not e["given_names"],
    "name_greek": lambda e: _is_written_in("GREEK", e),
    "name_cyrillic": lambda e: _is_written_in("CYRILLIC", e),
    "name_arabic": lambda e: _is_written_in("ARABIC", e),
    "name_chinese": lambda e: _is_written_in("CJK", e),
    "name_vietnamese": lambda e: any(c in e["surname"] for c in "ễửệ"),
    "name_devanagari": lambda e: _is_written_in("DEVANAGARI", e),
    "name_thai": lambda e: _is_written_in("THAI", e),
    "name_no_font": lambda e: _is_written_in("JAVANESE", e),
}
STREETS = {"street_in_suburbs", "street_in_districts"}


def _eighteenth_birthday(elector: Row) -> str:
    born = date.fromisoformat(elector["date_of_birth"])
    return born.replace(year=born.year + 18).isoformat()


def _is_absent(elector: Row) -> bool:
    return elector["absent_from"] <= SPEAKS_OF.isoformat() <= (elector["absent_until"] or "9999")


def _is_written_in(script: str, elector: Row) -> bool:
    return unicodedata.name(elector["surname"][0]).startswith(script)
