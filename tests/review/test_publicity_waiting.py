"""What of publicity waits for each one, and what a State of divisions costs."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from review.actions.letter import write_letters
from review.actions.publicity import leave_out_divisions, plan_notices
from review.models import Addressee
from review.waiting.publicity import waiting_for
from tests.conftest import make_person
from tests.review.publishing import FROM, asked, at, newspaper, places, review_of, told
from walks.models import DivisionReview


def labels(user):
    return {q["label"].partition(",")[0]: q["count"] for q in waiting_for(user)}


def test_what_waits_stands_on_each_ones_first_page(gold, person, signed_in):
    manager, dro = person("area_manager"), person("dro")
    assert labels(gold.informer) == {"Divisions without a Notice of Review": 1}
    assert labels(dro) == {"Letters to write": 3, "No Notice of Review is planned": 1}
    assert labels(manager) == {"Local advertisements to approve": 0}
    asked(gold)
    plan_notices(gold.review, [(gold.regional, FROM)], by=gold.informer)
    write_letters(gold, Addressee.objects.all(), by=gold.clerk)
    DivisionReview.objects.filter(pk=gold.pk).update(calling_until="19:00")
    assert labels(manager) == {"Local advertisements to approve": 1}
    assert labels(gold.informer) == {"Notices": 2}
    assert labels(dro) == {"Letters to write": 0, "Letters out of date": 4}
    assert waiting_for(person("auditor")) == []
    for queue in [*waiting_for(dro), *waiting_for(manager), *waiting_for(gold.informer)]:
        assert signed_in("head_office").get(queue["url"]).status_code == 200, queue
    DivisionReview.objects.filter(pk=gold.pk).update(starts_on="2025-05-01", ends_on="2025-05-02")
    assert labels(dro) == {}, "a review that is over nags nobody"


@pytest.mark.rule("3.2a", "3.2b")
def test_forty_seven_divisions_in_one_state_cost_as_many_queries_as_four(client, division):
    counts = {}
    for size in (4, 43):
        divisions = places(size, letter="Q" if size == 4 else "R")
        review = review_of(*divisions, title=f"Review of {size}")
        informer = make_person("information_officer", review.state)
        clerk = make_person("clerk", review.state)
        make_person("dro", review.state)
        papers = [
            newspaper(informer, *divisions[n : n + 2], name=f"Paper {size} {n}") for n in range(0, size, 2)
        ]
        plan_notices(review, [(outlet, FROM) for outlet in papers[: size // 4]], by=informer)
        leave_out_divisions(review, [review.parts[divisions[-1].code]], by=informer, reason="no funds")
        for place in divisions[:: max(1, size // 4)]:
            write_letters(review.parts[place.code], told(place, clerk), by=clerk)
        for user in (informer, clerk):
            client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
            for name in ("publicity_of_review", "advertisements"):
                counts.setdefault((user.appointments_in_force[0].role, name), []).append(
                    queries(client, at(name, review))
                )
            for url in (at("publicity"), at("outlets"), at("addressees"), "/"):
                counts.setdefault((user.appointments_in_force[0].role, url), []).append(queries(client, url))
        client.force_login(informer, backend="allauth.account.auth_backends.AuthenticationBackend")
        counts.setdefault("plan", []).append(queries(client, at("plan_notices", review)))
    assert {key: n for key, n in counts.items() if n[0] != n[1]} == {}


def queries(client, url) -> int:
    client.get(url)  # what is read once a process is read
    with CaptureQueriesContext(connection) as asked:
        assert client.get(url).status_code == 200
    return len(asked)
