"""The division that is measured: emptied by the database's owner, filled by the work that the office does."""

import os
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

import psycopg2
from django.db import connection

from electoral.bench.scratch import ENDING
from electoral.door.servers import connect
from electoral.jobs.states import UNFINISHED
from electoral.jobs.work import work_on
from electoral.office.actions import make_division
from electoral.office.models import Appointment, Division, User
from electoral.office.roles import Role
from electoral.roll.actions import order_load, receive_load
from electoral.roll.models import Load

CODE = "BENCH"
LONGEST_LOAD = 600  # seconds
FILLED = """
    SELECT string_agg(format('%I.%I', schemaname, tablename), ', ') FROM pg_tables
    WHERE (schemaname = 'protected' OR schemaname = 'public' AND tablename ~ '^(roll|walks|jobs|papers)_')
      AND tablename NOT IN ('roll_category', 'walks_notationcode')
"""


def the_division() -> Division:
    """The one division of the bench's database, made with its DRO when it is first asked for."""
    found = Division.objects.filter(code=CODE).first()
    if found is None:
        found = make_division(code=CODE, name="Bench", state="NT", area="Pretence")
        somebody = User.objects.create_user("dro@office.invalid", name="Dora Testperson")
        Appointment.objects.create(user=somebody, role=Role.DRO, division=found, from_on=found.today())
    return found


def dro_of(division: Division) -> User:
    """The person in whose name everything here is done."""
    return User.objects.get(appointment__division=division, appointment__role=Role.DRO)


@contextmanager
def owner() -> Iterator[psycopg2.extensions.cursor]:
    """A cursor of the database's owner; each statement is a transaction. RuntimeError in a database of somebody's."""
    with closing(connect(os.environ["DATABASE_URL"])) as line:
        if not line.info.dbname.endswith(ENDING):
            raise RuntimeError("The bench empties a database of its own and no other.")
        line.autocommit = True
        with line.cursor() as cursor:
            yield cursor


def emptied() -> Division:
    """The division without anything in it."""
    connection.close()
    with owner() as cursor:
        cursor.execute(FILLED)
        cursor.execute(f"TRUNCATE {cursor.fetchone()[0]} CASCADE")
    return the_division()


def settled() -> None:
    """What was written before is on the disk, where the owner may ask for that: nobody pays for somebody else's writes."""
    with owner() as cursor, suppress(psycopg2.errors.InsufficientPrivilege):
        cursor.execute("CHECKPOINT")


def load(kind: str, path: Path, division: Division) -> None:
    """What `./office load` does, with each job worked on here. RuntimeError where the file is refused."""
    by = dro_of(division)
    with path.open("rb") as file:
        received = receive_load(kind, file, division=division, by=by, file_name=path.name)
    _work(received, by)
    order_load(received, by=by)
    _work(received, by)
    received.refresh_from_db()
    if received.status != "applied":
        raise RuntimeError(f"{kind}: {received.refused_rows[:3]} {received.warnings}")


def _work(received: Load, by) -> None:
    """Here, unless a worker that runs for another part of the measurement was quicker; then until that one is done."""
    jobs = by.job_set.filter(arguments__load=received.reference, status__in=UNFINISHED)
    end = time.monotonic() + LONGEST_LOAD
    while (job := jobs.first()) and time.monotonic() < end:
        if work_on(job.pk) is None:
            time.sleep(0.1)
