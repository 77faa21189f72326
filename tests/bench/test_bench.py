"""The bench measures every part, in a place of its own. How fast anything is, no test asks."""

import json
import math
import os
import re
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import pytest
from django.conf import settings

from electoral.bench import scratch
from electoral.bench.division import owner
from electoral.bench.measure import Sample, at_least, at_most, in_child, in_turns, ours_alone, table
from electoral.door.servers import connect

MANAGE = Path(settings.BASE_DIR) / "manage.py"


def databases() -> set[str]:
    with closing(connect(os.environ["DATABASE_URL"])) as line, line.cursor() as cursor:
        cursor.execute("SELECT datname FROM pg_database")
        return {name for (name,) in cursor.fetchall()}


def test_a_tiny_run_has_every_line_and_leaves_nothing_behind(tmp_path):
    name = scratch.name_beside(os.environ["DATABASE_URL"])
    how = ["--electors=400", "--walks=1", "--repeat=1", f"--json={tmp_path / 'table.json'}"]
    done = subprocess.run(
        [sys.executable, MANAGE, "bench", *how], capture_output=True, text=True, check=False, timeout=300
    )
    assert done.returncode == 0, done.stderr
    written = json.loads((tmp_path / "table.json").read_text())
    figures = written["figures"]
    starts = ["Load 617 rows", "A row of it", "Memory of the load", "Make 1 listings", "A page of it", "Memory of a worker",
              "One listing", *6 * ["1 Walks cut by the alphabet"], *6 * ["1 Walks by k-means"],
              "Three proposals from a Walk's addresses", "The slowest of them", "Seal a register", "A register as data",
              "Memory of the data", "A register in print", "Memory of the print"]  # fmt: skip
    assert [re.split("[,:]", f["work"])[0] for f in figures] == starts
    against = [f for f in figures if not f["alone"]]
    assert all(math.isfinite(f["ratio"]) and f["ratio"] > 0 and f["ours"] > 0 < f["floor"] for f in against)
    assert all(f["ratio"] == f["ours"] >= 0 <= f["floor"] for f in figures if f["alone"])
    assert (written["electors"], written["walks"], written["repeat"]) == (400, 1, 1)
    assert [line.split("  ")[0] for line in done.stdout.splitlines()] == [
        "work",
        *(f["work"] for f in figures),
    ]
    assert name not in databases()
    assert list(settings.OFFICE_VAR.glob("bench-*")) == []


def test_the_bench_touches_no_database_but_its_own():
    with pytest.raises(RuntimeError, match="no other"), owner():
        pass


def test_a_database_in_use_is_not_taken_away():
    """Two benches at once: the second says so and leaves the first its database."""
    administration = urlunsplit(urlsplit(os.environ["DATABASE_URL"])._replace(path="/postgres"))
    name = scratch.name_beside(administration)
    with closing(connect(administration)) as line:
        line.autocommit = True
        line.cursor().execute(f'CREATE DATABASE "{name}"')
        first = connect(scratch.beside(administration))
        try:
            done = subprocess.run(
                [sys.executable, MANAGE, "bench"], capture_output=True, text=True, check=False,
                env={**os.environ, "DATABASE_URL": administration},
            )  # fmt: skip
            assert done.returncode == 1
            assert "is being accessed by other users" in done.stderr
            assert "Traceback" not in done.stderr
            assert name in databases()
        finally:
            first.close()
            line.cursor().execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.mark.parametrize(
    ("broker", "ours"),
    [
        ("redis://broker:6379/0", "redis://broker:6379/15"),
        ("redis+socket:///a/b.sock", "redis+socket:///a/b.sock?virtual_host=15"),
        ("redis+socket:///a/b.sock?virtual_host=2", "redis+socket:///a/b.sock?virtual_host=15"),
    ],
)
def test_the_doorbells_of_the_bench_ring_elsewhere(broker, ours):
    assert scratch.other_number(broker) == ours


def test_the_sides_take_turns_and_the_figure_is_the_median():
    told = []
    seconds = {"ours": iter([1.0, 9.0, 2.0]), "floor": iter([4.0, 4.0, 4.0])}

    def side(name):
        told.append(name)
        return Sample(next(seconds[name]), len(told))

    ours, floor = in_turns(3, lambda: side("ours"), lambda: side("floor"))
    assert told == ["ours", "floor"] * 3
    assert (ours.seconds, floor.seconds, floor.memory) == (2.0, 4.0, 6)


def test_a_missed_target_is_marked():
    good, bad = at_most(2.5, "Load", 5.0, 2.0), at_most(2.5, "Load", 5.1, 2.0)
    fast, slow = at_least(15, "One", 1.0, 15.0), at_least(15, "One", 1.0, 14.0)
    hungry = at_most(2.5, "Load", 5.0, 2.0, memory=201, most_memory=200)
    whole, torn = ours_alone(0, "Pieces", 0, 9, ""), ours_alone(0, "Pieces", 1, 0, "")
    met = [f.met for f in (good, bad, fast, slow, hungry, whole, torn)]
    assert met == [True, False, True, False, False, True, False]
    assert [line.endswith("missed") for line in table([good, bad]).splitlines()] == [False, False, True]
    assert table([whole]).splitlines()[1].split() == ["Pieces", "0.00", "9.00", "to", "0"]


def test_a_measured_process_gives_its_result_and_its_memory():
    result, memory = in_child(lambda: len(bytes(64 << 20)))
    assert result == 64 << 20
    assert memory > 64
    with pytest.raises(RuntimeError, match="failed"):
        in_child(lambda: 1 // 0)


def test_a_measured_process_can_be_held_to_one_core():
    core = min(os.sched_getaffinity(0))
    assert in_child(lambda: sorted(os.sched_getaffinity(0)), core=core)[0] == [core]
