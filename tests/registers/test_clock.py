"""The clock: what is due and not done, once (E7)."""

import threading

import pytest
from django.core.management import call_command
from django.db import connection

from electoral.jobs.tasks import ONE_CLOCK, do_what_is_due
from registers import tasks
from registers.actions.serving import serve_due_standing, serve_standing
from registers.models import AccessRequest
from tests.registers.asking import in_england, somebody
from tests.registers.later import later_edition, standing_of


@pytest.fixture
def office(division):
    return in_england(division)


@pytest.mark.rule("E7")
def test_the_clock_does_what_is_due_and_nothing_twice(office):
    standing_of(office)
    later_edition(office)
    done = do_what_is_due()
    assert done["serve_due_standing"] == 1
    assert set(do_what_is_due().values()) == {0}


def test_one_piece_that_fails_stops_no_other(office, monkeypatch):
    def broken(*, by):
        raise RuntimeError("broken")

    standing_of(office)
    later_edition(office)
    monkeypatch.setattr("electoral.jobs.tasks.DUE", [broken, serve_due_standing])
    assert do_what_is_due() == {"broken": 0, "serve_due_standing": 1}


@pytest.mark.django_db(transaction=True)
def test_two_clocks_make_one_request(division):
    office = in_england(division)
    standing_of(office)
    edition, dro = later_edition(office), somebody(office, "dro")
    barrier = threading.Barrier(4)

    def run():
        barrier.wait()
        try:
            serve_standing(edition, by=dro)
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(4)]
    [t.start() for t in threads]
    [t.join() for t in threads]
    assert AccessRequest.objects.filter(channel="standing").count() == 1


def test_every_piece_of_this_room_is_on_the_clock_and_the_command_runs_it(office, capsys):
    assert tasks.when_due
    standing_of(office)
    later_edition(office)
    call_command("clock")
    said = capsys.readouterr().out
    assert "serve due standing: 1" in said
    for piece in ("expire due releases", "end due inspections", "end due standing", "destroy due evidence"):
        assert f"{piece}: 0" in said


def test_a_clock_that_another_worker_holds_is_left_alone(office):
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [ONE_CLOCK])
    held = []

    def ask():
        held.append(do_what_is_due())
        connection.close()

    try:
        other = threading.Thread(target=ask)
        other.start()
        other.join()
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [ONE_CLOCK])
    assert held == [{}]
