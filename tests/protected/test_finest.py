"""Which doors a person in danger closes: the finest that the roll holds, else the whole address (6.1g)."""

import pytest

from electoral.protected import actions
from electoral.roll.models import Residence
from tests.conftest import as_owner
from tests.factories import ResidenceFactory, StreetFactory
from tests.protected.conftest import closed, sql

pytestmark = [pytest.mark.django_db, pytest.mark.rule("6.1g")]


def cause(name, division, dro, elector, residence):
    """The same door closed for either reason."""
    if name == "silent":
        elector(residence=residence)
        actions.protect_elector(division, "E1", kind="silent", by=dro)
    else:
        actions.exclude_residence(division, residence.pk, by=dro, reason="a locked ward")


both_causes = pytest.mark.parametrize("name", ["silent", "left out"])


@pytest.fixture
def close(division, dro, elector):
    return lambda name, residence: cause(name, division, dro, elector, residence)


@both_causes
def test_a_flat_closes_its_own_door_alone(name, home, close):
    home(12), home(12, flat_number="2")
    close(name, home(12, flat_number="1"))
    assert closed() == {"1/12"}


@both_causes
def test_a_building_without_a_finer_number_is_closed_whole(name, home, close):
    home(12, flat_number="1"), home(12, flat_type="VAN", flat_number="2"), home(14, flat_number="1")
    home(12, number_first_suffix="A", flat_number="1"), home(12, number_last=14, flat_number="1")
    close(name, home(12))
    assert closed() == {"12", "1/12", "2/12"}


@both_causes
def test_flats_that_come_later_behind_a_closed_door_are_closed(name, home, close, division):
    """Were it not the same for both causes, the next file of addresses would tell them apart."""
    close(name, home(12))
    home(12, flat_number="1")
    assert closed() == {"12"}
    actions.settle_division(division)
    assert closed() == {"12", "1/12"}


@both_causes
def test_places_without_a_number_are_told_apart_by_their_names(name, home, close):
    home(None, building_name="Moon Park", flat_number="1")
    home(None, building_name="Sun Park", flat_number="7")
    close(name, home(None, building_name="Sun Park"))
    assert set(Residence.objects.filter(not_to_be_visited=True).values_list("building_name", "flat_number")) == {
        ("Sun Park", ""), ("Sun Park", "7")}  # fmt: skip


@both_causes
def test_a_storey_closes_its_own_flats(name, home, close):
    home(12), home(12, level_number="2", flat_number="3"), home(12, level_number="1", flat_number="4")
    close(name, home(12, level_number="2"))
    assert set(Residence.objects.filter(not_to_be_visited=True).values_list("level_number", "flat_number")) == {
        ("2", ""), ("2", "3")}  # fmt: skip


@both_causes
def test_the_same_door_under_two_ids_is_closed_under_both(name, home, close):
    twin = home(9)
    close(name, home(9))
    twin.refresh_from_db()
    assert twin.not_to_be_visited


@both_causes
def test_another_street_and_another_division_stay_open(name, home, close, division, other_division):
    ResidenceFactory(
        street=StreetFactory(locality__division=division, name="HIDDEN", type="LANE"), number_first=12
    )
    ResidenceFactory(
        street=StreetFactory(locality__division=other_division, name="HIDDEN", type="ROAD"), number_first=12
    )
    close(name, home(12))
    assert Residence.objects.filter(not_to_be_visited=True).count() == 1


@both_causes
@pytest.mark.parametrize(
    "again", [{"number_first": 9, "address_id": "A10"}, {"number_first": 90, "address_id": "A9"}]
)
def test_a_door_that_ended_and_comes_again_is_closed_again(name, again, street, home, close, division):
    """Under its id wherever the file has put it, else under another id at the same door."""
    nine = home(9, address_id="A9")
    close(name, nine)
    Residence.objects.filter(pk=nine.pk).update(ended_on=division.today())
    actions.settle_division(division)
    back = ResidenceFactory(street=street, **again)
    actions.settle_division(division)
    back.refresh_from_db()
    assert back.not_to_be_visited


def test_the_dro_is_asked_for_a_finer_address_until_there_is_one(home, division, dro, elector, protect):
    building = home(12)
    home(12, flat_number="1")
    elector(residence=building)
    protect()
    (row,) = actions.people_of(division, by=dro)
    assert (row["needs_finer"], row["has_residence"]) == (True, True)


def test_a_house_needs_no_finer_address(home, division, dro, elector, protect):
    elector(residence=home(12))
    home(14, flat_number="1")
    protect()
    (row,) = actions.people_of(division, by=dro)
    assert (row["needs_finer"], row["has_residence"], row["stands_alone"]) == (False, True, True)


def test_the_only_closed_door_of_a_street_is_named_to_the_dro(home, division, dro, elector, protect):
    elector(residence=home(12))
    protect()
    actions.exclude_residence(division, home(14).pk, by=dro, reason="a dog")
    assert [p["stands_alone"] for p in actions.people_of(division, by=dro)] == [False]


@pytest.mark.django_db(transaction=True)
def test_settling_again_writes_no_row(home, division, elector, protect):
    elector(residence=home(12))
    home(14)
    protect()

    def written():
        with as_owner():  # the application may not see who wrote a row
            return sql("SELECT id, xmin::text, not_to_be_visited FROM roll_residence ORDER BY id")

    before = written()
    actions.settle_division(division)
    assert written() == before
