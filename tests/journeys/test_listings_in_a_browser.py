"""A DRO's morning, from the files to the printed listings, in Chromium; every page on the way is held to WCAG 2.2 AA."""

import os
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect
from pypdf import PdfReader

from electoral.demo.generator import make_division
from tests.conftest import PASSWORD
from walks.models import Listing

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]}
WIDTHS = (1280, 390)
PICTURES = Path(os.environ.get("PICTURES", "var/pictures"))
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def screen(page, live_server):
    """The browser: complaints of the console and of axe fail the test."""
    complaints = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.live = live_server.url
    yield page
    assert complaints == []


def look_at(page, name=""):
    """axe at both widths, nothing wider than the screen; a picture where it has a name."""
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        found = Axe().run(page, options=RULES)
        assert found.violations_count == 0, f"{page.url} at {width}: {found.generate_report()}"
        assert page.locator("html").evaluate("e => e.scrollWidth <= e.clientWidth"), (
            f"{page.url} is wider than {width}"
        )
        if name:
            PICTURES.mkdir(parents=True, exist_ok=True)
            page.screenshot(path=PICTURES / f"{name}-{width}.png")
    page.set_viewport_size({"width": 1280, "height": 900})


def sign_in(page, user):
    page.goto(f"{page.live}/")
    look_at(page, "sign-in")
    page.get_by_label("Email").fill(user.email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()


def send_file(page, division, kind, path):
    page.goto(f"{page.live}/roll/{division.code}/loads/")
    look_at(page)
    page.get_by_label(kind, exact=False).first.check()
    page.locator("input[type=file]").set_input_files(path)
    page.get_by_role("button", name="Send").click()
    apply = page.get_by_role("button", name="Apply", exact=True)
    expect(apply).to_be_visible(timeout=30_000)
    look_at(page, f"load-{kind.lower()}")
    apply.click()
    expect(page.get_by_text("Applied").first).to_be_visible(timeout=30_000)


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
    screen.get_by_role("button", name="Order").click()
    bar = screen.get_by_role("progressbar").first
    begun = int(bar.get_attribute("value"))
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
