"""The session of somebody without an account: what it holds, for how long, and who else reads it."""

import re
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from electoral.jobs.tasks import do_what_is_due
from electoral.office.models import Remembered
from electoral.papers.models import Document
from registers import tasks
from registers.models import AccessRequest, InquiryKind
from tests.registers.asking import asked, in_england, quoted
from tests.registers.at_the_portal import CREDIT, answered, come_back, once_on, sent
from tests.registers.visiting import sitting_at
from tests.steps import work_off

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
SENT = "/registers/ask/sent/"


@pytest.fixture
def office(division):
    return in_england(division)


def with_the_cookie_of(client: Client) -> Client:
    """Another browser with the same session: one in which it was planted, or a window pressed twice."""
    other = Client()
    other.cookies["sessionid"] = client.cookies["sessionid"].value
    return other


def held() -> str:
    """What lies in the table of sessions, as whoever reads the table can decode it."""
    return str([session.get_decoded() for session in Session.objects.all()])


def lasts(client: Client) -> timedelta:
    return Session.objects.get(pk=client.cookies["sessionid"].value).expire_date - timezone.now()


@pytest.mark.rule("E1", "E2")
def test_who_planted_a_session_reads_nothing_of_the_request_that_is_sent_in_it(client, office):
    answered(client, CREDIT)
    planter = with_the_cookie_of(client)
    page = client.post("/registers/ask/send/", {"once": once_on(client)}, follow=True)
    assert AccessRequest.objects.get().reference in page.content.decode()
    assert planter.post("/registers/ask/send/").url == SENT
    assert planter.get(SENT).url == "/registers/follow/"
    assert planter.get("/registers/follow/request/").url == "/registers/follow/"


@pytest.mark.rule("E2")
def test_who_presses_twice_is_told_the_word_also_where_the_first_answer_never_came(client, office):
    answered(client, CREDIT)
    pressed = {"once": once_on(client)}
    again = with_the_cookie_of(client)
    client.post("/registers/ask/send/", pressed)
    page = again.post("/registers/ask/send/", pressed, follow=True).content.decode()
    assert AccessRequest.objects.get().reference in page
    assert "Your word" in page


@pytest.mark.rule("E1", "E2")
def test_a_word_that_nobody_noted_lies_here_for_half_an_hour_and_no_longer(client, office):
    with time_machine.travel(NOON, tick=False) as clock:
        _, word = sent(client)
        assert word in held()
        assert timedelta(minutes=29) < lasts(client) <= timedelta(minutes=30)
        clock.shift(timedelta(minutes=29))
        assert word in client.get(SENT).content.decode()
        clock.shift(timedelta(minutes=2))
        do_what_is_due()
        assert word not in held()
        assert client.get(SENT).url == "/registers/follow/"


@pytest.mark.rule("E1")
def test_a_word_is_dropped_at_the_next_page_also_where_the_session_goes_on(client, office):
    with time_machine.travel(NOON, tick=False) as clock:
        _, word = sent(client)
        clock.shift(timedelta(minutes=20))
        session = client.session
        session["something"] = "written"
        session.save()
        clock.shift(timedelta(minutes=11))
        client.get("/registers/")
        assert word not in held()
        assert lasts(client) > timedelta(hours=11)


@pytest.mark.rule("E1")
def test_who_noted_the_word_has_the_session_until_the_browser_is_closed(client, office):
    _, word = sent(client)
    assert client.cookies["sessionid"]["max-age"] == "", "it goes with the browser, short or not"
    client.post("/registers/ask/noted/")
    assert word not in held()
    assert lasts(client) > timedelta(hours=11)


@pytest.mark.rule("E1", "E7")
def test_the_words_of_a_question_and_of_a_visit_lie_here_no_longer_either(office):
    asker, visitor = Client(), Client()
    kind = InquiryKind.objects.first().pk
    asker.post("/registers/question/", {"office": office.code, "kind": kind, "text": "How?", "name": "Vera Testperson"})  # fmt: skip
    assert lasts(asker) <= timedelta(minutes=30)
    url, sitting = f"/registers/visit/{office.code}/PUBLIC/FULL/", sitting_at(office)
    key = re.search(r'name="key" value="(\w+)"', visitor.get(url).content.decode())[1]
    visitor.post(url, {"key": key, "name": "Vera Testperson", "sitting": sitting.pk})
    assert "visit_word" in held()
    assert lasts(visitor) <= timedelta(minutes=30)
    visitor.get("/registers/visit/booked/")
    assert "visit_word" not in held()


@pytest.mark.rule("E2")
def test_an_abandoned_draft_goes_with_its_session_after_twelve_hours(client, office):
    with time_machine.travel(NOON, tick=False) as clock:
        answered(client, CREDIT)
        clock.shift(timedelta(hours=11))
        do_what_is_due()
        assert "Vera Testperson" in held()
        clock.shift(timedelta(hours=1, minutes=1))
        assert do_what_is_due()[tasks.forget_what_ended.__name__] == 1
        assert not Session.objects.exists()


def test_the_clock_forgets_what_limits_counted():
    cache.set("a count that is over", 1, -1)
    cache.set("a count that goes on", 1, 60)
    do_what_is_due()
    assert Remembered.objects.count() == 1


@pytest.mark.rule("E2", "E6")
def test_no_cache_keeps_a_paper_or_a_refusal_or_any_answer_of_the_portal(office):
    mine = asked(office)
    word = mine.word
    mine = quoted(mine)
    work_off()
    outside = come_back(mine.reference, word)
    paper = Document.objects.get(subject=mine.reference)
    answers = {
        200: outside.get(f"/registers/follow/request/papers/{paper.reference}/"),
        409: outside.post("/registers/follow/request/accept/", {"version": "99"}),
        404: outside.get("/registers/follow/request/papers/nothing/"),
        302: outside.get("/registers/follow/opened/"),
    }
    for status, answer in answers.items():
        assert answer.status_code == status
        assert "no-store" in answer.headers["Cache-Control"], status
