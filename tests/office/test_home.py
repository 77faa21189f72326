import pytest
from celery import current_app
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from electoral.office.models import Appointment
from tests.conftest import make_person, make_place
from tests.page import Page
from tests.steps import GOLDEN, read_file


def home(client):
    return Page(client.get("/").text)


def test_whoever_is_not_signed_in_is_asked_to(client, db):
    assert client.get("/").url == f"{reverse('account_login')}?next=/"


@pytest.mark.parametrize(
    ("role", "words"),
    [
        ("clerk", "Load a file of the roll"),
        ("dro", "Load a file of the roll"),
        ("auditor", "Look at the roll"),
        ("area_manager", "Look at the Walks"),
        ("administrator", "Look after accounts"),
        ("cashier", "Look at the invoices"),
        ("officer", "There is nothing here for your role yet"),
        ("requester", "You have no appointment in force"),
    ],
)
def test_where_nothing_waits_the_page_says_what_to_do_next(signed_in, role, words):
    page = home(signed_in(role))
    assert "Nothing waits for you" in page.text
    assert words in page.text


def test_a_file_that_waits_for_the_word_stands_there_with_its_day(signed_in, division):
    client = signed_in("clerk")
    load = read_file("addresses", GOLDEN / "addresses.csv", division, client.user)
    assert load.status == "staged"
    page = home(client)
    assert "What waits for you" in page.text
    assert "Files waiting for your word" in page.text
    assert "oldest: " in page.text
    assert reverse("roll:loads", args=[division.code]) in [a.get("href") for a in page.all("a")]


def test_nothing_of_another_division_is_counted(signed_in, division, other_division, person):
    read_file("addresses", GOLDEN / "addresses.csv", division, person("clerk"))
    page = home(signed_in("clerk", other_division))
    assert "Nothing waits for you" in page.text
    assert division.name not in page.text


def test_the_page_says_where_and_as_what_a_person_serves(signed_in, division, other_division):
    client = signed_in("clerk")
    Appointment.objects.create(user=client.user, role="dro", division=other_division, from_on="2020-01-01")
    page = home(client)
    assert "Divisional office staff, Gold" in page.text
    assert "Divisional Returning Officer, Lead" in page.text


def test_a_state_of_divisions_takes_as_many_queries_as_one(client, division, django_assert_num_queries):
    auditor = make_person("auditor", division.area.state)
    client.force_login(auditor, backend="allauth.account.auth_backends.AuthenticationBackend")
    with CaptureQueriesContext(connection) as one:
        client.get("/")
    for code in ("TIN", "ZINC", "IRON"):
        make_place(code)
    with django_assert_num_queries(len(one)):
        client.get("/")


def test_the_health_page_asks_for_no_session(client, db):
    answer = client.get("/health/")
    assert (answer.status_code, answer.content) == (200, b"ok")


def test_the_health_page_names_a_broker_that_does_not_answer(client, db):
    was = current_app.conf.broker_url
    current_app.conf.broker_write_url = "redis+socket:///nowhere/valkey.sock"
    try:
        answer = client.get("/health/")
    finally:
        current_app.conf.broker_write_url = was
    assert (answer.status_code, answer.content) == (503, b"broker not reached")


@pytest.mark.django_db(transaction=True)
def test_the_health_page_names_a_database_that_does_not_answer(client):
    was = connection.settings_dict["HOST"]
    connection.close()
    connection.settings_dict["HOST"] = "/nowhere"
    try:
        answer = client.get("/health/")
    finally:
        connection.close()
        connection.settings_dict["HOST"] = was
    assert (answer.status_code, answer.content) == (503, b"database not reached")
