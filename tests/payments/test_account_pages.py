"""The account into which people pay, at the desk: proposed by the cashier, put in force by the officer (E6)."""

import pytest

from payments.actions.account import propose_account
from payments.models import Account
from payments.queries.account import account_of
from payments.waiting import waiting_for
from tests.payments.test_account import SAID, in_force, proposed
from tests.payments.test_pages import rows, url, words

pytestmark = [pytest.mark.django_db, pytest.mark.rule("E6")]


def queue(user) -> int:
    return next((q["count"] for q in waiting_for(user) if q["label"] == "Bank accounts to put in force"), 0)


def test_from_the_proposal_to_the_account_in_force(client, signed_in, division, dro):
    signed_in("cashier")
    assert "No account in force" in words(client.get("/payments/accounts/"))
    answer = client.post("/payments/accounts/new/", {"division": division.code} | SAID)
    account = Account.objects.get()
    assert answer.url == account.get_absolute_url()
    shown = words(client.get(answer.url))
    assert "Account number: 1234 5678 New" in shown
    assert "It lies with the Divisional Returning Officer." in shown
    assert queue(client.user) == 0
    assert queue(dro) == 1
    client.force_login(dro, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert "Account number: 1234 5678" in words(client.get(url("account_accept", account)))
    answer = client.post(url("account_accept", account), {"checked": "Rang the bank"}, follow=True)
    assert "It is in force." in words(answer)
    assert account_of(division) == account
    assert queue(dro) == 0
    client.post(url("account_stop", account), {"why": "It was closed"})
    assert "It was closed" in words(client.get(account.get_absolute_url()))
    assert account_of(division) is None


def test_the_second_person_sees_which_lines_are_new_and_the_first_why_it_waits(
    signed_in, division, cashier, person
):
    in_force(division, cashier, person("dro"))
    client = signed_in("dro")
    account = proposed(division, client.user, numbers="BSB: 000-000\nAccount number: 666")
    shown = words(client.get(account.get_absolute_url()))
    assert shown.count(" New") == 1, shown
    assert "You proposed this account; another person puts it in force." in shown
    answer = client.post(url("account_accept", account), {"checked": "I am sure"}, follow=True)
    assert "You proposed this account" in words(answer)
    assert account_of(division) != account


def test_what_is_wrong_with_a_proposal_is_said_beside_the_field(signed_in, division):
    client = signed_in("cashier")
    given = (
        {"division": division.code}
        | SAID
        | {"numbers": "IBAN GB29 NWBK 6016 1331 9268 18", "name": "A\u202eB"}
    )
    shown = words(client.post("/payments/accounts/new/", given))
    assert "This IBAN has a slip" in shown
    assert "An unseen character stands here" in shown
    assert not Account.objects.exists()


def test_accounts_are_listed_filtered_and_downloaded(signed_in, division, dro):
    client = signed_in("cashier")
    first = in_force(division, client.user, dro, name="=1+1")
    second = proposed(division, client.user)
    shown = words(client.get("/payments/accounts/"))
    assert first.reference in shown
    assert second.reference in shown
    assert first.reference not in words(client.get("/payments/accounts/?status=proposed"))
    assert "No such accounts" in words(client.get("/payments/accounts/?status=ended"))
    sheet = rows(client.get("/payments/accounts/?format=csv"))
    assert sheet[2][2] == "'=1+1"
    assert sheet[1][4] == "BSB: 000-000; Account number: 1234 5678"


@pytest.mark.parametrize(
    ("role", "page", "new", "accept", "decline"),
    [("clerk", 200, 403, 403, 403), ("auditor", 200, 403, 403, 403), ("cashier", 200, 200, 403, 200), ("dro", 200, 200, 200, 200),
     ("area_manager", 404, 403, 404, 404), ("administrator", 404, 403, 404, 404), ("head_office", 404, 403, 404, 404)],
)  # fmt: skip
def test_who_reads_proposes_and_accepts(signed_in, division, person, role, page, new, accept, decline):
    account = propose_account(division, by=person("cashier"), **SAID)
    client = signed_in(role)
    assert client.get(account.get_absolute_url()).status_code == page
    assert client.get("/payments/accounts/new/").status_code == new
    for step in ("account_accept", "account_stop"):
        assert client.get(url(step, account)).status_code == accept
        assert client.post(url(step, account), {}).status_code == accept
    assert client.get(url("account_decline", account)).status_code == decline


def test_an_account_of_another_division_does_not_exist(signed_in, division, other_division, cashier):
    account = proposed(division, cashier)
    client = signed_in("dro", other_division)
    for step in ("account", "account_accept", "account_decline", "account_stop"):
        assert client.post(url(step, account), {"checked": "x", "why": "x"}).status_code == 404
    assert account.reference not in words(client.get("/payments/accounts/"))
    client.post("/payments/accounts/new/", {"division": division.code} | SAID)
    assert Account.objects.count() == 1
