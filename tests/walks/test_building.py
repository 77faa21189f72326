"""Who builds the Walks, from where, and what is written down of it."""

from concurrent.futures import ThreadPoolExecutor
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from electoral.jobs.models import Job
from electoral.office.models import Event
from electoral.office.refusals import NotPermitted, Refused
from tests.factories import lay
from tests.steps import work_off
from walks.actions import build_walks, order_allocate, order_build
from walks.models import Walk


def test_the_shell_builds_the_walks_and_says_how_many(division):
    lay(division, ("ACORN", 1, "A"), ("ACORN", 3, "B"))
    said = StringIO()
    call_command("build_walks", division="GOLD", stdout=said)
    assert said.getvalue().splitlines()[-1] == (
        "GOLD: 2 Walks made, 2 street ranges made, 0 ended; 2 residences placed, 0 moved, 0 taken out; 0 have no Walk."
    )
    with pytest.raises(CommandError, match="no division TIN"):
        call_command("build_walks", division="TIN")


def test_a_worker_builds_the_walks_and_its_job_says_how_many(division, clerk):
    lay(division, ("ACORN", 1, "A"))
    job = order_build(division, by=clerk)
    with pytest.raises(Refused, match="being done already"):
        order_build(division, by=clerk)
    work_off()
    job.refresh_from_db()
    assert (job.status, job.done, job.total) == ("done", 3, 3)
    assert job.note.startswith("1 Walks made")
    again = order_allocate(division, by=clerk)
    work_off()
    assert Job.objects.get(pk=again.pk).note == "0 residences placed, 0 moved, 0 taken out; 0 have no Walk"


def test_only_the_office_builds(division, person):
    for role in ("auditor", "area_manager", "administrator"):
        with pytest.raises(NotPermitted):
            order_build(division, by=person(role))


@pytest.mark.rule("1.1a")
def test_what_was_built_stands_in_the_trail(division, clerk):
    lay(division, ("ACORN", 1, "A"))
    build_walks(division, by=clerk)
    verbs = dict(Event.objects.values_list("verb", "data"))
    assert verbs["make_walk"] == {"number": 1, "ccd": "A"}
    assert verbs["build_walks"] == {"walks": 1, "made": 1, "ended": 0}
    assert verbs["allocate_residences"] == {"placed": 1, "moved": 0, "removed": 0, "without": 0}


@pytest.mark.django_db(transaction=True)
def test_two_builds_at_once_make_one_set_of_walks(division, clerk):
    lay(division, *(("ACORN", n, str(n)) for n in range(1, 20, 2)))

    def build(_):
        try:
            return build_walks(division, by=clerk).walks
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as two:
        assert sorted(two.map(build, range(2))) == [0, 10]
    assert Walk.objects.count() == 10
