"""Queries from outside: promised, answered, passed on, asked again, closed; and the threads of requests (E1, E2, E8, E10)."""

from datetime import date, timedelta

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction

from electoral.office.actions import outsider
from electoral.office.models import Appointment, Event
from electoral.office.refusals import NotPermitted, Refused, WrongState
from electoral.office.roles import Permission
from registers.actions.inquiry import ask_again, ask_office, finish, pass_on, reply, say
from registers.actions.secret import opens
from registers.models import Inquiry, InquiryKind, Message
from registers.queries import colleagues
from registers.rules.days import is_working_day
from tests.registers.asking import asked, in_england

WORDS = "May I have the register of Fabletown?"


@pytest.fixture
def office(division):
    return in_england(division)


def query(office, *, kind="entitlement", by=None, **more) -> Inquiry:
    told = {"name": "Vera Testperson", "email": "vera@people.invalid", "text": WORDS} | more
    inquiry, _ = ask_office(office, kind=kind, by=by or outsider(), **told)
    return inquiry


def words_in(thread) -> list[tuple]:
    return [(m.text, m.from_office, m.internal) for m in thread.messages.all()]


@pytest.mark.rule("E1", "E8")
@pytest.mark.parametrize(
    ("kind", "days"), [("entitlement", 5), ("own_entry", 10), ("file", 3), ("complaint", 10)]
)
def test_each_kind_has_its_promise_in_working_days(office, kind, days):
    inquiry = query(office, kind=kind)
    between = [office.today() + timedelta(days=n) for n in range(1, 40)]
    working = [day for day in between if is_working_day(day, "england_and_wales")]
    assert inquiry.promised_on == working[days - 1]


@pytest.mark.rule("E1")
@pytest.mark.parametrize("on", [date(2026, 12, 23), date(2027, 3, 25)])
def test_no_holiday_and_no_weekend_is_promised(office, on):
    with time_machine.travel(f"{on}T03:00:00+00:00", tick=False):
        inquiry = query(office, kind="file")
    assert inquiry.promised_on - on > timedelta(days=3)
    assert is_working_day(inquiry.promised_on, "england_and_wales")


@pytest.mark.rule("E1")
def test_a_promise_that_is_changed_holds_for_the_next_query_only(office):
    before = query(office)
    InquiryKind.objects.filter(pk="entitlement").update(working_days=1)
    try:
        assert query(office).promised_on < before.promised_on
    finally:
        InquiryKind.objects.filter(pk="entitlement").update(working_days=5)


def test_the_word_opens_it_and_nothing_else_does(office):
    inquiry, word = ask_office(office, kind="cost", name="Vera", email="", text=WORDS, by=outsider())
    assert opens(inquiry, word.lower().replace("-", " "))
    assert not opens(inquiry, word[:-1])
    assert word not in inquiry.secret


@pytest.mark.rule("E1")
def test_the_trail_says_neither_who_nor_what(office, person):
    clerk, inquiry = person("clerk"), query(office)
    reply(inquiry, text="Ask the library of Fabletown.", by=clerk)
    told = " ".join(str(event.data) for event in Event.objects.all())
    for secret in ("Vera", "Testperson", "vera@people.invalid", "Fabletown"):
        assert secret not in told


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"kind": "nonsense"}, "choose from the list"),
        ({"name": " \u200b\u202e "}, "a name is needed"),
        ({"text": " \n "}, "Write your message"),
        ({"text": "x" * 4001}, "4,001 characters; 4,000 is the most"),
        ({"text": "a\0b"}, "cannot be kept"),
        ({"email": "nonsense"}, "valid email"),
        ({"name": "x" * 151}, "150 characters"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_kept(office, wrong, words):
    with pytest.raises(Refused, match=words):
        query(office, **wrong)
    assert not Inquiry.objects.exists()


def test_a_query_names_no_request_of_another_office(office, other_division):
    with pytest.raises(Refused, match="not one of this office"):
        query(office, request=asked(other_division, "CRA"))


@pytest.mark.rule("E1")
def test_the_first_answer_stops_the_clock_for_good(office, person):
    clerk, inquiry = person("clerk"), query(office)
    late = inquiry.promised_on + timedelta(days=1)
    assert list(Inquiry.objects.overdue(late)) == [inquiry]
    reply(inquiry, text="The law gives it to nobody.", by=clerk)
    inquiry.refresh_from_db()
    first = inquiry.answered_at
    assert inquiry.status == "answered"
    assert not Inquiry.objects.overdue(late)
    ask_again(inquiry, text="And the open register?", by=outsider())
    assert list(Inquiry.objects.unanswered()) == [inquiry]
    assert not Inquiry.objects.overdue(late)
    reply(inquiry, text="That you may buy.", by=clerk)
    reply(inquiry, text="At the counter too.", by=clerk)
    inquiry.refresh_from_db()
    assert (inquiry.status, inquiry.answered_at) == ("answered", first)
    assert [m[1] for m in words_in(inquiry)] == [False, True, False, True, True]


@pytest.mark.rule("E1")
def test_a_note_for_colleagues_is_no_answer(office, person):
    inquiry = query(office)
    reply(inquiry, text="I know them.", by=person("clerk"), internal=True)
    inquiry.refresh_from_db()
    assert (inquiry.status, inquiry.answered_at) == ("open", None)
    assert words_in(inquiry)[1] == ("I know them.", True, True)


@pytest.mark.rule("E1", "E10")
def test_it_is_passed_to_somebody_who_may_work_here_and_they_answer_it(office, person):
    one, other, cashier = person("clerk"), person("clerk"), person("cashier")
    inquiry = query(office)
    with pytest.raises(Refused, match="do not work on requests in this division"):
        pass_on(inquiry, to=cashier, why="Money", by=one)
    inquiry = pass_on(inquiry, to=other, why="You know the case.", by=one)
    assert words_in(inquiry)[-1] == (f"Passed to {other}: You know the case.", True, True)
    with pytest.raises(Refused, match="It was passed to"):
        reply(inquiry, text="Yes.", by=one)
    with pytest.raises(Refused, match="It was passed to"):
        finish(inquiry, by=one, why="No.")
    reply(inquiry, text="Yes.", by=other)
    with pytest.raises(Refused, match="It was passed to"):
        reply(inquiry, text="And more.", by=one)
    with pytest.raises(Refused, match="already"):
        pass_on(inquiry, to=other, why="Again.", by=one)
    inquiry = pass_on(inquiry, to=one, why="They are away.", by=one)
    reply(inquiry, text="And more.", by=one)


@pytest.mark.rule("E10")
def test_a_complaint_is_beyond_the_desk(office, person):
    clerk, dro, inquiry = person("clerk"), person("dro"), query(office, kind="complaint")
    with pytest.raises(Refused, match="answered by whoever holds the office"):
        reply(inquiry, text="We are sorry.", by=clerk)
    with pytest.raises(Refused, match="answered by whoever holds the office"):
        finish(inquiry, by=clerk, why="Nothing in it.")
    reply(pass_on(inquiry, to=dro, why="A complaint.", by=clerk), text="We are sorry.", by=dro)
    assert Inquiry.objects.get().status == "answered"


def test_colleagues_are_those_who_serve_here_today(office, other_division, person):
    here, dro, gone = person("clerk"), person("dro"), person("clerk")
    person("clerk", other_division), person("cashier"), person("auditor")
    Appointment.objects.filter(user=gone).update(ended_on=office.today())
    left = person("clerk")
    left.is_active = False
    left.save()
    assert set(colleagues(office, Permission.REGISTER_WORK)) == {here, dro}
    relief = person("dro", other_division)
    Appointment.objects.create(user=relief, role="dro", area=office.area, from_on=date(2020, 1, 1))
    assert relief in colleagues(office, Permission.REGISTER_WORK)


def test_closing_without_an_answer_needs_a_reason_and_a_closed_one_stays_closed(office, person):
    clerk, inquiry = person("clerk"), query(office)
    with pytest.raises(Refused, match="has no answer yet"):
        finish(inquiry, by=clerk)
    finish(inquiry, by=clerk, why="Sent twice.")
    assert words_in(inquiry)[-1] == ("Sent twice.", True, True)
    for act in (
        lambda: reply(inquiry, text="Yes.", by=clerk),
        lambda: ask_again(inquiry, text="Why?", by=outsider()),
        lambda: pass_on(inquiry, to=clerk, why="x", by=clerk),
        lambda: finish(inquiry, by=clerk, why="x"),
    ):
        with pytest.raises(WrongState):
            act()


@pytest.mark.parametrize("role", ["cashier", "auditor", "officer", "administrator", "area_manager"])
def test_others_write_in_no_thread(office, person, role):
    nobody, inquiry, request = person(role), query(office), asked(office, "CRA")
    before = Message.objects.count()
    for act in (
        lambda: query(office, by=nobody),
        lambda: reply(inquiry, text="x", by=nobody),
        lambda: reply(inquiry, text="x", by=nobody, internal=True),
        lambda: ask_again(inquiry, text="x", by=nobody),
        lambda: pass_on(inquiry, to=nobody, why="x", by=nobody),
        lambda: finish(inquiry, by=nobody, why="x"),
        lambda: say(request, text="x", by=nobody, from_office=True),
        lambda: say(request, text="x", by=nobody, from_office=False),
    ):
        with pytest.raises(NotPermitted):
            act()
    assert Message.objects.count() == before


def test_who_writes_from_outside_never_writes_as_the_office(office):
    inquiry, request = query(office), asked(office, "CRA")
    for act in (
        lambda: reply(inquiry, text="x", by=outsider()),
        lambda: say(request, text="x", by=outsider(), from_office=True),
        lambda: finish(inquiry, by=outsider(), why="x"),
    ):
        with pytest.raises(NotPermitted):
            act()
    with pytest.raises(Refused, match="written by the office"):
        say(request, text="x", by=outsider(), from_office=False, internal=True)


@pytest.mark.rule("E1", "E2")
def test_words_in_a_request_move_nothing_and_the_clock_runs_on(office, person):
    request = asked(office, "CRA")
    promised = request.promised_on
    say(request, text="When is it ready?", by=outsider(), from_office=False)
    say(request, text="On Monday.", by=person("clerk"), from_office=True)
    say(request, text="They are in a hurry.", by=person("clerk"), from_office=True, internal=True)
    request.refresh_from_db()
    assert (request.status, request.promised_on, request.asked_on) == ("sent", promised, None)
    assert [m[1:] for m in words_in(request)] == [(False, False), (True, False), (True, True)]


def test_nothing_that_was_written_is_changed_or_taken_back(office):
    query(office)
    for sql in ("UPDATE registers_message SET text = 'x'", "DELETE FROM registers_message"):
        with (
            pytest.raises(Exception, match="permission denied"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(sql)
    with pytest.raises(IntegrityError, match="only_the_office_writes_inside"), transaction.atomic():
        Message.objects.create(
            division=office,
            inquiry=Inquiry.objects.get(),
            from_office=False,
            internal=True,
            text="x",
            by=outsider(),
        )


@pytest.mark.rule("E1")
def test_the_asker_is_told_by_mail_that_there_is_an_answer_and_not_what_it_says(
    office, person, mailoutbox, django_capture_on_commit_callbacks
):
    inquiry, silent = query(office), query(office, email="")
    with django_capture_on_commit_callbacks(execute=True):
        for each in (inquiry, silent):
            reply(each, text="The library of Fabletown has it.", by=person("clerk"))
        reply(inquiry, text="They know.", by=person("clerk"), internal=True)
    (letter,) = mailoutbox
    assert letter.to == ["vera@people.invalid"]
    assert inquiry.reference in letter.body
    assert "Fabletown" not in letter.body + letter.subject


def test_nobody_outside_floods_a_thread(office, person):
    inquiry, request = query(office), asked(office, "CRA")
    for _ in range(19):
        ask_again(inquiry, text="And?", by=outsider())
    with pytest.raises(Refused, match="20 times"):
        ask_again(inquiry, text="And?", by=outsider())
    reply(inquiry, text="Soon.", by=person("clerk"))
    ask_again(inquiry, text="When?", by=outsider())
    for _ in range(20):
        say(request, text="And?", by=outsider(), from_office=False)
    with pytest.raises(Refused, match="20 times"):
        say(request, text="And?", by=outsider(), from_office=False)
