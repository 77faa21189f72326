import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from electoral.door.binaries import NotAvailable, private_folder
from electoral.door.embedded import Postgres, Valkey
from tests.door.conftest import REPOSITORY
from tests.embedded import OURS, take_a_queue_of_ones_own

PARENT = """
import sys, time
from pathlib import Path
from electoral.door.children import Web, Worker
from electoral.door.embedded import Postgres, Valkey
from electoral.door.place import Place

place = Place(Path(sys.argv[1]), Path(sys.argv[2]), 0)
servers = [Postgres(place.var / "pg", durable=False), Valkey(place.var / "valkey")]
for server in servers:
    server.start()
environment = place.environment(servers[0].url("postgres"), servers[1].url)
children = [Web(place, environment), Worker(place, environment)]
for child in children:
    child.launch()
children[1].wait()
print(*(process.child.pid for process in [*servers, *children]), flush=True)
time.sleep(600)
"""


def until(true, seconds=30.0):
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, "it did not come true in time"
        time.sleep(0.05)


def of_the_sessions(leaders: set[int]) -> set[int]:
    """The living processes of the sessions that these processes lead."""
    living = set()
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, _, _, session = stat.read_text().rsplit(")", 1)[1].split()[:4]
        except (FileNotFoundError, ProcessLookupError):
            continue
        if int(session) in leaders and state != "Z":
            living.add(int(stat.parent.name))
    return living


def test_postgres_starts_keeps_its_rows_and_stops(folder):
    postgres = Postgres(folder / "pg", durable=False)
    postgres.start()
    postgres.ensure_database("office")
    postgres.ensure_database("office")
    pid = postgres.child.pid
    postgres.stop()
    assert not of_the_sessions({pid})
    assert not (folder / "pg" / "postmaster.pid").exists()
    again = Postgres(folder / "pg", durable=False)
    again.start()
    with again._connect() as connection, connection.cursor() as cursor:
        cursor.execute("SELECT count(*), max(datlocale) FROM pg_database WHERE datname = 'office'")
        assert cursor.fetchone() == (1, "C.UTF-8")
    connection.close()
    again.stop()


def test_a_killed_parent_leaves_nothing_running(folder):
    parent = subprocess.Popen(
        [sys.executable, "-c", PARENT, str(REPOSITORY), str(folder)],
        env={**os.environ, "PYTHONPATH": str(REPOSITORY)},
        stdout=subprocess.PIPE,
        text=True,
    )
    leaders = {int(pid) for pid in parent.stdout.readline().split()}
    assert len(leaders) == 4
    assert leaders <= of_the_sessions(leaders)
    parent.send_signal(signal.SIGKILL)
    parent.wait()
    until(lambda: not of_the_sessions(leaders))
    assert not (folder / "pg" / "postmaster.pid").exists(), "PostgreSQL wrote and ended in good order"


def test_a_server_that_lost_its_parent_is_ended_before_the_next_one_starts(folder):
    lost = Postgres(folder / "pg", durable=False)
    lost.start()
    lost._lock.close()
    found = Postgres(folder / "pg", durable=False)
    found.start()
    assert lost.child.wait(10) == 0
    assert found.answers()
    found.stop()


def test_a_set_up_that_was_cut_short_is_made_anew(folder):
    (folder / "pg.new").mkdir()
    (folder / "pg.new" / "PG_VERSION").write_text("18")
    postgres = Postgres(folder / "pg", durable=False)
    postgres.start()
    postgres.stop()
    assert not (folder / "pg.new").exists()


def test_postgres_runs_also_where_its_account_may_not_enter(folder):
    (folder / "closed").mkdir(mode=0o700)
    postgres = Postgres(folder / "closed" / "pg", durable=False)
    try:
        postgres.start()
        assert postgres.answers()
    finally:
        postgres.stop()
        subprocess.run(["rm", "-rf", str(postgres.data)], check=True)


def test_the_address_of_a_socket_is_short_however_long_the_folder(folder, monkeypatch):
    deep = folder / ("d" * 100) / ("e" * 100)
    deep.mkdir(parents=True)
    monkeypatch.setattr("tempfile.tempdir", str(deep))
    valkey = Valkey(deep / "valkey")
    valkey.start()
    assert valkey.answers()
    assert len(str(valkey.socket)) < 107
    valkey.stop()


def test_a_folder_in_the_temp_area_that_is_not_ours_is_not_used(folder):
    made = private_folder(folder, None, folder)
    made.rmdir()
    made.symlink_to("/tmp")
    with pytest.raises(NotAvailable, match="belongs to somebody else"):
        private_folder(folder, None, folder)


def test_a_server_that_cannot_start_says_where_to_look(folder):
    valkey = Valkey(folder / "valkey")
    valkey.socket.mkdir()  # something else stands in its place
    with pytest.raises((NotAvailable, IsADirectoryError, PermissionError)):
        valkey.start()
    shutil.rmtree(valkey.sockets)


def test_each_worker_of_xdist_has_a_queue_of_its_own(monkeypatch):
    monkeypatch.setenv(OURS, "1")
    monkeypatch.setenv("CELERY_BROKER_URL", "redis+socket:///somewhere/valkey.sock")
    take_a_queue_of_ones_own("gw1")
    assert os.environ["CELERY_BROKER_URL"] == "redis+socket:///somewhere/valkey.sock?virtual_host=2"
