import pytest

from electoral.office.models import Division
from electoral.roll.models import Elector, Residence
from tests.factories import (
    AllocationFactory,
    ElectorFactory,
    LocalityFactory,
    ResidenceFactory,
    StreetFactory,
)
from tests.page import Page
from tests.steps import load_golden

WORDS = "THIS RESIDENCE IS NOT TO BE VISITED"


@pytest.fixture
def home(division):
    return ResidenceFactory(street=StreetFactory(locality=LocalityFactory(division=division)))


def test_a_residence_shows_its_walk_and_who_is_enrolled(signed_in, home):
    placed = AllocationFactory(residence=home)
    elector = ElectorFactory(residence=home)
    ElectorFactory(residence=home, surname="Goneaway", ended_on="2026-03-01")
    page = Page(signed_in("clerk").get(home.get_absolute_url()).text)
    links = [a.get("href") for a in page.all("a")]
    assert placed.walk.get_absolute_url() in links
    assert elector.get_absolute_url() in links
    assert "Goneaway" not in page.text
    assert WORDS not in page.text


def test_a_residence_and_an_elector_of_another_division_are_not_there(signed_in, home, other_division):
    elector = ElectorFactory(residence=home)
    client = signed_in("clerk", other_division)
    assert client.get(home.get_absolute_url()).status_code == 404
    assert client.get(elector.get_absolute_url()).status_code == 404


@pytest.mark.parametrize("role", ["area_manager", "administrator", "cashier", "requester"])
def test_roles_without_the_roll_have_no_page_of_it(signed_in, home, role):
    elector = ElectorFactory(residence=home)
    client = signed_in(role)
    assert client.get(home.get_absolute_url()).status_code == 404
    assert client.get(elector.get_absolute_url()).status_code == 404


def test_the_page_of_an_elector_leads_to_the_residence_and_to_no_other_elector(signed_in, home):
    elector = ElectorFactory(
        residence=home,
        postal_1="PO Box 12",
        postal_locality="FABLETOWN",
        absent_vote="postal",
        absent_from="2027-05-03",
    )
    other = ElectorFactory(residence=home, surname="Neighbour")
    page = Page(signed_in("clerk").get(elector.get_absolute_url()).text)
    links = [a.get("href") for a in page.all("a")]
    assert home.get_absolute_url() in links
    assert other.get_absolute_url() not in links
    assert "PO Box 12" in page.text
    assert "Postal, from 3 May 2027" in page.text


def test_an_elector_who_left_the_roll_has_no_page(signed_in, home):
    gone = ElectorFactory(residence=home, ended_on="2026-03-01")
    assert signed_in("clerk").get(gone.get_absolute_url()).status_code == 404


def test_a_full_page_takes_as_many_queries_as_an_empty_one(signed_in, home, django_assert_max_num_queries):
    ElectorFactory.create_batch(30, residence=home)
    client = signed_in("clerk")
    with django_assert_max_num_queries(16):
        client.get(home.get_absolute_url())


@pytest.mark.rule("6.1b", "6.1c")
def test_a_residence_not_to_be_visited_shows_the_same_words_whatever_closed_it(signed_in, division, person):
    load_golden(division, person("dro"))
    clerk = signed_in("clerk")
    closed = list(Residence.objects.filter(not_to_be_visited=True))
    assert closed
    for residence in closed:
        page = Page(clerk.get(residence.get_absolute_url()).text)
        assert page.text.count(WORDS) == 1
        for telling in ("silent", "anonymous", "protect", "exclude", "danger"):
            assert telling not in page.text.lower()


@pytest.mark.rule("6.1b")
def test_a_protected_person_has_no_page_and_is_on_none(signed_in, division, person):
    load_golden(division, person("dro"))
    for role in ("clerk", "dro"):
        client = signed_in(role)
        for blank in Elector.objects.exclude(ended_on=None):
            assert client.get(blank.get_absolute_url()).status_code == 404
        for residence in Residence.objects.filter(not_to_be_visited=True):
            page = client.get(residence.get_absolute_url())
            for elector in residence.elector_set.filter(ended_on=None):
                assert elector.surname in Page(page.text).text
    assert Division.objects.count() == 1


def test_only_who_may_leave_a_residence_out_is_offered_it(signed_in, home):
    offered = {
        role: "/protected/exclude/" in signed_in(role).get(home.get_absolute_url()).text
        for role in ("clerk", "dro", "auditor")
    }
    assert offered == {"clerk": False, "dro": True, "auditor": False}
