"""From an open position to an officer who chooses a password, in Chromium; every page is held to WCAG 2.2 AA."""

from datetime import timedelta

import pytest
from django.core import mail
from playwright.sync_api import expect

from electoral.office.models import User
from review.models import Application, Officer, Position
from tests.journeys.browser import look_at, sign_in
from tests.review.recruiting import CONTACT, advertised, part_of_review

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def open_the_position(screen, division):
    screen.goto(f"{screen.live}/review/recruitment/")
    look_at(screen, "recruitment-empty")
    screen.get_by_role("link", name="Open a position").click()
    look_at(screen, "position-new")
    screen.get_by_role("textbox", name="Area").fill("Fabletown and the hills")
    screen.get_by_label("Review Officers wanted").fill("1")
    screen.get_by_label("Last day for applications").fill(
        f"{division.today() + timedelta(days=20):%-d %B %Y}"
    )
    screen.get_by_label("Where applications go").fill(CONTACT)
    screen.get_by_role("button", name="Open the position").click()
    expect(screen.get_by_text("An advertisement is to be placed")).to_be_visible()
    look_at(screen, "position-fresh")


def tell_the_employment_service(screen):
    screen.get_by_role("link", name="Note a contact").click()
    look_at(screen, "contact")
    screen.get_by_label("Office of the employment service").fill("Pretend Employment, Fabletown")
    screen.get_by_label("Spoke to").fill("Mo Specimen")
    screen.get_by_label("Information Sheets sent").fill("20")
    screen.get_by_label("Application forms sent").fill("20")
    screen.get_by_role("button", name="Note the contact").click()
    for paper in ("Information Sheet", "Application form"):
        screen.get_by_role("button", name=f"Make the {paper}").click()


def key_in_an_application(screen):
    screen.get_by_role("link", name="Key in an application").click()
    look_at(screen, "application-new")
    for label, words in (
        ("Name", "Vera Testperson"), ("Address", "7 Pretend Street, Fabletown"), ("Telephone", "08 5550 0001"),
        ("E-mail", "vera@people.invalid"), ("Days and hours free", "Evenings, Saturdays"), ("Transport", "Bicycle"),
        ("Languages", "English, Madeupish"), ("Earlier work of this kind", "Census, 2021"),
        ("Referees", "Rufus Example, 08 5550 0002"),
    ):  # fmt: skip
        screen.get_by_role("main").get_by_label(label).first.fill(words)
    screen.get_by_role("button", name="Save the application").click()
    expect(screen.get_by_role("heading", level=1, name="Vera Testperson")).to_be_visible()


def test_from_a_position_to_an_officer_with_an_account(screen, worker, division, person):
    dro = person("dro")
    part_of_review(division)
    sign_in(screen, dro)
    open_the_position(screen, division)
    tell_the_employment_service(screen)
    key_in_an_application(screen)
    expect(screen.get_by_text("all Review Officer positions must be advertised").first).to_be_visible()
    look_at(screen, "application-not-advertised")

    position = Position.objects.get()
    advertised(position)
    screen.get_by_role("link", name="Write notes").click()
    look_at(screen, "application-notes")
    screen.get_by_label("Interview note").fill("Knows the hills. Walks with ease.")
    screen.get_by_role("button", name="Save").click()
    screen.get_by_role("link", name="Appoint", exact=True).click()
    look_at(screen, "appoint")
    screen.get_by_role("button", name="Appoint").click()
    expect(screen.get_by_text("Waits for the person to choose a password")).to_be_visible()
    look_at(screen, "officer")
    screen.get_by_role("link", name="Set the last day of service").click()
    look_at(screen, "officer-end")
    assert Officer.objects.get().user == User.objects.get(email="vera@people.invalid")
    assert mail.outbox[0].to == ["vera@people.invalid"]

    screen.goto(f"{screen.live}{position.get_absolute_url()}")
    expect(screen.get_by_role("link", name="PDF")).to_have_count(2, timeout=60_000)
    look_at(screen, "position")
    with screen.expect_download() as download:
        screen.get_by_role("link", name="PDF").first.click()
    assert download.value.suggested_filename.endswith(".pdf")
    for name in ("recruitment", "recruitment/applications", "recruitment/officers"):
        screen.goto(f"{screen.live}/review/{name}/")
        look_at(screen, name.replace("/", "-"))
    screen.goto(f"{screen.live}{Application.objects.get().get_absolute_url()}")
    look_at(screen, "application-appointed")
    screen.goto(f"{screen.live}/")
    look_at(screen, "home-recruitment")
