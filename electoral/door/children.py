"""The processes that serve, the web and the worker, and the one that gathers what the web hands out."""

import hashlib
import signal
import sys
import urllib.error
import urllib.request
from pathlib import Path

from electoral.door.assets import stamp
from electoral.door.binaries import NotAvailable
from electoral.door.place import Place
from electoral.door.process import Process

QUEUES = "quick,papers,loads"


class Child(Process):
    """A Python module run in the checkout."""

    def __init__(self, place: Place, environment: dict[str, str]) -> None:
        super().__init__(place.var / "log" / f"{self.name}.log")
        self.place = place
        self.environment = environment

    def module(self) -> list[str]:
        raise NotImplementedError

    def launch(self) -> None:
        self._seen = self.log.stat().st_size if self.log.exists() else 0
        self.spawn([sys.executable, "-m", *self.module()], cwd=self.place.repository, env=self.environment)

    def said(self, words: bytes) -> bool:
        """Whether these words stand in the log since the last start."""
        with self.log.open("rb") as log:
            log.seek(self._seen)
            return words in log.read()


class Web(Child):
    """gunicorn; it answers when the first page does."""

    name = "web"

    def module(self) -> list[str]:
        where = f"127.0.0.1:{self.place.port}"
        return ["gunicorn", "--config", "deploy/gunicorn.py", "--bind", where, "electoral.wsgi:application"]

    def answers(self) -> bool:
        if not self.said(b"Listening at"):  # who answers at the port may be another
            return False
        direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        try:
            with direct.open(self.place.address, timeout=30) as page:
                return page.status == 200
        except urllib.error.HTTPError as refused:  # it will not get better by waiting
            raise NotAvailable(f"The first page answers {refused.code}; see {self.log}.") from None
        except OSError:
            return False


class Worker(Child):
    """Celery, on every queue; what it leaves undone is claimed again when its lease has run out."""

    name = "worker"
    orphan_signal = signal.SIGQUIT  # without us the database goes too: no use in finishing
    stop_seconds = 8

    def module(self) -> list[str]:
        quiet = ("--without-gossip", "--without-mingle", "--without-heartbeat")
        return ["celery", "-A", "electoral", "worker", "-l", "INFO", "-Q", QUEUES, "-c", "2", *quiet]

    def answers(self) -> bool:
        return self.said(b" ready.")


class CardProvider(Child):
    """The demonstration's own provider of card payments; what it knows outlives it, in the data folder."""

    name = "card-provider"

    def module(self) -> list[str]:
        events = f"{self.place.address}payments/provider/office/events/"
        port = self.environment["PAYMENT_PROVIDER_URL"].rpartition(":")[2]
        state = str(self.place.var / "card-payments.json")
        return ["electoral.demo.provider", "--port", port, "--events", events, "--state", state]

    def answers(self) -> bool:
        return self.said(b"Listening at")


class StaticFiles(Child):
    """Gathers the static files under names that hold their contents' hash, when one of them has changed."""

    name = "collectstatic"

    def launch(self) -> None:
        lock = (
            self.place.repository / "requirements.lock"
        ).read_bytes()  # packages bring static files as well
        sources = [self.place.repository / "static", self.place.var / "vendor"]
        self.now = stamp(sources) + hashlib.sha256(lock).hexdigest()
        if self._gathered() != self.now:
            manage = str(self.place.repository / "manage.py")
            self.spawn(
                [sys.executable, manage, "collectstatic", "--noinput", "-v", "0"], env=self.environment
            )

    def answers(self) -> bool:
        return self.child is None or self.child.poll() == 0

    def wait(self) -> None:
        super().wait()
        self.child = None
        self._note.write_text(self.now)

    @property
    def _note(self) -> Path:
        return self.place.var / "static" / ".gathered"

    def _gathered(self) -> str:
        return self._note.read_text() if self._note.exists() else ""
