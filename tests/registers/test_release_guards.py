"""A release without payment, entitlement, second person, people apart or check is impossible by action, page, ORM and SQL (E3, E6);
and each guard is missed when it is taken away."""

from contextlib import ExitStack, nullcontext
from dataclasses import replace

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from electoral.office.refusals import Refused
from registers.actions.release import release_copy
from registers.models import AccessRequest, Release
from registers.states import ACCESS_REQUEST
from registers.states import request as states
from tests.conftest import make_person
from tests.registers.asking import again, asked
from tests.registers.copies import by_hand, checked
from tests.registers.trying import as_it_were, refused_by, run, without_trigger

pytestmark = pytest.mark.django_db(transaction=True)
REQUEST, RELEASE = "registers_accessrequest", "registers_release"
# What is lacking: the objection of the action, the constraint of the database, the sentence that a person reads.
LACKS = {
    "payment": (states.owes_a_fee, "request_is_paid", "fee has not been received"),
    "entitlement": (states.is_not_entitled, "request_is_entitled", "gives this applicant no copy"),
    "second person": (states.lacks_its_second, "request_is_entitled", "second person has not confirmed"),
    "people apart": (states.confirmed_it, "request_has_its_people", "another person takes this step"),
    "check": (None, "request_has_its_people", "It is prepared"),
}

# What holds besides that trigger: a constraint of the table, the trigger of the moves.
STILL_REFUSED = {"people apart": "who_confirms_does_not_release", "check": f"{REQUEST}_status"}


@pytest.fixture
def ready(division):
    """A sold register, confirmed by two, paid, prepared; checked in each test that does not ask what happens without."""
    return by_hand(asked(division, "CRA"))


def lacking(what, request):
    """The request as it is without that, for a while."""
    row = request.items_now[0].entitlement
    entry = request.fee.entries.get()
    return {
        "payment": lambda: as_it_were("payments_entry", entry.pk, amount=1),
        "entitlement": lambda: as_it_were("registers_entitlement", row.pk, decision="no"),
        "second person": lambda: as_it_were(REQUEST, request.pk, seconded_by_id=None),
    }.get(what, nullcontext)()


def moved(request, by):
    """The move by SQL, as the application's role."""
    return lambda: run(
        f"UPDATE {REQUEST} SET status = 'released', released_by_id = %s WHERE id = %s", [by.pk, request.pk]
    )


def written(request, by):
    """The row of a release by the ORM."""
    return lambda: Release.objects.create(
        division=request.division, request=request, copy=request.copies.get(), way="link", key_way="telephone",
        token="f" * 64, sha256="e" * 64, size=1, released_by=by, expires_at=timezone.now(),
    )  # fmt: skip


@pytest.mark.rule("E3", "E6", "E7")
@pytest.mark.parametrize("what", LACKS)
def test_a_release_lacking_it_is_impossible_by_every_way(ready, client, what, monkeypatch):
    objection, constraint, sentence = LACKS[what]
    request = ready if what == "check" else checked(ready)
    by = request.confirmed_by if what == "people apart" else make_person("clerk", request.division)
    client.force_login(by, backend="allauth.account.auth_backends.AuthenticationBackend")
    with lacking(what, request):
        request = again(request)
        with pytest.raises(Refused, match=sentence):
            release_copy(request, way="link", key_way="telephone", by=by)
        answer = client.post(
            f"{request.get_absolute_url()}release/", {"way": "link", "key_way": "telephone"}, follow=True
        )
        assert sentence in answer.content.decode().replace("&#x27;", "'")
        assert again(request).status == ("prepared" if what == "check" else "checked")
        assert refused_by(moved(request, by)) == constraint
        with pytest.raises(IntegrityError), transaction.atomic():
            AccessRequest.objects.filter(pk=request.pk).update(status="released", released_by=by)
        assert not Release.objects.exists()
        # Each guard, taken away: the database passes what it refused, and the action what it objected to.
        with without_trigger(REQUEST, f"{REQUEST}_entitled"):
            assert refused_by(moved(request, by)) == STILL_REFUSED.get(what, "")
        if objection:
            move = ACCESS_REQUEST.moves["release"]
            unless = tuple(one for one in move.unless if one is not objection)
            monkeypatch.setitem(ACCESS_REQUEST.moves, "release", replace(move, unless=unless))
            with pytest.raises(IntegrityError):
                release_copy(again(request), way="link", key_way="telephone", by=by)
    assert not Release.objects.exists()


@pytest.mark.rule("E3", "E6")
@pytest.mark.parametrize("what", ["payment", "entitlement", "second person"])
def test_the_row_of_a_release_is_not_written_without_it(ready, what):
    request = checked(ready)
    by = make_person("clerk", request.division)
    with ExitStack() as held:
        held.enter_context(as_it_were(REQUEST, request.pk, status="released"))
        assert refused_by(written(request, by)) == ""
        held.enter_context(lacking(what, request))
        assert refused_by(written(request, by)) == LACKS[what][1]
        with without_trigger(RELEASE, f"{RELEASE}_of_request"):
            assert refused_by(written(request, by)) == ""


@pytest.mark.rule("E7")
def test_the_row_of_a_release_is_written_for_a_released_request_alone_and_once(ready):
    request = checked(ready)
    by = make_person("clerk", request.division)
    assert refused_by(written(request, by)) == f"{RELEASE}_of_request"
    release_copy(request, way="link", key_way="telephone", by=by)
    assert refused_by(written(request, by)) == "one_open_release"


@pytest.mark.rule("E3")
def test_whoever_prepared_it_is_not_the_one_who_checked_it_by_sql(ready):
    by = ready.prepared_by
    check = f"UPDATE {REQUEST} SET status = 'checked', checked_by_id = %s WHERE id = %s"
    assert refused_by(lambda: run(check, [by.pk, ready.pk])) == "request_has_its_people"
    with without_trigger(REQUEST, f"{REQUEST}_entitled"):
        assert refused_by(lambda: run(check, [by.pk, ready.pk])) == "the_checker_is_another"


@pytest.mark.rule("E7")
def test_what_is_written_of_a_release_is_not_changed(ready):
    """The digest of its link and of its file, who released it, when it was handed over; and no row of a try at all."""
    request = checked(ready)
    release, _, _ = release_copy(
        request, way="link", key_way="telephone", by=make_person("clerk", request.division)
    )
    for change in (
        "token = repeat('0', 64)",
        "sha256 = repeat('0', 64)",
        "way = 'post'",
        "size = 1",
        "released_by_id = 1",
    ):
        assert refused_by(lambda c=change: run(f"UPDATE {RELEASE} SET {c}")) == f"{RELEASE}_once", change
    for move in ("'handed_over', handed_over_at = NULL",):
        assert (
            refused_by(lambda m=move: run(f"UPDATE {RELEASE} SET status = {m}"))
            == "what_is_handed_over_says_when"
        )
    with without_trigger(RELEASE, f"{RELEASE}_once"):
        assert refused_by(lambda: run(f"UPDATE {RELEASE} SET way = 'post'")) == ""
    assert release.status == "open"
