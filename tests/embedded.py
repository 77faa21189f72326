"""Gives the tests a PostgreSQL and a Valkey of their own, unless the environment names others.

Loaded with -p, so that the addresses stand in the environment before pytest-django reads the settings.
"""

import os
import time
from pathlib import Path
from typing import TypeVar

import pytest

from electoral.door.binaries import NotAvailable
from electoral.door.embedded import Postgres, Server, Valkey

STARTED: list[Server] = []
S = TypeVar("S", bound=Server)
OURS = "OFFICE_TESTS_OWN_BROKER"


@pytest.hookimpl(tryfirst=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> None:
    os.environ.setdefault("SECRET_KEY", "only-for-tests")
    os.environ.setdefault("DEBUG", "1")
    if worker := os.environ.get("PYTEST_XDIST_WORKER"):
        take_a_queue_of_ones_own(worker)
        return
    var = Path(os.environ.get("OFFICE_VAR") or early_config.rootpath / "var")
    began = time.monotonic()
    try:
        if not os.environ.get("DATABASE_URL"):
            postgres = Postgres(var / "pg-test", durable=False)
            os.environ["DATABASE_URL"] = _started(postgres).url("office")
            postgres.ensure_database("office")
        if not os.environ.get("CELERY_BROKER_URL"):
            valkey = Valkey(var / "valkey-test")
            os.environ["CELERY_BROKER_URL"] = _started(valkey).url
            os.environ[OURS] = "1"
    except NotAvailable as missing:
        raise pytest.UsageError(str(missing)) from None
    if STARTED:
        print(f"PostgreSQL and Valkey are up after {time.monotonic() - began:.1f} s", flush=True)


def _started(server: S) -> S:
    server.start()
    STARTED.append(server)
    return server


def take_a_queue_of_ones_own(worker: str) -> None:
    # Two test databases on one queue would ring each other's doorbells.
    if OURS in os.environ and "virtual_host" not in os.environ["CELERY_BROKER_URL"]:
        os.environ["CELERY_BROKER_URL"] += f"?virtual_host={1 + int(worker.removeprefix('gw'))}"


def pytest_unconfigure() -> None:
    while STARTED:
        STARTED.pop().stop()
