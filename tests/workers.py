"""Real Celery workers on the test's own database, and what is done to them."""

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.db import connection
from redis import Redis

DEADLINE = 60


def until(happened: Callable[[], object], what: str, seconds: float = DEADLINE) -> None:
    """Wait until something is so; fails with what was waited for."""
    end = time.monotonic() + seconds
    while not happened():
        assert time.monotonic() < end, f"not within {seconds} s: {what}"
        time.sleep(0.05)


class Worker:
    """`celery worker` with two processes; leases and sweeps are short, its files lie in the test's folder."""

    def __init__(self, folder: Path, **environment: str):
        (folder / "fonts").exists() or (folder / "fonts").symlink_to(settings.FONTS_FOLDER)
        self.log = folder / f"worker-{time.monotonic_ns()}.log"
        url = re.sub(
            r"(//[^/]*/)[^?]*", rf"\g<1>{connection.settings_dict['NAME']}", os.environ["DATABASE_URL"]
        )
        short = {
            "LEASE_SECONDS": "3",
            "SWEEP_SECONDS": "1",
            "OFFICE_VAR": str(folder),
            "OFFICE_AS_OWNER": "0",
        }
        command = [sys.executable, "-m", "celery", "-A", "electoral", "worker", "-c", "2", "-Q", "quick,papers,loads", "-l", "INFO",
                   "--without-gossip", "--without-mingle", "--without-heartbeat"]  # fmt: skip
        self.process = subprocess.Popen(
            command, env={**os.environ, "DATABASE_URL": url, **short, **environment}, stdout=self.log.open("w"),
            stderr=subprocess.STDOUT, start_new_session=True, cwd=settings.BASE_DIR,
        )  # fmt: skip
        until(lambda: " ready." in self.log.read_text(), "the worker is ready")

    def children(self) -> list[int]:
        listed = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text()
        return [int(pid) for pid in listed.split()]

    def kill_a_child(self) -> None:
        os.kill(self.children()[0], signal.SIGKILL)

    def kill(self) -> None:
        """Everything of it at once, as when the machine goes away."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def pause(self) -> None:
        os.killpg(self.process.pid, signal.SIGSTOP)

    def go_on(self) -> None:
        os.killpg(self.process.pid, signal.SIGCONT)

    def stop(self) -> None:
        if self.process.poll() is None:
            self.kill()


def broker() -> Redis:
    """The broker that the tests' workers listen to."""
    url = (
        os.environ["CELERY_BROKER_URL"].replace("redis+socket://", "unix://").replace("virtual_host=", "db=")
    )
    return Redis.from_url(url)
