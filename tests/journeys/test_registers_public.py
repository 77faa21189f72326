"""A member of the public is told what is open to them, and books a time to look at the register."""

from datetime import time, timedelta

import pytest
from playwright.sync_api import expect

from registers.actions.sitting import open_sittings
from registers.models import Inspection
from tests.journeys.browser import look_at
from tests.registers.asking import in_england, sealed, somebody

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_member_of_the_public_books_a_time_to_look_at_the_register(screen, division):
    office = in_england(division)
    sealed(office, "register", by=somebody(office, "dro"))
    first = office.today() + timedelta(days=1)
    open_sittings(
        office, weekdays=range(5), first=first, last=first + timedelta(days=7), begins=time(10), ends=time(11), minutes=30,
        seats=1, place="Pretend Hall, 1 Pretend Street, Fabletown", by=somebody(office, "clerk"),
    )  # fmt: skip
    screen.goto(f"{screen.live}/registers/")
    screen.get_by_role("link", name="General public").click()
    expect(screen.get_by_text("It cannot be searched by name, only by address")).to_be_visible()
    screen.get_by_role("link", name="Book a time to look at it").click()
    look_at(screen, "visit-what")
    screen.locator("main a[href*='/FULL/']").first.click()
    look_at(screen, "visit-book")
    screen.locator("[name=sitting]").first.check()
    screen.get_by_label("Who comes?").fill("Vera Testperson")
    screen.get_by_role("button", name="Book this visit").click()
    expect(screen.get_by_text(Inspection.objects.get().reference).first).to_be_visible()
    look_at(screen, "visit-booked")
    assert (Inspection.objects.get().product_id, Inspection.objects.get().status) == ("FULL", "booked")
