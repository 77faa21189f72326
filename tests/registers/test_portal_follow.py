"""Following at the portal: reference and word together, one's own things alone, every step in plain words (E1, E2, E6, E7)."""

import io

import pytest
from django.test import Client

from electoral.papers.models import Document
from registers.actions.decision import refuse_request
from registers.actions.inquiry import say
from registers.actions.request import ask_applicant, reopen_request
from registers.actions.secret import new_secret
from registers.models import AccessRequest, Entitlement, Evidence
from registers.rules.told import BY_STATUS
from registers.states import RequestStatus
from tests.page import renewed
from tests.registers.asking import accepted, asked, confirmed, in_england, paid, quoted, somebody
from tests.registers.at_the_portal import come_back
from tests.steps import work_off

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


@pytest.fixture
def office(division):
    return in_england(division)


@pytest.fixture
def mine(office):
    return asked(office)


@pytest.fixture
def outside(mine):
    """A browser that has opened the request."""
    return come_back(mine.reference, mine.word)


def words(response) -> str:
    return " ".join(response.content.decode().split())


def fresh(request) -> AccessRequest:
    return AccessRequest.objects.get(pk=request.pk)


def test_every_status_has_its_words():
    assert set(BY_STATUS) == set(RequestStatus.values)


@pytest.mark.parametrize(
    "wrong", ["unknown reference", "unknown word", "word of another", "not a reference", "empty word"]
)
def test_whatever_is_wrong_the_answer_is_the_same(client, office, mine, wrong):
    other = asked(office)
    typed = {
        "unknown reference": ("DABCDEFG1", mine.word),
        "unknown word": (mine.reference, new_secret()[0]),
        "word of another": (mine.reference, other.word),
        "not a reference": ("' OR 1=1 --", mine.word),
        "empty word": (mine.reference, "-"),
    }[wrong]
    response = client.post("/registers/follow/", {"reference": typed[0], "word": typed[1]})
    assert response.status_code == 200
    assert "Reference and word do not belong together" in words(response)
    assert mine.name not in words(response)
    assert client.get("/registers/follow/request/").url == "/registers/follow/"


def test_small_letters_and_spaces_open_too(client, mine):
    typed = {"reference": f" {mine.reference.lower()} ", "word": mine.word.lower().replace("-", " ")}
    assert client.post("/registers/follow/", typed).url == "/registers/follow/opened/"


PLACES = [
    "",
    "write/",
    "evidence/",
    "sign/",
    "withdraw/",
    "destroyed/",
    "accept/",
    "pay/",
    "card/",
    "paid/",
    "guide/",
    "papers/PABCDEFG1/",
]


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("method", ["get", "post"])
def test_without_the_word_no_page_of_a_request_opens(client, mine, place, method):
    response = getattr(client, method)(f"/registers/follow/request/{place}")
    assert (response.status_code, response.headers.get("Location")) in (
        (302, "/registers/follow/"),
        (405, None),
    )


def test_opening_gives_the_session_a_new_name(client, mine):
    client.get("/registers/follow/")
    session = client.session
    session["planted"] = True
    session.save()
    client.cookies["sessionid"] = session.session_key
    client.post("/registers/follow/", {"reference": mine.reference, "word": mine.word})
    assert client.cookies["sessionid"].value != session.session_key
    other = Client()
    other.cookies["sessionid"] = session.session_key
    assert other.get("/registers/follow/request/").url == "/registers/follow/"


def test_whoever_leaves_is_forgotten(outside):
    assert outside.get("/registers/follow/request/").status_code == 200
    outside.post("/registers/follow/leave/")
    assert outside.get("/registers/follow/request/").url == "/registers/follow/"


def test_a_page_shows_the_request_and_nothing_of_the_office_or_of_others(outside, office, mine):
    other = asked(office, name="Mo Specimen", purpose_note="Something else entirely.")
    clerk = somebody(office, "clerk")
    say(mine, text="Look at the second page.", by=clerk, from_office=True, internal=True)
    say(mine, text="Thank you for writing.", by=clerk, from_office=True)
    confirmed(mine, by=clerk)
    page = words(outside.get("/registers/follow/request/"))
    assert mine.reference in page
    assert "Thank you for writing." in page
    for hidden in (
        "Look at the second page",
        str(clerk),
        clerk.email,
        "The evidence shows it",
        other.reference,
        "Mo Specimen",
        "/supply/",
    ):
        assert hidden not in page


@pytest.mark.rule("E1", "E2")
def test_a_question_of_the_office_is_answered_and_the_clock_goes_on(outside, office, mine):
    ask_applicant(mine, text="Which branch?", by=somebody(office, "clerk"))
    page = words(outside.get("/registers/follow/request/"))
    assert "We have asked you something" in page
    assert "Which branch?" in page
    outside.post("/registers/follow/request/write/", {"text": "The one in Fabletown."})
    assert (fresh(mine).status, fresh(mine).asked_on) == ("sent", None)
    assert mine.messages.last().text == "The one in Fabletown."
    outside.post("/registers/follow/request/write/", {"text": "And the other one."})
    assert fresh(mine).status == "sent"


@pytest.mark.parametrize("text", ["", "  \n ", "x" * 4001, "a\x00b"])
def test_a_message_that_cannot_be_kept_says_why(outside, mine, text):
    response = outside.post("/registers/follow/request/write/", {"text": text})
    assert response.status_code == 200
    assert "There is a problem" in words(response)
    assert not mine.messages.exists()


def test_what_is_far_too_long_is_not_even_read(outside, mine):
    assert outside.post("/registers/follow/request/write/", {"text": "x" * 3_000_000}).status_code == 413
    assert not mine.messages.exists()


@pytest.mark.rule("E3")
def test_evidence_reaches_the_office(outside, mine):
    page = words(outside.get("/registers/follow/request/"))
    assert "We still need to see" in page
    file = io.BytesIO(PDF)
    file.name = "permission.pdf"
    data = {"code": "cra_permission", "title": "Our permission", "file": file}
    assert outside.post("/registers/follow/request/evidence/", data).status_code == 302
    assert (mine.evidence.get().code, mine.evidence.get().satisfies) == ("cra_permission", None)
    assert "a person has not looked at it yet" in words(outside.get("/registers/follow/request/"))


@pytest.mark.parametrize("bytes_", [b"MZ\x90\x00", b"<html><script>", b""])
def test_evidence_of_another_kind_is_not_taken(outside, bytes_):
    file = io.BytesIO(bytes_)
    file.name = "permission.pdf"
    data = {"code": "cra_permission", "title": "Our permission", "file": file}
    response = outside.post("/registers/follow/request/evidence/", data)
    assert response.status_code == 200
    assert "There is a problem" in words(response)
    assert not Evidence.objects.exists()


@pytest.mark.rule("E6")
def test_the_cost_is_told_with_its_working_and_accepted_before_anything_is_paid(outside, mine, settings):
    quoted(mine)
    page = words(outside.get("/registers/follow/request/"))
    assert "£147.50" in page
    assert "£20.00 + 85 x £1.50" in page
    assert "84,312 entries" in page
    assert outside.get("/registers/follow/request/pay/").url == "/registers/follow/request/", "no invoice yet"
    assert outside.post("/registers/follow/request/card/").url == "/registers/follow/request/"
    assert fresh(mine).fee is None
    response = outside.post("/registers/follow/request/accept/", {"version": 1, "amount": 1})
    assert response.url == "/registers/follow/request/pay/"
    assert fresh(mine).fee.amount == 14750
    page = words(outside.get("/registers/follow/request/pay/"))
    assert fresh(mine).fee.invoice_number in page
    assert "£147.50" in page
    assert "In cash" in page
    for closed in ("By card", "By bank transfer", "By cheque"):
        assert closed not in page, "what the office does not take is not offered"
    settings.PAYMENT_PROVIDER = "office"
    assert "By card" in words(outside.get("/registers/follow/request/pay/"))


def test_a_quotation_that_was_made_anew_is_read_first(outside, office, mine):
    quoted(quoted(mine))
    response = outside.post("/registers/follow/request/accept/", {"version": 1})
    assert response.status_code == 409
    assert "Read it first" in words(response)
    assert fresh(mine).status == "quoted"


@pytest.mark.rule("E6")
def test_what_is_free_and_what_is_paid_never_meets_a_page_for_paying(office):
    free, done = asked(office, "CANDIDATE"), asked(office)
    accepted(free), paid(done)
    for request in (free, done):
        browser = come_back(request.reference, request.word)
        assert browser.get("/registers/follow/request/pay/").url == "/registers/follow/request/"
        assert browser.post("/registers/follow/request/card/").url == "/registers/follow/request/"
        assert "Pay £" not in words(browser.get("/registers/follow/request/"))
    assert not fresh(free).fee


@pytest.mark.rule("E4")
def test_limits_that_changed_are_signed_again(outside, office, mine):
    confirmed(mine)
    row = mine.items.get().entitlement
    Entitlement.objects.filter(pk=row.pk).update(ended_on=row.from_on)
    row.pk, row.purpose_text = None, "Only for vetting, from now on."
    row.save()
    reopen_request(fresh(mine), why="The law changed.", by=somebody(office, "clerk"))
    assert "Read and sign the limits" in words(outside.get("/registers/follow/request/"))
    assert "Only for vetting, from now on." in words(outside.get("/registers/follow/request/sign/"))
    outside.post("/registers/follow/request/sign/", {"agree": "on", "declared_name": "Vera Testperson"})
    assert fresh(mine).is_signed


def test_it_is_withdrawn_after_a_last_question(outside, mine):
    assert outside.post("/registers/follow/request/withdraw/", {}).status_code == 200
    assert fresh(mine).status == "sent"
    outside.post("/registers/follow/request/withdraw/", {"sure": "on"})
    assert fresh(mine).status == "withdrawn"
    response = outside.post("/registers/follow/request/withdraw/", {"sure": "on"})
    assert response.status_code == 409
    assert "/supply/" not in words(response)


@pytest.mark.rule("E3b")
def test_a_refusal_says_why_and_what_is_open_instead_with_its_letter(outside, office, mine):
    refuse_request(
        mine, failed="The body has no permission.", reason="The list does not name it.", open_instead="The open register.",
        access=False, use=False, by=somebody(office, "clerk"),
    )  # fmt: skip
    waiting = outside.get("/registers/follow/request/")
    assert "being made" in words(waiting)
    assert renewed(waiting) == ["papers"]
    work_off()
    page = outside.get("/registers/follow/request/")
    assert renewed(page) == []
    for text in (
        "We refused your request",
        "The body has no permission.",
        "The list does not name it.",
        "The open register.",
    ):
        assert text in words(page)
    letter = page.context["papers"][0]
    got = outside.get(f"/registers/follow/request/papers/{letter.reference}/")
    assert b"".join(got.streaming_content).startswith(b"%PDF")


def test_the_paper_of_another_request_is_not_there(outside, office):
    other = quoted(asked(office))
    work_off()
    paper = Document.objects.get(subject=other.reference)
    assert paper.status == "kept"
    assert outside.get(f"/registers/follow/request/papers/{paper.reference}/").status_code == 404


@pytest.mark.rule("E8")
def test_the_guide_names_every_column(outside):
    page = words(outside.get("/registers/follow/request/guide/"))
    for column in ("number", "mark", "franchise", "surname", "address"):
        assert f'<th scope="row" role="rowheader">{column}</th>' in page
