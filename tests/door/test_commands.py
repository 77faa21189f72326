import json
import os
import socket

import pytest

from electoral.door.locks import lock_at_once
from tests.door.conftest import through_the_door

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


def test_a_command_starts_services_of_its_own_and_stops_them(folder):
    done = through_the_door(
        "manage",
        "check",
        "--database",
        "default",
        DATABASE_URL=None,
        CELERY_BROKER_URL=None,
        OFFICE_VAR=str(folder),
    )
    assert done.returncode == 0, done.stderr
    assert (folder / "pg18" / "PG_VERSION").exists()
    assert not (folder / "pg18" / "postmaster.pid").exists()
    assert (folder / "secret-key").stat().st_mode & 0o777 == 0o600
    assert len((folder / "secret-key").read_text()) >= 50


def test_a_command_uses_the_services_of_the_running_demo(folder):
    running = {
        "database": os.environ["DATABASE_URL"],
        "broker": os.environ["CELERY_BROKER_URL"],
        "address": "here",
    }
    (folder / "demo.json").write_text(json.dumps(running))
    with lock_at_once(folder / "office.lock"):
        done = through_the_door(
            "manage", "check", DATABASE_URL=None, CELERY_BROKER_URL=None, OFFICE_VAR=str(folder)
        )
        second = through_the_door("demo", "--once", OFFICE_VAR=str(folder), OFFICE_PORT="8399")
    assert done.returncode == 0, done.stderr
    assert not (folder / "pg18").exists()
    assert second.returncode == 2
    assert "A demo runs" in second.stderr


def test_what_a_demo_left_when_it_was_killed_is_not_believed(folder):
    (folder / "demo.json").write_text(json.dumps({"database": "gone", "broker": "gone", "address": "gone"}))
    done = through_the_door("manage", "check", CELERY_BROKER_URL=None, OFFICE_VAR=str(folder))
    assert done.returncode == 0, done.stderr
    assert not (folder / "demo.json").exists()
