"""A worker killed while a copy is made, and two people who release at once: one copy, one release, nothing left lying about."""

import threading

import pytest
from django.db import connection
from django.utils import timezone

from electoral.jobs.models import Job
from electoral.office.refusals import Refused
from electoral.papers.store import papers
from registers.actions.copy import order_copy
from registers.actions.release import release_copy
from registers.models import Copy, Edition, EditionRow, Release, Supply
from registers.states import EDITION
from tests.conftest import make_person
from tests.registers.asking import again, asked, in_england, paid
from tests.registers.copies import checked
from tests.workers import Worker, broker, until

pytestmark = pytest.mark.django_db(transaction=True)
ENTRIES = 20_000


@pytest.fixture
def register(division, person):
    """A sealed register whose print takes some seconds."""
    division = in_england(division)
    dro = person("dro")
    edition = Edition.objects.create(
        division=division,
        family="register",
        title="Register of Gold",
        speaks_on=division.today(),
        ordered_by=dro,
    )
    EditionRow.objects.bulk_create(
        (
            EditionRow(
                division=division, edition=edition, position=n, by_name=n, elector_id=f"E{n}", part="GOLD CENTRAL", section=0,
                number=str(n), surname=f"Testperson{n}", given_names="Vera", address=f"{n} Pretend Street, Fabletown",
            )
            for n in range(1, ENTRIES + 1)
        ),
        batch_size=5000,
    )  # fmt: skip
    counts = {"FULL": ENTRIES}
    return EDITION.move(
        edition, "seal", by=dro, changes={"counts": counts, "entries": ENTRIES, "sealed_at": timezone.now()}
    )


@pytest.fixture
def workers(tmp_path):
    broker().flushdb()
    started = []

    def start():
        started.append(Worker(tmp_path))
        return started[-1]

    yield start
    for worker in started:
        worker.stop()


def test_a_killed_worker_leaves_one_copy_and_no_plain_file(division, register, workers):
    worker = workers()
    clerk = make_person("clerk", register.division)
    request = paid(asked(register.division, "CANDIDATE", form="print"))
    copy = order_copy(request, by=clerk)
    making = papers().room_for_work().parent
    until(
        lambda: any(left.is_dir() and any(left.iterdir()) for left in making.glob("copy-*")),
        "a file is being written",
    )
    worker.kill()
    left = list(making.glob("copy-*"))
    assert left
    assert not Copy.objects.get(pk=copy.pk).sha256
    workers()
    until(lambda: again(request).status == "prepared", "another worker made it")
    copy.refresh_from_db()
    assert all(passed for _, passed, _ in copy.checks)
    assert copy.entries == ENTRIES
    assert list(making.glob("copy-*")) == []
    assert Job.objects.get(pk=copy.job_id).deaths == 1
    assert Copy.objects.count() == 1


@pytest.mark.rule("E7")
def test_two_people_release_at_once_and_one_does(division):
    request = checked(asked(division, "CANDIDATE"))
    people = [make_person("clerk", request.division) for _ in range(4)]
    start, done, refused = threading.Barrier(len(people)), [], []

    def release(by):
        start.wait()
        try:
            done.append(release_copy(again(request), way="link", key_way="telephone", by=by))
        except Refused as reason:
            refused.append(str(reason))
        finally:
            connection.close()

    at_work = [threading.Thread(target=release, args=[by]) for by in people]
    [one.start() for one in at_work]
    [one.join() for one in at_work]
    assert (len(done), len(refused)) == (1, 3)
    assert Release.objects.count() == Supply.objects.filter(kind="supply").count() == 1
    assert again(request).released_by == done[0][0].released_by
    making = papers().room_for_work().parent
    assert len(list(making.iterdir())) == 1  # that one
    stored = [path for path in making.parent.rglob("*.zip")]
    assert len(stored) == 1
