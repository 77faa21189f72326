"""Somebody who may not have it is told so, asks all the same, and gets the refusal with its letter."""

import pytest
from playwright.sync_api import expect
from pypdf import PdfReader

from registers.models import Supply
from tests.journeys.browser import look_at
from tests.journeys.desk import Desk
from tests.journeys.outside import begin, choose, send
from tests.registers.asking import in_england
from tests.workers import until

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.rule("E3b")
def test_one_who_is_refused_gets_a_letter_that_says_why(screen, division, worker, person, tmp_path):
    in_england(division)
    clerk = person("clerk")
    begin(screen)
    choose(screen, "Who are you?", "General public")
    choose(
        screen,
        "Who are you, more exactly?",
        "Journalist, company, charity, landlord, debt collector, solicitor",
    )
    expect(screen.get_by_text("The law gives you no copy of any register or list.")).to_be_visible()
    choose(screen, "What do you need?", "Full register", name="portal-what-none")
    choose(screen, "In which form, and how much of it?")
    choose(screen, "What will you use it for?", In_your_own_words="I look for a debtor.")
    expect(screen.get_by_text("Open to you instead")).to_be_visible()
    choose(screen, "May you have it?", name="portal-may-not")
    choose(screen, "Your details", Your_full_name="Mo Specimen", Postal_address="7 Pretend Street\nFabletown")
    choose(
        screen,
        "Declaration",
        "What I have said is true",
        Sign_with_your_full_name="Mo Specimen",
        name="portal-declaration-refusal",
    )
    reference, _ = send(screen)
    desk = Desk(screen)
    desk.step(clerk, reference, "refuse", failed="The law gives no copy to companies.", reason="You are not among those whom it names.",
              open_instead="You may look at the register at the office, and buy the open register.")  # fmt: skip
    screen.reload()
    expect(screen.get_by_text("We refused your request.")).to_be_visible()
    expect(screen.get_by_text("You are not among those whom it names.")).to_be_visible()
    until(lambda: letter_of(screen).count() == 1, "the letter is made")
    look_at(screen, "portal-refused")
    with screen.expect_download() as download:
        letter_of(screen).click()
    download.value.save_as(tmp_path / "letter.pdf")
    words = " ".join(page.extract_text() for page in PdfReader(tmp_path / "letter.pdf").pages)
    assert "You are not among those whom it names." in " ".join(words.split())
    assert Supply.objects.get(kind="refusal").name == "Mo Specimen"


def letter_of(screen):
    screen.reload()
    return screen.get_by_role("link", name="Refusal, request")
