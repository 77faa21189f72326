"""The bell and the clock: one task, and a sweep in every worker so that nothing waits for a message that was lost."""

import logging
import threading

from celery import shared_task
from celery.signals import worker_init, worker_ready
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import Error, connection

from electoral.jobs.actions import ring_again
from electoral.jobs.work import work_on
from electoral.office.guards import refuse_an_owner

log = logging.getLogger(__name__)


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
    """Celery says that the worker is up: from now on it sweeps (no beat is needed)."""
    threading.Thread(target=_sweep, daemon=True).start()


def _sweep() -> None:
    pause = threading.Event()
    while not pause.wait(settings.SWEEP_SECONDS):
        try:
            ring_again()
        except Error:
            log.warning("the database does not answer the sweeper")
        finally:
            connection.close()
