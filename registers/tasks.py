"""The clock: every five minutes, what is due and not done. Each piece may run any number of times; one that fails stops no other."""

import logging
import threading
from collections.abc import Callable

from celery.signals import worker_ready
from django.conf import settings
from django.db import Error, connection

from electoral.office.actions import operator
from electoral.office.refusals import Refused
from registers.actions.evidence import destroy_due_evidence
from registers.actions.inspection import end_due_inspections
from registers.actions.preparing import sweep_making
from registers.actions.release import expire_due_releases
from registers.actions.serving import serve_due_standing
from registers.actions.standing import end_due_standing

log = logging.getLogger(__name__)
DUE: tuple[Callable[..., int], ...] = (
    expire_due_releases,
    end_due_inspections,
    end_due_standing,
    serve_due_standing,
    destroy_due_evidence,
    sweep_making,
)
ONE_CLOCK = 7_305_112_019  # the number of the lock that one clock holds at a time, in whatever worker


@worker_ready.connect
def run_the_clock(**_) -> None:
    """Celery says that the worker is up: from now on its clock runs (no beat is needed)."""
    threading.Thread(target=_run, daemon=True).start()


def _run() -> None:
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
    if not _take_the_clock():
        return {}
    try:
        return {piece.__name__: _do(piece) for piece in DUE}
    finally:
        _give_the_clock_back()


def _do(piece: Callable[..., int]) -> int:
    try:
        return piece(by=operator())
    except Refused as refusal:
        log.warning("%s: %s", piece.__name__, type(refusal).__name__)
    except Exception:
        log.exception("%s failed; the clock goes on", piece.__name__)
    return 0


def _take_the_clock() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [ONE_CLOCK])
        return cursor.fetchone()[0]


def _give_the_clock_back() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_unlock(%s)", [ONE_CLOCK])
