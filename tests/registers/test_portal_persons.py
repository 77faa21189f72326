"""The portal as different people meet it: what need not be asked of them is not asked, and what they must know is told first (E2, E3)."""

import pytest

from electoral.office.models import Division, State
from registers.actions.serving import serve_standing
from registers.actions.standing import begin_standing
from registers.models import AccessRequest, Entitlement
from tests.registers.asking import asked, item, sealed, somebody
from tests.registers.at_the_portal import CREDIT, PUBLIC, answered, come_back
from tests.registers.later import checked, later_edition

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def office(division):
    State.objects.update(jurisdiction="england_and_wales")
    return Division.objects.select_related("area__state").get(pk=division.pk)


def words(response) -> str:
    return " ".join(response.content.decode().split())


def test_what_is_open_to_anybody_is_asked_for_as_anybody_with_one_press(client):
    answered(client, CREDIT, until="what")
    response = client.post("/registers/ask/as/", {"kind": "PUBLIC", "product": "OPEN"}, follow=True)
    assert response.request["PATH_INFO"] == "/registers/ask/copies/"
    draft = client.session["registers_draft"]
    assert (draft["who"], draft["kind"], draft["what"]) == ("public", "PUBLIC", ["OPEN"])
    client.post("/registers/ask/as/", {"kind": "PUBLIC", "product": "FULL"})
    client.post("/registers/ask/as/", {"kind": "POLICE", "product": "ANON"})
    assert client.session["registers_draft"] == draft, "only what is open to anybody"


@pytest.mark.rule("E7b")
def test_the_record_of_anonymous_entries_is_asked_for_alone(client):
    police = {"who": {"who": "law_enforcement"}, "kind": {"kind": "POLICE"}}
    answered(client, police)
    assert "asked for alone" in words(client.get("/registers/ask/what/"))
    response = client.post("/registers/ask/what/", {"what": ["ANON", "FULL"]})
    assert "Ask for the record of anonymous entries in a request of its own" in words(response)
    assert client.post("/registers/ask/what/", {"what": ["ANON"]}).status_code == 302


def test_whoever_asks_for_their_own_entry_gives_no_reason(client):
    own = {
        "who": {"who": "electors"},
        "kind": {"kind": "ELECTOR"},
        "what": {"what": ["OWN"]},
        "copies": {"OWN-form": "print"},
    }
    answered(client, own)
    assert client.get("/registers/ask/", follow=True).request["PATH_INFO"] == "/registers/ask/may/"
    for name, data in (("may", {}), ("you", PUBLIC["you"]), ("declaration", CREDIT["declaration"])):
        assert client.post(f"/registers/ask/{name}/", data).status_code == 302
    client.post("/registers/ask/send/")
    request = AccessRequest.objects.get()
    assert (request.purposes, request.purpose_note) == ("OWN_DATA", "To know what is held of me.")


def test_who_would_buy_a_few_wards_is_told_that_it_is_sold_whole(client):
    answered(client, CREDIT, until="copies")
    assert "no ward or district has a price of its own" in words(client.get("/registers/ask/copies/"))


@pytest.mark.rule("E3")
def test_the_rank_that_the_law_asks_for_is_told_before_anything_is_typed(client):
    answered(
        client, {"who": {"who": "law_enforcement"}, "kind": {"kind": "POLICE"}, "what": {"what": ["ANON"]}, "copies": {"ANON-form": "data"},
                 "purpose": {"purposes": ["CRIME"], "purpose_note": "An investigation.", "when": "newest"}},
    )  # fmt: skip
    assert "rank above superintendent" in words(client.get("/registers/ask/may/"))


@pytest.mark.rule("E6")
def test_of_several_things_the_sum_is_told_too(client, office):
    sealed(office, entries=1_500)
    both = {
        **CREDIT,
        "what": {"what": ["FULL", "OVERSEAS"]},
        "copies": {"FULL-form": "data", "OVERSEAS-form": "data"},
    }
    answered(client, both, until="may")
    page = words(client.get("/registers/ask/may/"))
    assert "<strong>£23.00</strong>" in page
    assert "<strong>£42.50</strong>" in page
    assert "All of it together, if you are entitled: <strong>£65.50</strong>" in page


@pytest.mark.rule("E4")
def test_the_same_limits_are_read_once_and_name_all_that_they_hold_for(client):
    both = {
        **CREDIT,
        "what": {"what": ["FULL", "OVERSEAS"]},
        "copies": {"FULL-form": "data", "OVERSEAS-form": "data"},
    }
    answered(client, both, until="declaration")
    limits = client.get("/registers/ask/declaration/").context["limits"]
    rows = Entitlement.objects.filter(
        jurisdiction="england_and_wales",
        applicant="CRA",
        product__in=["FULL", "OVERSEAS"],
        mode="supply",
        ended_on=None,
    )
    told = {(row.purpose_text, row.onward_text, row.offence, row.basis) for row in rows}
    assert {(row.purpose_text, row.onward_text, row.offence, row.basis) for _, row in limits} == told
    assert sum(names.count(row.product.name) for names, _ in limits for row in rows) == 2


@pytest.mark.rule("E7")
def test_a_request_opens_its_own_later_ones_and_no_other(office):
    first, other = asked(office, items=[item("FULL", later=True)]), asked(office)
    begin_standing(checked(first), by=somebody(office, "clerk"))
    (later,) = serve_standing(later_edition(office), by=somebody(office, "dro"))
    browser = come_back(first.reference, first.word)
    assert f"Open {later.reference}" in words(browser.get("/registers/follow/request/"))
    for closed in (other.reference, first.reference, "DABCDEFG1"):
        assert browser.post(f"/registers/follow/request/later/{closed}/").status_code == 404
    assert browser.get(f"/registers/follow/request/later/{later.reference}/").status_code == 405
    browser.post(f"/registers/follow/request/later/{later.reference}/")
    assert f"Your request {later.reference}" in words(browser.get("/registers/follow/request/"))
    assert (
        come_back(other.reference, other.word)
        .post(f"/registers/follow/request/later/{later.reference}/")
        .status_code
        == 404
    )
