"""What of the Walks waits for a person, and what the search box finds among them."""

import pytest

from electoral.papers.actions import order_run
from tests.conftest import make_person
from tests.factories import ResidenceFactory, StreetFactory
from walks.actions import build_walks
from walks.actions.listing import order_listings
from walks.models import Allocation
from walks.waiting import found
from walks.waiting.listing import waiting_for


def test_what_waits_is_counted_for_those_who_can_do_it(division, walks, street, person):
    ResidenceFactory(street=StreetFactory(locality=street.locality, name="BANKSIA"), ccd_code="A")
    ResidenceFactory(street=street, number_first=4, ccd_code="A")
    build_walks(division, by=person("clerk"))
    Allocation.objects.filter(residence__street__name="BANKSIA").delete()
    Allocation.objects.filter(residence__number=4).update(walk=walks[2])
    lost = {"label": "Residences with no Walk", "count": 1, "url": "/walks/report/GOLD/?section=no-walk"}
    waits = waiting_for(person("clerk"))
    assert [{k: v for k, v in w.items() if k != "oldest"} for w in waits] == [lost]
    assert waits[0]["oldest"].isoformat() == "2026-01-05"
    assert [(w["label"], w["count"]) for w in waiting_for(person("dro"))] == [
        ("Residences with no Walk", 1),
        ("Street range and CCD disagree", 1),
    ]
    assert waiting_for(person("area_manager")) == waiting_for(person("requester")) == []


def test_what_waits_names_the_division_where_there_are_several(division, other_division, person):
    head = make_person("dro", division.area.state)
    assert [w["label"] for w in waiting_for(head)] == [
        "Residences with no Walk, Gold",
        "Residences with no Walk, Lead",
        "Street range and CCD disagree, Gold",
        "Street range and CCD disagree, Lead",
    ]


@pytest.mark.parametrize("text", ["2", "Walk 2", " walk 02 ", "B"])
def test_a_walk_is_found_by_its_number_or_its_district(walks, clerk, text):
    assert found(text, clerk) == [
        {"kind": "Walk", "title": "Walk 2", "url": walks[2].get_absolute_url(), "detail": "Gold"}
    ]


def test_a_reference_finds_what_it_names_and_nothing_elsewhere(
    division, other_division, walks, clerk, person
):
    order = order_listings(division, [walks[1]], by=clerk)
    listing = walks[1].listing_set.get()
    for reference, kind in (
        (walks[1].reference, "Walk"),
        (listing.reference, "Listing"),
        (order.reference, "Order of listings"),
    ):
        assert [row["kind"] for row in found(reference.lower(), clerk)] == [kind]
        assert found(reference, person("clerk", other_division)) == []
    run = order_run(division=division, title="x", by=clerk)
    assert found(run.reference, clerk) == []
    assert found("nothing of the kind", clerk) == found("", clerk) == []
