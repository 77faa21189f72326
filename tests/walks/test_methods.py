"""The method of each Walk, its reason, and the cost of each method side by side (1.1c, 1.1g, 10.2f)."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from electoral.office.models import Event
from electoral.office.refusals import NotPermitted, Refused
from tests.walks.plans import choose, later, lay_walks, part_of, walk
from walks.actions.high_risk import mark_risk
from walks.actions.method import choose_method
from walks.actions.roll_review import join_walks
from walks.documents.plan import planned_walks
from walks.models import ReviewWalk


@pytest.fixture
def part(division, dro):
    return part_of(division, by=dro, sizes=(3, 5, 2))


def methods(part):
    return [row.chosen for row in planned_walks(part)]


@pytest.mark.rule("1.1c", "10.2f")
def test_the_choice_is_kept_with_its_reason_who_and_when(part, dro):
    choose(part, 2, method="mail", reason="Two blocks with security doors", by=dro)
    row = ReviewWalk.objects.get(walk__number=2)
    assert (row.method, row.reason, row.chosen_by) == ("mail", "Two blocks with security doors", dro)
    assert row.chosen_on == part.division.today()
    event = Event.objects.get(verb="choose_method")
    assert event.subject == row.walk.reference
    assert event.data["method"] == "mail"


@pytest.mark.rule("10.2f")
@pytest.mark.parametrize("method", ["mail", "schedule", "agent"])
def test_anything_but_a_visit_says_why_a_visit_is_not_practicable(part, dro, method):
    with pytest.raises(Refused, match="not practicable"):
        choose(part, 1, method=method, reason=" ", sparse="Forty kilometres to the next house", by=dro)
    assert methods(part) == ["", "", ""]
    with pytest.raises(IntegrityError), transaction.atomic():
        ReviewWalk.objects.filter(review=part).update(method=method, sparse="x")


@pytest.mark.rule("1.1g")
def test_agents_also_say_why_the_area_is_sparse(part, dro):
    with pytest.raises(Refused, match="sparsely populated"):
        choose(part, 1, method="agent", reason="No road in the wet", by=dro)
    with pytest.raises(IntegrityError), transaction.atomic():
        ReviewWalk.objects.filter(review=part).update(method="agent", reason="x")
    choose(
        part, 1, method="agent", reason="No road in the wet", sparse="Four stations in a day's drive", by=dro
    )
    assert ReviewWalk.objects.get(walk__number=1).sparse == "Four stations in a day's drive"


@pytest.mark.rule("1.1c")
def test_the_dro_alone_chooses(part, person):
    for role in ("clerk", "head_office", "area_manager"):
        with pytest.raises(NotPermitted):
            choose(part, 1, by=person(role))
    with pytest.raises(Refused, match="at least one Walk"):
        choose_method(part, [], "visit", by=person("dro"))


@pytest.mark.rule("10.1a")
def test_without_a_choice_a_walk_is_visited_and_one_of_high_risk_goes_by_mail(part, division, dro):
    mark_risk(
        division, walk=walk(division, 2), reason="Dogs kept loose", review_on=later(division, 90), by=dro
    )
    assert [row.method for row in planned_walks(part)] == ["visit", "mail", "visit"]
    choose(part, 2, method="visit", by=dro)
    assert [row.method for row in planned_walks(part)] == ["visit", "visit", "visit"]


@pytest.mark.rule("1.1c")
def test_the_cost_of_each_method_stands_side_by_side(part, signed_in):
    client = signed_in("dro")
    page = client.get(f"/walks/reviews/plan/{part.reference}/methods/").content.decode()
    for cost in ("$3.75", "$9.30", "$9.36", "$13.50"):  # of three urban residences
        assert cost in page
    assert "to be verified" in page


@pytest.mark.rule("1.1c", "10.2f")
def test_many_walks_are_chosen_for_at_once_after_a_word_with_their_count(part, signed_in):
    client, base = signed_in("dro"), f"/walks/reviews/plan/{part.reference}/methods/"
    asked = client.post(f"{base}confirm/?q=3", {"all": "1"}).content.decode()
    assert "<strong>1</strong> Walk" in asked
    asked = client.post(f"{base}confirm/?method=none", {"all": "1"}).content.decode()
    assert "<strong>3</strong> Walks" in asked
    ticks = {"walk": [walk(part.division, n).reference for n in (1, 3)]}
    missing = client.post(f"{base}choose/", ticks | {"method": "mail"})
    assert "Say why a visit is not practicable" in missing.content.decode()
    assert methods(part) == ["", "", ""]
    client.post(f"{base}choose/", ticks | {"method": "mail", "reason": "Security doors"})
    assert methods(part) == ["mail", "", "mail"]
    nothing = client.post(f"{base}confirm/", {}).content.decode()
    assert "No Walk is ticked" in nothing


def test_a_clerk_sees_the_methods_and_chooses_none(part, signed_in):
    client = signed_in("clerk")
    assert b'name="walk"' not in client.get(f"/walks/reviews/plan/{part.reference}/methods/").content
    for path in ("confirm", "choose"):
        assert (
            client.post(f"/walks/reviews/plan/{part.reference}/methods/{path}/", {"all": "1"}).status_code
            == 403
        )


def test_the_file_of_methods_holds_no_reason(part, signed_in, dro):
    choose(part, 1, method="mail", reason="ZQX-CANARY", by=dro)
    client = signed_in("dro")
    sheet = b"".join(client.get(f"/walks/reviews/plan/{part.reference}/methods/?format=csv")).decode()
    assert sheet.splitlines()[1].startswith("1,")
    assert "ZQX-CANARY" not in sheet
    assert b"ZQX-CANARY" in client.get(f"/walks/reviews/plan/{part.reference}/methods/").content


def test_the_list_costs_the_same_for_ten_times_the_walks(part, signed_in, clerk):
    client, counts = signed_in("dro"), []
    for more in (0, 27):
        lay_walks(part.division, [1] * more, first=10)
        join_walks(part, by=clerk)
        with CaptureQueriesContext(connection) as asked:
            client.get(f"/walks/reviews/plan/{part.reference}/methods/")
        counts.append(len(asked))
    assert counts[0] == counts[1]
