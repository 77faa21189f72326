"""What somebody does with a request that is sent: write, answer, sign again, withdraw; a question and its answer; a refusal and what
is open instead; a later notice, opened with the word of the first request. In a browser at both widths."""

import pytest
from playwright.sync_api import expect

from registers.actions.decision import refuse_request
from registers.actions.inquiry import reply
from registers.actions.request import ask_applicant, reopen_request
from registers.actions.serving import serve_standing
from registers.actions.standing import begin_standing
from registers.models import AccessRequest, Entitlement, Inquiry
from tests.conftest import make_place
from tests.journeys.browser import look_at
from tests.journeys.outside import come_back, reference_and_word
from tests.registers.asking import asked, confirmed, in_england, item, quoted, somebody
from tests.registers.later import checked, later_edition

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def office(screen, division):
    return in_england(division)


def change_the_limits(request) -> None:
    row = request.items.get().entitlement
    Entitlement.objects.filter(pk=row.pk).update(ended_on=row.from_on)
    row.pk, row.purpose_text = None, "Only for vetting, from now on."
    row.save()


def write(screen, label: str, text: str, picture: str) -> None:
    look_at(screen, picture)
    screen.get_by_label(label).fill(text)
    screen.get_by_role("button", name="Send").click()
    expect(screen.get_by_text("The office has it.")).to_be_visible()


@pytest.mark.rule("E1", "E2", "E4")
def test_a_request_is_written_about_answered_signed_again_and_withdrawn(screen, office):
    request, clerk = asked(office), somebody(office, "clerk")
    come_back(screen, request.reference, request.word)
    screen.get_by_role("link", name="Write to the office").click()
    write(screen, "Your message to the office", "We have moved to Fable Road.", "portal-write")
    ask_applicant(request, text="Since which day?", by=clerk)
    screen.reload()
    screen.get_by_role("link", name="Answer the office").click()
    expect(screen.get_by_text("Since which day?")).to_be_visible()
    write(screen, "Your answer", "Since 1 June.", "portal-answer")
    confirmed(request)
    change_the_limits(request)
    reopen_request(AccessRequest.objects.get(pk=request.pk), why="The limits have changed.", by=clerk)
    screen.reload()
    screen.get_by_role("link", name="Read and sign the limits").click()
    expect(screen.get_by_text("Only for vetting, from now on.")).to_be_visible()
    look_at(screen, "portal-sign")
    screen.get_by_label("I will keep to these limits").check()
    screen.get_by_label("Sign with your full name").fill("Vera Testperson")
    screen.get_by_role("button", name="Sign").click()
    expect(screen.get_by_text("Signed again: Vera Testperson")).to_be_visible()
    screen.get_by_role("link", name="Withdraw your request").click()
    look_at(screen, "portal-withdraw")
    screen.get_by_label("I do not want it any more").check()
    screen.get_by_role("button", name="Withdraw").click()
    expect(screen.get_by_role("heading", name="You withdrew your request.")).to_be_visible()
    look_at(screen, "portal-withdrawn")
    assert AccessRequest.objects.get(pk=request.pk).status == "withdrawn"


@pytest.mark.rule("E1")
def test_a_question_is_asked_answered_and_asked_again(screen, office):
    screen.goto(f"{screen.live}/registers/question/")
    look_at(screen, "portal-question")
    screen.get_by_label("What does it cost?").check()
    screen.get_by_label("Your question").fill("What does the open register cost?")
    screen.get_by_label("Your name").fill("Vera Testperson")
    screen.get_by_role("button", name="Send").click()
    reference, word = reference_and_word(screen)
    look_at(screen, "portal-question-sent")
    screen.get_by_role("button", name="I have noted both").click()
    expect(screen.get_by_text("We have your question.")).to_be_visible()
    screen.get_by_role("button", name="Leave and forget what was typed here").click()
    reply(Inquiry.objects.get(), text="£20, and £1.50 for each 1,000 entries.", by=somebody(office, "clerk"))
    come_back(screen, reference, word)
    expect(screen.get_by_text("£20, and £1.50 for each 1,000 entries.")).to_be_visible()
    look_at(screen, "portal-question-answered")
    screen.get_by_label("Write again").fill("And as print?")
    screen.get_by_role("button", name="Send").click()
    expect(screen.get_by_text("And as print?")).to_be_visible()
    assert Inquiry.objects.get().status == "open"


@pytest.mark.rule("E3b")
def test_one_who_is_refused_goes_on_to_what_is_open(screen, office):
    request = asked(office)
    refuse_request(
        request, failed="The body has no permission.", reason="The list does not name it.", access=False, use=False,
        open_instead="You may look at the register at the office.", by=somebody(office, "clerk"),
    )  # fmt: skip
    come_back(screen, request.reference, request.word)
    expect(screen.get_by_text("The list does not name it.")).to_be_visible()
    look_at(screen, "portal-refused-what-now")
    screen.get_by_role("link", name="Book a time to look at the register").click()
    expect(screen.get_by_role("heading", level=1, name="What do you want to look at?")).to_be_visible()
    screen.get_by_role("link", name="What I sent").click()
    screen.get_by_role("link", name="Ask for something else").click()
    expect(screen.get_by_role("button", name="Start now")).to_be_visible()


@pytest.mark.rule("E7")
def test_an_agency_opens_a_later_notice_with_the_word_of_its_first_request(screen, office):
    first = asked(office, items=[item("FULL", later=True)])
    begin_standing(checked(first), by=somebody(office, "clerk"))
    (later,) = serve_standing(later_edition(office), by=somebody(office, "dro"))
    quoted(AccessRequest.objects.get(pk=later.pk))
    come_back(screen, first.reference, first.word)
    expect(screen.get_by_text("we send you each that is published")).to_be_visible()
    look_at(screen, "portal-with-later")
    screen.get_by_role("button", name=f"Open {later.reference}").click()
    expect(screen.get_by_role("heading", level=1, name=f"Your request {later.reference}")).to_be_visible()
    expect(screen.get_by_text("You open it with the word of your first request")).to_be_visible()
    look_at(screen, "portal-later")
    screen.get_by_role("button", name="I accept, £147.50").click()
    expect(screen.get_by_role("heading", level=1, name="Pay £147.50")).to_be_visible()
    screen.get_by_role("button", name="Leave and forget what was typed here").click()
    come_back(screen, later.reference, first.word)
    expect(screen.get_by_text("You accepted the cost.")).to_be_visible()


@pytest.mark.rule("E8", "S2")
def test_the_office_is_chosen_and_what_is_in_the_files_is_read(screen, office):
    far = make_place("LEAD", state="SC", area="Far North")
    screen.goto(f"{screen.live}/registers/")
    look_at(screen, "portal-which-office")
    screen.get_by_label("Which office?").select_option(label=f"{far.name} (Far North)")
    screen.get_by_role("button", name="Show").click()
    expect(screen.get_by_role("main").get_by_text("Australia")).to_be_visible()
    screen.get_by_role("link", name="Another office").click()
    screen.get_by_label("Which office?").select_option("GOLD")
    screen.get_by_role("button", name="Show").click()
    screen.get_by_role("link", name="Help", exact=True).click()
    screen.get_by_role("link", name="What is in the files").click()
    look_at(screen, "portal-files")
    screen.get_by_role("link", name="In large print").click()
    look_at(screen, "portal-files-large")
