"""The police on the record of anonymous entries: a senior officer's request, two people, never by a link."""

import pytest
from playwright.sync_api import expect

from registers.models import AccessRequest
from tests.journeys.browser import look_at
from tests.journeys.desk import Desk, status_of
from tests.journeys.outside import begin, choose, send
from tests.registers.asking import in_england
from tests.registers.editions import sealed
from tests.steps import load_golden
from tests.workers import until

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


@pytest.fixture
def office(division, person):
    dro = person("dro")
    division = in_england(division)
    load_golden(division, dro)
    division.dro = dro
    sealed(division, dro)
    return division


def test_the_police_ask_for_the_record_of_anonymous_entries(screen, office, worker, person, tmp_path):
    begin(screen)
    choose(screen, "Who are you?", "Law enforcement agencies")
    choose(screen, "Who are you, more exactly?", "Police force in Great Britain, PSNI, or body of constables")
    choose(screen, "What do you need?", "Record of anonymous entries")
    choose(screen, "In which form, and how much of it?")
    choose(screen, "What will you use it for?", "Preventing and detecting crime and enforcing the criminal law",
           In_your_own_words="An investigation.")  # fmt: skip
    expect(screen.get_by_text("Two people of the office decide on this")).to_be_visible()
    expect(
        screen.get_by_text("The signature of an officer of the rank that the law asks for")
    ).to_be_visible()
    choose(screen, "May you have it?", name="portal-may-police")
    choose(screen, "Your details", Organisation="Pretend Constabulary", Your_full_name="Sam Specimen", Telephone="01632 960002",
           By_what_authority_you_act_for_it="Detective Chief Superintendent", Postal_address="1 Fable Road, Fabletown")  # fmt: skip
    choose(
        screen,
        "Declaration",
        "What I have said is true, and I will keep to these limits",
        Sign_with_your_full_name="Sam Specimen",
    )
    reference, _ = send(screen)
    file = tmp_path / "request.pdf"
    file.write_bytes(PDF)
    screen.get_by_role("link", name="Send a file").click()
    screen.get_by_label("What it is").fill("The signed request")
    screen.locator("input[type=file]").set_input_files(file)
    screen.get_by_role("button", name="Send", exact=True).click()

    clerk, other, officer = person("clerk"), person("clerk"), office.dro
    desk = Desk(screen)
    desk.see_evidence(clerk, reference)
    desk.confirm(clerk, reference)
    assert AccessRequest.objects.get(reference=reference).needs_second
    screen.goto(f"{screen.live}/registers/follow/request/")
    expect(screen.get_by_text("The law asks for a second person")).to_be_visible()
    desk.open_evidence(officer, reference)
    desk.confirm(officer, reference, "second")
    desk.step(clerk, reference, "quote")
    assert status_of(reference) == "accepted", "it is free: nobody is sent to pay"
    desk.prepare(officer, reference)
    until(lambda: status_of(reference) == "prepared", "the record is prepared")
    desk.check(other, reference)
    page = desk.open(person("clerk"), f"requests/{reference}/release/")
    expect(page.get_by_text("given out by the Divisional Returning Officer alone")).to_be_visible()
    page = desk.open(officer, f"requests/{reference}/release/")
    expect(page.locator("[name=way][value=link]")).to_have_count(0)
    desk.release(officer, reference, "courier", "telephone")
    screen.reload()
    expect(screen.get_by_text("by hand", exact=False)).to_be_visible()
    look_at(screen, "portal-released-police")
