import os
import signal
import sys

import pytest

from electoral.door.binaries import NotAvailable
from electoral.door.demo import CALM_SECONDS, LONGEST_PAUSE, Watched
from electoral.door.process import Process
from tests.door.test_embedded import of_the_sessions, until

WITH_A_CHILD = "import subprocess, sys, time; subprocess.Popen(['sleep', '600']); print('up', flush=True); time.sleep(600)"


class Sleeper(Process):
    name = "sleeper"
    code = WITH_A_CHILD

    def launch(self):
        self.spawn([sys.executable, "-c", self.code])

    def answers(self):
        return "up" in self.log.read_text()


@pytest.fixture
def sleeper(folder):
    process = Sleeper(folder / "sleeper.log")
    yield process
    process.end()


def test_what_a_process_had_started_ends_with_it(sleeper):
    sleeper.start()
    leader = sleeper.child.pid
    assert len(of_the_sessions({leader})) == 2
    sleeper.stop()
    until(lambda: not of_the_sessions({leader}))


def test_a_process_that_does_not_listen_is_ended_by_force(sleeper):
    sleeper.code = "import signal; signal.signal(15, signal.SIG_IGN); " + WITH_A_CHILD
    sleeper.stop_seconds = 0.2
    sleeper.start()
    leader = sleeper.child.pid
    sleeper.stop()
    until(lambda: not of_the_sessions({leader}))


def test_a_process_that_ends_at_once_says_where_its_log_is(sleeper):
    sleeper.code = "print('no such thing')"
    with pytest.raises(NotAvailable, match=r"sleeper did not start: no such thing .*sleeper\.log"):
        sleeper.start()


def test_what_ends_by_itself_starts_again_after_a_pause(sleeper, capsys):
    sleeper.start()
    first = sleeper.child.pid
    watched = Watched(sleeper)
    os.kill(first, signal.SIGKILL)
    until(sleeper.ended)
    watched.look(watched.begun + 1)
    assert capsys.readouterr().out == "Ended by itself: sleeper. It starts again in 1 s.\n"
    watched.look(watched.begun + 1.5)
    assert sleeper.child.pid == first, "the pause is kept"
    watched.look(watched.begun + 2)
    assert sleeper.child.pid != first
    until(lambda: not of_the_sessions({first}))


def test_the_pause_doubles_while_it_keeps_ending_and_begins_anew_after_a_calm_time(sleeper):
    sleeper.code = "pass"
    sleeper.launch()
    watched = Watched(sleeper)
    now, pauses = watched.begun, []
    for _ in range(7):
        until(sleeper.ended)
        watched.look(now)
        pauses.append(watched.pause)
        now += watched.pause
        watched.look(now)
    assert pauses == [1, 2, 4, 8, 16, LONGEST_PAUSE, LONGEST_PAUSE]
    until(sleeper.ended)
    watched.look(now + CALM_SECONDS + 1)
    assert watched.pause == 1
