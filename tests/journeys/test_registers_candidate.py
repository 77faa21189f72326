"""A candidate asks for the register: free, for electoral purposes, with no later documents."""

import pytest
from playwright.sync_api import expect

from registers.models import AccessRequest
from tests.journeys.browser import look_at
from tests.journeys.outside import begin, choose, come_back, send
from tests.registers.asking import in_england, sealed, somebody

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.rule("E2", "E4", "S2")
def test_a_candidate_asks_for_the_register(screen, division):
    office = in_england(division)
    sealed(office, "register", by=somebody(office, "dro"))
    begin(screen, "portal-")
    choose(screen, "Who are you?", "Candidates, agents and political parties", name="portal-who")
    choose(screen, "Who are you, more exactly?", "Candidate at an election", name="portal-kind")
    choose(screen, "What do you need?", "Full register", name="portal-what")
    expect(screen.get_by_text("Send me the later ones too")).to_have_count(0)
    choose(screen, "In which form, and how much of it?", "Data", name="portal-copies")
    choose(
        screen,
        "What will you use it for?",
        "Electoral purposes",
        In_your_own_words="Leaflets.",
        name="portal-purpose",
    )
    expect(screen.get_by_text("Yes, within limits")).to_be_visible()
    expect(screen.get_by_text("You may not ask for later ones in advance")).to_be_visible()
    expect(screen.get_by_text("Nothing", exact=True)).to_be_visible()
    choose(screen, "May you have it?", name="portal-may")
    choose(
        screen,
        "Your details",
        Your_full_name="Vera Testperson",
        name="portal-you",
        **{"E-mail": "vera@people.invalid"},
    )
    expect(screen.get_by_text("it is an offence")).to_be_visible()
    choose(screen, "Declaration", "What I have said is true, and I will keep to these limits", name="portal-declaration",
           Sign_with_your_full_name="Vera Testperson")  # fmt: skip
    reference, word = send(screen, "portal-")
    look_at(screen, "portal-request")
    asked = AccessRequest.objects.get(reference=reference)
    assert (asked.applicant_id, asked.items.get().later) == ("CANDIDATE", False)
    screen.get_by_role("button", name="Leave and forget what was typed here").click()
    come_back(screen, reference, word)
    expect(screen.get_by_role("heading", level=1, name=f"Your request {reference}")).to_be_visible()


def test_the_pages_that_anybody_may_read(screen, division):
    in_england(division)
    for place in ("", "who/", "help/", "question/", "follow/", "help/electors/", "help/candidates/", "help/government/", "help/commission/",
                  "help/law-enforcement/", "help/credit/", "help/local-authorities/", "help/public/"):  # fmt: skip
        screen.goto(f"{screen.live}/registers/{place}")
        expect(screen.get_by_role("heading", level=1)).to_be_visible()
        look_at(screen, "portal-page-" + (place.strip("/").replace("/", "-") or "start"))
