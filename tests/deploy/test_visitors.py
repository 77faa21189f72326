"""A visitor's address is what our own proxy says it is, for every trail and every limit; nobody forges it (E9)."""

import pytest
from django.http import HttpResponse
from django.test import Client

from electoral.office.middleware import VisitorMiddleware, read_address
from registers.actions.release import token_digest
from registers.models import DownloadTry
from tests.conftest import PASSWORD
from tests.registers.asking import asked
from tests.registers.copies import released

PROXY, VISITOR, FORGED = "172.18.0.1", "198.51.100.7", "203.0.113.1"


@pytest.fixture
def behind(settings):
    settings.BEHIND_PROXY = True
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    return settings


def seen(peer, chain=None, **other):
    """What the office takes for the address of a request, and what is left of the headers."""
    from django.test import RequestFactory

    request = RequestFactory().get("/", REMOTE_ADDR=peer, **other)
    if chain is not None:
        request.META["HTTP_X_FORWARDED_FOR"] = chain
    VisitorMiddleware(lambda r: HttpResponse())(request)
    assert "HTTP_X_FORWARDED_FOR" not in request.META
    return request.META["REMOTE_ADDR"]


@pytest.mark.rule("E9")
@pytest.mark.parametrize(
    ("peer", "chain", "address"),
    [
        (PROXY, VISITOR, VISITOR),
        (PROXY, f"{FORGED}, {VISITOR}", VISITOR),  # the visitor wrote the first part
        (PROXY, f"{FORGED},{FORGED},{VISITOR}", VISITOR),
        ("127.0.0.1", f"  {VISITOR} ", VISITOR),
        ("", VISITOR, VISITOR),  # a socket of the machine
        (PROXY, "2001:DB8:0:0::7", "2001:db8::7"),
        (PROXY, f"::ffff:{VISITOR}", VISITOR),  # one visitor, one way to write them
        (PROXY, None, PROXY),
        (PROXY, "", PROXY),
        (PROXY, f"{VISITOR}, unknown", PROXY),  # what the proxy says is no address: nothing before it counts
        (PROXY, f"{VISITOR}, ' OR 1=1", PROXY),
        (FORGED, VISITOR, FORGED),  # not from our proxy: not believed
        ("not an address", VISITOR, "not an address"),
    ],
)
def test_behind_a_proxy_the_last_address_that_it_added_counts(behind, peer, chain, address):
    assert seen(peer, chain) == address


@pytest.mark.rule("E9")
@pytest.mark.parametrize("peer", [PROXY, VISITOR, "127.0.0.1"])
def test_without_a_proxy_the_header_says_nothing(settings, peer):
    settings.BEHIND_PROXY = False
    assert seen(peer, FORGED) == peer


def test_who_is_not_our_proxy_cannot_say_that_it_came_over_https(behind):
    behind.SECURE_SSL_REDIRECT = True
    told = {"HTTP_X_FORWARDED_PROTO": "https"}
    assert Client().get("/account/login/", REMOTE_ADDR=FORGED, **told).status_code == 301
    assert Client().get("/account/login/", REMOTE_ADDR=PROXY, **told).status_code != 301


def test_the_networks_of_the_proxy_are_a_setting(behind):
    behind.PROXY_NETWORKS = ["203.0.113.0/24"]
    assert seen(FORGED, VISITOR) == VISITOR
    assert seen(PROXY, VISITOR) == PROXY


@pytest.mark.parametrize("text", ["", "x", "1.2.3", "1.2.3.4:80", "1.2.3.4/8", "fe80::1%eth0\n", "\x00"])
def test_what_is_no_plain_address_is_none(text):
    assert not read_address(text) or text.startswith("fe80")


@pytest.mark.rule("E7", "E9")
@pytest.mark.parametrize(("proxy", "address"), [(True, VISITOR), (False, PROXY)])
def test_the_try_of_a_download_names_the_visitor(division, settings, proxy, address):
    settings.BEHIND_PROXY = proxy
    _, token, _ = released(asked(division, "CANDIDATE"), size=1000)
    assert token_digest(token)
    Client().get(
        "/registers/download/",
        {"link": token},
        REMOTE_ADDR=PROXY,
        headers={"X-Forwarded-For": f"{FORGED}, {VISITOR}"},
    )
    assert DownloadTry.objects.get().address == address


def wrong_password(person, chain, peer=PROXY, password="a wrong password"):
    return Client().post(
        "/account/login/", {"login": person.email, "password": password}, REMOTE_ADDR=peer, headers={"X-Forwarded-For": chain}
    )  # fmt: skip


def test_the_lock_after_five_wrong_passwords_is_not_escaped_by_a_forged_address(behind, person):
    behind.AXES_ENABLED = True
    clerk = person("clerk")
    for n in range(5):
        wrong_password(clerk, f"203.0.113.{n}, {VISITOR}")
    assert wrong_password(clerk, f"203.0.113.99, {VISITOR}", password=PASSWORD).status_code in (403, 429)
    assert (
        wrong_password(clerk, "198.51.100.8", password=PASSWORD).status_code == 302
    )  # the person, from home


def test_without_a_proxy_the_lock_is_not_escaped_either(settings, person):
    settings.BEHIND_PROXY, settings.AXES_ENABLED = False, True
    clerk = person("clerk")
    for n in range(5):
        wrong_password(clerk, f"203.0.113.{n}", peer=VISITOR)
    assert wrong_password(clerk, "203.0.113.99", peer=VISITOR, password=PASSWORD).status_code in (403, 429)


def asks_for_a_password(chain, n, peer=PROXY):
    return Client().post(
        "/account/password/reset/", {"email": f"nobody.{n}@people.invalid"}, REMOTE_ADDR=peer, headers={"X-Forwarded-For": chain}
    )  # fmt: skip


@pytest.mark.parametrize("proxy", [True, False])
def test_the_limits_of_the_sign_in_pages_count_visitors_and_no_forgeries(settings, db, proxy):
    """Twenty letters a minute are sent to one address; the proxy itself is nobody's address."""
    from django.core.cache import cache

    cache.clear()
    settings.BEHIND_PROXY = proxy
    forged = ["203.0.113.{}, 198.51.100.7" if proxy else "203.0.113.{}"] * 21
    answers = [asks_for_a_password(chain.format(n), n) for n, chain in enumerate(forged)]
    assert {answer.status_code for answer in answers[:20]} == {302}
    assert answers[20].status_code == 429
    assert asks_for_a_password("198.51.100.8", 99).status_code == (302 if proxy else 429)
    cache.clear()
