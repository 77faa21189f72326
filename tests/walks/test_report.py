"""The allocation report (1.1b): what stands in each section, who reads it, who settles it."""

import csv
import io

import pytest

from electoral.protected.actions import protect_elector
from electoral.roll.models import Category, Elector
from tests.factories import ElectorFactory, LocalityFactory, ResidenceFactory, StreetFactory
from tests.page import Page
from walks.actions import build_walks, settle_allocation
from walks.models import Allocation, Walk
from walks.views.sections import SECTIONS

REPORT = "/walks/report/GOLD/"


@pytest.fixture
def street(division):
    return StreetFactory(locality=LocalityFactory(division=division), name="ACORN")


@pytest.fixture
def rows_of(division, dro):
    """`rows_of("no-walk")`: the cells of a section, as words."""

    def rows(name):
        section = SECTIONS[name]
        cells = [section.cells(row) for row in section.rows(division, dro)]
        return [[cell["text"] if isinstance(cell, dict) else cell for cell in row] for row in cells]

    return rows


def contest(street):
    """Number 3 is claimed by both districts; the residence of B is in the Walk of A."""
    for number, ccd in ((1, "A"), (3, "A"), (3, "A"), (5, "B")):
        ResidenceFactory(street=street, number_first=number, ccd_code=ccd)
    return ResidenceFactory(street=street, number_first=3, number_first_suffix="B", ccd_code="B")


@pytest.mark.rule("1.1b")
def test_a_residence_in_no_range_is_reported_with_the_walk_of_its_district(division, dro, street, rows_of):
    ResidenceFactory(street=street, number_first=1, ccd_code="A")
    build_walks(division, by=dro)
    assert rows_of("no-walk") == []
    elsewhere = StreetFactory(locality=street.locality, name="BANKSIA")
    ResidenceFactory(street=elsewhere, number_first=2, ccd_code="A")
    ResidenceFactory(street=elsewhere, number_first=4, ccd_code="Z")
    ResidenceFactory(street=elsewhere, number_first=6, ccd_code="A", ended_on=division.today())
    assert rows_of("no-walk") == [
        ["2 BANKSIA STREET, MOCKTON 0899", "A", 1, "Settle"],
        ["4 BANKSIA STREET, MOCKTON 0899", "Z", "none", "Settle"],
    ]


@pytest.mark.rule("1.1b")
def test_a_disagreement_is_reported_until_it_is_settled(division, dro, street, rows_of):
    residence = contest(street)
    build_walks(division, by=dro)
    assert rows_of("disagreement") == [["3B ACORN STREET, MOCKTON 0899", "B", 2, 1, "Settle"]]
    settle_allocation(residence, walk=Walk.objects.get(number=2), by=dro, reason="the gate is there")
    assert rows_of("disagreement") == []


@pytest.mark.rule("1.1b")
def test_electors_with_no_residence_are_reported_but_none_whose_category_needs_none(
    division, dro, street, rows_of
):
    residence = ResidenceFactory(street=street)
    ElectorFactory(residence=residence, surname="Housed")
    ended = ResidenceFactory(street=street, number_first=3, ended_on=division.today())
    ElectorFactory(residence=ended, surname="Pulleddown", elector_id="E1")
    ElectorFactory(residence=None, division=division, surname="Nowhere", elector_id="E2")
    overseas = Category.objects.get(code="E")
    assert not overseas.needs_residence
    ElectorFactory(residence=None, division=division, surname="Abroad", category=overseas)
    assert rows_of("no-residence") == [["Nowhere, Vera", "E2", ""], ["Pulleddown, Vera", "E1", ""]]


@pytest.mark.rule("1.1b")
def test_a_protected_person_is_in_no_section_and_no_count(division, dro, street, rows_of, signed_in):
    residence = contest(street)
    for surname, home in (("Zqx-hidden", residence), ("Zqx-nowhere", None)):
        ElectorFactory(division=division, residence=home, surname=surname, elector_id=surname)
        protect_elector(division, surname, kind="silent", by=dro)
    build_walks(division, by=dro)
    browser = signed_in("dro")
    for name in SECTIONS:
        answer = browser.get(REPORT, {"section": name})
        assert "zqx-" not in answer.content.decode().lower()
        assert "visited" not in answer.content.decode().lower()
    assert rows_of("no-residence") == []
    assert len(rows_of("disagreement")) == 1  # its address is there, as every other


def test_a_number_that_two_districts_claim_is_reported(division, dro, street, rows_of):
    contest(street)
    ResidenceFactory(street=street, number_first=None, lot_number="7", ccd_code="A")
    ResidenceFactory(street=street, number_first=None, building_name="SHAM MANOR", ccd_code="B")
    assert rows_of("two-ccds") == [
        ["ACORN STREET", "MOCKTON", "no number", "A, B", 2],
        ["ACORN STREET", "MOCKTON", 3, "A, B", 3],
    ]


def test_the_same_address_under_two_ids_is_reported_once(division, dro, street, rows_of):
    same = {"street": street, "number_first": 7}
    ResidenceFactory(**same, address_id="T1")
    ResidenceFactory(**same, address_id="T2", lot_number="45", building_name="SHAM MANOR")
    for other in ({"flat_number": "1"}, {"number_first_suffix": "A"}, {"number_last": 9}):
        ResidenceFactory(**same, **other)
    for lot in ("5", "6"):
        ResidenceFactory(street=street, number_first=None, lot_number=lot)
    assert rows_of("same-address") == [["7 ACORN STREET, MOCKTON, 0899", "T1, T2", 2]]


def test_another_division_is_in_no_section(division, other_division, dro, rows_of):
    elsewhere = StreetFactory(locality=LocalityFactory(division=other_division))
    for _ in range(2):
        ElectorFactory(
            residence=ResidenceFactory(street=elsewhere, number_first=1, ended_on=division.today())
        )
        ResidenceFactory(street=elsewhere, number_first=1)
    assert not any(rows_of(name) for name in SECTIONS)


@pytest.mark.parametrize("name", SECTIONS)
def test_the_page_of_a_section_counts_them_all_and_says_when_nothing_is_to_be_done(
    division, street, signed_in, name
):
    answer = signed_in("clerk").get(REPORT, {"section": name})
    words = Page(answer.content.decode()).text
    assert all(section.title in words for section in SECTIONS.values())
    assert "nothing is to be done" in words


def test_the_report_asks_the_database_as_often_for_many_rows_as_for_few(
    division, dro, street, signed_in, django_assert_max_num_queries
):
    contest(street)
    build_walks(division, by=dro)

    def lose(count):
        for number in range(count):
            ResidenceFactory(street=StreetFactory(locality=street.locality, name=f"LOST {number}"))
            ElectorFactory(residence=None, division=division)

    def asked(name):
        with django_assert_max_num_queries(100) as captured:
            assert browser.get(REPORT, {"section": name}).status_code == 200
        return len(captured)

    browser = signed_in("dro")
    lose(1)
    few = {name: asked(name) for name in SECTIONS}
    for number in range(7, 30, 2):
        for ccd in "ABAB":
            ResidenceFactory(street=street, number_first=number, ccd_code=ccd)
    build_walks(division, by=dro)
    lose(30)
    assert {name: asked(name) for name in SECTIONS} == few


def test_a_section_as_a_sheet_is_whole_and_harmless(division, dro, street, signed_in):
    for _ in range(60):
        ResidenceFactory(street=street, number_first=None, building_name="=2+3")
    answer = signed_in("clerk").get(f"{REPORT}no-walk.csv")
    rows = list(csv.reader(io.StringIO(b"".join(answer).decode())))
    assert rows[0] == ["Residence", "CCD", "Walk of the CCD"]
    assert len(rows) == 61
    assert all(row[0].startswith("'=2+3") for row in rows[1:])
    assert signed_in("clerk").get(f"{REPORT}nonsense.csv").status_code == 404


@pytest.mark.parametrize(
    ("role", "status"),
    [("clerk", 200), ("dro", 200), ("auditor", 200), ("area_manager", 403), ("requester", 404)],
)
def test_who_reads_the_report(division, signed_in, role, status):
    browser = signed_in(role)
    assert browser.get(REPORT).status_code == status
    assert browser.get(f"{REPORT}no-walk.csv").status_code == status


def test_the_report_of_another_division_does_not_exist(division, other_division, signed_in):
    assert signed_in("dro").get("/walks/report/LEAD/").status_code == 404


# Settling, from the residence's own page


@pytest.fixture
def contested(division, dro, street):
    residence = contest(street)
    build_walks(division, by=dro)
    return residence


def settle_url(residence):
    return f"/walks/settle/{residence.reference}/"


@pytest.mark.rule("1.1b")
def test_the_dro_settles_a_residence_on_its_page(contested, signed_in):
    browser = signed_in("dro")
    page = browser.get(settle_url(contested)).content.decode()
    assert 'value="2"' in page  # the Walk of its CCD is offered
    refused = browser.post(settle_url(contested), {"walk": "9", "reason": "the gate is there"})
    assert "There is no Walk 9 in this division." in refused.content.decode()
    answer = browser.post(settle_url(contested), {"walk": "2", "reason": "the gate is there"}, follow=True)
    assert "by Divisional Returning Officer" in answer.content.decode()
    assert "the gate is there" in answer.content.decode()
    assert Allocation.objects.get(residence=contested).walk.number == 2


@pytest.mark.rule("1.1b")
def test_the_dro_accepts_a_disagreement_on_its_page(contested, signed_in):
    browser = signed_in("dro")
    accept = f"/walks/accept/{contested.reference}/"
    assert accept in browser.get(settle_url(contested)).content.decode()
    assert "This field is required" in browser.post(accept, {"reason": ""}).content.decode()
    browser.post(accept, {"reason": "one building"})
    assert Allocation.objects.get(residence=contested).reason == "one building"
    assert accept not in browser.get(settle_url(contested)).content.decode()


def test_a_clerk_sees_where_a_residence_stands_and_cannot_settle_it(contested, signed_in):
    browser = signed_in("clerk")
    page = browser.get(settle_url(contested)).content.decode()
    assert "The Divisional Returning Officer settles this." in page
    assert 'name="reason"' not in page
    assert browser.post(settle_url(contested), {"walk": "2", "reason": "x"}).status_code == 403
    assert browser.post(f"/walks/accept/{contested.reference}/", {"reason": "x"}).status_code == 403
    assert Allocation.objects.get(residence=contested).pinned_by is None


def test_a_residence_elsewhere_cannot_be_reached(contested, other_division, person, client):
    stranger = person("dro", other_division)
    client.force_login(stranger, backend="allauth.account.auth_backends.AuthenticationBackend")
    for path in (settle_url(contested), f"/walks/accept/{contested.reference}/"):
        assert client.post(path, {"walk": "2", "reason": "x"}).status_code == 404


def test_electors_are_named_only_where_they_have_no_residence(division, dro, street, signed_in):
    ElectorFactory(residence=contest(street), surname="Quietperson")
    build_walks(division, by=dro)
    browser = signed_in("clerk")
    assert not any("Quietperson" in browser.get(REPORT, {"section": s}).content.decode() for s in SECTIONS)
    assert Elector.objects.count() == 1
