import logging

import pytest
from django.urls import reverse

from electoral.office.references import new_reference
from tests.factories import ElectorFactory, LocalityFactory, ResidenceFactory, StreetFactory, WalkFactory
from tests.page import Page


def search(client, text, **more):
    return client.get(reverse("search"), {"q": text, **more})


@pytest.fixture
def street(division):
    return StreetFactory(locality=LocalityFactory(division=division))


def test_a_reference_goes_straight_to_its_page_as_it_is_typed(signed_in, street):
    elector = ElectorFactory(residence=ResidenceFactory(street=street))
    walk = WalkFactory(division=street.division)
    client = signed_in("clerk")
    assert search(client, f" {elector.reference.lower()} ").url == elector.get_absolute_url()
    assert search(client, f"{elector.residence.reference}-014").url == elector.residence.get_absolute_url()
    assert search(client, walk.reference).url == walk.get_absolute_url()


@pytest.mark.parametrize("kind", "ADEFJLOPRW")
def test_a_reference_that_nobody_has_is_simply_not_found(signed_in, kind):
    page = search(signed_in("clerk"), new_reference(kind))
    assert page.status_code == 200
    assert "Nothing found" in page.text


def test_what_may_not_be_seen_answers_like_what_is_not_there(signed_in, street, other_division):
    elector = ElectorFactory(residence=ResidenceFactory(street=street))
    client = signed_in("clerk", other_division)
    unknown = new_reference("E")
    hidden, absent = search(client, elector.reference), search(client, unknown)
    assert hidden.status_code == absent.status_code == 200
    assert Page(hidden.text).text.replace(elector.reference, "?") == Page(absent.text).text.replace(
        unknown, "?"
    )
    for text in ("Testperson", "1 Pretend Street", "testperson vera"):
        assert "Nothing found" in search(client, text).text


def test_two_electors_with_equal_names_are_both_shown_to_who_serves_both_divisions(
    signed_in, division, other_division
):
    for place in (division, other_division):
        street = StreetFactory(locality=LocalityFactory(division=place, name=f"FABLETOWN {place.code}"))
        ElectorFactory(residence=ResidenceFactory(street=street), surname="Nguyễn", given_names="Test")
    one = search(signed_in("clerk"), "nguyen t").text
    assert one.count("Nguyễn, Test") == 1
    assert "FABLETOWN LEAD" not in one
    both = search(signed_in("auditor"), "nguyen t").text
    assert both.count("Nguyễn, Test") == 2
    assert "FABLETOWN LEAD" in both


def test_a_name_that_is_misspelt_finds_the_most_alike(signed_in, street):
    ElectorFactory(residence=ResidenceFactory(street=street), surname="Wintergreen")
    assert "Wintergreen, Vera" in search(signed_in("clerk"), "Wintergren").text


def test_twenty_are_shown_and_the_rest_page_by_page(signed_in, street):
    home = ResidenceFactory(street=street)
    ElectorFactory.create_batch(53, residence=home, surname="Manyfold")
    client = signed_in("clerk")
    first = Page(search(client, "Manyfold").text)
    assert first.text.count("Manyfold, Vera") == 20
    assert "?q=Manyfold&kind=electors" in [a.get("href") for a in first.all("a")]
    second = search(client, "Manyfold", kind="electors", page=2)
    assert second.text.count("Manyfold, Vera") == 3


def test_many_found_take_as_many_queries_as_one(signed_in, street, django_assert_max_num_queries):
    for n in range(1, 9):
        ElectorFactory(residence=ResidenceFactory(street=street, number_first=n), surname="Manyfold")
    client = signed_in("clerk")
    with django_assert_max_num_queries(16):
        search(client, "Manyfold")


def test_no_parameter_but_the_named_ones_is_heard(signed_in, street):
    ElectorFactory(residence=ResidenceFactory(street=street), surname="Wintergreen")
    client = signed_in("clerk")
    plain = search(client, "Wintergreen")
    probing = client.get(
        reverse("search"), {"q": "Wintergreen", "surname__startswith": "X", "ordering": "date_of_birth"}
    )
    assert Page(plain.text).text == Page(probing.text).text
    assert "This cannot be searched for" in search(client, "Wintergreen", kind="protections").text


def test_an_area_manager_finds_walks_and_nobody(signed_in, street):
    ElectorFactory(residence=ResidenceFactory(street=street), surname="Wintergreen")
    WalkFactory(division=street.division, number=412)
    client = signed_in("area_manager")
    assert "Nothing found" in search(client, "Wintergreen").text
    assert "Walk 412" in search(client, "412").text


@pytest.mark.parametrize(
    "text", ["", "   ", "\0", "x" * 201, "%", "_", "'; --", "<b>", "\U0010ffff", "ＡＢＣ"]
)
def test_whatever_is_typed_is_text_and_no_more(signed_in, street, text):
    page = search(signed_in("clerk"), text)
    assert page.status_code == 200
    assert "<b>" not in page.text


def test_no_log_of_ours_holds_what_was_looked_for(signed_in, street, caplog):
    caplog.set_level(logging.DEBUG)
    logging.getLogger("django.db.backends").setLevel(logging.INFO)
    search(signed_in("clerk"), "Wintergreen")
    assert "wintergreen" not in caplog.text.lower()


def test_an_elector_who_left_the_roll_is_not_found(signed_in, street):
    gone = ElectorFactory(
        residence=ResidenceFactory(street=street), surname="Wintergreen", ended_on="2026-03-01"
    )
    client = signed_in("clerk")
    assert "Nothing found" in search(client, "Wintergreen").text
    assert "Nothing found" in search(client, gone.reference).text
