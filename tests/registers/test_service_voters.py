"""Service voters in Britain: by name under "Other electors", without the address for which they are registered (registers.md 1.11)."""

import pytest

from electoral.roll.models import Category, Elector, Residence, Street
from registers.actions import holders, look
from registers.actions.supply import record_supply
from registers.models import EditionRow
from tests.factories import ElectorFactory, ResidenceFactory
from tests.registers.editions import copied, sealed
from tests.registers.visiting import PEOPLE, begun, published, registered

SERVICE = {"service_voter": "Y"}
# Eve at 7 Oak Street serves, and so does Cal, whom nobody else lives with at 2 Pretend Street.
SERVING = [(*one[:4], SERVICE if one[0] in ("E3", "E5") else one[4]) for one in PEOPLE]


@pytest.fixture
def office(division):
    office = registered(division, people=SERVING, protect="E2,anonymous,,2026-01-01\n")
    office.edition = published(office)
    return office


def serves(elector_id: str) -> None:
    Elector.objects.filter(elector_id=elector_id).update(service_voter=True)


@pytest.mark.rule("S1", "E5")
def test_they_stand_by_name_behind_the_addresses_and_show_none(office, tmp_path):
    rows = copied(office.edition, "FULL", office.dro, tmp_path)
    assert [(row["given_names"], row["address"][:3]) for row in rows] == [
        ("Ann", "1 P"), ("Dan", "3 P"), ("Cal", ""), ("Eve", ""), ("", ""),
    ]  # fmt: skip
    for product in ("OPEN", "FULL"):
        assert "OAK" not in str(copied(office.edition, product, office.dro, tmp_path, sold=True))
    held = EditionRow.objects.filter(edition=office.edition, service=True)
    assert set(held.values_list("section", "address", "address_id")) == {(1, "", "")}


@pytest.mark.rule("S1")
def test_they_stand_in_the_copies_of_the_area_they_are_registered_in(office, tmp_path):
    rows = copied(office.edition, "FULL", office.dro, tmp_path, area="ward:W05")
    assert {"Cal", "Eve"} <= {row["given_names"] for row in rows}


@pytest.mark.rule("S1", "E5")
def test_in_australia_they_stand_at_their_address(division, person, tmp_path):
    home = ResidenceFactory(street__locality__division=division, number_first=7)
    ElectorFactory(residence=home, elector_id="E1", register_number="1", service_voter=True)
    (row,) = copied(sealed(division, person("dro")), "FULL", person("dro"), tmp_path)
    assert row["address"].startswith("7 ")


@pytest.mark.rule("S1", "E7")
def test_an_address_does_not_find_them_on_the_screen_of_a_visit(office):
    visit = begun(office)
    lines = look.look_at_street(visit, Street.objects.get(name="PRETEND"), by=visit.supervisor).lines
    assert "Ann" in str(lines)
    assert "Cal" not in str(lines)
    assert not look.streets_named(visit, "oak", by=visit.supervisor)
    assert "Eve" in str(look.look_at_the_rest(visit, by=visit.supervisor).lines)


@pytest.mark.rule("S1", "X6")
def test_nobody_holds_an_address_that_was_not_in_the_copy(office):
    record_supply(
        office, kind="supply", subject="D0000000Y", applicant="Credit reference agency", name="Rita Testperson",
        product="Full register", basis="reg 114", by=office.clerk, edition=office.edition,
    )  # fmt: skip

    def held(key: str) -> int:
        home = Residence.objects.select_related("division", "street__locality").get(address_id=key)
        return len(holders.holders_of(home, reason="Somebody is in danger.", by=office.dro).supplies)

    assert [held(key) for key in ("T1", "T2", "T7")] == [1, 0, 0]


@pytest.mark.rule("S1", "E6")
def test_a_notice_tells_what_its_reader_sees_altered_and_nothing_else(office, tmp_path):
    Elector.objects.filter(elector_id="E4").update(category=Category.objects.get(code="E"))
    before = published(office)
    serves("E1")
    serves("E4")  # abroad: the address is not shown already
    notice = sealed(office, office.dro, "notice", earlier=before, later=published(office))
    (row,) = copied(notice, "NOTICE", office.dro, tmp_path)
    assert (row["change"], row["given_names"], row["address"]) == ("altered", "Ann", "")
    assert notice.counts["NOTICE"] == 1


@pytest.mark.rule("E6")
def test_in_australia_who_serves_is_in_no_notice(division, person):
    home = ResidenceFactory(street__locality__division=division, number_first=7)
    ElectorFactory(residence=home, elector_id="E1", register_number="1")
    dro = person("dro")
    before = sealed(division, dro)
    serves("E1")
    assert sealed(division, dro, "notice", earlier=before, later=sealed(division, dro)).entries == 0
