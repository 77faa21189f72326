"""Appointing on the page, the letter, and the officer's own page (3.1c, 3.1e)."""

import csv
from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse

from electoral.office.models import User
from review.models import Officer
from tests.page import Page
from tests.review.recruiting import CANARY, advertised, appointed, positioned, received


@pytest.fixture
def dro(person):
    return person("dro")


@pytest.fixture
def position(division, dro):
    position = positioned(division, dro, places=1)
    position.placed = advertised(position)
    return position


@pytest.fixture
def application(division, dro, position):
    return received(division, dro, position)


def press(client, application, capture, **given):
    there = reverse("review:application_appoint", args=[application.reference])
    placed = application.position.advertisements.first().reference
    today = application.division.today()
    with capture(execute=True):
        return client.post(
            there, {"advertisement": placed, "from_on": today.isoformat(), **given}, follow=True
        )


@pytest.mark.rule("3.1c")
def test_the_new_officer_chooses_the_password_by_letter(
    signed_in, application, django_capture_on_commit_callbacks
):
    client = signed_in("dro")
    page = client.get(reverse("review:application_appoint", args=[application.reference])).text
    assert "An account is opened for canarybird@people.invalid" in page
    answer = press(client, application, django_capture_on_commit_callbacks)
    officer = Officer.objects.get()
    assert answer.redirect_chain[-1][0] == officer.get_absolute_url()
    assert "Waits for the person to choose a password" in answer.text
    assert mail.outbox[0].to == [CANARY["email"]]
    assert "/account/password/reset/key/" in mail.outbox[0].body


def test_who_has_an_account_gets_no_letter(signed_in, application, django_capture_on_commit_callbacks):
    User.objects.create_user(CANARY["email"], "a password of their own", name="Vera Before")
    client = signed_in("dro")
    there = reverse("review:application_appoint", args=[application.reference])
    assert "in the name of Vera Before" in client.get(there).text
    press(client, application, django_capture_on_commit_callbacks)
    assert Officer.objects.get().user.name == "Vera Before"
    assert mail.outbox == []


def test_the_officer_stands_without_the_letter(
    signed_in, application, django_capture_on_commit_callbacks, settings
):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    client = signed_in("dro")
    assert press(client, application, django_capture_on_commit_callbacks).status_code == 200
    assert Officer.objects.count() == 1
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("review:officer_letter", args=[Officer.objects.get().reference]))
    assert mail.outbox[0].to == [CANARY["email"]]


def test_a_second_press_shows_that_it_is_appointed(
    signed_in, application, django_capture_on_commit_callbacks
):
    client = signed_in("dro")
    press(client, application, django_capture_on_commit_callbacks)
    answer = press(client, application, django_capture_on_commit_callbacks)
    assert "It is appointed." in answer.text
    assert Officer.objects.count() == 1


def test_beyond_the_places_the_page_warns_and_asks(
    signed_in, application, division, dro, django_capture_on_commit_callbacks
):
    appointed(application, dro)
    more = received(division, dro, application.position, email="another@people.invalid")
    client = signed_in("dro")
    answer = press(client, more, django_capture_on_commit_callbacks)
    assert "All 1 places of this position are filled." in " ".join(answer.text.split())
    assert Officer.objects.count() == 1
    press(client, more, django_capture_on_commit_callbacks, beyond_places="on")
    assert Officer.objects.count() == 2


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"advertisement": "M00000000"}, "Select a valid choice"),
        ({"from_on": "2020-01-01"}, "before the application was received"),
        ({"last_day": "2020-01-01"}, "The last day is before the first"),
    ],
)
def test_what_is_wrong_with_an_appointment_is_said_beside_the_field(
    signed_in, application, django_capture_on_commit_callbacks, given, words
):
    answer = press(signed_in("dro"), application, django_capture_on_commit_callbacks, **given)
    assert words in answer.text
    assert not Officer.objects.exists()


def test_the_last_day_is_set_on_the_page(signed_in, application, dro):
    officer, client = appointed(application, dro), signed_in("dro")
    there = reverse("review:officer_end", args=[officer.reference])
    assert "Choose yesterday or a later day" in client.post(there, {"last_day": "2020-01-01"}).text
    last = application.division.today() + timedelta(days=5)
    page = client.post(there, {"last_day": last.isoformat()}, follow=True).text
    assert f"{last:%-d %B %Y}" in page
    assert "Set the last day of service" in page
    client.post(there, {"last_day": (application.division.today() - timedelta(days=1)).isoformat()})
    page = client.get(officer.get_absolute_url()).text
    assert "The person did not serve" in page
    assert "The role has ended" in page
    assert f'href="{there}"' not in page


def test_a_clerk_sees_the_officer_and_no_steps(signed_in, application, dro):
    officer, clerk = appointed(application, dro), signed_in("clerk")
    page = clerk.get(officer.get_absolute_url()).text
    assert CANARY["name"] in page
    assert "Set the last day" not in page
    assert "Send the letter" not in page
    for name in ("officer_end", "officer_letter"):
        assert clerk.post(reverse(f"review:{name}", args=[officer.reference])).status_code == 403


@pytest.mark.parametrize("role", ["area_manager", "officer", "administrator", "information_officer"])
def test_for_other_roles_there_is_no_officer(signed_in, application, dro, role):
    officer, client = appointed(application, dro), signed_in(role)
    assert client.get(officer.get_absolute_url()).status_code == 404
    assert client.post(reverse("review:officer_letter", args=[officer.reference])).status_code == 404


def test_the_officer_sees_nothing_of_recruitment(client, application, dro):
    officer = appointed(application, dro)
    client.force_login(officer.user, backend="allauth.account.auth_backends.AuthenticationBackend")
    page = Page(client.get("/").text)
    assert "Recruitment" not in page.text
    for subject in (officer, application, application.position):
        assert client.get(subject.get_absolute_url()).status_code == 404
    assert "No recruitment" in client.get(reverse("review:officers")).text


def test_officers_are_listed_and_found(signed_in, application, dro):
    officer, client = appointed(application, dro), signed_in("clerk")

    def names(**query):
        answer = client.get(reverse("review:officers"), {"format": "csv", **query})
        return [row["name"] for row in csv.DictReader(answer.getvalue().decode().splitlines())]

    assert names() == names(q="canary") == names(show="serving") == [CANARY["name"]]
    assert names(show="ended") == names(q="nobody") == []
    Officer.objects.filter(pk=officer.pk).update(ended_on=application.division.today())
    assert names(show="ended") == [CANARY["name"]]
