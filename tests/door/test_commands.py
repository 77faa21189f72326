import contextlib
import os
import socket

import pytest

from electoral.door.embedded import Postgres
from electoral.door.locks import lock_at_once
from electoral.door.place import Place
from electoral.door.servers import (
    Services,
    announce_demo,
    ask,
    check_named,
    connect,
    prepare_database,
    services,
)
from tests.door.conftest import REPOSITORY, through_the_door
from tests.door.test_embedded import of_the_sessions

NOT_LISTENING = "redis://127.0.0.1:1/0"


def test_a_named_database_that_does_not_answer_is_one_line_and_exit_2(folder):
    done = through_the_door(
        "manage", "check", DATABASE_URL="postgres://x@127.0.0.1:1/x", OFFICE_VAR=str(folder)
    )
    assert done.returncode == 2
    assert done.stderr.startswith("office: DATABASE_URL does not answer: ")
    assert done.stderr.count("\n") == 1
    assert list(folder.iterdir()) == [], "nothing was started in its place"


def test_a_named_broker_that_does_not_answer_is_one_line_and_exit_2(folder):
    done = through_the_door("manage", "check", CELERY_BROKER_URL=NOT_LISTENING, OFFICE_VAR=str(folder))
    assert done.returncode == 2
    assert done.stderr.startswith("office: CELERY_BROKER_URL does not answer: ")
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize(
    ("words", "environment", "line"),
    [
        (["paint"], {}, "office: there is no command 'paint'; ./office alone lists them.\n"),
        (
            ["demo"],
            {"OFFICE_PORT": "door"},
            "office: OFFICE_PORT is 'door'; it should be a number from 1 to 65535.\n",
        ),
    ],
)
def test_a_wrong_word_is_answered_in_one_line(words, environment, line):
    done = through_the_door(*words, **environment)
    assert (done.returncode, done.stderr) == (2, line)


def test_a_demo_whose_port_is_taken_says_how_to_name_another(folder):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = str(other.getsockname()[1])
        done = through_the_door("demo", "--once", OFFICE_PORT=port, OFFICE_VAR=str(folder))
    assert done.returncode == 2
    assert done.stderr == f"office: Port {port} is in use; OFFICE_PORT=8001 ./office demo\n"


def test_the_exit_code_of_a_command_is_passed_on(folder):
    assert through_the_door("manage", "check", "--tag", "nonsense", OFFICE_VAR=str(folder)).returncode == 1


@pytest.fixture
def place(folder):
    return Place(REPOSITORY, folder, 8399)


def test_a_command_starts_services_of_its_own_and_stops_them(place, monkeypatch):
    monkeypatch.delenv("DATABASE_URL")
    monkeypatch.delenv("CELERY_BROKER_URL")
    with services(place) as used:
        check_named(used)
        assert ask(used.database, "SELECT current_database()") == "office"
        pids = {server.child.pid for server in used.servers}
        assert of_the_sessions(pids) >= pids
    assert not of_the_sessions(pids)


def test_the_key_of_the_demo_is_kept_and_read_by_nobody_else(place, monkeypatch):
    monkeypatch.delenv("SECRET_KEY")
    first = place.environment("one", "two")["SECRET_KEY"]
    assert len(first) >= 50
    assert place.environment("one", "two")["SECRET_KEY"] == first
    assert (place.var / "secret-key").stat().st_mode & 0o777 == 0o600


def test_the_settings_of_another_server_are_not_given_to_our_own(place, monkeypatch):
    monkeypatch.setenv("DATABASE_APP_URL", "postgres://of-production")
    assert "DATABASE_APP_URL" in place.environment("one", "two")
    monkeypatch.delenv("DATABASE_URL")
    assert "DATABASE_APP_URL" not in place.environment("one", "two")


def test_a_command_uses_the_services_of_the_running_demo(place, monkeypatch):
    announce_demo(place, Services(os.environ["DATABASE_URL"], os.environ["CELERY_BROKER_URL"]))
    assert (place.var / "demo.json").stat().st_mode & 0o777 == 0o600
    with lock_at_once(place.var / "office.lock"):
        second = through_the_door("demo", "--once", OFFICE_VAR=str(place.var), OFFICE_PORT="8399")
        expected = os.environ["DATABASE_URL"]
        monkeypatch.delenv("DATABASE_URL")
        monkeypatch.delenv("CELERY_BROKER_URL")
        with services(place) as used:
            assert used.database == expected
            assert used.demo_runs
            assert not used.servers
    assert second.returncode == 2
    assert "A demo runs from" in second.stderr


def test_what_a_demo_left_when_it_was_killed_is_not_believed(place, monkeypatch):
    announce_demo(place, Services("gone", "gone"))
    monkeypatch.delenv("CELERY_BROKER_URL")
    with services(place) as used:
        assert used.broker.startswith("redis+socket:///")
        assert not used.demo_runs
    assert not (place.var / "demo.json").exists()


def test_a_named_database_that_has_tables_is_not_migrated_by_a_command(place):
    postgres = Postgres(place.var / "somebodys", durable=False)
    postgres.start()
    postgres.ensure_database("office")
    named = postgres.url("office")
    with contextlib.closing(connect(named)) as line, line, line.cursor() as cursor:
        cursor.execute("CREATE TABLE django_migrations ()")
    prepare_database(place, Services(named, os.environ["CELERY_BROKER_URL"]))
    assert ask(named, "SELECT to_regclass('office_division') IS NULL")
    postgres.stop()
