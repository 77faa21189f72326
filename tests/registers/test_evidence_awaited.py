"""Whose step it is while evidence is awaited: the desk and the applicant read the same (E3, E10)."""

from datetime import UTC, datetime
from io import BytesIO

import pytest
import time_machine
from django.db import transaction

from electoral.office.actions import outsider
from electoral.office.refusals import Refused
from registers.actions.evidence import give_evidence, see_evidence, send_evidence
from registers.actions.request import ask_applicant
from registers.models import AccessRequest
from registers.rules.days import working_days_after
from registers.waiting.request import next_step, of_the_list, waiting_for
from tests.registers.asking import asked, in_england
from tests.registers.at_the_portal import come_back
from tests.registers.papers import PDF

PAGE = "/registers/follow/request/"
SEND = "The applicant is to show or send the evidence that the table asks for."
DECIDE = "The entitlement is to be decided."


@pytest.fixture
def desk(signed_in, division):
    in_england(division)
    return signed_in("clerk")


@pytest.fixture
def request_sent(desk, division):
    return asked(division, "CANDIDATE")


def sent_file(request, title: str = "My nomination"):
    code = min(request.evidence_codes())
    return give_evidence(request, code=code, title=title, file=BytesIO(PDF), by=outsider())


def read(request):
    return AccessRequest.objects.with_owing().get(pk=request.pk)


def step_of(request) -> str:
    """The step by its page and by the list, which say the same."""
    one = next_step(read(request))
    assert one is not None
    short = of_the_list(read(request))
    assert (short["sentence"], short["who"]) == (one.sentence, one.who)
    return one.sentence


def panel(desk, request) -> str:
    return desk.get(request.get_absolute_url()).text.split("next-heading")[2].split("</section>")[0]


def at_portal(request) -> str:
    return " ".join(come_back(request.reference, request.word).get(PAGE).content.decode().split())


def counted(person) -> int:
    return {queue["label"]: queue["count"] for queue in waiting_for(person)}["Requests to decide"]


@pytest.mark.rule("E3", "E10")
def test_until_the_evidence_is_there_the_applicant_has_the_step_and_nobody_is_to_decide(
    desk, division, request_sent
):
    assert step_of(request_sent) == SEND
    assert next_step(read(request_sent)).who == "the applicant"
    assert "Next step: <strong>You</strong>" in at_portal(request_sent)
    assert "The applicant has it" in panel(desk, request_sent)
    assert "Add the evidence that was shown or came by letter" in panel(desk, request_sent)
    assert counted(desk.user) == 0
    assert [AccessRequest.objects.at_step(step).count() for step in ("evidence", "decide")] == [1, 0]
    assert request_sent.reference in desk.get("/supply/?step=evidence").text


@pytest.mark.rule("E3", "E10")
def test_what_was_sent_is_the_desks_to_look_at_and_nothing_else_is_asked_for(desk, division, request_sent):
    sent_file(request_sent)
    assert step_of(request_sent) == DECIDE
    assert "Next step: <strong>The office</strong>" in at_portal(request_sent)
    text = panel(desk, request_sent)
    assert (
        f'<a href="{request_sent.get_absolute_url()}evidence/1/">Look at what was sent</a>: My nomination.'
        in text
    )
    assert "Add the evidence" not in text
    assert counted(desk.user) == 1


@pytest.mark.rule("E3", "E10")
def test_evidence_that_was_found_wanting_is_the_applicants_step_again(desk, division, request_sent):
    shown = give_evidence(
        request_sent, code=min(request_sent.evidence_codes()), title="A bus pass", by=desk.user
    )
    assert step_of(request_sent) == DECIDE
    see_evidence(shown, satisfies=False, note="It shows nothing.", by=desk.user)
    assert step_of(request_sent) == SEND
    assert "Next step: <strong>You</strong>" in at_portal(request_sent)
    assert "Look at what was sent" not in panel(desk, request_sent)
    sent_file(request_sent)
    assert step_of(request_sent) == DECIDE


@pytest.mark.rule("E10")
def test_what_is_asked_under_no_row_waits_for_no_evidence(desk, division):
    """It is to be refused: its applicant is not sent for papers first."""
    denied = asked(division, "MEDIA_COMMERCIAL")
    assert "It is to be refused" in next_step(read(denied)).sentence
    assert "Next step: <strong>The office</strong>" in at_portal(denied)
    assert AccessRequest.objects.at_step("decide").get() == denied


def test_a_paper_that_is_to_be_seen_is_linked_while_the_applicant_answers(desk, division, request_sent):
    sent_file(request_sent)
    ask_applicant(request_sent, text="Of which ward?", by=desk.user)
    assert "Look at what was sent" in panel(desk, request_sent)


@pytest.mark.rule("E2", "E3")
def test_a_file_that_is_sent_while_the_office_waits_is_the_answer_and_the_clock_runs_again(
    desk, division, request_sent
):
    with time_machine.travel(datetime(2026, 11, 20, 12, tzinfo=UTC)):
        request = asked(division, "CANDIDATE", name="Ada Testperson")
        ask_applicant(request, text="Show us the nomination.", by=desk.user)
    with time_machine.travel(datetime(2026, 11, 24, 12, tzinfo=UTC)):
        browser = come_back(request.reference, request.word)
        assert "Answer with a file" in browser.get(PAGE).content.decode()
        assert "What you send here is your answer" in browser.get(f"{PAGE}evidence/").content.decode()
        file = BytesIO(PDF)
        file.name = "nomination.pdf"
        body = {
            "code": min(request.evidence_codes()),
            "title": "My nomination",
            "words": "It is of Monday.",
            "file": file,
        }
        browser.post(f"{PAGE}evidence/", body)
        page = at_portal(request)
    again = read(request)
    assert (again.status, again.asked_on) == ("sent", None)
    assert again.promised_on == working_days_after(request.promised_on, 2, "england_and_wales", "EN")
    assert "Sent: My nomination" in page
    assert "It is of Monday." in page
    assert "Next step: <strong>The office</strong>" in page
    assert "Answer the office" not in page
    assert step_of(request) == DECIDE


@pytest.mark.rule("E2")
def test_a_file_that_is_sent_unasked_answers_nothing(desk, division, request_sent):
    browser = come_back(request_sent.reference, request_sent.word)
    assert "words" not in browser.get(f"{PAGE}evidence/").context["form"].fields
    sent = {"code": min(request_sent.evidence_codes()), "title": "My nomination"}
    send_evidence(request_sent, **sent, file=BytesIO(PDF), by=outsider())
    assert not request_sent.messages.exists()
    assert read(request_sent).promised_on == request_sent.promised_on


def test_a_file_that_is_no_evidence_answers_nothing_either(desk, division, request_sent):
    ask_applicant(request_sent, text="Show us the nomination.", by=desk.user)
    with pytest.raises(Refused), transaction.atomic():
        send_evidence(request_sent, code="nomination", title="x", file=BytesIO(b"MZ"), by=outsider())
    assert (read(request_sent).status, request_sent.messages.count()) == ("asked", 1)
