"""Where this command works: the checkout, the data folder, the port, the environment of its children."""

import contextlib
import os
import secrets
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from electoral.door.binaries import NotAvailable
from electoral.door.process import STOP_SECONDS, ending_with_parent

DATABASE, BROKER = "DATABASE_URL", "CELERY_BROKER_URL"


class Stop(BaseException):
    """A person or the machine asks us to end; the argument is the signal's number."""


def end_in_order() -> None:
    """From now on Ctrl-C, SIGTERM and a closed terminal raise `Stop`, so that every `finally` runs."""
    asking = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)

    def stop(number: int, _frame: object) -> None:
        for asked in asking:
            signal.signal(asked, signal.SIG_IGN)  # a second Ctrl-C leaves nothing half ended
        raise Stop(number)

    for asked in asking:
        signal.signal(asked, stop)


@dataclass(frozen=True)
class Place:
    repository: Path
    var: Path
    port: int

    @classmethod
    def here(cls) -> "Place":
        """From OFFICE_VAR (relative to where the person stands, default `var/`) and OFFICE_PORT."""
        repository = Path(__file__).resolve().parent.parent.parent
        port = os.environ.get("OFFICE_PORT") or "8000"
        if not port.isdecimal() or not 0 < int(port) < 65536:
            raise NotAvailable(f"OFFICE_PORT is {port!r}; it should be a number from 1 to 65535.")
        var = Path(os.environ.get("OFFICE_VAR") or repository / "var").resolve()
        return cls(repository, var, int(port))

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}/"

    def environment(self, database: str, broker: str) -> dict[str, str]:
        """What every child of ours reads, by the names of the settings."""
        environment = {**os.environ, DATABASE: database, BROKER: broker, "OFFICE_VAR": str(self.var)}
        environment.setdefault("SECRET_KEY", self._secret_key())
        if not os.environ.get(DATABASE):
            environment.pop("DATABASE_APP_URL", None)  # of some other server
            environment.setdefault("OFFICE_DEMO", "1")
        return environment

    def _secret_key(self) -> str:
        kept = self.var / "secret-key"
        self.var.mkdir(parents=True, exist_ok=True)
        with contextlib.suppress(FileExistsError):
            half = os.open(kept, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            os.write(half, secrets.token_urlsafe(50).encode())
            os.close(half)
        return kept.read_text()


def run(
    command: list[str], environment: dict[str, str], log: Path | None = None, cwd: Path | None = None
) -> int:
    """Runs the command to its end, in our terminal or into a log, and says how it ended."""
    output = log.open("ab") if log else None
    with output or contextlib.nullcontext():
        child = subprocess.Popen(
            command,
            env=environment,
            cwd=cwd,
            stdout=output,
            stderr=output,
            preexec_fn=ending_with_parent(signal.SIGTERM),  # noqa: PLW1509 (one thread only)
        )
        try:
            code = child.wait()
        except Stop:
            child.terminate()
            with contextlib.suppress(subprocess.TimeoutExpired):
                child.wait(STOP_SECONDS)
            child.kill()
            raise
    return code if code >= 0 else 128 - code


def manage(place: Place, environment: dict[str, str], *words: str, quiet: bool = False) -> int:
    """Runs a command of Django; a quiet one writes to the log, and its failure is one of ours."""
    command = [sys.executable, str(place.repository / "manage.py"), *words]
    if not quiet:
        return run(command, environment)
    log = place.var / "log" / f"{words[0]}.log"
    log.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    log.unlink(missing_ok=True)
    if code := run(command, environment, log):
        last = (log.read_text(errors="replace").strip().splitlines() or ["it said nothing"])[-1]
        raise NotAvailable(f"{words[0]} failed ({code}): {last} (all of it: {log})")
    return 0


@contextlib.contextmanager
def step(name: str, stream: TextIO | None = None) -> Iterator[None]:
    """Prints how long the step took, in one line."""
    stream = stream or sys.stdout
    began = time.monotonic()
    print(f"  {name:.<40} ", end="", file=stream, flush=True)
    try:
        yield
    except BaseException:
        print(file=stream, flush=True)
        raise
    print(f"{time.monotonic() - began:5.1f} s", file=stream, flush=True)
