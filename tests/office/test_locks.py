"""Wrong passwords and wrong codes: whom they lock, whom they do not, and how an administrator opens the lock."""

import pytest
from allauth.mfa.totp.internal import auth as totp
from axes.models import AccessAttempt
from django.conf import settings as live
from django.test import Client
from django.urls import reverse

from electoral.office.models import Remembered
from tests.conftest import PASSWORD

LOGIN, CODE = "/account/login/", "/account/2fa/authenticate/"
OFFICE, HOME = "203.0.113.5", "198.51.100.4"
WRONG = "a wrong password"


@pytest.fixture(autouse=True)
def _locks(settings):
    settings.AXES_ENABLED = True


def signs_in(email, password=PASSWORD, address=OFFICE) -> bool:
    """Whether it was let in."""
    return (
        Client().post(LOGIN, {"login": email, "password": password}, REMOTE_ADDR=address).status_code == 302
    )


def locked(email, times=5, address=OFFICE) -> None:
    for _ in range(times):
        assert not signs_in(email, WRONG, address)


def test_whose_password_was_wrong_too_often_locks_no_colleague_at_the_same_address(person):
    clerk, officer = person("clerk"), person("dro")
    locked(clerk.email)
    assert not signs_in(clerk.email)
    assert signs_in(officer.email)


def test_names_that_nobody_has_lock_nobody_who_has_one(person):
    clerk = person("clerk")
    locked("nobody@people.invalid", times=7)
    assert signs_in(clerk.email)


def test_a_colleague_who_comes_in_does_not_start_the_count_anew(person):
    clerk, officer = person("clerk"), person("dro")
    locked(clerk.email, times=4)
    assert signs_in(officer.email)
    locked(clerk.email, times=1)
    assert not signs_in(clerk.email)


def test_another_way_to_write_the_same_name_is_no_new_count(person):
    clerk = person("clerk")
    locked(clerk.email.upper(), times=4)
    locked(clerk.email, times=1)
    assert not signs_in(clerk.email)


def test_who_guesses_elsewhere_locks_nobody_here(person):
    """A lock by name alone would let anybody shut an officer out."""
    clerk = person("clerk")
    locked(clerk.email, times=8, address=HOME)
    assert not signs_in(clerk.email, address=HOME)
    assert signs_in(clerk.email)


def test_of_a_new_address_only_the_half_that_is_given_to_the_visitor_counts(person):
    clerk = person("clerk")
    for n in range(5):
        locked(clerk.email, times=1, address=f"2001:db8::{n}")
    assert not signs_in(clerk.email, address="2001:db8::ffff")
    assert signs_in(clerk.email, address="2001:db8:0:1::1")


def test_an_administrator_unlocks_a_person(person, signed_in):
    clerk = person("clerk")
    locked(clerk.email.upper(), times=6)
    administrator = signed_in("administrator")
    administrator.post(
        reverse("admin:office_user_changelist"), {"action": "unlock", "_selected_action": [clerk.pk]}
    )
    assert not AccessAttempt.objects.exists()
    assert signs_in(clerk.email)


def test_guessing_many_names_from_one_address_is_slowed_and_from_another_goes_on(person):
    clerk = person("clerk")
    limit = int(live.ACCOUNT_RATE_LIMITS["wrong_password"].partition("/")[0])
    for n in range(limit):
        assert not signs_in(f"nobody.{n}@people.invalid", WRONG)
    assert not signs_in(clerk.email)
    assert signs_in(clerk.email, address=HOME)


def test_right_passwords_are_not_counted_against_an_office_behind_one_address(person, settings):
    settings.ACCOUNT_RATE_LIMITS = live.ACCOUNT_RATE_LIMITS | {"wrong_password": "2/m/ip"}
    people = [person("clerk") for _ in range(4)]
    assert all(signs_in(one.email) for one in people)


def code_of(secret: str) -> str:
    return totp.format_hotp_value(totp.hotp_value(secret, next(totp.yield_hotp_counters_from_time())))


@pytest.fixture
def at_the_code(person, settings):
    """`at_the_code()`: a browser that gave the right password and is asked for the code; its person and its secret."""
    settings.OFFICE_REQUIRE_MFA = True
    clerk, secret = person("clerk"), totp.generate_totp_secret()
    totp.TOTP.activate(clerk, secret)

    def give_password(address=OFFICE):
        browser = Client(REMOTE_ADDR=address)
        answer = browser.post(LOGIN, {"login": clerk.email, "password": PASSWORD})
        assert answer.headers["Location"] == CODE
        return browser

    give_password.person, give_password.secret = clerk, secret
    return give_password


def wrong_codes(browser, right: str, times: int) -> None:
    for code in [f"{n:06d}" for n in range(times + 1) if f"{n:06d}" != right][:times]:
        assert browser.post(CODE, {"code": code}).status_code == 200


def test_the_right_code_comes_in_after_a_few_wrong_ones(at_the_code):
    browser, right = at_the_code(), code_of(at_the_code.secret)
    wrong_codes(browser, right, 4)
    assert browser.post(CODE, {"code": code_of(at_the_code.secret)}).status_code == 302
    assert browser.get("/").status_code == 200


def test_the_second_factor_cannot_be_guessed_not_even_from_many_addresses(at_the_code):
    right = code_of(at_the_code.secret)
    wrong_codes(at_the_code(), right, 3)
    wrong_codes(at_the_code(HOME), right, 2)
    answer = at_the_code("192.0.2.1").post(CODE, {"code": code_of(at_the_code.secret)})
    assert answer.status_code == 200
    assert "Too many" in answer.content.decode()


def test_an_administrator_unlocks_after_wrong_codes_too(at_the_code, signed_in, settings):
    wrong_codes(at_the_code(), code_of(at_the_code.secret), 5)
    settings.OFFICE_REQUIRE_MFA = False  # of the administrator, who has no second factor here
    signed_in("administrator").post(
        reverse("admin:office_user_changelist"),
        {"action": "unlock", "_selected_action": [at_the_code.person.pk]},
    )
    assert at_the_code().post(CODE, {"code": code_of(at_the_code.secret)}).status_code == 302


def test_what_is_counted_is_shared_by_all_processes_and_names_no_visitor(at_the_code):
    """A count in the memory of one process would be as many limits as there are processes."""
    wrong_codes(at_the_code(), code_of(at_the_code.secret), 3)
    rows = list(Remembered.objects.values_list("cache_key", flat=True))
    assert rows
    assert not [key for key in rows if OFFICE in key or "allauth" in key]
