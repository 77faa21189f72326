"""The pages of Walks: the list, a Walk, its residences."""

import csv
import io

import pytest

from electoral.protected.actions import exclude_residence
from tests.factories import ResidenceFactory, StreetFactory, WalkFactory
from tests.page import Page
from walks.actions import build_walks
from walks.actions.listing import order_listings
from walks.models import Allocation, Walk

LIST = "/walks/"


def numbers_on(answer):
    """The numbers of the Walks that a list shows, in their order."""
    page = Page(answer.content.decode())
    boxes = [a["value"] for a in page.all("input") if a.get("type") == "checkbox" and a["name"] == "walk"]
    numbers = dict(Walk.objects.values_list("reference", "number"))
    return [numbers[reference] for reference in boxes]


@pytest.mark.rule("1.1a")
def test_the_list_shows_each_walk_with_its_districts_and_residences(walks, signed_in):
    words = Page(signed_in("clerk").get(LIST).content.decode()).text
    for expected in ("Walk 1", "Walk 2", "Not classified", "none yet"):
        assert expected in words
    rows = csv.reader(io.StringIO(signed_in("clerk").get(LIST, {"format": "csv"}).getvalue().decode()))
    assert [row[:5] for row in rows] == [
        ["walk", "ccds", "class", "residences", "newest listing"],
        ["1", "A", "not classified", "3", ""],
        ["2", "B", "not classified", "1", ""],
    ]


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        ({}, [1, 2]),
        ({"q": "2"}, [2]),
        ({"q": "A"}, [1]),
        ({"q": "nowhere"}, []),
        ({"walk_class": "none"}, [1, 2]),
        ({"walk_class": "urban"}, []),
        ({"show": "unlisted"}, [1, 2]),
        ({"show": "over"}, []),
        ({"sort": "residences"}, [2, 1]),
        ({"sort": "-number"}, [2, 1]),
        ({"sort": "nonsense"}, [1, 2]),
        ({"show": "nonsense"}, [1, 2]),
        ({"division": "GOLD", "page": "99"}, [1, 2]),
    ],
)
def test_the_list_is_filtered_and_sorted_by_its_address(walks, signed_in, query, numbers):
    answer = signed_in("clerk").get(LIST, query)
    assert numbers_on(answer) == numbers
    assert ("Nothing matches this filter" in answer.content.decode()) == (not numbers)


@pytest.mark.rule("6.1f")
def test_a_residence_that_is_not_to_be_visited_counts_and_shows_as_any_other(division, walks, dro, signed_in):
    browser = signed_in("area_manager")
    paths = [LIST, walks[1].get_absolute_url(), "/walks/street-file/GOLD/"]
    before = [Page(browser.get(path).content.decode()).text for path in paths]
    home = Allocation.objects.filter(walk=walks[1]).first().residence
    exclude_residence(division, home.pk, by=dro, reason="reviewed by schedule")
    assert [Page(browser.get(path).content.decode()).text for path in paths] == before
    listed = signed_in("clerk").get(f"/walks/{walks[1].reference}/residences/").content.decode()
    assert "visited" not in listed.lower()


@pytest.mark.rule("1.2a")
def test_a_walk_over_400_residences_says_that_it_may_be_split(division, clerk, street, signed_in):
    for number in range(1, 802, 2):
        ResidenceFactory(street=street, number_first=number, ccd_code="A")
    build_walks(division, by=clerk)
    browser = signed_in("clerk")
    assert "over 400: may be split" in browser.get(LIST).content.decode()
    assert numbers_on(browser.get(LIST, {"show": "over"})) == [1]
    assert "Over 400 residences" in browser.get(Walk.objects.get().get_absolute_url()).content.decode()


def test_the_walks_ticked_and_all_that_match_can_be_ordered(division, walks, signed_in):
    browser = signed_in("clerk")
    chosen = browser.post("/walks/orders/confirm/", {"division": "GOLD", "walk": [walks[2].reference]})
    assert [walk.number for walk in chosen.context["choice"].walks] == [2]
    page = Page(browser.get(LIST, {"q": "2"}).content.decode())
    hidden = [a["value"] for a in page.all("input") if a.get("type") == "hidden" and a["name"] == "walk"]
    assert hidden == [walks[2].reference]
    assert "Order listings of all 1 Walk that match" in page.text
    unfiltered = Page(browser.get(LIST).content.decode())
    assert [a["value"] for a in unfiltered.all("input") if a["name"] == "all"] == ["1"]


def test_who_may_not_order_sees_no_boxes(walks, signed_in):
    for role in ("auditor", "area_manager"):
        page = Page(signed_in(role).get(LIST).content.decode())
        assert "Walk 1" in page.text
        assert not [a for a in page.all("input") if a["name"] == "walk"]
        assert "Build Walks" not in page.text


def test_the_list_asks_the_database_as_often_for_many_walks_as_for_few(
    division, walks, signed_in, django_assert_max_num_queries
):
    browser = signed_in("clerk")
    with django_assert_max_num_queries(40) as few:
        browser.get(LIST)
    for number in range(3, 40):
        WalkFactory(division=division, number=number)
    with django_assert_max_num_queries(len(few)):
        browser.get(LIST)


def test_without_a_division_there_is_nothing_to_list(db, signed_in):
    assert "None of your roles has Walks" in signed_in("requester").get(LIST).content.decode()


def test_walks_are_of_one_division_at_a_time(division, other_division, walks, person, signed_in):
    WalkFactory(division=other_division, number=77)
    browser = signed_in("area_manager")
    assert "Walk 77" not in browser.get(LIST).content.decode()
    assert "Walk 77" in browser.get(LIST, {"division": "LEAD"}).content.decode()
    assert signed_in("clerk").get(LIST, {"division": "LEAD"}).status_code == 404


def test_a_walk_shows_where_it_stands_its_ranges_its_listings_and_its_history(
    division, walks, clerk, signed_in
):
    order = order_listings(division, [walks[1]], by=clerk)
    page = Page(signed_in("clerk").get(walks[1].get_absolute_url()).content.decode())
    words = " ".join(page.text.split())
    for expected in (
        "3, in printed order",
        "ACORN STREET",
        "Odd numbers, all",
        "Version 1",
        str(order),
        "Made the Walk",
    ):
        assert expected in words, expected
    assert "Its listing is being made." in words


def test_the_next_step_is_ordering_and_says_why_not(division, walks, street, signed_in):
    browser = signed_in("clerk")
    page = browser.get(walks[1].get_absolute_url()).content.decode()
    assert "Order a listing</button>" in page
    assert 'action="/walks/orders/confirm/"' in page
    elsewhere = StreetFactory(locality=street.locality, name="BANKSIA")
    ResidenceFactory(street=elsewhere, ccd_code="A")
    barred = browser.get(walks[1].get_absolute_url()).content.decode()
    assert "A residence of its CCDs has no Walk" in barred
    assert 'action="/walks/orders/confirm/"' not in barred
    assert (
        "Order a listing" not in signed_in("area_manager").get(walks[1].get_absolute_url()).content.decode()
    )


def test_who_may_not_see_listings_or_the_trail_is_not_told_that_there_are_none(
    division, walks, clerk, signed_in
):
    order_listings(division, [walks[1]], by=clerk)
    browser = signed_in("area_manager")
    for path in (walks[1].get_absolute_url(), "/walks/street-file/GOLD/"):
        page = browser.get(path).content.decode()
        assert "Nothing has happened yet" not in page
        assert "None yet" not in page


@pytest.mark.rule("5.2d")
def test_residences_of_a_walk_stand_in_printed_order(walks, signed_in):
    path = f"/walks/{walks[1].reference}/residences/"
    page = Page(signed_in("clerk").get(path).content.decode())
    words = page.text
    assert words.index("1 ACORN") < words.index("3 ACORN") < words.index("5 ACORN")
    assert signed_in("area_manager").get(path).status_code == 403
    rows = signed_in("clerk").get(path, {"format": "csv"}).getvalue().decode().splitlines()
    assert [row.split(",")[0].strip('"') for row in rows[1:]] == [
        "1 ACORN STREET",
        "3 ACORN STREET",
        "5 ACORN STREET",
    ]


def test_a_walk_of_another_division_does_not_exist(other_division, signed_in):
    walk = WalkFactory(division=other_division)
    browser = signed_in("dro")
    for path in (walk.get_absolute_url(), f"/walks/{walk.reference}/residences/", "/walks/street-file/LEAD/"):
        assert browser.get(path).status_code == 404
