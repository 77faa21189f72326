"""A visit to look at the register, in Chromium: booked outside, supervised at the desk, gone at its end (E7, E9, X6)."""

import pytest
from playwright.sync_api import expect

from registers.models import Inspection
from tests.journeys.browser import become, look_at
from tests.registers.visiting import booked, published, registered, sitting_at

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def open_page(screen, path: str, picture: str = "") -> None:
    screen.goto(f"{screen.live}{path}")
    look_at(screen, picture)


def book_outside(screen) -> tuple[str, str]:
    """By keyboard where a form is filled in; the reference and the word."""
    open_page(screen, "/registers/visit/GOLD/", "visit-what")
    screen.get_by_role("link", name="Choose a time for: Full register").click()
    look_at(screen, "visit-book")
    screen.get_by_role("button", name="Book this visit").click()
    look_at(screen, "visit-book-wrong")
    screen.get_by_role("radio", name="Pretend House").first.focus()
    screen.keyboard.press("Space")
    screen.get_by_label("Who comes?").focus()
    screen.keyboard.type("Vera Testperson")
    screen.keyboard.press("Enter")
    expect(screen.get_by_role("heading", name="Your visit is booked")).to_be_visible()
    look_at(screen, "visit-booked")
    reference, word = screen.locator("strong.mono").all_inner_texts()
    screen.get_by_role("link", name="See your visit").click()
    look_at(screen, "visit-mine")
    screen.get_by_role("link", name="Choose another time").click()
    look_at(screen, "visit-change")
    return reference, word


def supervise(screen, visit) -> None:
    open_page(screen, "/supply/inspections/", "visits")
    screen.get_by_role("row").filter(has_text="Vera").get_by_role("link").click()
    look_at(screen, "visit-desk")
    screen.get_by_role("link", name="Begin").click()
    look_at(screen, "visit-begin")
    screen.get_by_label("Yes").check()
    screen.get_by_role("button", name="Begin").click()
    look_at(screen, "screen-empty")
    screen.get_by_label("Street").fill("Testperson")
    screen.keyboard.press("Enter")
    expect(screen.get_by_text("No street of that name is in this register.")).to_be_visible()
    look_at(screen, "screen-nothing")
    screen.get_by_label("Street").fill("pretend street")
    screen.keyboard.press("Enter")
    expect(screen.get_by_role("cell", name="Cal")).to_be_visible()
    look_at(screen, "screen")
    assert "street" not in screen.url


def printed(screen) -> str:
    screen.emulate_media(media="print")
    seen = screen.locator("body").inner_text().strip()
    screen.emulate_media(media="screen")
    return seen


@pytest.mark.rule("E7", "E9")
def test_a_visit_from_its_booking_to_the_register_of_supplies(screen, division):
    office = registered(division)
    published(office)
    sitting_at(office, hours=0.2, seats=2)
    sitting_at(office, hours=48)
    screen.on("dialog", lambda dialog: dialog.accept())
    reference, _ = book_outside(screen)
    visit = Inspection.objects.get(reference=reference)
    become(screen, office.clerk)
    supervise(screen, visit)
    assert (
        printed(screen)
        == "This page is not printed. A register that is open to inspection may not be copied."
    )
    other = screen.context.new_page()
    other.goto(f"{screen.live}{visit.get_absolute_url()}")
    other.get_by_role("button", name="End").click()
    expect(other.get_by_text("stands in the register of supplies")).to_be_visible()
    other.close()
    screen.get_by_role("button", name="Show").click()
    expect(screen.get_by_role("heading", name="Nothing to show")).to_be_visible()
    assert "Cal" not in screen.content()
    look_at(screen, "screen-over")
    screen.get_by_role("link", name="the visit’s page").click()
    look_at(screen, "visit-ended")
    open_page(screen, "/supply/supplies/", "supplies")
    screen.get_by_role("row").nth(1).get_by_role("link").first.click()
    look_at(screen, "supply")


@pytest.mark.rule("X6")
def test_the_pages_around_a_visit_with_something_and_with_nothing(screen, division):
    office = registered(division)
    become(screen, office.dro)
    for path, picture in (("inspections/", "visits-none"), ("inspections/sittings/", "sittings-none"), ("supplies/", "supplies-none"),
                          ("inspections/new/", "visit-new"), ("inspections/receive/", "visit-receive"), ("inspections/sittings/open/", "sittings-open"),
                          ("holders/", "holders")):  # fmt: skip
        open_page(screen, f"/supply/{path}", picture)
    for days in (2, 3, 4):
        sitting_at(office, hours=24 * days, seats=days)
    marked = booked(office, "MARKED", sitting=sitting_at(office, hours=30))
    open_page(screen, "/supply/inspections/sittings/", "sittings")
    open_page(screen, marked.get_absolute_url(), "visit-to-decide")
    open_page(screen, f"{marked.get_absolute_url()}refuse/", "visit-refuse")
    open_page(screen, f"{marked.get_absolute_url()}cancel/", "visit-cancel")
    open_page(screen, "/supply/inspections/new/PUBLIC/MARKED/", "visit-new-marked")
    open_page(screen, "/supply/holders/")
    screen.get_by_label("Address, or the reference of the residence").fill("pretend")
    screen.get_by_label("Why do you ask?").fill("Somebody is in danger.")
    screen.get_by_role("button", name="Ask").click()
    look_at(screen, "holders-which")
    screen.get_by_role("button", name="2 PRETEND STREET").click()
    expect(screen.get_by_role("heading", name="Copies in which it stood")).to_be_visible()
    look_at(screen, "holders-answer")
    open_page(screen, "/registers/visit/GOLD/PUBLIC/MARKED/", "visit-book-marked")
