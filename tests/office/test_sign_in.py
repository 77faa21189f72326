"""Who comes in, and what stands before every page."""

import pytest
from django.urls import reverse

from tests.conftest import PASSWORD

LOGIN = "/account/login/"


def sign_in(client, email, password=PASSWORD):
    return client.post(LOGIN, {"login": email, "password": password})


@pytest.fixture(autouse=True)
def _locks(settings):
    settings.AXES_ENABLED = True


def test_a_person_signs_in_with_the_address_in_any_case(client, person):
    clerk = person("clerk")
    assert sign_in(client, clerk.email.upper()).headers["Location"] == "/"
    assert client.get("/").status_code == 200


def test_five_wrong_passwords_lock_even_the_right_one(client, person):
    clerk = person("clerk")
    for _ in range(5):
        sign_in(client, clerk.email, "a wrong password")
    answer = sign_in(client, clerk.email)
    assert answer.status_code in (403, 429)
    assert client.get("/").status_code == 302


def test_without_the_lock_the_sixth_try_comes_in(client, person, settings):
    """The control of the test above."""
    settings.AXES_ENABLED = False
    clerk = person("clerk")
    for _ in range(5):
        sign_in(client, clerk.email, "a wrong password")
    assert sign_in(client, clerk.email).status_code == 302


def test_an_unknown_address_gets_the_same_answer_as_a_wrong_password(client, person):
    clerk = person("clerk")
    known = sign_in(client, clerk.email, "a wrong password").content
    unknown = sign_in(client, "nobody@people.invalid", "a wrong password").content
    said = "are not correct"
    assert said in known.decode()
    assert said in unknown.decode()


def test_nobody_makes_an_account_for_themselves(client, db):
    answer = client.post(
        "/account/signup/", {"email": "me@people.invalid", "password1": PASSWORD, "password2": PASSWORD}
    )
    assert "Accounts are" in answer.content.decode()
    from electoral.office.models import User

    assert not User.objects.exists()


def test_a_disabled_account_is_out_at_its_next_request(signed_in):
    client = signed_in("clerk")
    assert client.get("/").status_code == 200
    type(client.user).objects.filter(pk=client.user.pk).update(is_active=False)
    assert client.get("/").status_code == 302


@pytest.mark.parametrize("path", ["/", "/walks/", "/roll/", "/api/walks/", "/admin/"])
def test_staff_without_a_second_factor_reach_only_its_enrolment(signed_in, settings, path):
    settings.OFFICE_REQUIRE_MFA = True
    client = signed_in("dro")
    assert client.get(path).headers["Location"] == reverse("mfa_activate_totp")
    assert client.get(reverse("mfa_activate_totp")).status_code in (200, 302)


def test_without_the_confinement_staff_would_come_in(signed_in):
    """The control of the test above."""
    assert signed_in("dro").get("/walks/").status_code == 200


def test_a_requester_needs_no_second_factor(signed_in, settings):
    settings.OFFICE_REQUIRE_MFA = True
    assert signed_in("requester").get("/").status_code == 200


def test_pages_for_a_person_are_kept_by_nobody_and_run_nothing_from_elsewhere(signed_in):
    headers = signed_in("dro").get("/").headers
    assert "no-store" in headers["Cache-Control"]
    policy = headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe-inline" not in policy
    assert "frame-ancestors 'none'" in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"


def test_a_form_without_its_token_changes_nothing(division, person):
    from django.test import Client

    client = Client(enforce_csrf_checks=True)
    client.force_login(person("dro"), backend="allauth.account.auth_backends.AuthenticationBackend")
    assert client.post(f"/walks/build/{division.code}/").status_code == 403
