"""Which absent voters lists the officer is told to seal, and when (regulation 61, E5, E7)."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.urls import reverse

from electoral.office.refusals import Refused
from registers.actions.edition import order_edition
from registers.models import Edition
from registers.rules.lists import current_from, final_from
from registers.waiting import absent
from tests.registers.asking import asked, confirmed, in_england, item, quoted, sealed
from tests.registers.visiting import booked, sitting_at

LONDON = ZoneInfo("Europe/London")
ENGLAND = {"jurisdiction": "england_and_wales", "region": "EN", "zone": "Europe/London"}
TODAYS = "Requests that wait for today’s absent voters lists"
FINAL = item("AVL", stage="final", poll="Mayor 2027")


@pytest.fixture
def office(division):
    division.time_zone = "Europe/London"
    division.save()
    return in_england(division)


@pytest.fixture
def at():
    """`at(hour)`: it is that hour of today at the office; `at(hour, day)` of another day."""
    journeys = []

    def it_is(hour: int, day: date | None = None) -> None:
        day = day or datetime.now(LONDON).date()
        journeys.append(time_machine.travel(datetime(day.year, day.month, day.day, hour, tzinfo=LONDON)))
        journeys[-1].start()

    yield it_is
    for journey in reversed(journeys):
        journey.stop()


def told(user) -> dict[str, int]:
    return {queue["label"]: queue["count"] for queue in absent.waiting_for(user)}


@pytest.mark.rule("E5", "E7")
def test_the_officer_is_told_at_nine_of_requests_that_wait_for_the_lists_of_today(office, person, at):
    officer = person("dro")
    asked(office, "CANDIDATE", ["AVL"])
    confirmed(asked(office, "REG_PARTY", ["FULL", "AVL"]))
    asked(office, "CANDIDATE", ["FULL"])
    at(8)
    assert told(officer) == {}
    at(9)
    assert told(officer) == {TODAYS: 2}
    (queue,) = absent.waiting_for(officer)
    assert queue["url"] == f"{reverse('registers:edition_new')}?division={office.code}&family=absent"
    assert told(person("clerk")) == {}


@pytest.mark.rule("E5")
@pytest.mark.parametrize(("age", "stage", "is_told"), [(0, "current", False), (1, "current", True), (0, "final", True)])  # fmt: skip
def test_only_the_lists_of_today_as_they_stand_end_the_reminder(office, person, at, age, stage, is_told):
    asked(office, "CANDIDATE", ["AVL"])
    at(10)
    sealed(office, "absent", stage=stage, speaks_on=office.today() - timedelta(days=age))
    assert bool(told(person("dro")).get(TODAYS)) == is_told


def test_what_is_quoted_or_refused_waits_for_no_list(office, person, at):
    quoted(asked(office, "CANDIDATE", ["AVL"]))
    at(10)
    at(10, office.today() + timedelta(days=1))
    assert told(person("dro")) == {}


@pytest.mark.rule("E7")
def test_the_officer_is_told_of_visitors_who_come_today_for_the_lists(office, person, at):
    at(8)
    booked(office, "AVL", sitting=sitting_at(office, hours=3))
    booked(office, "AVL", sitting=sitting_at(office, hours=30))
    at(9)
    assert told(person("dro")) == {"Visitors of today who wait for today’s absent voters lists": 1}


@pytest.mark.rule("E5")
@pytest.mark.parametrize(
    ("stage", "day"),
    [("final_postal", date(2027, 4, 20)), ("final", date(2027, 4, 27)), ("updated_proxy", date(2027, 5, 6))],
)
def test_a_final_list_is_not_sealed_before_its_evening(office, person, at, stage, day):
    dro = person("dro")
    final = {"family": "absent", "speaks_on": day, "stage": stage, "poll": "Mayor 2027", "by": dro}
    at(16, day)
    with pytest.raises(Refused, match=f"not final before 17:00 on {day:%-d %B %Y}"):
        order_edition(office, **final, polls_on=date(2027, 5, 6))
    with pytest.raises(Refused, match="Name the poll and its day"):
        order_edition(office, **final)
    assert not Edition.objects.exists()
    at(17, day)
    assert order_edition(office, **final, polls_on=date(2027, 5, 6)).stage == stage


@pytest.mark.rule("E5")
def test_a_request_for_final_lists_of_a_poll_that_has_none_is_told(office, person):
    asked(office, "CANDIDATE", items=[FINAL])
    label = "Requests for final absent voters lists of a poll that has none"
    assert told(person("dro")) == {label: 1}
    sealed(office, "absent", stage="final", poll="Another 2027")
    assert told(person("dro")) == {label: 1}
    sealed(office, "absent", stage="final_postal", poll="Mayor 2027")
    assert told(person("dro")) == {label: 1}
    sealed(office, "absent", stage="final", poll="Mayor 2027")
    assert told(person("dro")) == {}


@pytest.mark.rule("E5", "E7")
def test_the_next_final_lists_are_due_at_five_on_their_days(office, person, at):
    officer, poll = person("dro"), date(2027, 5, 6)
    more = {"poll": "Mayor 2027", "polls_on": poll}
    at(18, date(2027, 4, 20))
    sealed(office, "absent", stage="final_postal", **more)
    assert told(officer) == {}
    at(16, date(2027, 4, 27))
    assert told(officer) == {}
    at(17, date(2027, 4, 27))
    assert told(officer) == {"Final absent voters lists to seal": 1}
    sealed(office, "absent", stage="final", **more)
    assert told(officer) == {}
    at(17, poll)
    assert told(officer) == {"Final absent voters lists to seal": 1}
    at(17, poll + timedelta(days=31))
    assert told(officer) == {}


def test_of_two_offices_each_queue_names_its_own(office, other_division, person):
    officer = person("dro")
    officer.appointment_set.create(role="dro", division=other_division, from_on=date(2026, 1, 1))
    asked(office, "CANDIDATE", items=[FINAL])
    assert list(told(officer)) == [
        f"Requests for final absent voters lists of a poll that has none, {office}"
    ]


def test_the_days_are_counted_as_the_law_does():
    assert f"{current_from(date(2027, 4, 20), 'Europe/London'):%H:%M %z}" == "09:00 +0100"
    days = {stage: final_from(stage, date(2027, 5, 6), **ENGLAND) for stage in ("final_postal", "final", "updated_proxy")}  # fmt: skip
    assert {stage: f"{at:%d %B %H:%M}" for stage, at in days.items()} == {
        "final_postal": "20 April 17:00", "final": "27 April 17:00", "updated_proxy": "06 May 17:00",
    }  # fmt: skip
