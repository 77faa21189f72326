"""Listings while workers die and the broker forgets: each is made once, none is half, the bar tells the truth.

The short form makes 40 listings; PROVE_LISTINGS=250 makes a whole division's.
"""

import os

import pytest
from pypdf import PdfReader

from electoral.jobs.models import Job
from electoral.office.models import Event
from electoral.papers.actions import open_document
from electoral.papers.models import Document, Run
from electoral.papers.store import sha256_of
from tests.steps import load_file
from tests.workers import Worker, broker, until
from walks import actions as walk_actions
from walks.actions.listing import order_listings
from walks.models import Listing, ListingLine, Walk

LISTINGS = int(os.environ.get("PROVE_LISTINGS", "40"))
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def many_walks(division, person):
    """A division of as many small Walks as listings are to be made."""
    dro = division.dro = person("dro")
    addresses, electors = (
        ["address_id,number_first,street_name,street_type,locality,postcode,ccd"],
        ["elector_id,surname,address_id"],
    )
    for ccd in range(LISTINGS):
        for house in range(1, 9):
            key = f"{ccd:03}{house:02}"
            addresses.append(f"A{key},{house},PRETEND {ccd:03},STREET,MOCKTON,0899,{7990000 + ccd}")
            electors.append(f"E{key},Testperson {key},A{key}")
    load_file("addresses", "\n".join(addresses), division, dro)
    load_file("protections", "elector_id,kind,basis,since\n", division, dro)
    load_file("electors", "\n".join(electors), division, dro)
    walk_actions.build_walks(division, by=dro)
    return list(Walk.objects.filter(division=division))


@pytest.fixture
def workers(tmp_path):
    broker().flushdb()
    started = []

    def start(**environment):
        started.append(Worker(tmp_path, **environment))
        return started[-1]

    yield start
    for worker in started:
        worker.stop()


def progress(order):
    return Run.objects.with_progress().get(pk=order.run_id)


def test_killed_workers_and_an_emptied_broker_lose_nothing_and_double_nothing(division, many_walks, workers):
    worker = workers()
    order = order_listings(division, many_walks, by=division.dro)
    seen = []

    def made(count):
        """Whether so many are made; meanwhile the bar is held against the files."""
        run = progress(order)
        seen.append(run.done)
        for document in Document.objects.kept().filter(run=run).order_by("-kept_at")[:3]:
            with open_document(document) as file:
                assert len(PdfReader(file).pages) == document.pages
        return run.done >= count

    until(lambda: made(3), "the first listings")
    worker.kill_a_child()
    until(lambda: made(LISTINGS // 4), "a quarter")
    worker.kill()
    broker().flushdb()
    worker = workers()
    until(lambda: made(LISTINGS // 2), "half")
    worker.kill_a_child()
    until(lambda: made(LISTINGS), "all listings")
    assert seen == sorted(seen)
    assert seen[-1] == LISTINGS
    holds_together(order)


def holds_together(order):
    """Each listing once: one snapshot, one event, one file whose bytes are those of the row."""
    listings = Listing.objects.filter(order=order).select_related("document")
    assert {listing.status for listing in listings} == {"produced"}
    assert Event.objects.filter(verb="produce_listing").count() == LISTINGS
    assert ListingLine.objects.count() == LISTINGS * 8
    assert ListingLine.objects.values("listing", "residence").distinct().count() == LISTINGS * 8
    assert set(Job.objects.filter(kind="walk_listing").values_list("status", flat=True)) == {"done"}
    for listing in listings:
        with open_document(listing.document) as file:
            assert sha256_of_file(file) == listing.document.sha256


def sha256_of_file(file):
    from pathlib import Path

    return sha256_of(Path(file.name))


def test_a_job_that_kills_its_worker_is_put_aside_for_a_person(division, many_walks, workers):
    """Six deaths: it is not tried for ever, and it takes nobody else's turn."""
    order = order_listings(division, many_walks[:1], by=division.dro)
    job = Job.objects.get(document__run=order.run)
    Job.objects.filter(pk=job.pk).update(status="running", deaths=4, fence=7, lease_until="2020-01-01T00:00Z")
    worker = workers()
    until(lambda: Job.objects.get(pk=job.pk).status == "done", "a job with four deaths is tried once more")
    assert Job.objects.get(pk=job.pk).deaths == 5
    worker.kill()
    other = order_listings(division, many_walks[1:2], by=division.dro)
    doomed = Job.objects.get(document__run=other.run)
    Job.objects.filter(pk=doomed.pk).update(status="running")
    Job.objects.filter(pk=doomed.pk).update(deaths=5, lease_until="2020-01-01T00:00Z")
    workers()
    until(lambda: Job.objects.get(pk=doomed.pk).status == "put_aside", "the doomed job is put aside")
    assert "died 6 times" in Job.objects.get(pk=doomed.pk).error


def test_work_is_taken_in_while_the_broker_is_away(division, many_walks, monkeypatch):
    """The bell does not ring; the row waits, and whoever sweeps next rings for it."""
    from electoral.jobs import actions

    def away(*args, **options):
        raise ConnectionError("the broker is away")

    monkeypatch.setattr(actions.current_app, "send_task", away)
    order = order_listings(division, many_walks[:2], by=division.dro)
    assert set(Job.objects.filter(document__run=order.run).values_list("status", flat=True)) == {"queued"}
    Job.objects.update(rung_at="2020-01-01T00:00Z")
    rung = []
    monkeypatch.setattr(actions.current_app, "send_task", lambda name, args, queue: rung.append(args[0]))
    assert actions.ring_again() == len(rung) == 2
