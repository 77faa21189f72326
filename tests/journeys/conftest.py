"""A real browser on a real server, with real workers."""

import os
import shutil

import pytest

from tests.workers import Worker, broker

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or "/usr/bin/chromium"
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # playwright's loop runs in this thread


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    flags = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
             "--disable-component-update", "--disable-sync"]  # fmt: skip
    return {**browser_type_launch_args, "executable_path": CHROMIUM, "args": flags}


@pytest.fixture
def worker(transactional_db, tmp_path):
    """One Celery worker with two processes on the test's database."""
    broker().flushdb()
    started = Worker(tmp_path)
    yield started
    started.stop()
