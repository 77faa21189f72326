"""A review of a State or a division: who makes it, what joins it, where each division stands."""

from datetime import date, datetime, time

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from electoral.office.models import Event
from electoral.office.refusals import NotPermitted, Refused
from tests.conftest import make_place
from tests.factories import WalkFactory
from tests.walks.plans import ENDS, STARTS, lay_walks, part_of, review_of
from walks.actions.roll_review import change_part, change_review, join_walks, make_review
from walks.models import DivisionReview, ReviewWalk, RollReview
from walks.rules.supply import is_outside_hours

NEW = {"title": "Review 2027", "starts_on": "1 March 2027", "ends_on": "31/5/2027", "request_dates": "3 March 2027\n17/3/2027", "divisions": ["GOLD"]}  # fmt: skip


def changed(review, *, by, **what):
    given = {"title": review.title, "starts_on": STARTS, "ends_on": ENDS, "request_dates": ()} | what
    return change_review(review, **given, by=by)


def test_a_dro_makes_a_review_of_their_division_and_its_walks_join_at_once(division, dro):
    lay_walks(division, (2, 3))
    WalkFactory(division=division, number=9, ended_on=date(2026, 2, 1))
    review = review_of(division, by=dro, dates=[date(2027, 3, 3)])
    part = review.divisions.get()
    assert [row.walk.number for row in part.walks.order_by("walk__number")] == [1, 2]
    assert (part.calling_from, part.calling_until) == (time(8), time(20))
    assert Event.objects.get(verb="make_review").subject == review.reference


def test_head_office_makes_one_for_the_state_and_a_clerk_makes_none(division, other_division, person):
    review = review_of(division, other_division, by=person("head_office"))
    assert review.divisions.count() == 2
    with pytest.raises(NotPermitted):
        review_of(division, by=person("clerk"), title="Another")


def test_a_dro_makes_none_of_another_division(other_division, dro):
    with pytest.raises(NotPermitted):
        review_of(other_division, by=dro)


def test_a_review_is_of_one_state(division, person):
    far = make_place("FARR", state="OS", area="Far")
    shell = person("head_office")
    type(shell).objects.filter(pk=shell.pk).update(is_operator=True, password="!none")
    shell.refresh_from_db()
    with pytest.raises(Refused, match="one State"):
        review_of(division, far, by=shell)


def test_a_title_stands_once_in_a_state_and_dates_are_in_order(division, dro):
    review_of(division, by=dro)
    with pytest.raises(Refused, match="another title"):
        review_of(division, by=dro)
    with pytest.raises(Refused, match="ends on or after"):
        make_review(title="Back", starts_on=ENDS, ends_on=STARTS, divisions=[division], by=dro)


def test_new_walks_join_later_and_once(division, dro, clerk):
    part = part_of(division, by=dro, sizes=(1,))
    lay_walks(division, (1, 1), first=2)
    assert join_walks(part, by=clerk) == 2
    assert join_walks(part, by=clerk) == 0
    assert ReviewWalk.objects.filter(review=part).count() == 3


def test_a_review_of_more_divisions_is_changed_by_who_plans_them_all(division, other_division, person):
    head, dro = person("head_office"), person("dro")
    review = review_of(division, by=head)
    assert changed(review, by=dro, title="Renamed").title == "Renamed"
    changed(review, by=head, more=[other_division])
    with pytest.raises(NotPermitted):
        changed(review, by=dro)


def test_field_work_lies_within_the_review(division, dro):
    part = part_of(division, by=dro)
    hours = {"calling_from": time(9), "calling_until": time(19)}
    change_part(part, starts_on=date(2027, 3, 8), ends_on=date(2027, 4, 30), **hours, by=dro)
    with pytest.raises(Refused, match="outside the review"):
        change_part(part, starts_on=date(2027, 2, 1), ends_on=ENDS, **hours, by=dro)
    with pytest.raises(Refused, match="field work of Gold lies outside"):
        changed(part.review, by=dro, ends_on=date(2027, 4, 1))
    with pytest.raises(Refused, match="end after they begin"):
        change_part(part, starts_on=STARTS, ends_on=ENDS, calling_from=time(9), calling_until=time(9), by=dro)


@pytest.mark.rule("A2")
@pytest.mark.parametrize(
    ("at", "outside"),
    [("07:59", True), ("08:00", False), ("12:00", False), ("20:00", False), ("20:01", True), ("23:59", True)],
)
def test_a_call_outside_the_hours_is_known_as_such(at, outside):
    review = DivisionReview()
    assert is_outside_hours(review, datetime.fromisoformat(f"2027-03-01T{at}:30")) is outside


@pytest.mark.rule("A2")
def test_the_hours_of_a_division_are_its_own():
    review = DivisionReview(calling_from=time(9), calling_until=time(17, 30))
    assert is_outside_hours(review, datetime(2027, 3, 1, 8, 30))
    assert not is_outside_hours(review, datetime(2027, 3, 1, 17, 30))


@pytest.mark.rule("A2", "5.1a")
def test_a_dro_makes_and_changes_a_review_on_its_pages(signed_in, division):
    lay_walks(division, (2,))
    client = signed_in("dro")
    assert client.post("/walks/reviews/new/", NEW | {"request_dates": "soon"}).status_code == 200
    assert not RollReview.objects.exists()
    made = client.post("/walks/reviews/new/", NEW)
    review = RollReview.objects.get()
    assert made.url == f"/walks/reviews/{review.reference}/"
    assert [day.on for day in review.request_dates.all()] == [date(2027, 3, 3), date(2027, 3, 17)]
    part = review.divisions.get()
    said = client.get(f"/walks/reviews/plan/{part.reference}/").content.decode()
    assert "8 a.m. to 8 p.m." in said.replace("&nbsp;", " ")
    hours = {
        "starts_on": "8/3/2027",
        "ends_on": "30/4/2027",
        "calling_from": "09:00",
        "calling_until": "19:00",
    }
    assert client.post(f"/walks/reviews/plan/{part.reference}/change/", hours).status_code == 302
    part.refresh_from_db()
    assert (part.starts_on, part.calling_from) == (date(2027, 3, 8), time(9))
    early = client.post(f"/walks/reviews/plan/{part.reference}/change/", hours | {"starts_on": "1/2/2027"})
    assert "It lies within the review" in early.content.decode()
    again = client.post("/walks/reviews/new/", NEW).content.decode()
    assert "title in the State already" in again
    short = client.post(f"{review.get_absolute_url()}change/", NEW | {"ends_on": "1/4/2027", "divisions": []})
    assert "field work of Gold would lie outside" in short.content.decode()
    renamed = NEW | {"title": "Renamed", "divisions": [], "request_dates": "3 March 2027"}
    assert client.post(f"{review.get_absolute_url()}change/", renamed).status_code == 302
    assert (RollReview.objects.get().title, review.request_dates.count()) == ("Renamed", 1)
    late = hours | {"calling_until": "08:00"}
    assert (
        "end after they begin"
        in client.post(f"/walks/reviews/plan/{part.reference}/change/", late).content.decode()
    )


def test_the_page_of_a_review_costs_the_same_for_47_divisions(signed_in, person, division):
    head, client = person("head_office"), signed_in("head_office")
    lay_walks(division, (1, 1))
    small = review_of(division, by=head, title="Small")
    many = [make_place(f"D{chr(65 + n // 26)}{chr(65 + n % 26)}") for n in range(46)]
    for place in many:
        lay_walks(place, (1,))
    large = review_of(division, *many, by=head, title="Large")
    counts = []
    for review in (small, large):
        client.get(review.get_absolute_url())
        with CaptureQueriesContext(connection) as asked:
            page = client.get(review.get_absolute_url())
        counts.append(len(asked))
        assert page.status_code == 200
    assert counts[0] == counts[1]
    assert page.content.decode().count("Choose the methods") == 47


def test_the_list_of_reviews_costs_the_same_however_many_there_are(signed_in, division, dro):
    client = signed_in("dro")
    counts = []
    for more in (1, 10):
        for n in range(more):
            review_of(division, by=dro, title=f"{more} and {n}")
        with CaptureQueriesContext(connection) as asked:
            assert client.get("/walks/reviews/").status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_another_divisions_part_is_not_there(signed_in, other_division, person):
    part = part_of(other_division, by=person("head_office"))
    client = signed_in("dro")
    for path in ("", "board/", "methods/", "workloads/", "estimates/", "requests/"):
        assert client.get(f"/walks/reviews/plan/{part.reference}/{path}").status_code == 404


@pytest.mark.parametrize("path", ["", "board/", "methods/", "workloads/", "estimates/", "requests/"])
def test_each_page_of_an_empty_plan_says_what_to_do(signed_in, division, dro, path):
    part = part_of(division, by=dro, sizes=())
    page = signed_in("dro").get(f"/walks/reviews/plan/{part.reference}/{path}")
    assert page.status_code == 200
    assert 'class="empty"' in page.content.decode()
