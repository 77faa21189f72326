"""The sections of the allocation report (1.1b): which rows each has, and what a row shows.

Protected persons have no row of the roll, so no section can name one; what needs no residence is in none (decision 4).
"""

from collections.abc import Callable
from typing import Any, NamedTuple

from django.db.models import QuerySet
from django.urls import reverse

from electoral.office.models import Division
from electoral.roll.models import Elector, Residence
from electoral.roll.queries import ResidenceQuerySet
from electoral.roll.rules import Door, address_line, street_text
from walks.models import Allocation
from walks.queries import claimed_by_two_ccds, of_same_text, with_walk_of_ccd, without_walk

DOOR = (
    "flat_type", "flat_number", "level_type", "level_number", "number_first_prefix", "number_first",
    "number_first_suffix", "number_last", "number_last_suffix",
)  # fmt: skip


class Section(NamedTuple):
    """A part of the report: which rows, and what each shows (cells as parts/data_table.html takes them)."""

    title: str
    help: str
    noun: str
    columns: tuple[str, ...]
    rows: Callable[[Division, Any], QuerySet]
    cells: Callable[[Any], list]


def residences_of(division, user) -> ResidenceQuerySet:
    return Residence.objects.visible_to(user).filter(division=division)


def lost_residences(division, user) -> QuerySet:
    return with_walk_of_ccd(without_walk(residences_of(division, user))).with_street().in_order()


def disagreements(division, user) -> QuerySet:
    unsettled = Allocation.objects.visible_to(user).filter(division=division).in_disagreement()
    return unsettled.with_walk_of_ccd().select_related("walk", "residence__street__locality").in_order()


def lost_electors(division, user) -> QuerySet:
    electors = Elector.objects.visible_to(user).filter(division=division).without_residence()
    return electors.select_related("division", "category").order_by("search_key", "elector_id")


def settle_link(residence: Residence) -> dict:
    return {"text": "Settle", "url": reverse("walks:settle", args=[residence.reference])}


def lost_residence_cells(residence) -> list:
    line = {"text": residence.line, "url": residence.get_absolute_url()}
    return [line, residence.ccd_code, residence.ccd_walk or "none", settle_link(residence)]


def disagreement_cells(allocation) -> list:
    residence = allocation.residence
    line = {"text": residence.line, "url": residence.get_absolute_url()}
    return [line, residence.ccd_code, allocation.ccd_walk, allocation.walk.number, settle_link(residence)]


def lost_elector_cells(elector: Elector) -> list:
    return [
        {"text": str(elector), "url": elector.get_absolute_url()},
        elector.elector_id,
        str(elector.category or ""),
    ]


def place_of(row: dict) -> tuple[str, str]:
    return street_text(*(row[f"street__{part}"] for part in ("name", "type", "suffix"))), row[
        "street__locality__name"
    ]


def claimed_cells(row: dict) -> list:
    street, suburb = place_of(row)
    return [street, suburb, row["number"] or "no number", ", ".join(row["ccds"]), row["residences"]]


def same_text_cells(row: dict) -> list:
    street, suburb = place_of(row)
    door = Door(building_name=row["building"], lot_number=row["lot"], **{part: row[part] for part in DOOR})
    line = ", ".join(filter(None, (address_line(door, street), suburb, row["postcode"])))
    return [line, ", ".join(row["ids"]), row["residences"]]


SECTIONS = {
    "no-walk": Section(
        "Residences with no Walk",
        "No street range has their number. Bring the street file into line, or settle each. "
        "Until then no listing can be ordered for the Walk of their CCD.",
        "residences",
        ("Residence", "CCD", "Walk of the CCD", "Settle"),
        lost_residences,
        lost_residence_cells,
    ),
    "disagreement": Section(
        "Street range and CCD disagree",
        "They are in the Walk of their street range. The DRO settles or accepts each once, with a reason.",
        "residences",
        ("Residence", "CCD", "Walk of the CCD", "Walk of the range", "Settle"),
        disagreements,
        disagreement_cells,
    ),
    "no-residence": Section(
        "Electors with no residence",
        "They stand on no listing. Load the addresses that they are enrolled for, or correct the roll.",
        "electors",
        ("Elector", "Id in the file", "Category"),
        lost_electors,
        lost_elector_cells,
    ),
    "two-ccds": Section(
        "Numbers claimed by two CCDs",
        "The number went to the CCD with more residences there. Have the CCDs of the addresses checked.",
        "numbers",
        ("Street", "Suburb", "Number", "CCDs", "Residences"),
        lambda division, user: claimed_by_two_ccds(residences_of(division, user)),
        claimed_cells,
    ),
    "same-address": Section(
        "The same address under two ids",
        "A listing prints each of them. Where one is too many, take it out of the file of addresses.",
        "addresses",
        ("Address", "Ids in the file", "Residences"),
        lambda division, user: of_same_text(residences_of(division, user)),
        same_text_cells,
    ),
}
NUMERIC = ("Residences",)
