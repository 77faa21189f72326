"""A real browser on a real server, with real workers."""

import os
import shutil

import pytest
from playwright.sync_api import expect

from tests.workers import Worker, broker

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or "/usr/bin/chromium"
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # playwright's loop runs in this thread
expect.set_options(timeout=20_000)  # a deadline, not a pause: two suites at once on two cores take their time


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


@pytest.fixture
def screen(page, live_server):
    """The browser: complaints of the console and of axe fail the test."""
    complaints = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.live = live_server.url
    yield page
    assert complaints == []
