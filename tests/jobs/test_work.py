"""A job is done once, whatever happens to who does it (decision 5)."""

import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from electoral.jobs import work
from electoral.jobs.actions import cancel_job, order_job, retry_job, ring_again
from electoral.jobs.lease import Lease, claim, give_back
from electoral.jobs.models import Job
from electoral.jobs.work import work_on
from electoral.office.refusals import NotPermitted, Refused, WrongState
from electoral.office.roles import Permission


@pytest.fixture
def clerk(person):
    return person("clerk")


@pytest.fixture
def trial(monkeypatch, division, clerk):
    """`trial(run)` orders a job whose work is `run`."""

    def order(run):
        monkeypatch.setitem(work.KINDS, "trial", work.Kind("trial", "quick", Permission.LISTING_ORDER, run))
        return order_job("trial", division=division, title="A trial", by=clerk, arguments={})

    return order


def again(job):
    return Job.objects.get(pk=job.pk)


def test_a_job_is_worked_on_and_finished_in_one_transaction_with_what_it_writes(trial, division):
    def run(job, lease):
        return lambda: type(division).objects.filter(pk=division.pk).update(name="Renamed")

    job = work_on(trial(run).pk)
    division.refresh_from_db()
    assert (again(job).status, division.name) == ("done", "Renamed")


def test_a_message_that_comes_twice_does_nothing_twice(trial):
    done = []
    job = trial(lambda job, lease: done.append(1))
    assert work_on(job.pk) is not None
    assert work_on(job.pk) is None
    assert done == [1]


def test_what_a_worker_without_its_lease_made_is_thrown_away(trial, division):
    """The fence: somebody else has claimed the job meanwhile."""

    def run(job, lease):
        Job.objects.filter(pk=job.pk).update(fence=job.fence + 1)
        return lambda: type(division).objects.filter(pk=division.pk).update(name="By the dead")

    job = trial(run)
    work_on(job.pk)
    division.refresh_from_db()
    assert (again(job).status, division.name) == ("running", "Gold")


def test_without_the_fence_the_dead_would_write(trial, division, monkeypatch):
    """The control: the same with a fence that nobody asks for."""

    def run(job, lease):
        Job.objects.filter(pk=job.pk).update(fence=job.fence + 1)
        job.fence += 1
        return lambda: type(division).objects.filter(pk=division.pk).update(name="By the dead")

    work_on(trial(run).pk)
    division.refresh_from_db()
    assert division.name == "By the dead"


def test_three_failures_put_a_job_aside_with_the_reason(trial):
    def run(job, lease):
        raise ValueError("a name that must not be shown")

    job = trial(run)
    statuses = []
    for _ in range(4):
        work_on(job.pk)
        statuses.append((again(job).status, again(job).failures))
    assert statuses == [("queued", 1), ("queued", 2), ("put_aside", 3), ("put_aside", 3)]
    assert again(job).error == f"ValueError. It is in the log under {job.reference}."


def test_a_failure_while_finishing_leaves_nothing_half_done(trial, division):
    def run(job, lease):
        def finish():
            type(division).objects.filter(pk=division.pk).update(name="Half")
            raise RuntimeError

        return finish

    job = trial(run)
    work_on(job.pk)
    division.refresh_from_db()
    assert (again(job).status, division.name) == ("queued", "Gold")


def test_a_refusal_is_put_aside_at_once_in_its_own_words(trial):
    def run(job, lease):
        raise Refused("There is no Walk to list.")

    job = work_on(trial(run).pk)
    assert (again(job).status, again(job).error) == ("put_aside", "There is no Walk to list.")


def test_the_sixth_death_puts_a_job_aside(trial):
    job = trial(lambda job, lease: None)
    for deaths in range(1, 6):
        assert claim(job.pk) is not None
        Job.objects.filter(pk=job.pk).update(lease_until=timezone.now() - timedelta(seconds=1))
        assert again(job).deaths == deaths - 1
    assert claim(job.pk) is not None
    Job.objects.filter(pk=job.pk).update(lease_until=timezone.now() - timedelta(seconds=1))
    assert claim(job.pk) is None
    ring_again()
    assert (again(job).status, again(job).deaths) == ("put_aside", 6)


def test_a_claimed_job_is_not_to_be_had_until_its_lease_runs_out(trial):
    job = trial(lambda job, lease: None)
    assert claim(job.pk) is not None
    assert claim(job.pk) is None


@pytest.mark.django_db(transaction=True)
def test_of_eight_workers_one_claims(trial):
    job = trial(lambda job, lease: None)
    won = []

    def attempt():
        won.append(claim(job.pk) is not None)
        connection.close()

    threads = [threading.Thread(target=attempt) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(won) == [False] * 7 + [True]


@pytest.mark.django_db(transaction=True)
def test_the_bar_moves_and_the_lease_is_renewed_while_the_work_goes_on(trial, settings):
    settings.LEASE_SECONDS = settings.PROGRESS_SECONDS = 1
    seen = []

    def run(job, lease):
        lease.progress(3, 10, "the third")
        end = threading.Event()
        for _ in range(100):
            row = again(job)
            if row.done == 3 and row.lease_until > job.lease_until:
                seen.append((row.done, row.total, row.note))
                break
            end.wait(0.05)

    work_on(trial(run).pk)
    assert seen == [(3, 10, "the third")]


@pytest.mark.django_db(transaction=True)
def test_running_work_stops_at_its_next_step_when_asked(trial, clerk, settings):
    settings.LEASE_SECONDS = settings.PROGRESS_SECONDS = 1

    def run(job, lease):
        cancel_job(job, by=clerk)
        for n in range(200):
            lease.progress(n, 200)
            threading.Event().wait(0.05)

    job = trial(run)
    work_on(job.pk)
    assert again(job).status == "cancelled"
    assert again(job).done < 200


def test_cancelled_work_can_be_tried_again(trial, clerk):
    job = trial(lambda job, lease: None)
    cancel_job(job, by=clerk)
    assert work_on(job.pk) is None
    retry_job(job, by=clerk)
    work_on(job.pk)
    assert again(job).status == "done"
    with pytest.raises(WrongState):
        retry_job(job, by=clerk)


def test_who_may_not_steer_may_not_cancel(trial, person):
    with pytest.raises(NotPermitted):
        cancel_job(trial(lambda job, lease: None), by=person("auditor"))


def test_who_may_not_steer_does_not_stop_what_is_running_either(trial, person):
    auditor, tried = person("auditor"), []

    def run(job, lease):
        with pytest.raises(NotPermitted):
            cancel_job(job, by=auditor)
        tried.append(again(job).wants_cancel)

    job = work_on(trial(run).pk)
    assert (tried, again(job).status) == ([False], "done")


def test_only_who_has_the_job_gives_it_back(trial):
    job = claim(trial(lambda job, lease: None).pk)
    job.fence -= 1
    assert give_back(job, "done") is False
    assert again(job).status == "running"


def test_a_lease_ends_with_its_work(trial):
    job = claim(trial(lambda job, lease: None).pk)
    with Lease(job) as lease:
        assert lease.keep_going()
    assert not lease._thread.is_alive()
