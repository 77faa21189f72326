"""Every pair of statuses of a request, by SQL, ORM, page and API: only the moves of the table pass (E3, E6)."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import NoReverseMatch, reverse

from electoral.office.admin import site
from registers.models import AccessRequest, Decision, Quotation, RequestItem
from registers.states import ACCESS_REQUEST
from registers.states import RequestStatus as S
from registers.views.request_step import STEPS
from tests.conftest import make_person
from tests.registers.asking import again, asked, paid, quoted, seen_evidence, somebody
from tests.registers.trying import as_it_were, put, refused_by, run

TABLE = "registers_accessrequest"
PAIRS = set(ACCESS_REQUEST.pairs) | {(str(s), str(s)) for s in S}
BACK = {(S.ACCEPTED, S.QUOTED), (S.ACCEPTED, S.SENT)}
SETTLED = "request_is_settled"  # the way back from accepted is for what was free and has no copy: see test_quotation_again
WRITTEN = ("round", "signed_round", "confirmed_by_id", "seconded_by_id", "asked_on")  # by the steps
# A body that each step's page would take.
BODY = {
    "text": "x", "access": "on", "use": "on", "reason": "x", "why": "x", "declared_name": "x", "failed": "x", "open_instead": "",
    "keep": [],
}  # fmt: skip


@pytest.fixture
def whole(division):
    return made_whole(division)


def made_whole(division):
    """A request for which everything is there: two who decided, the money, and who prepared, checked and released."""
    request = paid(asked(division))
    others = [make_person("clerk", division) for _ in range(3)]
    names = ("prepared_by_id", "checked_by_id", "released_by_id")
    put(TABLE, request.pk, **{name: person.pk for name, person in zip(names, others, strict=True)})
    return again(request)


@pytest.mark.rule("E3", "E6")
@pytest.mark.django_db(transaction=True)
def test_by_sql_only_the_moves_of_the_table_pass_though_everything_is_there(whole):
    for source in S:
        with as_it_were(TABLE, whole.pk, status=str(source)):
            for target in S:
                found = refused_by(lambda to=target: run(f"UPDATE {TABLE} SET status = '{to}'"))
                passes = SETTLED if (source, target) in BACK else ""
                assert found == (passes if (source, target) in PAIRS else f"{TABLE}_status"), (source, target)


@pytest.mark.rule("E3", "E6")
@pytest.mark.django_db(transaction=True)
def test_by_the_orm_too(whole):
    for source in S:
        with as_it_were(TABLE, whole.pk, status=str(source)):
            row = AccessRequest.objects.get(pk=whole.pk)
            for target in (t for t in S if (source, t) not in PAIRS):
                row.status = target
                with pytest.raises(IntegrityError), transaction.atomic():
                    row.save(update_fields=["status"])


def begun(division, status):
    """A request to be put into that status: without an invoice before it is accepted, undecided before it is confirmed."""
    if status in (S.SENT, S.ASKED):
        return asked(division)
    return quoted(asked(division)) if status in (S.CONFIRMED, S.QUOTED) else made_whole(division)


@pytest.mark.rule("E3", "E6")
@pytest.mark.django_db(transaction=True)
def test_by_page_a_step_moves_where_its_row_says_and_nowhere_else(division, client):
    dro = make_person("dro", division)
    client.force_login(dro, backend="allauth.account.auth_backends.AuthenticationBackend")
    passed = set()
    for source in S:
        request = begun(division, source)
        seen_evidence(request, dro)
        put(TABLE, request.pk, status=str(source), asked_on=division.today())
        before = again(request)
        for verb in STEPS:
            body = BODY | {
                "keep": [str(item.pk) for item in before.items_now],
                "use": "" if verb == "refuse" else "on",
            }
            assert client.post(f"{request.get_absolute_url()}{verb}/", body).status_code in (200, 302), (
                source,
                verb,
            )
            move, now = ACCESS_REQUEST.moves.get(verb), again(request)
            may = {source} | ({move.target} if move and source in move.source else set())
            assert now.status in may, (source, verb, now.status)
            if now.status != source:
                passed.add((source, verb))
                put(
                    TABLE, request.pk, status=str(source), **{name: getattr(before, name) for name in WRITTEN}
                )
    assert passed >= {(S.SENT, "ask"), (S.SENT, "confirm"), (S.ASKED, "answer"), (S.CONFIRMED, "reopen"), (S.QUOTED, "refuse"),
                      (S.CONFIRMED, "quote"), (S.ACCEPTED, "withdraw"), (S.CHECKED, "refuse")}  # fmt: skip


@pytest.mark.rule("E3")
def test_the_api_shows_requests_and_takes_nothing(division, signed_in):
    request = asked(division)
    browser = signed_in("clerk")
    there = "/api/requests/"
    (row,) = browser.get(there).json()["results"]
    assert (row["reference"], row["status"], row["items"][0]["product"]) == (
        request.reference,
        "sent",
        "FULL",
    )
    assert "Vera" not in str(row)
    assert "secret" not in row
    for address in (there, f"{there}{request.reference}/"):
        for method in ("post", "put", "patch", "delete"):
            answer = getattr(browser, method)(
                address, {"status": "released"}, content_type="application/json"
            )
            assert answer.status_code == 405, (method, address)
    assert browser.get(f"{there}?status=released").json()["count"] == 0
    assert browser.get(f"{there}?secret=x").status_code == 400
    assert signed_in("cashier").get(there).status_code == 403
    assert again(request).status == S.SENT


def test_the_api_shows_nothing_of_another_division(division, other_division, signed_in):
    request = asked(division)
    browser = signed_in("clerk", other_division)
    assert browser.get("/api/requests/").json()["count"] == 0
    assert browser.get(f"/api/requests/{request.reference}/").status_code == 404


def test_the_administration_has_no_page_for_requests(db):
    kept_out = (AccessRequest, RequestItem, Decision, Quotation)
    assert not [model for model in site._registry if model in kept_out]
    with pytest.raises(NoReverseMatch):
        reverse("admin:registers_accessrequest_changelist")


def test_another_division_finds_no_page_of_it(division, other_division, signed_in):
    request = asked(division)
    browser = signed_in("dro", other_division)
    pages = ["", *(f"{verb}/" for verb in STEPS), "papers/P00000000/"]
    assert {browser.get(f"{request.get_absolute_url()}{page}").status_code for page in pages} == {404}
    assert {browser.post(f"{request.get_absolute_url()}{verb}/").status_code for verb in STEPS} == {404}
    assert somebody(division, "clerk").may("register_view", division)
