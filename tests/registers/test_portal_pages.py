"""What anybody may read at the portal, questions to the office, several offices, two windows at once (E1, E8, S2)."""

import re
from threading import Thread

import pytest
from django.db import connection
from django.test import Client

from electoral.office.models import State
from registers.actions.inquiry import reply
from registers.models import AccessRequest, Entitlement, FeeRule, Inquiry, UserGroup
from registers.rules.questions import MADE_OLD, QUESTIONS, first_unanswered, may_be_asked, with_answer
from tests.conftest import make_place
from tests.registers.asking import in_england, somebody
from tests.registers.at_the_portal import CREDIT, answered, begun, come_back, once_on, told_in

TOKEN = r"[A-Za-z0-9]{64}"
PAGES = {group: group.replace("_", "-") for group in UserGroup.values}


@pytest.fixture
def office(division):
    return in_england(division)


def words(response) -> str:
    return " ".join(response.content.decode().split())


@pytest.mark.rule("S2", "E8")
@pytest.mark.parametrize("group", UserGroup.values)
@pytest.mark.django_db
def test_each_kind_of_user_has_help_with_what_the_table_gives_them(client, office, group):
    page = words(client.get(f"/registers/help/{PAGES[group]}/"))
    assert UserGroup(group).label.replace("'", "&#x27;") in page
    rows = Entitlement.objects.filter(jurisdiction="england_and_wales", applicant__group=group, ended_on=None)
    assert all(row.applicant.name.replace("'", "&#x27;") in page for row in rows)
    for part in ("Who", "What we need to see", "What it costs", "How long it takes", "Afterwards"):
        assert f">{part}</h2>" in page
    assert all(row.offence in page for row in rows)


@pytest.mark.django_db
def test_help_of_no_kind_is_not_there(client, office):
    assert client.get("/registers/help/spies/").status_code == 404


@pytest.mark.rule("E6", "S2")
@pytest.mark.django_db
def test_the_table_and_the_fees_are_open_to_anybody_with_what_is_to_be_verified(client, office):
    page = client.get("/registers/who/")
    rows = Entitlement.objects.filter(jurisdiction="england_and_wales", ended_on=None)
    shown = [row for _, kinds in page.context["tables"] for _, its in kinds for row in its]
    assert set(shown) == set(rows)
    assert words(page).count("To be verified") > rows.count()
    assert "£1.50 for 1,000 entries or part of them" in words(page)
    assert "84,312 entries: £20.00 + 85 x £1.50 = <strong>£147.50</strong>" in words(page), "example A"
    assert "£10.00 + 85 x £5.00 = <strong>£435.00</strong>" in words(page), "example A as print"
    assert "317 entries: £20.00 + 4 x £1.50 = <strong>£26.00</strong>" in words(page), "example F"
    office_clerk = somebody(office, "clerk")
    rows.update(verified_by=office_clerk, verified_on=office.today())
    FeeRule.objects.update(verified_by=office_clerk, verified_on=office.today())
    page = words(client.get("/registers/who/"))
    assert page.count("To be verified") == 1, "its explanation alone"
    assert str(office_clerk) not in page


@pytest.mark.django_db
def test_with_several_offices_the_first_question_is_which(client, office):
    make_place("LEAD", state="SC", area="Far North")
    State.objects.filter(code="SC").update(jurisdiction="scotland")
    make_place("TRYOUT", practice=True)
    begun(client)
    page = client.get("/registers/ask/office/")
    assert [code for code, _ in page.context["form"].fields["office"].choices] == ["GOLD", "LEAD"]
    assert client.post("/registers/ask/office/", {"office": "TRYOUT"}).status_code == 200
    answered(client, {"office": {"office": "LEAD"}, **CREDIT}, until="declaration")
    assert "reg 113 (S)" in words(client.get("/registers/ask/declaration/"))
    client.post("/registers/ask/office/", {"office": "GOLD"})
    assert client.get("/registers/ask/declaration/").url == "/registers/ask/who/"


@pytest.mark.django_db
def test_whoever_is_signed_in_at_the_office_gets_the_same_page(signed_in, office):
    theirs, anybodys = signed_in("clerk").get("/registers/"), Client().get("/registers/")
    assert re.sub(TOKEN, "", words(theirs)) == re.sub(TOKEN, "", words(anybodys))


@pytest.mark.rule("E1")
@pytest.mark.django_db
def test_a_question_has_a_reference_and_a_word_of_its_own_and_is_answered(client, office):
    data = {
        "office": office.code,
        "kind": "cost",
        "text": "What is it?",
        "name": "Vera Testperson",
        "email": "",
    }
    response = client.post("/registers/question/", data, follow=True)
    reference, word = told_in(response.content.decode())
    inquiry = Inquiry.objects.get(reference=reference)
    clerk = somebody(office, "clerk")
    reply(inquiry, text="A note for us.", by=clerk, internal=True)
    reply(inquiry, text="It is free.", by=clerk)
    browser = come_back(reference, word)
    page = words(browser.get("/registers/follow/opened/", follow=True))
    assert "It is free." in page
    assert "A note for us." not in page
    assert str(clerk) not in page
    browser.post("/registers/follow/question/", {"text": "For everybody?"})
    inquiry.refresh_from_db()
    assert (inquiry.status, inquiry.messages.last().text) == ("open", "For everybody?")
    assert browser.get("/registers/follow/request/").url == "/registers/follow/", "a query opens no request"


@pytest.mark.django_db(transaction=True)
def test_two_windows_that_send_at_once_send_one_request(client, office):
    answered(client, CREDIT)
    answers, pages, pressed = [], [], {"once": once_on(client)}

    def press():
        window = Client()
        window.cookies["sessionid"] = client.cookies["sessionid"].value
        answers.append(window.post("/registers/ask/send/", pressed).url)
        pages.append(words(window.get("/registers/ask/sent/")))
        connection.close()

    windows = [Thread(target=press) for _ in range(4)]
    [window.start() for window in windows]
    [window.join() for window in windows]
    assert answers == ["/registers/ask/sent/"] * 4
    assert AccessRequest.objects.count() == 1
    assert all(AccessRequest.objects.get().reference in page for page in pages), (
        "each window is told the word"
    )


def test_an_answer_that_changes_makes_old_only_what_hangs_on_it():
    every = dict.fromkeys(QUESTIONS, "said")
    for name in QUESTIONS:
        assert with_answer(every, name, "said") == every
        left = with_answer(every, name, "another")
        assert set(every) - set(left) == set(MADE_OLD[name])
        assert first_unanswered(left) in (*MADE_OLD[name], None)
        assert may_be_asked(name, left), "what came before is still said"
