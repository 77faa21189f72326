"""Two databases made in one server at once: both find no role of the application, and both end with one."""

from concurrent.futures import ThreadPoolExecutor
from time import monotonic

import pytest
from django.db import connection

from electoral.office.management.commands.guards import ROLE
from tests.conftest import as_owner

NAME = "office_app_made_twice"


def waits_for(line, blocker: int) -> bool:
    with line.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_stat_activity WHERE %s = ANY (pg_blocking_pids(pid))", [blocker])
        return bool(cursor.fetchone())


def make(line) -> None:
    with line.cursor() as cursor:
        cursor.execute(ROLE.format(role=NAME))


@pytest.mark.django_db(transaction=True)
def test_the_role_of_the_application_is_made_once_by_two_at_once():
    with as_owner():
        first, second, watcher = (connection.copy() for _ in range(3))
        try:
            first.set_autocommit(False)
            make(first)
            second.inc_thread_sharing()
            with ThreadPoolExecutor(1) as pool:
                other = pool.submit(make, second)
                until = monotonic() + 30
                while not waits_for(watcher, first.connection.info.backend_pid):
                    assert monotonic() < until
                    assert not other.done()
                first.commit()
                other.result(30)
            with watcher.cursor() as cursor:
                cursor.execute("SELECT count(*) FROM pg_roles WHERE rolname = %s", [NAME])
                assert cursor.fetchone() == (1,)
        finally:
            first.rollback()
            with watcher.cursor() as cursor:
                cursor.execute(f'DROP ROLE IF EXISTS "{NAME}"')
            for line in (first, second, watcher):
                line.close()
