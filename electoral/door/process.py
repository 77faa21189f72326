"""One child process: started, asked whether it answers, ended in good order, never left behind."""

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from electoral.door.binaries import NotAvailable

START_SECONDS = 120
STOP_SECONDS = 20
PR_SET_PDEATHSIG = 1
_LIBC = ctypes.CDLL(None)


def ending_with_parent(sent: signal.Signals) -> Callable[[], None] | None:
    """For `preexec_fn`: the kernel sends this signal to the child when our thread ends, even by kill -9.

    Call it from the main thread, for the kernel watches the thread, not the process. Linux only.
    """
    if sys.platform != "linux":
        return None
    parent = os.getpid()

    def bind() -> None:
        _LIBC.prctl(PR_SET_PDEATHSIG, int(sent))
        if os.getppid() != parent:  # it died in between
            os._exit(1)

    return bind


class Process:
    """A child with a name and a log; what it runs and how it answers is the subclass's."""

    name: str
    stop_signal = signal.SIGTERM
    stop_seconds = STOP_SECONDS
    orphan_signal = signal.SIGTERM  # what the kernel sends when we are gone

    def __init__(self, log: Path) -> None:
        self.log = log
        self.child: subprocess.Popen | None = None

    def launch(self) -> None:
        """Starts the process and does not wait."""
        raise NotImplementedError

    def answers(self) -> bool:
        """Whether it does its work now."""
        raise NotImplementedError

    def start(self) -> None:
        """Starts the process and returns when it answers; leaves nothing behind when it does not."""
        try:
            self.launch()
            self.wait()
        except BaseException:
            self.stop()
            raise

    def wait(self) -> None:
        """Returns when it answers; `NotAvailable` when it ended or takes too long."""
        deadline = time.monotonic() + START_SECONDS
        while not self.answers():
            if self.ended():
                raise NotAvailable(f"{self.name} did not start: {self.last_words()}")
            if time.monotonic() > deadline:
                raise NotAvailable(
                    f"{self.name} did not answer within {START_SECONDS} s: {self.last_words()}"
                )
            time.sleep(0.02)

    def last_words(self) -> str:
        """The last line of the log, and where the rest is."""
        lines = self.log.read_text(errors="replace").strip().splitlines() if self.log.exists() else []
        return f"{lines[-1] if lines else 'it said nothing'} (all of it: {self.log})"

    def ended(self) -> bool:
        return self.child is not None and self.child.poll() is not None

    def ask_to_stop(self) -> None:
        if self.child and not self.ended():
            self.child.send_signal(self.stop_signal)

    def stop(self) -> None:
        """Ends the process and gives back what it held."""
        self.end()

    def end(self) -> None:
        """Ends the process in good order, by force when it does not listen, and whatever it had started."""
        if not self.child:
            return
        self.ask_to_stop()
        try:
            self.child.wait(self.stop_seconds)
        except subprocess.TimeoutExpired:
            self.child.kill()
            self.child.wait()
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self.child.pid, signal.SIGKILL)
        self.child = None

    def spawn(self, command: list[str], **how: object) -> None:
        """Runs the command in a session of its own, with its output in the log."""
        self.log.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with self.log.open("ab") as log:
            self.child = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,  # Ctrl-C is for us; we end the others in order
                preexec_fn=ending_with_parent(self.orphan_signal),  # noqa: PLW1509 (one thread only)
                **how,  # type: ignore[call-overload]
            )
