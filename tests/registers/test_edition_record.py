"""The record of anonymous entries says who stands behind the numbers of the register that it goes with (regulation 45A)."""

import csv

import pytest

from electoral.office.refusals import Refused
from electoral.protected.actions import protect_elector
from electoral.roll.models import Elector
from registers.documents.data import write_record
from tests.factories import ElectorFactory, LocalityFactory, ResidenceFactory, StreetFactory
from tests.registers.editions import NOTICE, copied, sealed

pytestmark = pytest.mark.rule("E5", "E9")


@pytest.fixture
def dro(person):
    return person("dro")


@pytest.fixture
def elector(division):
    street = StreetFactory(
        locality=LocalityFactory(division=division, name="FABLETOWN"), name="PRETEND", type="ROAD"
    )

    def make(n, number, **more):
        home = ResidenceFactory(street=street, number_first=n)
        return ElectorFactory(elector_id=f"E{n}", residence=home, surname=f"Testperson{n}", register_number=number, **more)  # fmt: skip

    return make


def recorded(division, dro, folder):
    """Who stands behind each number, by the record."""
    out = folder / "record.csv"
    write_record(division, notice=NOTICE, by=dro, out=out)
    lines = [line for line in out.read_text().splitlines() if not line.startswith("#")]
    return {(row["part"], row["number"]): row["surname"] for row in csv.DictReader(lines)}


def anonymous(edition, dro, folder):
    rows = copied(edition, "FULL", dro, folder)
    return [(row["part"], row["number"]) for row in rows if row["number"].endswith("N")]


@pytest.mark.parametrize("numbers", [("1", "2", "", "4", "5"), ("",) * 5, ("1", "2", "3", "9", "8"), ("1", "9", "3", "4", "5")])  # fmt: skip
def test_the_record_has_the_numbers_of_the_register_wherever_they_are_from(
    division, dro, elector, tmp_path, numbers
):
    for n, number in enumerate(numbers, 1):
        elector(n, number)
    for n in (4, 5):
        protect_elector(division, f"E{n}", kind="anonymous", by=dro)
    register = sealed(division, dro)
    record = recorded(division, dro, tmp_path)
    assert list(record) == anonymous(register, dro, tmp_path)
    if numbers[3] == "9" and not register.numbers_given:  # the file's own: a number is the person's
        assert record == {("", "8N"): "Testperson5", ("", "9N"): "Testperson4"}
    assert set(record.values()) == {"Testperson4", "Testperson5"}


def test_the_record_still_says_who_when_the_roll_and_the_numbers_have_changed_since(
    division, dro, elector, tmp_path
):
    for n in range(1, 6):
        elector(n, "", subdivision="NORTH" if n < 3 else "SOUTH")
    for n in (5, 2):
        protect_elector(division, f"E{n}", kind="anonymous", by=dro)
    register = sealed(division, dro)
    assert recorded(division, dro, tmp_path) == {("NORTH", "2N"): "Testperson2", ("SOUTH", "5N"): "Testperson5"}  # fmt: skip
    Elector.objects.filter(elector_id="E1").update(ended_on=division.today())
    protect_elector(division, "E3", kind="anonymous", by=dro)
    record = recorded(division, dro, tmp_path)
    assert list(record) == anonymous(register, dro, tmp_path)
    assert record == {("NORTH", "2N"): "Testperson2", ("SOUTH", "4N"): "Testperson5", ("SOUTH", "5N"): "Testperson3"}  # fmt: skip


def test_while_a_number_is_not_known_there_is_no_record_and_it_says_what_to_do(
    division, dro, elector, tmp_path
):
    elector(1, "1")
    with pytest.raises(Refused, match="no sealed register yet"):
        recorded(division, dro, tmp_path)
    sealed(division, dro)
    elector(2, "2")
    protect_elector(division, "E2", kind="anonymous", by=dro)
    with pytest.raises(Refused, match="Seal a register first"):
        recorded(division, dro, tmp_path)
    sealed(division, dro)
    assert recorded(division, dro, tmp_path) == {("", "2N"): "Testperson2"}


@pytest.mark.rule("S1")
def test_whoever_is_under_sixteen_stands_in_the_record_as_in_the_register_not_at_all(
    division, dro, elector, tmp_path
):
    today = division.today()
    elector(1, "1")
    elector(2, "2", date_of_birth=today.replace(year=today.year - 15))
    protect_elector(division, "E2", kind="anonymous", by=dro)
    sealed(division, dro)
    assert recorded(division, dro, tmp_path) == {}
