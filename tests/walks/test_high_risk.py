"""Places of high risk: marked by the DRO, seen by the divisional office alone, reviewed in time (10.1a)."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from electoral.office.models import Event
from electoral.office.refusals import NotPermitted, Refused
from electoral.roll.models import Street
from tests.walks.plans import later, lay_walks, part_of, walk
from walks.actions.high_risk import end_risk, mark_risk, renew_risk
from walks.documents.plan import planned_walks
from walks.models import HighRisk
from walks.waiting.roll_review import waiting_for


@pytest.fixture
def part(division, dro):
    return part_of(division, by=dro, sizes=(6, 6, 6))


def mark(division, number=1, *, by, days=90, **where):
    where = where or {"walk": walk(division, number)}
    return mark_risk(
        division, **where, reason="Dogs kept loose ZQX-CANARY", review_on=later(division, days), by=by
    )


@pytest.mark.rule("10.1a")
def test_the_dro_marks_a_walk_or_numbers_of_a_street(part, division, dro):
    mark(division, 1, by=dro)
    street = Street.objects.get(name="PRETEND 3")
    mark(division, by=dro, street=street, low=4, high=None)
    found = [(row.is_at_risk, row.has_risk) for row in planned_walks(part)]
    assert found == [(True, True), (False, False), (False, True)]


def test_numbers_that_no_residence_has_mark_no_walk(part, division, dro):
    mark(division, by=dro, street=Street.objects.get(name="PRETEND 3"), low=7, high=20)
    assert not any(row.has_risk for row in planned_walks(part))


@pytest.mark.rule("10.1a")
def test_only_the_dro_marks_and_only_with_reason_and_date(part, division, person, dro):
    for role in ("clerk", "head_office", "area_manager"):
        with pytest.raises(NotPermitted):
            mark(division, by=person(role))
    with pytest.raises(Refused, match="after today"):
        mark(division, by=dro, days=0)
    with pytest.raises(Refused, match="Say why"):
        mark_risk(division, walk=walk(division, 1), reason=" ", review_on=later(division, 9), by=dro)
    with pytest.raises(Refused, match="a Walk, or numbers"):
        mark_risk(division, reason="x", review_on=later(division, 9), by=dro)
    assert not HighRisk.objects.exists()


@pytest.mark.rule("10.1a")
def test_a_mark_is_reviewed_kept_or_taken_away_and_stays_on_file(part, division, dro):
    first = mark(division, by=dro)
    second = renew_risk(first, reason="Still loose", review_on=later(division, 200), by=dro)
    assert list(HighRisk.objects.in_force()) == [second]
    with pytest.raises(Refused, match="already"):
        end_risk(first, by=dro)
    end_risk(second, by=dro)
    assert not any(row.has_risk for row in planned_walks(part))
    assert HighRisk.objects.count() == 2
    with pytest.raises(IntegrityError), transaction.atomic():
        HighRisk.objects.update(reason="another")


@pytest.mark.rule("10.1a")
def test_overdue_reviews_are_a_queue_of_the_dro(part, division, dro, person):
    marked = mark(division, by=dro)

    def queue(user):
        return [q["count"] for q in waiting_for(user) if "high risk" in q["label"]]

    assert queue(dro) == [0]
    HighRisk.objects.filter(pk=marked.pk).update(ended_on=division.today())
    HighRisk.objects.create(
        division=division,
        walk=walk(division, 1),
        reason="Old",
        review_on=later(division, 0),
        marked_by=dro,
        from_on=later(division, -90),
    )
    assert queue(dro) == [1]
    assert queue(person("clerk")) == []


@pytest.mark.rule("10.1a")
@pytest.mark.parametrize("role", ["area_manager", "head_office", "auditor"])
def test_others_see_no_mark_on_any_page_or_file(part, division, dro, signed_in, role):
    mark(division, 1, by=dro)
    mark(division, by=dro, street=Street.objects.get(name="PRETEND 2"), low=1, high=2)
    client = signed_in(role)
    assert client.get(f"/walks/reviews/risks/{division.code}/").status_code == 403
    assert client.get(f"/walks/reviews/risk/{HighRisk.objects.first().reference}/renew/").status_code == 404
    for path in (
        "board/",
        "board/?format=csv",
        "board/map/",
        "board/map.json",
        "methods/",
        "methods/?format=csv",
        "workloads/",
        "",
    ):
        page = client.get(f"/walks/reviews/plan/{part.reference}/{path}")
        said = (b"".join(page) if page.streaming else page.content).lower()
        assert page.status_code == 200
        assert b"zqx-canary" not in said
        assert b"high risk</strong>" not in said


@pytest.mark.rule("10.1a")
def test_no_file_and_no_map_shows_a_mark_to_the_office_either(part, division, dro, signed_in):
    mark(division, 1, by=dro)
    client = signed_in("dro")
    assert b"High risk</strong>" in client.get(f"/walks/reviews/plan/{part.reference}/methods/").content
    for path in ("board/?format=csv", "methods/?format=csv", "workloads/?format=csv", "board/map.json"):
        page = client.get(f"/walks/reviews/plan/{part.reference}/{path}")
        said = (b"".join(page) if page.streaming else page.content).lower()
        assert b"zqx-canary" not in said
        assert b"risk" not in said


def test_the_trail_keeps_no_reason(part, division, dro):
    mark(division, by=dro)
    assert "ZQX-CANARY" not in str(Event.objects.get(verb="mark_risk").data)


@pytest.mark.rule("10.1a")
def test_a_dro_marks_keeps_and_takes_away_on_the_page(part, division, signed_in):
    client, base = signed_in("dro"), f"/walks/reviews/risks/{division.code}/"
    day = {"review_on": "3 May 2029", "reason": "Dogs kept loose"}
    both = client.post(f"{base}mark/", day | {"walk": "1", "street": "Pretend 1 Street"})
    assert "either a Walk or numbers" in both.content.decode()
    assert "no Walk 77" in client.post(f"{base}mark/", day | {"walk": "77"}).content.decode()
    assert "no such street" in client.post(f"{base}mark/", day | {"street": "Nowhere"}).content.decode()
    past = client.post(f"{base}mark/", {"review_on": "3 May 2020", "reason": "x", "walk": "1"})
    assert "after today" in past.content.decode()
    client.post(f"{base}mark/", day | {"street": "pretend 1 street, mockton", "low": "2", "high": "4"})
    risk = HighRisk.objects.get()
    page = client.get(base).content.decode()
    assert "2 to 4" in page
    client.post(
        f"/walks/reviews/risk/{risk.reference}/renew/", {"reason": "Still", "review_on": "3 May 2030"}
    )
    renewed = HighRisk.objects.in_force().get()
    client.post(f"/walks/reviews/risk/{renewed.reference}/end/")
    assert "No place is marked" in client.get(base).content.decode()


def test_the_list_costs_the_same_for_ten_times_the_marks(part, division, dro, signed_in):
    client, counts = signed_in("clerk"), []
    lay_walks(division, [1] * 20, first=10)
    mark(division, by=dro)
    for more in ((), range(10, 30)):
        for number in more:
            mark(division, number, by=dro)
        with CaptureQueriesContext(connection) as asked:
            assert client.get(f"/walks/reviews/risks/{division.code}/").status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1]
