"""A request on paper, at the desk: keyed in, asked about, decided by two, priced, accepted; and one that is refused."""

import re

import pytest
from playwright.sync_api import expect

from registers.models import AccessRequest
from tests.journeys.browser import become, look_at
from tests.registers.asking import asked, in_england, sealed, seen_evidence
from tests.steps import work_off

pytestmark = pytest.mark.django_db(transaction=True)


def press(page, words):
    page.get_by_role("button", name=words, exact=True).or_(
        page.get_by_role("link", name=words, exact=True)
    ).first.click()


def status(page, words):
    expect(page.locator(".heading")).to_contain_text(words)


@pytest.mark.rule("E2", "E3", "E6", "E10", "E11")
def test_a_letter_becomes_an_accepted_request(screen, person, division):
    division = in_england(division)
    clerk, dro = person("clerk"), person("dro")
    become(screen, clerk)
    screen.goto(f"{screen.live}/supply/")
    look_at(screen, "requests-empty")
    press(screen, "Key in a request")
    look_at(screen, "request-who")
    screen.get_by_label("Who asks").select_option("CRA")
    press(screen, "Go on")
    press(screen, "Take in the request")
    look_at(screen, "request-errors")
    screen.get_by_label("What is asked for (1)").select_option("FULL")
    for label, text in (
        ("Name of the person who asks", "Vera Testperson"), ("Body", "Fable Credit Ltd"), ("By what authority they act for it", "Head of data"),
        ("Postal address", "1 Pretend Street\nFabletown"), ("For what, in their own words", "Vetting credit"),
        ("Who signed the declaration", "Vera Testperson"),
    ):  # fmt: skip
        screen.get_by_label(re.compile(f"^{label}")).fill(text)
    screen.get_by_label("Vetting applications for credit", exact=False).check()
    look_at(screen, "request-new")
    press(screen, "Take in the request")
    look_at(screen, "request-received")
    press(screen, "To the request")
    look_at(screen, "request-page")
    press(screen, "Ask the applicant for more")
    look_at(screen, "request-ask")
    screen.get_by_label("What you need to know").fill("Which year?")
    press(screen, "Ask")
    status(screen, "Waiting for an answer")
    press(screen, "They answered")
    screen.get_by_label("What the applicant answered").fill("This one.")
    press(screen, "Save")
    request = AccessRequest.objects.get()
    expect(screen.get_by_text("The evidence was not seen yet", exact=False).first).to_be_visible()
    seen_evidence(request, clerk)
    screen.reload()
    press(screen, "Confirm the entitlement")
    look_at(screen, "request-confirm")
    screen.get_by_label("They may have it", exact=False).check()
    screen.get_by_label("They may use it", exact=False).check()
    screen.get_by_label("Why: what you saw", exact=False).fill("The permission is in force.")
    press(screen, "Confirm")
    look_at(screen, "request-confirmed")
    become(screen, dro)
    screen.goto(f"{screen.live}{request.get_absolute_url()}second/")
    screen.get_by_label("They may have it", exact=False).check()
    screen.get_by_label("They may use it", exact=False).check()
    screen.get_by_label("Why: what you saw", exact=False).fill("The same.")
    press(screen, "Confirm")
    press(screen, "Tell the cost")
    look_at(screen, "request-quote-nothing")
    sealed(division, by=dro)
    screen.reload()
    look_at(screen, "request-quote")
    press(screen, "Make the quotation")
    work_off()
    screen.reload()
    look_at(screen, "request-quoted")
    press(screen, "They accepted")
    look_at(screen, "request-accept")
    press(screen, "They accepted")
    status(screen, "Accepted")
    work_off()
    screen.reload()
    look_at(screen, "request-accepted")
    screen.goto(f"{screen.live}/supply/")
    look_at(screen, "requests")


@pytest.mark.rule("E3b", "E3c")
def test_one_that_is_refused_gets_its_letter(screen, person, division):
    request = asked(division, "PUBLIC", channel="portal")
    become(screen, person("clerk"))
    screen.goto(f"{screen.live}{request.get_absolute_url()}")
    expect(
        screen.get_by_text("the law gives this applicant no copy of it", exact=False).first
    ).to_be_visible()
    look_at(screen, "request-not-entitled")
    press(screen, "Refuse the request")
    look_at(screen, "request-refuse")
    screen.get_by_label("Why, in plain words", exact=False).fill(
        "No enactment gives the full register to the public."
    )
    press(screen, "Refuse")
    status(screen, "Refused")
    work_off()
    expect(screen.get_by_role("link", name=f"Refusal, request {request.reference}")).to_be_visible()
    look_at(screen, "request-refused")
