"""A plugin of pytest: each guard of the database is taken away, and the tests are asked whether they notice.

`pytest -p tests.prove.taking --without PATTERN`; `./office prove guards PATTERN` runs it so. A test has noticed when it
fails without the guard and passes with it. A guard that none noticed is a survivor; accepted.csv says why some may be.
"""

import csv
import inspect
import time
from collections.abc import Callable, Iterable
from contextlib import closing
from fnmatch import fnmatchcase
from pathlib import Path
from typing import NamedTuple

import psycopg2
import pytest
from _pytest.runner import runtestprotocol
from django.db import connection

from tests.prove.guards import Guard, as_it_stands, end, every_guard

ACCEPTED = Path(__file__).with_name("accepted.csv")
WAIT = 30000  # milliseconds for a lock that a test has not let go


class Verdict(NamedTuple):
    guard: Guard
    noticed_by: str  # empty: by none
    tried: int


def pytest_addoption(parser):
    parser.addoption(
        "--without", default="*", help="which guards to take away: table kind name, with * and ?"
    )
    parser.addoption("--near", type=int, default=3, help="how far to look for a test, 0 to 4: see nearness")


def prove(guards: Iterable[Guard], tests_of: Callable, passes: Callable, run: Callable) -> Iterable[Verdict]:
    """Take each guard away by `run(sql)`, and ask `passes(test)` of `tests_of(guard)` until one notices."""
    for guard in guards:
        noticed, tried = "", 0
        for test in tests_of(guard):
            tried += 1
            if _fails_for_it(guard, lambda test=test: passes(test), run):
                noticed = str(getattr(test, "nodeid", test))
                break
        yield Verdict(guard, noticed, tried)


def _fails_for_it(guard: Guard, passes: Callable[[], bool], run: Callable[[str], None]) -> bool:
    # Taken away anew for each test: one that takes it away itself puts back what it knew.
    try:
        run(guard.off)
        held = passes()
    finally:
        run(guard.on)
    return not held and passes()


def accepted(path: Path = ACCEPTED) -> dict[str, str]:
    """Why a survivor may be one, by a pattern of its words; a reason is never empty."""
    with path.open(newline="") as file:
        found = {row["guard"]: row["reason"] for row in csv.DictReader(file)}
    assert all(found.values())
    return found


def reason_for(guard: Guard, reasons: dict[str, str]) -> str:
    return next((why for pattern, why in reasons.items() if fnmatchcase(str(guard), pattern)), "")


def nearness(guard: Guard, item) -> int:
    """0: the test names the guard; 1: of a file of guards, of the room or of all tables; 2: its file names the table; 3: of the room; 4: other."""
    name, path = guard.name.split()[0].lower(), item.path
    if guard.kind != "privilege" and name in (item.nodeid + _source(inspect.unwrap(item.function))).lower():
        return 0
    of_the_room = path.parent.name == guard.room
    if "guards" in path.name and (of_the_room or path.parent.name == "office"):
        return 1
    if guard.table in _source(item.module):
        return 2
    return 3 if of_the_room else 4


def _source(of) -> str:
    if of not in SOURCES:
        SOURCES[of] = inspect.getsource(of)
    return SOURCES[of]


SOURCES: dict = {}


@pytest.hookimpl(tryfirst=True)
def pytest_runtestloop(session) -> bool | None:
    if session.config.option.collectonly or not session.items:
        return None
    writer = session.config.get_terminal_writer()

    def say(text: str) -> None:
        writer.line(text)
        writer.flush()

    make_the_database(session)
    with closing(owner()) as line, line.cursor() as cursor:
        begun, pattern = as_it_stands(cursor), f"*{session.config.option.without}*"
        guards = [guard for guard in every_guard(cursor) if fnmatchcase(str(guard), pattern)]
        left = told(session, guards, cursor.execute, say)
        end(cursor)
        for was, now in zip(begun, as_it_stands(cursor), strict=True):
            for row in was ^ now:
                say(f"Does not stand as before: {row} {'was' if row in was else 'is'} there.")
                left += 1
    session.testsfailed = left
    return True


def told(session, guards: list[Guard], run, say) -> int:
    """Each verdict in a line, then the survivors with what was accepted of them; how many were not."""
    at, survivors, reasons = time.monotonic(), [], accepted()

    def asked(guard: Guard) -> list:  # of what was accepted, those tests alone that name it
        return tests_of(guard, session.items, 0 if reason_for(guard, reasons) else session.config.option.near)

    for verdict in prove(guards, asked, passes, run):
        took, at = time.monotonic() - at, time.monotonic()
        say(
            f"{took:5.1f} s  {verdict.guard}  {verdict.noticed_by or f'NOT NOTICED by {verdict.tried} tests'}"
        )
        if verdict.noticed_by:
            NOTICED_LAST[verdict.guard.table, verdict.guard.kind] = verdict.noticed_by
        else:
            survivors.append(verdict.guard)
    open_ones = [guard for guard in survivors if not reason_for(guard, reasons)]
    say(
        f"\n{len(guards)} guards, {len(guards) - len(survivors)} noticed, {len(survivors) - len(open_ones)} accepted."
    )
    for guard in survivors:
        say(f"{'Accepted' if guard not in open_ones else 'SURVIVES'}: {guard}. {reason_for(guard, reasons)}")
    return len(open_ones)


NOTICED_LAST: dict[tuple[str, str], str] = {}


def tests_of(guard: Guard, items: list, last: int) -> list:
    """The tests that could notice, the nearest first; before them the one that noticed the last of its table and kind."""
    last_one = NOTICED_LAST.get((guard.table, guard.kind))
    words = (guard.table, *guard.name.split())

    def key(item) -> tuple:
        return item.nodeid != last_one, nearness(guard, item), -sum(word in item.nodeid for word in words)

    return sorted((item for item in items if nearness(guard, item) <= last), key=key)


def passes(item) -> bool:
    return all(report.passed for report in runtestprotocol(item, log=False, nextitem=item.session))


def make_the_database(session) -> None:
    """By the first test that needs one, with every guard in its place."""
    first = next(
        i for i in session.items if i.get_closest_marker("django_db") or "django_db_setup" in i.fixturenames
    )
    reports = runtestprotocol(first, log=False, nextitem=session)
    if failed := [report.longreprtext for report in reports if report.failed]:
        raise pytest.UsageError(f"{first.nodeid} fails with every guard in place:\n{failed[0]}")


def owner():
    """A line of the owner's to the test database."""
    from tests.conftest import as_owner

    with as_owner():
        line = psycopg2.connect(**connection.get_connection_params(), application_name="prove")
    line.autocommit = True
    with line.cursor() as cursor:
        cursor.execute(f"SET lock_timeout = {WAIT}")
    return line
