"""An election agent asks for the candidate, answers the office with a file, and the desk looks at it; in a browser at both widths."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from registers.actions.request import ask_applicant
from registers.models import AccessRequest
from tests.journeys.browser import become, look_at
from tests.journeys.outside import begin, choose, send
from tests.registers.asking import in_england, sealed, somebody
from tests.registers.papers import PDF

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def office(screen, division):
    division = in_england(division)
    sealed(division, rows={("ward:W01", ""): 3, ("ward:W02", ""): 2})
    return division


def go_on(screen, name: str) -> None:
    look_at(screen, name)
    screen.get_by_role("button", name="Continue").click()


@pytest.mark.rule("E2", "E3c", "E10")
def test_an_agent_asks_for_the_candidate_and_the_desk_looks_at_what_was_sent(screen, office, tmp_path: Path):
    begin(screen)
    choose(screen, "Who are you?", "Candidates, agents and political parties")
    choose(screen, "Who are you, more exactly?", "Election agent (not of a list) or campaign helper")
    look_at(screen, "agent-what")
    screen.get_by_role("button", name="Ask for the candidate, as the agent").click()
    screen.get_by_label("Full register", exact=True).check()
    go_on(screen, "agent-what-2")
    screen.get_by_label("Data", exact=True).check()
    screen.get_by_label("How much of it").select_option("Ward W02")
    go_on(screen, "agent-copies")
    screen.get_by_label("Electoral purposes", exact=False).first.check()
    screen.get_by_label("In your own words").fill("Leaflets to electors.")
    go_on(screen, "agent-purpose")
    expect(screen.get_by_text("letter that lets you ask for them")).to_be_visible()
    go_on(screen, "agent-may")
    screen.get_by_label("Whom you ask for").fill("Cleo Specimen")
    screen.get_by_label("Your full name").fill("Alex Testperson")
    screen.get_by_label("By what authority you ask").fill("Her letter of 3 May 2026")
    screen.get_by_label("E-mail").fill("alex@people.invalid")
    go_on(screen, "agent-you")
    screen.get_by_label("What I have said is true").check()
    screen.get_by_label("Sign with your full name").fill("Alex Testperson")
    go_on(screen, "")
    reference, _ = send(screen, "agent-")
    request = AccessRequest.objects.get(reference=reference)
    clerk = somebody(office, "clerk")
    ask_applicant(request, text="Show us the letter of the candidate.", by=clerk)
    screen.reload()
    look_at(screen, "agent-asked")
    screen.get_by_role("link", name="Answer with a file").click()
    file = tmp_path / "letter.pdf"
    file.write_bytes(PDF)
    screen.get_by_label("What it shows").select_option("authority")
    screen.get_by_label("What it is").fill("The letter of Cleo Specimen")
    screen.locator("input[type=file]").set_input_files(file)
    look_at(screen, "agent-file")
    screen.get_by_role("button", name="Send").click()
    expect(screen.get_by_text("Sent: The letter of Cleo Specimen")).to_be_visible()
    look_at(screen, "agent-sent-file")
    become(screen, clerk)
    screen.goto(f"{screen.live}/supply/")
    look_at(screen, "agent-desk-list")
    screen.goto(f"{screen.live}{request.get_absolute_url()}")
    expect(screen.get_by_role("link", name="Look at what was sent")).to_be_visible()
    look_at(screen, "agent-desk")
    for kind in ("CANDIDATE", "ELECTION_AGENT"):
        screen.goto(f"{screen.live}/supply/requests/new/?applicant={kind}")
        look_at(screen, f"agent-new-{kind.lower()}")
