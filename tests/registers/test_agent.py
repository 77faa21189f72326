"""An election agent asks for the candidate, who has the right, by the candidate's letter (regulation 108, E3c)."""

import pytest
from django.urls import reverse

from electoral.office.models import State
from electoral.office.refusals import Refused
from registers.actions.decision import confirm_request
from registers.documents.copy import notice_of
from registers.documents.request import head
from registers.models import AccessRequest
from registers.waiting.request import next_step
from tests.registers.asking import asked, confirmed, in_england, seen_evidence, somebody
from tests.registers.at_the_portal import CANDIDATE, answered, begun, told_in

pytestmark = pytest.mark.django_db
FOR = {"kind": "CANDIDATE", "product": ""}
AGENT = {name: CANDIDATE[name] for name in ("what", "copies", "purpose", "may")} | {
    "you": {
        "organisation": "Cleo Specimen", "name_": "Alex Testperson", "authority": "Her letter of 3 May 2026", "email": "alex@people.invalid",
    },
    "declaration": {"agree": "on", "declared_name": "Alex Testperson"},
}  # fmt: skip


@pytest.fixture(autouse=True)
def office(division):
    State.objects.update(jurisdiction="england_and_wales")
    return in_england(division)


def words(response) -> str:
    return " ".join(response.content.decode().split())


def as_agent(client):
    begun(client)
    client.post("/registers/ask/who/", {"who": "candidates"})
    client.post("/registers/ask/kind/", {"kind": "ELECTION_AGENT"})
    return client


def say_all(client, answers=AGENT):
    for name, data in answers.items():
        response = client.post(f"/registers/ask/{name}/", data)
        assert response.status_code == 302, (name, response.context["form"].errors)
    return client


def by_agent(office, **more) -> AccessRequest:
    told = {
        "organisation": "Cleo Specimen",
        "name": "Alex Testperson",
        "authority": "Her letter of 3 May 2026",
    }
    return asked(office, "CANDIDATE", **(told | more))


@pytest.mark.rule("E3c", "S2")
def test_who_is_an_agent_is_led_to_ask_for_the_candidate_and_not_to_a_dead_end(client):
    page = words(as_agent(client).get("/registers/ask/what/"))
    assert "you may ask for the candidate who has authorised you in a letter" in page
    assert "The law gives you no copy" not in page
    assert client.post("/registers/ask/as/", FOR).url == "/registers/ask/what/"
    assert "agent for: Candidate at an election" in words(client.get("/registers/ask/what/"))
    assert "with a letter in which the candidate allows it" in words(
        client.get("/registers/help/candidates/")
    )


@pytest.mark.rule("E3c")
def test_an_agents_request_names_the_candidate_and_shows_the_letter(client):
    as_agent(client).post("/registers/ask/as/", FOR)
    for name in ("what", "copies", "purpose"):
        client.post(f"/registers/ask/{name}/", AGENT[name])
    assert "The candidate’s letter that lets you ask for them" in words(client.get("/registers/ask/may/"))
    client.post("/registers/ask/may/", {})
    assert "Whom you ask for" in words(client.get("/registers/ask/you/"))
    for missing in ("organisation", "authority"):
        assert client.post("/registers/ask/you/", AGENT["you"] | {missing: ""}).status_code == 200
    for name in ("you", "declaration"):
        client.post(f"/registers/ask/{name}/", AGENT[name])
    page = words(client.get("/registers/ask/check/"))
    assert "Candidate you ask for" in page
    assert "Agent for: Candidate at an election" in page
    reference, _ = told_in(client.post("/registers/ask/send/", follow=True).content.decode())
    request = AccessRequest.objects.with_owing().get(reference=reference)
    assert (request.applicant_id, request.organisation, request.name) == (
        "CANDIDATE",
        "Cleo Specimen",
        "Alex Testperson",
    )
    assert "authority" in request.evidence_awaited()
    assert "for Cleo Specimen" in words(client.get("/registers/follow/opened/", follow=True))


@pytest.mark.rule("E3", "E3c")
def test_without_the_candidates_letter_an_agents_request_is_not_confirmed(office):
    clerk = somebody(office, "clerk")
    request = by_agent(office)
    own = asked(office, "CANDIDATE")
    assert request.evidence_codes() - own.evidence_codes() == {"authority"}
    seen_evidence(own, clerk)
    seen_evidence(request, clerk)
    assert AccessRequest.objects.at_step("decide").count() == 2
    request.evidence.filter(code="authority").update(satisfies=False)
    assert AccessRequest.objects.at_step("evidence").get() == request
    assert next_step(AccessRequest.objects.with_owing().get(pk=request.pk)).who == "the applicant"
    with pytest.raises(Refused, match="for the body or the candidate"):
        confirm_request(request, reason="x", by=clerk)


@pytest.mark.rule("E3c", "E9b")
def test_the_copy_and_the_letters_say_for_which_candidate_they_are(office):
    request = confirmed(by_agent(office))
    (label, text), *_ = notice_of(request, request.items_now.get()).lines()
    assert (label, text) == ("Copy for", f"Alex Testperson, for Cleo Specimen ({request.reference})")
    assert head(request, "P00000000", "A letter", request.received_at)["to"][:2] == [
        "Alex Testperson",
        "for Cleo Specimen",
    ]
    body = asked(office)
    assert notice_of(body, body.items_now.get()).lines()[0][1].startswith("Vera Testperson, Fable Body Ltd (")


@pytest.mark.rule("E3c")
def test_a_candidate_who_asks_in_person_is_asked_for_no_body_and_keeps_none_of_another_answer(client):
    say_all(_for_candidate(client))
    client.post("/registers/ask/kind/", {"kind": "CANDIDATE"})
    answers = {name: CANDIDATE[name] for name in list(CANDIDATE)[2:]}
    for name in ("what", "copies", "purpose", "may"):
        client.post(f"/registers/ask/{name}/", answers[name])
    assert not {"organisation", "authority"} & set(client.get("/registers/ask/you/").context["form"].fields)
    say_all(client, {name: answers[name] for name in ("you", "declaration")})
    client.post("/registers/ask/send/")
    request = AccessRequest.objects.get()
    assert (request.organisation, request.authority, request.is_by_an_agent) == ("", "", False)


def _for_candidate(client):
    as_agent(client).post("/registers/ask/as/", FOR)
    return client


@pytest.mark.rule("E3c")
def test_what_was_typed_for_a_body_goes_with_no_candidate(client):
    """Who answered for a body first and then says that they are the candidate asks for no one else."""
    credit = answered(
        client, dict(list({**CANDIDATE, "who": {"who": "credit"}, "kind": {"kind": "CRA"}}.items())[:3])
    )
    session = client.session
    session["registers_draft"] |= {
        "you": {**AGENT["you"], "name": "Vera Testperson", "telephone": "", "postal_address": "", "needs": ""}
    }
    session.save()
    credit.post("/registers/ask/who/", CANDIDATE["who"])
    say_all(
        credit,
        {name: CANDIDATE[name] for name in ("kind", "what", "copies", "purpose", "may", "declaration")},
    )
    assert "Cleo Specimen" not in words(credit.get("/registers/ask/check/"))
    credit.post("/registers/ask/send/")
    assert AccessRequest.objects.get().organisation == ""


def test_nobody_else_asks_for_a_candidate(client):
    answered(client, CANDIDATE, until="what")
    client.post("/registers/ask/as/", FOR)
    assert "agent" not in client.session["registers_draft"]


@pytest.mark.rule("E3c")
def test_the_desk_keys_in_an_agents_request_for_the_candidate(signed_in, office):
    desk = signed_in("clerk")
    there = reverse("registers:request_new")
    assert (
        f"{there}?applicant=CANDIDATE&amp;division={office.code}"
        in desk.get(f"{there}?applicant=ELECTION_AGENT").text
    )
    assert "The candidate, where an agent asks for them" in desk.get(f"{there}?applicant=CANDIDATE").text
    body = {
        "channel": "letter", "product_1": "FULL", "form_1": "data", "name": "Alex Testperson", "organisation": "Cleo Specimen",
        "postal_address": "1 Pretend Street", "purposes": ["ELECTORAL"], "purpose_note": "Leaflets.", "wanted_on": "14 May 2027",
        "declared_name": "Alex Testperson",
    }  # fmt: skip
    assert "act for the body or the candidate" in desk.post(f"{there}?applicant=CANDIDATE", body).text
    desk.post(f"{there}?applicant=CANDIDATE", body | {"authority": "Her letter"})
    request = AccessRequest.objects.get()
    assert request.is_by_an_agent
    page = desk.get(request.get_absolute_url()).text
    assert "Asked for" in page
    assert "Cleo Specimen" in page
