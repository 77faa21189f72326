"""`manage.py load`: from a shell what the page does, with an exit code and totals on the last line."""

import threading
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from electoral.jobs.lease import claim
from electoral.jobs.models import Job
from electoral.jobs.work import work_on
from electoral.roll.models import Load, Residence
from tests.roll.test_views import HEADER, addresses
from tests.steps import GOLDEN


@pytest.fixture
def load(division, tmp_path):
    """Runs the command on a text or a file; gives the lines that it printed and its exit code."""

    def run(kind, content, *words):
        path = content if not isinstance(content, str) else tmp_path / "a file.csv"
        if isinstance(content, str):
            path.write_text(content)
        out, code = StringIO(), 0
        try:
            call_command("load", kind, str(path), "--division", division.code, *words, stdout=out)
        except SystemExit as end:
            code = end.code
        return out.getvalue().splitlines(), code

    return run


def test_an_applied_file_ends_with_its_totals(load):
    assert load("addresses", addresses(3)) == (["applied: 3 new, 0 changed, 0 gone, 0 unchanged"], 0)
    assert load("addresses", addresses(3)) == (["applied: 0 new, 0 changed, 0 gone, 3 unchanged"], 0)


def test_a_dry_run_changes_nothing_and_bars_nothing(load):
    lines, code = load("addresses", addresses(3), "--dry-run")
    assert (lines[-1], code) == ("not applied, dry run: 3 new, 0 changed, 0 gone, 0 unchanged", 0)
    assert not Residence.objects.exists()
    assert load("addresses", addresses(3))[1] == 0


def test_refused_rows_are_named_and_the_exit_is_1(load):
    bad = "".join(f"B{n},x,Pretend,Street,FABLETOWN,0899,1\n" for n in range(25))
    lines, code = load("addresses", HEADER + bad)
    assert lines[0] == "line 2: number_first 'x': It is not a whole number."
    assert (lines[20], lines[-1], code) == ("and 5 more rows", "refused: 25 rows", 1)


def test_a_file_of_another_shape_is_refused_with_the_reason(load):
    lines, code = load("addresses", "a,b\n1,2\n")
    assert lines[-1].startswith("refused: These columns are missing: address_id")
    assert code == 1


def test_a_file_without_many_rows_asks_for_a_word_and_then_is_applied(load):
    load("addresses", addresses(10))
    lines, code = load("addresses", addresses(9))
    assert lines[-1].startswith("refused: 1 of 10 would end, more than 2 %.")
    assert lines[-1].endswith("Run it again with --allow-gone.")
    assert code == 1
    assert (
        load("addresses", addresses(9), "--allow-gone")[0][-1]
        == "applied: 0 new, 0 changed, 1 gone, 9 unchanged"
    )


def test_electors_before_the_protections_are_refused(load):
    lines, code = load("electors", "elector_id,surname,address_id\n")
    assert lines[-1].startswith("refused: Load the protections of this division first.")
    assert code == 1


def test_the_golden_files_load_in_their_order(load):
    last = [load(kind, GOLDEN / f"{kind}.csv")[0][-1] for kind in ("addresses", "protections", "electors")]
    assert [line.split(",")[0] for line in last[:2]] == ["applied: 60 new", "applied: 3 new"]
    assert last[2].startswith("applied: ")


def test_columns_that_are_not_known_are_named(load):
    lines, _ = load(
        "addresses", addresses(1).replace("ccd\n", "ccd,colour\n").replace("7990001\n", "7990001,green\n")
    )
    assert "columns left out: colour" in lines


@pytest.mark.parametrize(
    "words",
    [("addresses", "/nowhere/file.csv", "--division", "GOLD"), ("addresses", "/etc", "--division", "NONE")],
)
def test_what_is_not_there_is_said_in_a_line(division, words):
    with pytest.raises(CommandError, match=r"cannot be read|There is no division"):
        call_command("load", *words)


@pytest.mark.django_db(transaction=True)
def test_where_a_worker_was_quicker_the_command_waits_for_it(load, division, monkeypatch):
    """A worker claims the job between its order and this process's own claim."""
    claimed = threading.Event()
    theirs = []

    def quicker(job_id):
        if not claimed.is_set():
            claimed.set()
            theirs.append(threading.Thread(target=work_elsewhere, args=[job_id]))
            theirs[0].start()
            theirs[0].join()
        return work_on(job_id)

    monkeypatch.setattr("electoral.roll.management.commands.load.work_on", quicker)
    assert load("addresses", addresses(3))[0][-1].startswith("applied: 3 new")
    assert Load.objects.get().status == "applied"
    assert claim(Job.objects.first().pk) is None


def work_elsewhere(job_id):
    from django.db import connection

    try:
        work_on(job_id)
    finally:
        connection.close()
