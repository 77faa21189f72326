"""A DRO's morning, from the files to the printed listings, in Chromium."""

import pytest
from playwright.sync_api import expect
from pypdf import PdfReader

from electoral.demo.generator import make_division
from tests.journeys.browser import look_at, send_file, sign_in
from walks.models import Listing

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_from_the_files_to_the_printed_listings(screen, worker, division, person, tmp_path):
    dro = person("dro")
    made = make_division(tmp_path / "files", code="GOLD", electors=400, seed=5)
    sign_in(screen, dro)
    look_at(screen, "home-empty")
    for kind in ("Addresses", "Protections", "Electors"):
        send_file(screen, division, kind, getattr(made, kind.lower()))

    screen.goto(f"{screen.live}/walks/?division=GOLD")
    look_at(screen, "walks-empty")
    screen.get_by_role("button", name="Build").first.click()
    expect(screen.get_by_text("Done").first).to_be_visible(timeout=30_000)
    screen.goto(f"{screen.live}/walks/?division=GOLD")
    look_at(screen, "walks")
    screen.goto(f"{screen.live}/walks/report/GOLD/")
    look_at(screen, "report")

    screen.goto(f"{screen.live}/walks/?division=GOLD")
    screen.get_by_role("button", name="Order listings of all").click()
    look_at(screen, "order-confirm")
    worker.pause()  # that the bar is seen before it moves
    screen.get_by_role("button", name="Order").click()
    bar = screen.get_by_role("progressbar").first
    begun = int(bar.get_attribute("value"))
    worker.go_on()
    expect(screen.get_by_role("button", name="Make one print file")).to_be_visible(timeout=60_000)
    assert begun < int(bar.get_attribute("value")) == Listing.objects.count(), (
        "the bar moved without a reload by hand"
    )
    look_at(screen, "order")
    with screen.expect_download() as download:
        screen.get_by_role("link", name="PDF").first.click()
    assert (
        len(PdfReader(download.value.path()).pages)
        == Listing.objects.order_by("walk__number").first().document.pages
    )
    screen.get_by_role("button", name="Make one print file").click()
    expect(screen.get_by_role("link", name="All in one print file")).to_be_visible(timeout=60_000)
    screen.get_by_role("rowheader").get_by_role("link").first.click()
    look_at(screen, "listing")
