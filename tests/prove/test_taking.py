"""The proof of the guards itself: on a small table with one guard of each kind, each is noticed, put back, and a useless one told."""

from contextlib import closing

import psycopg2
import pytest
from django.conf import settings
from django.db import connection

from tests.prove.guards import as_it_stands, end, every_guard
from tests.prove.taking import accepted, nearness, owner, prove, reason_for

SMALL = """
CREATE TABLE office_small (
    id int PRIMARY KEY, division_id int, status text, note text, mark text, above int, whole int4range,
    CONSTRAINT small_mark_is_short CHECK (length(mark) < 5),
    CONSTRAINT small_says_nothing CHECK (above IS NULL OR true),
    CONSTRAINT small_of_division UNIQUE (division_id, id),
    CONSTRAINT small_note_once UNIQUE (note),
    CONSTRAINT small_whole_is_apart EXCLUDE USING gist (whole WITH &&),
    CONSTRAINT small_above_same_division FOREIGN KEY (division_id, above) REFERENCES office_small (division_id, id)
);
CREATE UNIQUE INDEX small_open_once ON office_small (status) WHERE status = 'open';
CREATE TRIGGER office_small_once BEFORE UPDATE ON office_small FOR EACH ROW EXECUTE FUNCTION guard_written_once('note', 'mark');
CREATE TRIGGER office_small_status BEFORE INSERT OR UPDATE ON office_small FOR EACH ROW EXECUTE FUNCTION guard_status('new', 'new>open');
CREATE CONSTRAINT TRIGGER office_small_kept AFTER UPDATE ON office_small FOR EACH ROW EXECUTE FUNCTION guard_written_once('above');
GRANT SELECT, INSERT, UPDATE ON office_small TO {role};
"""
ROW = "INSERT INTO office_small (id, division_id, status, {column}) VALUES (2, 2, 'new', {value})"
# What each guard of it refuses to the application's role, by its words.
TRIES = {
    "trigger office_small_once mark": "UPDATE office_small SET mark = 'b'",
    "trigger office_small_once note": "UPDATE office_small SET note = 'b'",
    "trigger office_small_status": "UPDATE office_small SET status = 'shut'",
    "trigger office_small_kept": "UPDATE office_small SET above = NULL",
    "privilege DELETE": "DELETE FROM office_small",
    "privilege TRUNCATE": "TRUNCATE office_small",
    "check small_mark_is_short": ROW.format(column="mark", value="'longer'"),
    "unique small_note_once": ROW.format(column="note", value="'a'"),
    "exclude small_whole_is_apart": ROW.format(column="whole", value="'[2,3]'"),
    "same division small_above_same_division": ROW.format(column="above", value="1"),
    "unique small_open_once": f"UPDATE office_small SET status = 'open'; {ROW.format(column='mark', value='NULL')}; UPDATE office_small SET status = 'open'",
}  # fmt: skip
USELESS = "check small_says_nothing"


def passes(sql: str) -> bool:
    """A test in small: it holds while the application's role is refused; nothing of it stays."""
    params = connection.get_connection_params()
    with closing(psycopg2.connect(**params)) as line, line.cursor() as cursor:
        try:
            cursor.execute(sql)
        except psycopg2.Error:
            return True
        return False


@pytest.fixture
def small(transactional_db):
    with closing(owner()) as line, line.cursor() as cursor:
        cursor.execute(SMALL.format(role=settings.APP_ROLE))
        cursor.execute("INSERT INTO office_small VALUES (1, 1, 'new', 'a', 'a', 1, '[1,5]')")
        try:
            yield cursor
        finally:
            end(cursor)
            cursor.execute("DROP TABLE office_small")


def test_each_kind_of_guard_is_taken_away_noticed_and_put_back(small):
    begun = as_it_stands(small)
    guards = [guard for guard in every_guard(small) if guard.table == "office_small"]
    words = {f"{guard.kind} {guard.name}": guard for guard in guards}
    assert set(words) == {*TRIES, USELESS}, "a key that holds the primary key is no guard"
    verdicts = {
        str(v.guard): v.noticed_by for v in prove(guards, lambda guard: TRIES.values(), passes, small.execute)
    }
    assert verdicts == {f"office_small {name}": TRIES.get(name, "") for name in words}
    assert as_it_stands(small) == begun


def test_a_test_that_fails_anyway_has_noticed_nothing(small):
    guard = next(guard for guard in every_guard(small) if guard.name == "small_note_once")
    (verdict,) = prove([guard], lambda guard: ["always fails"], lambda test: False, small.execute)
    assert (verdict.noticed_by, verdict.tried) == ("", 1)


def test_a_survivor_is_accepted_by_a_pattern_of_its_words_with_a_reason(small):
    guard = next(guard for guard in every_guard(small) if guard.name == "small_says_nothing")
    assert reason_for(guard, {"office_small check *": "It says nothing."}) == "It says nothing."
    assert reason_for(guard, {"office_small unique *": "Another."}) == ""
    assert all(accepted().values())


def test_the_nearest_test_is_asked_first(small, request):
    of_the_status = next(guard for guard in every_guard(small) if guard.name == "office_small_status")
    assert nearness(of_the_status, request.node) == 0
    another = of_the_status._replace(table="payments_fee", name="nobody_names_it_" + "here")
    assert nearness(another, request.node) == 2, "this file names payments_fee"
    assert nearness(another._replace(table="payments_" + "nothing"), request.node) == 4


def test_every_guard_that_was_accepted_is_there(db):
    with closing(owner()) as line, line.cursor() as cursor:
        known = every_guard(cursor)
        end(cursor)
    for pattern in accepted():
        assert any(reason_for(guard, {pattern: "x"}) for guard in known), pattern
