"""The bell and the clock: one task, and a sweep in every worker so that nothing waits for a message that was lost."""

import logging
import threading
from collections.abc import Callable

from celery import shared_task
from celery.signals import worker_init, worker_ready
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import Error, connection

from electoral.jobs.actions import ring_again
from electoral.jobs.work import work_on
from electoral.office.actions import operator
from electoral.office.guards import refuse_an_owner

log = logging.getLogger(__name__)
DUE: list[Callable[..., int]] = []
ONE_CLOCK = 7_305_112_019  # the lock that one clock holds at a time, in whatever worker


def when_due(*pieces: Callable[..., int]) -> None:
    """Name what a room does every five minutes: each finds what is due and not done, and may run any number of times."""
    DUE.extend(pieces)


@shared_task(name="work")
def work(job_id: str) -> None:
    work_on(job_id)


@worker_init.connect
def serve_as_the_application(**_) -> None:
    """Celery begins a worker: not with a login that could undo the guards."""
    try:
        refuse_an_owner()
    except ImproperlyConfigured as error:
        raise SystemExit(str(error)) from None


@worker_ready.connect
def sweep_while_working(**_) -> None:
    """Celery says that the worker is up: from now on it sweeps, and its clock runs (no beat is needed)."""
    threading.Thread(target=_sweep, daemon=True).start()
    threading.Thread(target=_keep_time, daemon=True).start()


def _sweep() -> None:
    pause = threading.Event()
    while not pause.wait(settings.SWEEP_SECONDS):
        try:
            ring_again()
        except Error:
            log.warning("the database does not answer the sweeper")
        finally:
            connection.close()


def _keep_time() -> None:
    pause = threading.Event()
    while not pause.wait(settings.CLOCK_SECONDS):
        try:
            do_what_is_due()
        except Error:
            log.warning("the database does not answer the clock")
        finally:
            connection.close()


def do_what_is_due() -> dict[str, int]:
    """Do each piece once, unless another worker's clock is at it; how much was done, by the name of the piece."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [ONE_CLOCK])
        if not cursor.fetchone()[0]:
            return {}
        try:
            return {piece.__name__: _do(piece) for piece in DUE}
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [ONE_CLOCK])


def _do(piece: Callable[..., int]) -> int:
    """One that fails stops no other."""
    try:
        return piece(by=operator())
    except Exception:
        log.exception("%s failed; the clock goes on", piece.__name__)
    return 0
