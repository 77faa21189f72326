"""A request at the portal, question by question: complete, in order, decided by the table alone, sent once (E2, E3, E4, E9b, S2)."""

import pytest

from electoral.office.models import State
from registers.models import AccessRequest, Entitlement, UserGroup
from tests.registers.asking import sealed
from tests.registers.at_the_portal import CANDIDATE, CREDIT, PARISH, PUBLIC, answered, begun, sent

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def office(division):
    State.objects.update(jurisdiction="england_and_wales")
    return division


def words(response) -> str:
    return " ".join(response.content.decode().split())


@pytest.mark.rule("E2")
def test_a_whole_request_reaches_the_office_as_it_was_written(client, office):
    reference, _ = sent(client)
    asked = AccessRequest.objects.get(reference=reference)
    item = asked.items.get()
    assert (asked.division, asked.applicant_id, asked.channel, asked.status) == (
        office,
        "CRA",
        "portal",
        "sent",
    )
    assert (asked.organisation, asked.name, asked.authority) == (
        "Pretend Credit Files",
        "Vera Testperson",
        "Compliance officer",
    )
    assert (asked.purposes, asked.purpose_note) == ("CREDIT_VETTING", "We vet applications for credit.")
    assert (item.product_id, item.form, item.area, item.later) == ("FULL", "data", "", False)
    assert asked.wanted_on == office.today()
    assert item.entitlement == Entitlement.objects.get(
        jurisdiction="england_and_wales", applicant="CRA", product="FULL", mode="supply", ended_on=None
    )


@pytest.mark.rule("E2")
@pytest.mark.parametrize("name", list(CREDIT)[1:])
def test_nobody_jumps_ahead(client, name):
    begun(client)
    response = client.get(f"/registers/ask/{name}/")
    assert response.url == "/registers/ask/who/"
    response = client.post(f"/registers/ask/{name}/", CREDIT[name])
    assert response.url == "/registers/ask/who/"
    assert client.post("/registers/ask/send/").url == "/registers/ask/who/"
    assert not AccessRequest.objects.exists()


@pytest.mark.parametrize("address", ["who", "may", "check", "declaration"])
def test_without_a_beginning_there_is_no_question(client, address):
    assert client.get(f"/registers/ask/{address}/").url == "/registers/"


def test_a_question_that_is_not_one_is_not_there(client):
    assert begun(client).get("/registers/ask/price/").status_code == 404


@pytest.mark.rule("E2")
@pytest.mark.parametrize(
    ("question", "change"),
    [
        ("what", {"what": []}),
        ("copies", {"FULL-form": ""}),
        ("copies", {"FULL-form": "microfilm"}),
        ("purpose", {"purposes": []}),
        ("purpose", {"purposes": ["ELECTORAL"]}),
        ("purpose", {"purpose_note": " \n "}),
        ("purpose", {"when": "day"}),
        ("purpose", {"when": "day", "wanted_on": "yesterday or so"}),
        ("you", {"name_": ""}),
        ("you", {"organisation": ""}),
        ("you", {"authority": ""}),
        ("you", {"email": "", "postal_address": ""}),
        ("you", {"email": "not an address"}),
        ("you", {"name_": "Vera\u202eTestperson"}),
        ("you", {"name_": "x" * 151}),
        ("purpose", {"purpose_note": "x" * 2001}),
        ("purpose", {"purpose_note": "a\x00b"}),
        ("purpose", {"purpose_note": "a\x1b[31mb"}),
        ("declaration", {"agree": ""}),
        ("declaration", {"declared_name": ""}),
    ],
)
def test_what_is_missing_or_wrong_is_said_and_asked_again(client, question, change):
    answered(client, CREDIT, until=question)
    response = client.post(f"/registers/ask/{question}/", {**CREDIT[question], **change})
    assert response.status_code == 200
    assert "There is a problem" in words(response)
    assert "<title>Error:" in words(response)
    assert client.get("/registers/ask/check/").status_code == 302


@pytest.mark.rule("S2")
def test_every_group_of_users_is_offered_and_then_its_kinds_alone(client):
    page = words(begun(client).get("/registers/ask/who/"))
    assert all(label.replace("'", "&#x27;") in page for label in UserGroup.labels)
    client.post("/registers/ask/who/", {"who": "credit"})
    kinds = client.get("/registers/ask/kind/").context["form"].fields["kind"].choices
    assert kinds == [("CRA", "Credit reference agency")]
    assert client.get("/registers/ask/", follow=True).request["PATH_INFO"] == "/registers/ask/what/", (
        "one kind: not asked"
    )
    assert client.post("/registers/ask/kind/", {"kind": "POLICE"}).status_code == 200


@pytest.mark.rule("E3", "S1")
def test_what_has_no_row_for_the_kind_is_not_offered_and_not_taken(client):
    answered(client, CREDIT, until="what")
    page = client.get("/registers/ask/what/")
    offered = [code for code, _ in page.context["form"].fields["what"].choices]
    assert offered == ["FULL", "OVERSEAS", "NOTICE"]
    assert "Credit reference agencies may buy the full register only" in words(page)
    assert "Open register (edited register): ask as “General public”" in words(page)
    for code in ("ANON", "AVL", "MARKED", "OPEN"):
        assert client.post("/registers/ask/what/", {"what": ["FULL", code]}).status_code == 200


def test_another_kind_asks_what_is_needed_again(client):
    answered(client, CREDIT)
    assert client.get("/registers/ask/check/").status_code == 200
    client.post("/registers/ask/who/", {"who": "candidates"})
    response = client.post("/registers/ask/kind/", {"kind": "PROSPECTIVE_CANDIDATE"})
    assert response.url == "/registers/ask/what/"
    assert client.post("/registers/ask/send/").url == "/registers/ask/what/"
    assert not AccessRequest.objects.exists()


def test_the_same_answer_again_loses_nothing(client):
    answered(client, CREDIT)
    assert client.post("/registers/ask/kind/", {"kind": "CRA"}).url == "/registers/ask/check/"


@pytest.mark.rule("E4", "E9b")
def test_the_declaration_holds_the_exact_words_of_the_row(client):
    answered(client, CREDIT, until="declaration")
    row = Entitlement.objects.get(
        jurisdiction="england_and_wales", applicant="CRA", product="FULL", mode="supply", ended_on=None
    )
    page = words(client.get("/registers/ask/declaration/"))
    for text in (row.purpose_text, row.onward_text, row.offence, row.basis):
        assert text in page
    assert "To be verified" in page


@pytest.mark.rule("E4")
def test_limits_that_changed_after_they_were_signed_are_signed_again(client):
    answered(client, CREDIT)
    row = Entitlement.objects.get(
        jurisdiction="england_and_wales", applicant="CRA", product="FULL", mode="supply", ended_on=None
    )
    Entitlement.objects.filter(pk=row.pk).update(ended_on=row.from_on)
    row.pk, row.purpose_text = None, "Only for vetting, from now on."
    row.save()
    assert client.post("/registers/ask/send/").url == "/registers/ask/may/"
    assert not AccessRequest.objects.exists()
    client.post("/registers/ask/may/")
    page = words(client.get("/registers/ask/declaration/"))
    assert "Only for vetting, from now on." in page
    client.post("/registers/ask/declaration/", CREDIT["declaration"])
    client.post("/registers/ask/send/")
    assert AccessRequest.objects.get().items.get().entitlement == row


def test_what_a_page_did_not_ask_is_not_taken(client):
    answered(client, CREDIT, until="copies")
    forged = {
        "FULL-form": "data",
        "FULL-later": "on",
        "amount": "0",
        "entitlement": "1",
        "fee_code": "none",
        "FULL-area": "ward:W01",
    }
    client.post("/registers/ask/copies/", forged)
    for name in list(CREDIT)[4:]:
        client.post(
            f"/registers/ask/{name}/", {**CREDIT[name], "decision": "automatic_yes", "needs_second": ""}
        )
    client.post("/registers/ask/send/", {"price": "0", "applicant": "POLICE"})
    asked = AccessRequest.objects.get()
    assert (asked.applicant_id, asked.status, asked.needs_second) == ("CRA", "sent", True)
    assert asked.items.get().area == "", "this row is for the whole register"


@pytest.mark.rule("E3")
def test_a_candidate_cannot_ask_for_later_documents(client):
    answered(client, CANDIDATE, until="copies")
    assert "FULL-later" not in client.get("/registers/ask/copies/").context["form"].fields
    client.post("/registers/ask/copies/", {"FULL-form": "data", "FULL-later": "on"})
    for name in list(CANDIDATE)[4:]:
        client.post(f"/registers/ask/{name}/", CANDIDATE[name])
    client.post("/registers/ask/send/")
    assert AccessRequest.objects.get().items.get().later is False


@pytest.mark.rule("E3b")
def test_what_the_law_does_not_give_can_be_asked_for_to_have_a_refusal_in_writing(client):
    answered(client, PUBLIC, until="may")
    page = words(client.get("/registers/ask/may/"))
    assert "The office answers with a letter that says why not" in page
    assert "Open to you instead" in page
    reference, _ = sent(client, PUBLIC)
    assert AccessRequest.objects.get(reference=reference).items.get().product_id == "FULL"


def test_what_is_open_and_a_refusal_in_writing_are_two_requests(client):
    answered(client, PUBLIC, until="what")
    response = client.post("/registers/ask/what/", {"what": ["OPEN"], "refused": ["FULL"]})
    assert "one request" in words(response)


def test_sent_twice_it_is_one_request(client):
    sent(client)
    again = client.post("/registers/ask/send/", follow=True)
    assert "Your word" in words(again), "who pressed twice is still told the word"
    assert AccessRequest.objects.count() == 1


def test_the_word_is_shown_until_it_is_noted_and_never_again(client):
    _, word = sent(client)
    assert word in words(client.get("/registers/ask/sent/"))
    client.post("/registers/ask/noted/")
    assert client.get("/registers/ask/sent/").url == "/registers/follow/"
    assert word not in words(client.get("/registers/follow/request/"))
    assert word not in str(dict(client.session))


def test_nothing_that_was_typed_stands_in_an_address_or_a_cache(client):
    answered(client, CREDIT)
    page = client.get("/registers/ask/check/")
    assert page.headers["Cache-Control"] == "no-store, private"
    assert "Vera Testperson" in words(page)
    assert page.request["QUERY_STRING"] == ""


def test_a_beginning_gives_the_session_a_new_name(client):
    client.get("/registers/")
    session = client.session
    session["x"] = 1
    session.save()
    before = session.session_key
    client.cookies["sessionid"] = before
    begun(client)
    assert client.cookies["sessionid"].value != before


def test_without_the_token_of_the_page_nothing_is_sent():
    from django.test import Client

    strict = Client(enforce_csrf_checks=True)
    for address in ("ask/begin/", "ask/send/", "follow/", "follow/leave/", "question/"):
        assert strict.post(f"/registers/{address}").status_code == 403


@pytest.mark.rule("E2")
def test_a_part_is_chosen_among_those_that_the_row_and_the_register_have(client, office):
    sealed(office, "register")
    answered(client, PARISH, until="copies")
    page = client.get("/registers/ask/copies/")
    assert "Which parish" in words(page)
    client.post("/registers/ask/copies/", {"FULL-form": "data", "FULL-area": "Fable Magna"})
    assert client.session["registers_draft"]["copies"]["FULL"]["area"] == "parish:Fable Magna"
    refused = client.post("/registers/ask/copies/", {"FULL-form": "data", "FULL-area": "Fable; Magna"})
    assert "that is what the table allows" in words(refused)
