"""The desk answers a query, looks at evidence and keeps standing requests, in a browser at both widths (E1, E3, E7)."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from electoral.office.actions import outsider
from registers.actions.inquiry import ask_office
from registers.actions.serving import serve_standing
from registers.models import Evidence, Inquiry, Standing
from tests.conftest import make_person, make_place
from tests.journeys.browser import become, look_at
from tests.registers.asking import again, asked, confirmed, in_england
from tests.registers.later import later_edition, standing_of
from tests.registers.papers import PDF

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def office(screen):
    office = in_england(make_place("GOLD"))
    screen.clerk = make_person("clerk", office, name="Kim Clerk")
    screen.colleague = make_person("dro", office, name="Robin Officer")
    become(screen, screen.clerk)
    return office


def go(screen, name, *args, picture=""):
    screen.goto(screen.live + reverse(f"registers:{name}", args=args))
    look_at(screen, picture)


def test_a_query_is_noted_passed_on_taken_back_and_answered(screen, office):
    go(screen, "inquiries", picture="queries-empty")
    go(screen, "inquiry_new", picture="query-new")
    ask_office(
        office, kind="cost", name="Vera Testperson", email="vera@people.invalid", by=outsider(),
        text="What does the open register of Fabletown cost?\n\nI need it on paper.",
    )  # fmt: skip
    inquiry = Inquiry.objects.get()
    go(screen, "inquiries", picture="queries")
    screen.get_by_role("link", name="What does it cost?").click()
    screen.get_by_text("Note for colleagues", exact=True).first.click()
    screen.locator("#note_text").fill("She rang twice.")
    screen.get_by_role("button", name="Keep the note").click()
    screen.get_by_role("link", name="Pass on").click()
    look_at(screen, "query-pass")
    screen.get_by_label("Colleague").select_option(label="Robin Officer")
    screen.get_by_label("Why").fill("You know the fees.")
    screen.get_by_role("button", name="Pass on").click()
    look_at(screen, "query-passed")
    screen.goto(screen.live + reverse("registers:inquiry_pass", args=[inquiry.reference]))
    screen.get_by_label("Colleague").select_option(label="Kim Clerk")
    screen.get_by_label("Why").fill("They are away.")
    screen.get_by_role("button", name="Pass on").click()
    screen.get_by_role("link", name="Answer", exact=True).click()
    screen.locator("#say_text").fill("It costs what the table says: £10 and £5 for each 1,000 entries.")
    screen.get_by_role("button", name="Answer").click()
    expect(screen.get_by_text("It is answered.")).to_be_visible()
    look_at(screen, "query-answered")
    screen.get_by_role("link", name="Close").click()
    look_at(screen, "query-close")
    screen.get_by_role("button", name="Close").click()
    expect(screen.get_by_text("None: it is closed.")).to_be_visible()


def test_evidence_is_taken_in_opened_seen_and_destroyed(screen, office, tmp_path):
    request = asked(office, "CANDIDATE")
    go(screen, "evidence_to_see", picture="evidence-none")
    go(screen, "evidence_add", request.reference, picture="evidence-add")
    letter = tmp_path / "letter.pdf"
    letter.write_bytes(PDF)
    screen.get_by_label("What it is", exact=True).fill("Permission of the Pretend Authority, 3 May")
    screen.locator("input[type=file]").set_input_files(letter)
    screen.get_by_role("button", name="Keep it").click()
    look_at(screen, "evidence-just-added")
    go(screen, "evidence_to_see", picture="evidence-to-see")
    screen.get_by_role("link", name="Permission of the Pretend Authority").click()
    look_at(screen, "evidence-unopened")
    with screen.expect_download() as download:
        screen.get_by_role("link", name="Open the file").click()
    assert download.value.suggested_filename == f"{request.reference}-evidence-1.pdf"
    screen.reload()
    screen.get_by_label("Yes").check()
    screen.get_by_label("Note").fill("Name, stamp and date agree.")
    screen.get_by_role("button", name="Keep the verdict").click()
    go(screen, "evidence", request.reference, 1, picture="evidence-seen")
    confirmed(again(request))  # until it is decided the file is kept
    screen.reload()
    screen.get_by_role("link", name="Destroy the file").click()
    look_at(screen, "evidence-destroy")
    screen.get_by_role("button", name="Destroy the file").click()
    expect(screen.get_by_text("The file is destroyed.")).to_be_visible()
    look_at(screen, "request-evidence-destroyed")
    assert Evidence.objects.get().satisfies


def test_a_standing_request_is_added_limited_and_ended(screen, office):
    go(screen, "standings", picture="standing-empty")
    go(screen, "standing_new", picture="standing-new")
    screen.get_by_label("Who it is").select_option("BRITISH_LIBRARY")
    screen.get_by_label("What they get").select_option("FULL")
    screen.get_by_label("Name of the body").fill("Pretend Library")
    screen.get_by_label("To whose attention").fill("Deposit desk")
    screen.get_by_label("E-mail address").fill("deposit@library.invalid")
    screen.get_by_role("button", name="Add it").click()
    expect(screen.get_by_text("They get it from the next edition on.")).to_be_visible()
    standing_of(office)
    serve_standing(later_edition(office), by=screen.colleague)
    go(screen, "standings", picture="standing-list")
    body = Standing.objects.get(why="on_publication")
    go(screen, "standing", body.reference, picture="standing")
    screen.get_by_role("link", name="Set the last day").click()
    look_at(screen, "standing-limit")
    screen.get_by_label("Last day").fill("3 May 2030")
    screen.get_by_role("button", name="Save").click()
    screen.get_by_role("link", name="End", exact=True).click()
    look_at(screen, "standing-end")
    screen.get_by_label("Why it ends").fill("The library has closed.")
    screen.get_by_role("button", name="End it").click()
    look_at(screen, "standing-ended")
