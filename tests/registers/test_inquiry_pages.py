"""Queries at the desk: the list, the page with its thread, the queues (E1)."""

import csv
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from electoral.office.actions import outsider
from registers.actions.inquiry import ask_office, finish, pass_on, reply
from registers.models import Inquiry
from registers.waiting import inquiry as waiting
from tests.page import Page
from tests.registers.asking import in_england

WORDS = "May I have the register of Fabletown?"


@pytest.fixture
def office(division):
    return in_england(division)


def query(office, *, kind="entitlement", by=None, **more) -> Inquiry:
    told = {"name": "Vera Testperson", "email": "vera@people.invalid", "text": WORDS} | more
    inquiry, _ = ask_office(office, kind=kind, by=by or outsider(), **told)
    return inquiry


def at(name, inquiry):
    return reverse(f"registers:{name}", args=[inquiry.reference])


@pytest.mark.rule("E1")
def test_at_the_desk_from_the_call_to_the_end(office, signed_in, person):
    other, clerk = person("clerk"), signed_in("clerk")
    assert "No queries yet" in clerk.get(reverse("registers:inquiries")).text
    told = {"kind": "cost", "name": "Mo Testperson", "email": "", "text": "What does it cost?"}
    assert "This field is required" in clerk.post(reverse("registers:inquiry_new"), {**told, "text": ""}).text
    page = clerk.post(reverse("registers:inquiry_new"), told, follow=True).text
    inquiry = Inquiry.objects.get()
    assert inquiry.reference in page
    assert "this once, the word" in page
    clerk.post(at("inquiry_note", inquiry), {"text": "Rang twice."})
    clerk.post(at("inquiry_pass", inquiry), {"to": other.pk, "why": "You know fees."})
    page = clerk.get(inquiry.get_absolute_url()).text
    for said in (
        "Rang twice.",
        "For colleagues only",
        "You know fees.",
        "It was passed to",
        "What does it cost?",
    ):
        assert said in page, said
    refused = clerk.post(at("inquiry_reply", inquiry), {"text": "Nothing."}, follow=True).text
    assert "Leave it to them" in refused
    assert "Nothing." in refused
    clerk.post(at("inquiry_pass", inquiry), {"to": clerk.user.pk, "why": "Away."})
    assert (
        "Write your message"
        not in clerk.post(at("inquiry_reply", inquiry), {"text": "£20."}, follow=True).text
    )
    clerk.post(at("inquiry_finish", inquiry), {"why": ""})
    inquiry.refresh_from_db()
    assert inquiry.status == "closed"
    assert "it is closed" in clerk.get(inquiry.get_absolute_url()).text


def test_what_was_typed_too_long_is_not_lost(office, signed_in):
    clerk, inquiry = signed_in("clerk"), query(office)
    page = Page(clerk.post(at("inquiry_reply", inquiry), {"text": "word " * 1000}).text)
    assert "at most 4000 characters" in page.text
    assert "word word" in page.text


@pytest.mark.parametrize(
    ("show", "found"),
    [
        ("", 4),
        ("unanswered", 2),
        ("overdue", 1),
        ("mine", 1),
        ("answered", 1),
        ("closed", 1),
        ("nonsense", 4),
    ],
)
def test_queries_are_found_by_where_they_stand(office, signed_in, show, found):
    clerk = signed_in("clerk")
    new, late, answered, closed = (query(office, kind="file", name=name) for name in "abcd")
    Inquiry.objects.filter(pk=new.pk).update(passed_to=clerk.user)
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    reply(answered, text="Yes.", by=clerk.user)
    finish(closed, by=clerk.user, why="Twice.")
    shown = {"show": show, "format": "csv"}
    with time_machine.travel(f"{late.promised_on + timedelta(days=1)}T03:00:00+00:00", tick=False):
        Inquiry.objects.filter(pk=new.pk).update(answered_at="2026-01-01T00:00:00Z")
        clerk.force_login(clerk.user, backend="allauth.account.auth_backends.AuthenticationBackend")
        answer = clerk.get(reverse("registers:inquiries"), shown)
        rows = list(csv.DictReader(answer.getvalue().decode().splitlines()))
    assert len(rows) == found


def test_a_sheet_holds_nothing_that_a_spreadsheet_would_calculate(office, signed_in):
    query(office, name="=1+1")
    sheet = signed_in("clerk").get(reverse("registers:inquiries"), {"format": "csv"}).getvalue().decode()
    assert "'=1+1" in sheet


@pytest.mark.parametrize(("role", "status"), [("auditor", 403), ("cashier", 404), ("officer", 404)])
@pytest.mark.parametrize("name", ["inquiry_reply", "inquiry_note", "inquiry_pass", "inquiry_finish"])
def test_who_only_looks_does_not_write(office, signed_in, role, status, name):
    inquiry = query(office)
    assert signed_in(role).post(at(name, inquiry), {"text": "x", "why": "x"}).status_code == status


def test_another_division_finds_nothing(office, signed_in, other_division):
    clerk = signed_in("clerk", other_division)
    assert clerk.get(query(office).get_absolute_url()).status_code == 404
    assert clerk.get(reverse("registers:inquiries"), {"division": office.code}).status_code == 404


@pytest.mark.rule("E1")
def test_the_queues_count_what_waits(office, person):
    clerk = person("clerk")
    late, mine = query(office, kind="file"), query(office, kind="own_entry")
    pass_on(mine, to=clerk, why="Yours.", by=person("dro"))
    with time_machine.travel(f"{late.promised_on + timedelta(days=1)}T03:00:00+00:00", tick=False):
        counts = {queue["label"]: queue["count"] for queue in waiting.waiting_for(clerk)}
    assert counts == {
        "Queries to answer": 2,
        "Queries past their promised day": 1,
        "Queries passed to you": 1,
    }
    assert waiting.waiting_for(person("cashier")) == []


def test_ten_times_the_queries_cost_the_same(office, signed_in):
    clerk = signed_in("clerk")

    def cost():
        with CaptureQueriesContext(connection) as seen:
            assert clerk.get(reverse("registers:inquiries")).status_code == 200
        return len(seen)

    query(office)
    cost()
    before = cost()
    for _ in range(10):
        query(office)
    assert cost() == before


def test_nothing_that_is_written_becomes_part_of_the_page(office, signed_in):
    inquiry = query(office, name="<b>Vera</b>", text="<script>alert(1)</script>\n\nline")
    page = signed_in("clerk").get(inquiry.get_absolute_url()).text
    assert "<script>alert" not in page
    assert "<b>Vera" not in page


def test_a_reason_for_closing_what_lies_with_a_colleague_is_refused_and_not_lost(office, signed_in, person):
    clerk, inquiry = signed_in("clerk"), query(office)
    pass_on(inquiry, to=person("dro"), why="Yours.", by=clerk.user)
    page = clerk.post(at("inquiry_finish", inquiry), {"why": "Nothing in it."}).text
    assert "Leave it to them" in page
    assert "Nothing in it." in page
    assert Inquiry.objects.get().status == "open"
