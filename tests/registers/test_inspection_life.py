"""Visits from the booking to the register of supplies (E3, E7, E9, regulations 43, 61 and 118)."""

from datetime import date, time, timedelta

import pytest
import time_machine
from django.utils import timezone

from electoral.office.models import Event
from electoral.office.refusals import NotPermitted, Refused, WrongState
from registers.actions import inspection as act
from registers.actions.sitting import close_sittings, open_sittings, sitting_now
from registers.models import Entitlement, Inspection, Sitting, Supply
from registers.waiting.inspection import waiting_for
from tests.conftest import make_person
from tests.registers.asking import in_england, somebody
from tests.registers.visiting import agreed, begun, booked, sitting_at


@pytest.fixture
def office(division):
    division = in_england(division)
    division.clerk, division.dro = somebody(division, "clerk"), somebody(division, "dro")
    return division


def opened(office, **changes):
    wanted = {"weekdays": [0, 2], "first": date(2027, 4, 26), "last": date(2027, 5, 9), "begins": time(10), "ends": time(11, 20), "minutes": 30,
              "seats": 2, "place": "Pretend House", "by": office.clerk}  # fmt: skip
    return open_sittings(office, **(wanted | changes))


@pytest.mark.rule("E7")
def test_sittings_are_opened_on_those_weekdays_but_not_on_a_public_holiday(office):
    with time_machine.travel("2027-04-20T00:00Z", tick=True):
        assert opened(office) == 3 * 2  # 26 and 28 April, 5 May; 3 May is the early May bank holiday
        assert {s.on.day for s in Sitting.objects.all()} == {26, 28, 5}
        assert opened(office) == 0, "what is there already stays"
        with pytest.raises(Refused, match="No sitting"):
            opened(office, first=date(2027, 5, 3), last=date(2027, 5, 3))
        with pytest.raises(Refused, match="today or later"):
            opened(office, first=date(2027, 4, 1))
        with pytest.raises(Refused, match="2,000"):
            opened(office, last=date(2029, 4, 1), weekdays=range(5), minutes=5)
    with pytest.raises(NotPermitted):
        opened(office, by=make_person("auditor", office))


@pytest.mark.rule("E7")
def test_the_times_of_sittings_are_the_offices_own_all_year(office):
    office.time_zone = "Europe/London"
    office.save()
    with time_machine.travel("2027-01-02T00:00Z", tick=True):
        opened(office, first=date(2027, 1, 6), last=date(2027, 1, 6), ends=time(10, 30))
        opened(office, first=date(2027, 7, 7), last=date(2027, 7, 7), ends=time(10, 30))
    assert sorted(s.starts_at.hour for s in Sitting.objects.all()) == [9, 10]


def test_a_closed_sitting_is_booked_by_nobody_and_keeps_its_visits(office):
    sitting = sitting_at(office, seats=2)
    kept = booked(office, sitting=sitting)
    assert close_sittings(office, [sitting.pk], by=office.clerk) == 1
    with pytest.raises(Refused, match="cannot be booked"):
        booked(office, sitting=sitting)
    kept.refresh_from_db()
    assert kept.status == "booked"


@pytest.mark.rule("E3", "E7")
def test_what_the_table_does_not_open_cannot_be_booked(office):
    for product in ("ANON", "OWN", "ROLL", "CERT", "nonsense"):
        with pytest.raises(Refused, match="not open to inspection"):
            booked(office, product)
    for applicant in ("CRA", "POLICE"):
        with pytest.raises(Refused, match="not open to inspection"):
            booked(office, applicant=applicant)
    Entitlement.objects.filter(product="FULL", mode="inspect").update(ended_on=office.today())
    with pytest.raises(Refused, match="not open to inspection"):
        booked(office)


@pytest.mark.rule("E7")
@pytest.mark.parametrize("missing", ["documents", "purpose", "why_marked"])
def test_a_marked_register_is_asked_for_with_its_particulars(office, missing):
    with pytest.raises(Refused, match="Say"):
        booked(office, "MARKED", **{missing: " "})
    assert booked(office, "MARKED").why_marked


@pytest.mark.rule("E7")
def test_absent_voters_lists_need_a_written_request_and_no_reason_for_marks(office):
    with pytest.raises(Refused, match="which documents"):
        booked(office, "AVL", documents="")
    assert not booked(office, "AVL", why_marked="").needs_a_word


def test_the_last_seat_is_taken_once_and_a_cancelled_one_is_free_again(office):
    sitting = sitting_at(office, seats=2)
    first, second = booked(office, sitting=sitting), booked(office, sitting=sitting)
    assert {first.seat, second.seat} == {1, 2}
    with pytest.raises(Refused, match="last seat"):
        booked(office, sitting=sitting)
    act.cancel_inspection(first, by=act.outsider())
    assert booked(office, sitting=sitting).seat == 1


def test_a_visit_is_moved_to_another_time(office):
    full, free = sitting_at(office), sitting_at(office, hours=30)
    visit = booked(office, sitting=full)
    visit = act.change_appointment(visit, sitting=free, by=act.outsider())
    assert visit.sitting == free
    assert booked(office, sitting=full)
    with pytest.raises(Refused, match="last seat"):
        act.change_appointment(visit, sitting=full, by=act.outsider())
    cancelled = act.cancel_inspection(visit, by=act.outsider())
    with pytest.raises(Refused, match="cannot be moved"):
        act.change_appointment(cancelled, sitting=sitting_at(office, hours=50), by=act.outsider())


def test_nobody_books_out_the_office_by_a_script(office, monkeypatch):
    monkeypatch.setattr(act, "BOOKED_AN_HOUR", 2)
    for _ in range(2):
        booked(office, sitting=sitting_at(office, place=str(timezone.now())))
    with pytest.raises(Refused, match="Many appointments"):
        booked(office, sitting=sitting_at(office))
    assert booked(office, sitting=sitting_at(office), by=office.clerk), "the desk itself books on"


@pytest.mark.rule("E3", "E7")
def test_a_marked_register_is_shown_when_two_people_have_agreed(office):
    visit = booked(office, "MARKED")
    with pytest.raises(Refused, match="Nobody has agreed"):
        act.begin_inspection(visit, disclaimer_signed=True, by=office.clerk)
    with pytest.raises(Refused, match="agrees first"):
        act.second_inspection(visit, by=office.dro)
    visit = act.agree_inspection(visit, by=office.dro)
    with pytest.raises(Refused, match="second person"):
        act.begin_inspection(visit, disclaimer_signed=True, by=office.clerk)
    with pytest.raises(Refused, match="You agreed"):
        act.second_inspection(visit, by=office.dro)
    with pytest.raises(NotPermitted):
        act.second_inspection(visit, by=make_person("clerk", office))
    visit = act.second_inspection(visit, by=make_person("dro", office))
    assert act.begin_inspection(visit, disclaimer_signed=False, by=office.clerk).status == "begun"


@pytest.mark.rule("E3b", "E7", "E9")
def test_a_refusal_has_its_reason_and_stands_in_the_register_of_supplies(office):
    visit = booked(office, "MARKED")
    with pytest.raises(Refused, match="Say why"):
        act.refuse_inspection(visit, reason=" ", by=office.clerk)
    act.refuse_inspection(
        visit, reason="The unmarked register will do.", open_instead="The full register.", by=office.clerk
    )
    line = Supply.objects.get()
    assert (line.kind, line.subject) == ("refusal", visit.reference)
    assert "unmarked register" in line.reason
    assert "full register" in line.reason
    assert "118" in line.basis or "reg" in line.basis


@pytest.mark.rule("E3b")
@pytest.mark.parametrize("email", ["vera@people.invalid", ""])
def test_who_is_refused_a_look_is_told_by_mail_and_why_stands_behind_the_word(
    office, email, mailoutbox, django_capture_on_commit_callbacks
):
    visit = booked(office, "MARKED", email=email)
    with django_capture_on_commit_callbacks(execute=True):
        act.refuse_inspection(visit, reason="The unmarked register will do.", by=office.clerk)
    assert [letter.to for letter in mailoutbox] == ([[email]] if email else [])
    for letter in mailoutbox:
        assert visit.reference in letter.subject
        assert "unmarked" not in letter.body


@pytest.mark.rule("E7", "E9")
@pytest.mark.parametrize("signed", [True, False])
def test_a_visit_is_supervised_by_name_and_its_end_is_written_down(office, signed):
    visit = begun(office, signed=signed)
    assert visit.supervisor == office.clerk
    ended = act.end_inspection(visit, by=office.clerk)
    line = Supply.objects.get()
    assert (line.kind, line.name, line.product, line.by) == (
        "inspection",
        "Vera Testperson",
        "Full register",
        office.clerk,
    )
    assert "1 minute;" in line.reason
    assert ("not signed" in line.reason) is not signed
    assert ended.minutes_taken == 1


@pytest.mark.rule("E9")
def test_a_visit_that_nobody_kept_and_one_that_was_cancelled_are_written_down_too(office):
    visit = booked(office, sitting=sitting_at(office, hours=2))
    with pytest.raises(Refused, match="still to come"):
        act.miss_inspection(visit, by=office.clerk)
    act.cancel_inspection(visit, by=act.outsider())
    missed = booked(office, sitting=sitting_at(office, hours=0.0001))
    with time_machine.travel(timezone.now() + timedelta(minutes=5)):
        act.miss_inspection(missed, by=office.clerk)
    by_office = booked(office)
    with pytest.raises(Refused, match="Say why"):
        act.cancel_inspection(by_office, by=office.clerk)
    act.cancel_inspection(by_office, by=office.clerk, why="The roof leaks.")
    told = list(Supply.objects.order_by("pk").values_list("reason", flat=True))
    assert told == [
        "Cancelled by the visitor.",
        "Nobody came; nothing was looked at.",
        "Cancelled: The roof leaks.",
    ]


@pytest.mark.rule("E7")
def test_a_supervisor_watches_one_visitor_on_the_day_of_the_appointment(office):
    begun(office)
    with pytest.raises(Refused, match="another inspection"):
        begun(office)
    assert begun(office, by=office.dro).supervisor == office.dro
    tomorrow = booked(office, sitting=sitting_at(office, hours=30))
    with pytest.raises(Refused, match="another day"):
        act.begin_inspection(tomorrow, disclaimer_signed=True, by=make_person("clerk", office))


@pytest.mark.parametrize("role", ["auditor", "cashier", "area_manager", "officer", "requester"])
def test_only_the_desk_supervises_books_moves_and_refuses(office, role):
    visit, stranger = booked(office), make_person(role, None if role == "requester" else office)
    steps = [
        lambda: act.begin_inspection(visit, disclaimer_signed=True, by=stranger),
        lambda: act.refuse_inspection(visit, reason="x", by=stranger),
        lambda: act.cancel_inspection(visit, why="x", by=stranger),
        lambda: act.change_appointment(visit, sitting=sitting_at(office, hours=9), by=stranger),
        lambda: act.agree_inspection(visit, by=stranger),
        lambda: sitting_now(office, minutes=30, place="Desk", by=stranger),
        lambda: booked(office, by=stranger),
    ]
    for step in steps:
        with pytest.raises(NotPermitted):
            step()


def test_every_other_step_is_refused_in_every_status(office):
    visit = act.end_inspection(begun(office), by=office.clerk)
    for step in (act.agree_inspection, act.second_inspection, act.end_inspection, act.miss_inspection):
        with pytest.raises(WrongState):
            step(visit, by=office.dro)
    with pytest.raises(WrongState):
        act.begin_inspection(visit, disclaimer_signed=True, by=office.clerk)


def test_the_clock_ends_visits_that_were_forgotten_and_counts_their_own_minutes(office):
    visit = begun(office, sitting=sitting_at(office, minutes=20, hours=0.001))
    assert act.end_due_inspections(by=office.clerk) == 0
    with time_machine.travel(timezone.now() + timedelta(hours=3)):
        assert act.end_due_inspections(by=office.clerk) == 1
    visit.refresh_from_db()
    assert visit.status == "ended"
    assert "20 minutes" in Supply.objects.get().reason


def test_somebody_who_has_come_is_received_without_an_appointment(office):
    sitting = sitting_now(office, minutes=30, place="Desk", by=office.clerk)
    visit = booked(office, sitting=sitting, by=office.clerk)
    assert act.begin_inspection(visit, disclaimer_signed=True, by=office.clerk).status == "begun"


def test_the_trail_names_no_visitor_and_says_nothing_of_what_they_wrote(office):
    act.refuse_inspection(agreed(booked(office, "MARKED")), reason="No reason given holds.", by=office.clerk)
    told = str(list(Event.objects.values_list("verb", "data", "subject")))
    assert "book_inspection" in told
    for word in ("Vera", "marks show", "wards"):
        assert word not in told


@pytest.mark.rule("E10")
def test_the_queues_of_a_person_hold_what_they_can_do(office):
    booked(office)
    booked(office, "MARKED", sitting=sitting_at(office, hours=40))
    queues = {queue["label"]: queue["count"] for queue in waiting_for(office.clerk)}
    assert queues == {
        "Visitors who come today": 1, "Visits of which nobody noted what became of them": 0, "Visits under way": 0, "Visits to agree to": 1,
    }  # fmt: skip
    assert waiting_for(make_person("cashier", office)) == []
    assert Inspection.objects.count() == 2
