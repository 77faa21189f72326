"""Steps of visits: an office in England with a sealed register, sittings, bookings, visits under way."""

from datetime import timedelta

from django.utils import timezone

from electoral.office.actions import outsider
from registers.actions.inspection import (
    agree_inspection,
    begin_inspection,
    book_inspection,
    second_inspection,
)
from registers.models import Sitting
from tests.registers.asking import in_england, somebody
from tests.registers.editions import ADDRESSES, ELECTORS, sealed, sheet
from tests.steps import load_file

MARKED = {
    "documents": "The marked register of the election of 7 May 2026, all wards.",
    "purpose": "Electoral purposes",
    "why_marked": "Only the marks show who voted.",
}
WARD = "ward:W05"
# address_id, number, street, ward; who lives there: id, surname, given names, and what differs.
HOMES = [("T1", 1, "PRETEND"), ("T2", 2, "PRETEND"), ("T3", 3, "PRETEND"), ("T7", 7, "OAK")]
PEOPLE = [
    ("E1", "Oak", "Ann", "T1", {}),
    ("E2", "Testperson", "Bea", "T1", {"open_register": "N"}),
    ("E3", "Testperson", "Cal", "T2", {}),
    ("E4", "Pretend", "Dan", "T3", {}),
    ("E5", "Testperson", "Eve", "T7", {}),
]


def registered(division, *, people=PEOPLE, homes=HOMES, protect: str = ""):
    """The division in England with its roll; `.dro` and `.clerk` serve there. `protect`: lines of the file of protections."""
    division = in_england(division)
    division.dro, division.clerk = somebody(division, "dro"), somebody(division, "clerk")
    rows = [
        {"address_id": key, "number_first": number, "street_name": street, "street_type": "STREET", "locality": "MOCKTON",
         "postcode": "0899", "ccd": "7990001", "areas": WARD}
        for key, number, street in homes
    ]  # fmt: skip
    electors = [
        {"elector_id": key, "surname": surname, "given_names": given, "address_id": home, "register_number": str(100 + n), **more}
        for n, (key, surname, given, home, more) in enumerate(people)
    ]  # fmt: skip
    load_file("addresses", sheet(ADDRESSES, *rows), division, division.dro)
    load_file("protections", f"elector_id,kind,basis,since\n{protect}", division, division.dro)
    load = load_file("electors", sheet(ELECTORS, *electors), division, division.dro)
    assert load.status == "applied", load.refused_rows
    return division


def published(division, family: str = "register", **more):
    """The division's sealed edition."""
    return sealed(division, division.dro, family, **more)


def sitting_at(division, *, minutes: int = 30, seats: int = 1, hours: float = 1.0, place: str = "Pretend House") -> Sitting:  # fmt: skip
    """A sitting that begins in some hours; `hours=0` begins now."""
    at = timezone.now() + timedelta(hours=hours)
    return Sitting.objects.create(division=division, starts_at=at, minutes=minutes, seats=seats, place=place)


def booked(division, product: str = "FULL", *, sitting=None, by=None, **given):
    """A visit; its `.word` is the secret."""
    more = MARKED if product in ("MARKED", "AVL", "OTHERDOC") else {}
    inspection, word = book_inspection(
        division, product=product, sitting=sitting or sitting_at(division, hours=0.01), name=given.pop("name", "Vera Testperson"),
        by=by or outsider(), **(more | given),
    )  # fmt: skip
    inspection.word = word
    return inspection


def agreed(inspection):
    """Agreed to by the desk and by the officer."""
    inspection = agree_inspection(inspection, by=somebody(inspection.division, "clerk"))
    return second_inspection(inspection, by=somebody(inspection.division, "dro"))


def begun(division, product: str = "FULL", *, by=None, signed: bool = True, **given):
    """A visit under way, supervised by the clerk."""
    inspection = booked(division, product, **given)
    if inspection.needs_a_word:
        inspection = agreed(inspection)
    return begin_inspection(inspection, disclaimer_signed=signed, by=by or somebody(division, "clerk"))
