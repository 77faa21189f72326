"""The demo: everything in one process tree, watched in the foreground, on made-up people."""

import argparse
import contextlib
import os
import secrets
import socket
import sys
import time
from collections.abc import Sequence

from electoral.door.assets import prepare_assets
from electoral.door.binaries import NotAvailable
from electoral.door.children import CardProvider, StaticFiles, Web, Worker
from electoral.door.place import Place, Stop, manage, step
from electoral.door.process import Process
from electoral.door.servers import Services, announce_demo, ask, prepare_database, services

LONGEST_PAUSE = 30
CALM_SECONDS = 60


def demo(place: Place, words: list[str]) -> int:
    """Starts the demo and serves until asked to stop; with `--once` only until the first page answers."""
    parser = argparse.ArgumentParser(prog="./office demo")
    parser.add_argument("--once", action="store_true", help="stop when the first page has answered")
    parser.add_argument("--electors", type=int, metavar="N", help="how many made-up electors")
    wanted = parser.parse_args(words)
    os.environ["OFFICE_DEMO"] = "1"
    began = time.monotonic()
    try:
        with contextlib.ExitStack() as ending:
            with step("PostgreSQL and Valkey"):
                used = ending.enter_context(services(place, for_the_demo=True))
                _port_is_free(place)
            children = _begin(place, used, wanted.electors, ending)
            announce_demo(place, used)
            print(f"\nThe demo is at {place.address} (after {time.monotonic() - began:.1f} s).")
            print("Its sign-in page lists the made-up people. Ctrl-C stops everything.", flush=True)
            if not wanted.once:
                watch([*used.servers, *children])
    except Stop:
        print("Stopped.", flush=True)
    return 0


def _begin(place: Place, used: Services, electors: int | None, ending: contextlib.ExitStack) -> list[Process]:
    environment = place.environment(used.database, used.broker)
    cards = _with_cards(place, environment)
    with step("style, script and fonts"):
        prepare_assets(place.repository, place.var)
    gathering = StaticFiles(place, environment)
    ending.callback(gathering.end)
    gathering.launch()  # beside what follows: half a minute of packing, once
    _fill(place, used, electors, environment)
    with step("static files"):
        gathering.wait()
    children: list[Process] = [Web(place, environment), Worker(place, environment), *cards]
    with step("web and worker"):
        ending.callback(_stop, children)
        for child in children:
            child.launch()
        for child in children:
            child.wait()
    return children


def _with_cards(place: Place, environment: dict[str, str]) -> list[Process]:
    """The provider of card payments beside us, unless the environment names one; the key and the secret are new each time."""
    if environment.get("PAYMENT_PROVIDER"):
        return []
    port = _free_port(place.port + 1)
    environment |= {
        "PAYMENT_PROVIDER": "office",
        "PAYMENT_PROVIDER_URL": f"http://127.0.0.1:{port}",
        "PAYMENT_PROVIDER_KEY": secrets.token_urlsafe(24),
        "PAYMENT_PROVIDER_SECRET": secrets.token_urlsafe(32),
    }
    return [CardProvider(place, environment)]


def _free_port(wanted: int) -> int:
    """The wanted port of this machine, or any that is free."""
    for port in (wanted, 0):
        with socket.socket() as tried, contextlib.suppress(OSError, OverflowError):
            tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            tried.bind(("127.0.0.1", port))
            return tried.getsockname()[1]
    raise NotAvailable("No port is free.")


def _fill(place: Place, used: Services, electors: int | None, environment: dict[str, str]) -> None:
    unfinished = place.var / "demo-unfinished"  # stands while the data is made: half a demo is no demo
    if unfinished.exists() and used.postgres:
        used.postgres.drop_database("office")
        used.postgres.ensure_database("office")
    elif unfinished.exists():
        raise NotAvailable(
            f"The demo was cut short while it filled the database; empty it and remove {unfinished}."
        )
    prepare_database(place, used, always=True, stream=sys.stdout)
    if not ask(used.database, "SELECT EXISTS (SELECT FROM office_division)"):
        unfinished.touch()
        with step("made-up division and people"):
            size = ["--electors", str(electors)] if electors else []
            manage(place, environment, "demo_data", *size, quiet=True)
    unfinished.unlink(missing_ok=True)


def _port_is_free(place: Place) -> None:
    with socket.socket() as tried:
        tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            tried.bind(("127.0.0.1", place.port))
        except OSError:
            raise NotAvailable(f"Port {place.port} is in use; OFFICE_PORT=8001 ./office demo") from None


def _stop(children: Sequence[Process]) -> None:
    for child in children:
        child.ask_to_stop()  # all at once, so that nobody waits for another
    for child in children:
        child.stop()


def watch(processes: Sequence[Process]) -> None:
    """Starts again what ends by itself; returns only by `Stop`."""
    watched = [Watched(process) for process in processes]
    while True:
        time.sleep(0.2)
        for one in watched:
            one.look(time.monotonic())


class Watched:
    """A process with its pauses, which double while it keeps ending and begin anew after a calm time."""

    def __init__(self, process: Process) -> None:
        self.process = process
        self.pause = 0.0
        self.begun = time.monotonic()
        self.due: float | None = None

    def look(self, now: float) -> None:
        if self.due is None and self.process.ended():
            calm = now - self.begun > CALM_SECONDS
            self.pause = 1.0 if calm else min(LONGEST_PAUSE, max(1.0, self.pause * 2))
            self.due = now + self.pause
            print(f"Ended by itself: {self.process.name}. It starts again in {self.pause:.0f} s.", flush=True)
        elif self.due is not None and now >= self.due:
            self.process.end()  # what it had started ends with it
            self.process.launch()
            self.begun, self.due = now, None
