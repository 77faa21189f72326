"""A Walk Listing from the order to the paper, on the golden division, whose every answer is known."""

import json
from itertools import groupby

import pytest
from pypdf import PdfReader

from electoral.jobs.models import Job
from electoral.office.models import Event
from electoral.office.refusals import NotPermitted, Refused
from electoral.papers.actions import open_document
from electoral.protected.actions import exclude_residence, protect_elector
from electoral.roll.models import Elector, Residence
from tests.steps import GOLDEN, load_golden, work_off
from walks.actions.listing import (
    cancel_order,
    order_listings,
    order_print_file,
    readable,
    retry_order,
    void_listing,
)
from walks.models import Allocation, Listing, ListingLine, Walk

EXPECTED = json.loads((GOLDEN / "expected.json").read_text())


@pytest.fixture
def gold(division, person):
    """The golden division, with the nursing home left out by the DRO."""
    division.dro = person("dro")
    load_golden(division, division.dro)
    home = Residence.objects.get(address_id="GA046")
    exclude_residence(division, home.pk, by=division.dro, reason="reviewed by schedule RR017")
    return division


def produce(division, *numbers, **how):
    walks = Walk.objects.filter(division=division).order_by("number")
    order = order_listings(division, [w for w in walks if w.number in numbers], by=division.dro, **how)
    work_off()
    return order


def text_of(listing):
    listing.document.refresh_from_db()
    with open_document(listing.document) as file:
        return [page.extract_text() for page in PdfReader(file).pages]


def printed_pages(listing):
    """What the snapshot says: (suburb, street, side) -> [(address_id, number, names or the words)] in printed order."""
    lines = listing.lines.select_related("residence__street__locality").order_by("page", "line")
    ids = dict(Elector.objects.values_list("pk", "elector_id"))
    found = {}
    for residence, here in groupby(lines, key=lambda line: line.residence):
        here = list(here)
        street = residence.street
        key = (street.locality.name, str(street), residence.get_side_display())
        prints = (
            "NOT TO BE VISITED"
            if here[0].closed
            else [ids[line.elector_key] for line in here if line.elector_key]
        )
        found.setdefault(key, []).append((residence.address_id, residence.label, prints))
    return found


@pytest.mark.rule("1.1a", "5.2d", "5.2e", "6.1b", "6.1c", "6.1d")
@pytest.mark.parametrize("number", ["1", "2"])
def test_the_golden_listing_is_as_written_by_hand(gold, number):
    produce(gold, int(number))
    listing = Listing.objects.get()
    expected = EXPECTED["walks"][number]
    pages = printed_pages(listing)
    assert list(pages) == [(p["suburb"], p["street"], p["side"]) for p in expected["pages"]]
    for page in expected["pages"]:
        order = [(r["address_id"], r["number"], r["prints"]) for r in page["order"]]
        assert pages[page["suburb"], page["street"], page["side"]] == order
    assert (listing.residences, listing.electors) == (expected["residences"], expected["electors"])


@pytest.mark.rule("6.1b", "6.1c", "6.1d", "1.1f")
def test_nobody_who_may_not_be_shown_is_in_the_paper(gold):
    produce(gold, 1, 2)
    hidden = [e for them in EXPECTED["never_on_the_listing"].values() for e in them]
    text = "".join(t for listing in Listing.objects.all() for t in text_of(listing))
    names = dict(Elector.objects.filter(elector_id__in=hidden).values_list("register_number", "surname"))
    assert "103" in text  # roll numbers are found as text
    assert [number for number in names if f"{number}\n" in text] == []
    for surname in ("Hidden", "Visible", "Quiet", "Nobody", "Resident", "Elder"):
        assert f"{surname}," not in text
    assert text.count(EXPECTED["words"]) >= 4


@pytest.mark.rule("5.2e")
def test_the_category_stands_above_the_name(gold):
    produce(gold, 1)
    assert ListingLine.objects.get(surname="Figment", given_names="Lou").category.startswith("G")
    assert ListingLine.objects.exclude(category="").count() == 1


@pytest.mark.rule("1.1d")
def test_every_residence_is_on_its_walks_listing_once(gold):
    produce(gold, 1, 2)
    starts = ListingLine.objects.filter(starts_residence=True).values_list("residence_id", flat=True)
    assert sorted(starts) == sorted(Residence.objects.values_list("pk", flat=True))


@pytest.mark.rule("5.2i")
def test_a_second_production_is_a_new_version_and_the_first_stays(gold):
    produce(gold, 1)
    first = Listing.objects.get()
    before = list(first.lines.values())
    Elector.objects.filter(elector_id="GE001").update(surname="Otherwise")
    produce(gold, 1)
    assert list(Listing.objects.order_by("version").values_list("version", "status")) == [
        (1, "produced"),
        (2, "produced"),
    ]
    assert list(first.lines.values()) == before
    assert "Otherwise" in "".join(text_of(Listing.objects.get(version=2)))
    assert "Otherwise" not in "".join(text_of(first))


@pytest.mark.rule("X1")
def test_each_page_carries_the_listings_reference_and_its_number(gold):
    produce(gold, 2)
    listing = Listing.objects.get()
    for n, text in enumerate(text_of(listing), 1):
        assert f"{listing.reference}-{n:03}" in text


@pytest.mark.rule("1.1b")
def test_a_residence_without_a_walk_stops_the_request(gold):
    Allocation.objects.filter(residence__address_id="GA001").delete()
    with pytest.raises(Refused, match="has no Walk"):
        produce(gold, 1, 2)
    assert not Listing.objects.exists()
    produce(gold, 2)
    assert Listing.objects.get().status == "produced"


@pytest.mark.rule("6.1b")
@pytest.mark.parametrize("cause", ["protect", "exclude"])
def test_a_paper_that_shows_what_is_closed_since_is_not_given_out(gold, cause):
    """The same words whatever the cause; they are the page's and the API's answer too."""
    produce(gold, 1)
    document = Listing.objects.get().document
    document.refresh_from_db()
    assert readable(document, by=gold.dro)
    if cause == "protect":
        protect_elector(gold, "GE001", kind="silent", by=gold.dro)
    else:
        exclude_residence(gold, Residence.objects.get(address_id="GA001").pk, by=gold.dro, reason="a dog")
    with pytest.raises(Refused, match=r"The roll has changed since. Make this listing again."):
        readable(document, by=gold.dro)


def test_an_address_closed_while_the_paper_is_made_throws_it_away(gold, monkeypatch):
    """The paper that was planned before is not kept; the next try leaves the names out."""
    from walks.actions import listing as module

    def protect_first(*args, **options):
        monkeypatch.undo()
        protect_elector(gold, "GE001", kind="silent", by=gold.dro)
        return module.typeset(*args, **options)

    monkeypatch.setattr(module, "typeset", protect_first)
    produce(gold, 1)
    assert Job.objects.get(kind="walk_listing").failures == 1
    text = "".join(text_of(Listing.objects.get()))
    assert "Testwell, Alda" not in text.replace("\n", " ")


def test_a_void_listing_is_not_given_out(gold):
    produce(gold, 1)
    listing = Listing.objects.select_related("document").get()
    void_listing(listing, by=gold.dro, reason="ordered by mistake")
    with pytest.raises(Refused, match="void"):
        readable(listing.document, by=gold.dro)


def test_all_listings_come_in_one_print_file_in_walk_order(gold):
    order = produce(gold, 1, 2)
    document = order_print_file(order, by=gold.dro)
    work_off()
    document.refresh_from_db()
    listings = Listing.objects.order_by("walk__number")
    with open_document(readable(document, by=gold.dro)) as file:
        reader = PdfReader(file)
        pages = [p.extract_text() for p in reader.pages]
    assert len(pages) == document.pages == sum(listing.document.pages for listing in listings)
    assert all(listing.document.pages % 2 == 0 for listing in listings)
    assert listings[1].reference in pages[listings[0].document.pages]


def test_cancelled_listings_are_tried_again(gold):
    walks = Walk.objects.filter(division=gold)
    order = order_listings(gold, list(walks), by=gold.dro)
    assert cancel_order(order, by=gold.dro) == 2
    work_off()
    assert not Listing.objects.filter(status="produced").exists()
    assert retry_order(order, by=gold.dro) == 2
    work_off()
    assert Listing.objects.filter(status="produced").count() == 2


def test_who_lost_the_right_gets_no_listing(gold, person):
    clerk = person("clerk")
    order_listings(gold, list(Walk.objects.filter(number=1)), by=clerk)
    clerk.appointment_set.update(ended_on="2026-01-01")
    work_off()
    job = Job.objects.get(kind="walk_listing")
    assert (job.status, job.error) == ("put_aside", "The person who asked for this may not do it any more.")


def test_an_area_manager_may_not_order(gold, person):
    with pytest.raises(NotPermitted):
        order_listings(gold, list(Walk.objects.all()), by=person("area_manager"))


def test_the_trail_says_who_opened_a_paper(gold):
    produce(gold, 1)
    document = Listing.objects.get().document
    document.refresh_from_db()
    readable(document, by=gold.dro)
    assert Event.objects.filter(subject=document.reference, verb="read_paper", by=gold.dro.pk).exists()
