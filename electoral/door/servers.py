"""Which database and which broker a command uses: the named ones, the running demo's, or its own."""

import contextlib
import json
import os
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import IO, TextIO

import environ
import kombu
import psycopg2

from electoral.door.assets import stamp
from electoral.door.binaries import NotAvailable
from electoral.door.embedded import Postgres, Server, Valkey
from electoral.door.locks import LOCK_SECONDS, lock_at_once
from electoral.door.place import BROKER, DATABASE, Place, manage, step

ROOMS = ("electoral", "walks", "review", "registers", "payments")


@dataclass
class Services:
    """The addresses, and the servers that we started for them."""

    database: str
    broker: str
    servers: list[Server] = field(default_factory=list)
    demo_runs: bool = False

    @property
    def postgres(self) -> Postgres | None:
        """The server, when the database is our own."""
        return next((s for s in self.servers if isinstance(s, Postgres)), None)


@contextlib.contextmanager
def services(place: Place, *, for_the_demo: bool = False) -> Iterator[Services]:
    """Yields the services, each answering; stops at the end what was started here.

    A named address always wins. One that does not answer is a `NotAvailable`, never a silent fallback.
    """
    named = Services(os.environ.get(DATABASE, ""), os.environ.get(BROKER, ""))
    check_named(named)
    if named.database and named.broker and not for_the_demo:
        yield named
        return
    held = _hold(place, for_the_demo=for_the_demo)
    if held is None:
        demo = _running_demo(place)
        database = named.database or demo["database"]
        yield Services(database, named.broker or demo["broker"], demo_runs=database == demo["database"])
        return
    with held:
        place.var.joinpath("demo.json").unlink(missing_ok=True)
        try:
            yield _with_servers(place, named)
        finally:
            place.var.joinpath("demo.json").unlink(missing_ok=True)
            while named.servers:
                named.servers.pop().stop()


def check_named(named: Services) -> None:
    """One clear line when a named server does not answer."""
    if named.database:
        try:
            connect(named.database).close()
        except psycopg2.Error as error:
            raise NotAvailable(f"{DATABASE} does not answer: {str(error).strip().splitlines()[0]}") from None
    if named.broker:
        try:
            with kombu.Connection(named.broker, transport_options={"socket_connect_timeout": 3}) as line:
                line.ensure_connection(max_retries=1, interval_start=0.1, timeout=5)
        except (kombu.exceptions.KombuError, OSError, KeyError, ValueError) as error:
            raise NotAvailable(f"{BROKER} does not answer: {error}") from None


def connect(database: str) -> psycopg2.extensions.connection:
    """A connection to an address read as the settings read it."""
    said = environ.Env.db_url_config(database)
    wanted = {"dbname": said.get("NAME"), "user": said.get("USER"), "password": said.get("PASSWORD")}
    wanted |= {"host": said.get("HOST"), "port": said.get("PORT"), "connect_timeout": 5}
    wanted |= said.get("OPTIONS", {})
    return psycopg2.connect(**{k: v for k, v in wanted.items() if v})


def ask(database: str, question: str) -> object:
    """The one value that the question has for an answer."""
    with contextlib.closing(connect(database)) as connection, connection.cursor() as cursor:
        cursor.execute(question)
        return cursor.fetchone()[0]


def _hold(place: Place, *, for_the_demo: bool) -> IO[str] | None:
    """The lock on the data folder; None when a demo holds it and serves."""
    deadline = time.monotonic() + LOCK_SECONDS
    told = False
    while (held := lock_at_once(place.var / "office.lock")) is None:
        if _running_demo(place):
            if for_the_demo:
                raise NotAvailable(f"A demo runs from {place.var} already: {_running_demo(place)['address']}")
            return None
        if time.monotonic() > deadline:
            raise NotAvailable(f"Another command has used {place.var} for {LOCK_SECONDS} s.")
        if not told:
            print(f"Waiting for another command that uses {place.var} ...", file=sys.stderr, flush=True)
            told = True
        time.sleep(0.2)
    return held


def _running_demo(place: Place) -> dict[str, str]:
    try:
        return json.loads(place.var.joinpath("demo.json").read_text())
    except (FileNotFoundError, json.JSONDecodeError):
        return {}


def announce_demo(place: Place, used: Services) -> None:
    """From now on other commands of this data folder use the demo's services."""
    said = {"database": used.database, "broker": used.broker, "address": place.address}
    announced = place.var / "demo.json"
    announced.touch(mode=0o600)
    announced.write_text(json.dumps(said))


def _with_servers(place: Place, named: Services) -> Services:
    if not named.database:
        postgres = Postgres(place.var / "pg18")
        named.servers.append(postgres)
        postgres.start()
        postgres.ensure_database("office")
        named.database = postgres.url("office")
    if not named.broker:
        valkey = Valkey(place.var / "valkey")
        named.servers.append(valkey)
        valkey.start()
        named.broker = valkey.url
    return named


def prepare_database(
    place: Place, used: Services, *, always: bool = False, stream: TextIO = sys.stderr
) -> None:
    """Migrates and guards a database of our own when the code has changed, and any that is empty.

    A named database that has tables is somebody's: only the demo (`always`) migrates it.
    """
    now = stamp([place.repository / room for room in ROOMS], ".py")
    if used.postgres:
        question = (
            "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = current_database()"
        )
        wanted = ask(used.database, question) != now
    else:
        wanted = always or ask(used.database, "SELECT to_regclass('django_migrations') IS NULL") is True
    if not wanted or used.demo_runs:
        return
    environment = place.environment(used.database, used.broker)
    for command in ("migrate", "guards", "law"):
        with step(command, stream):
            manage(place, environment, command, *(["-v", "0"] if command == "migrate" else []), quiet=True)
    if used.postgres:
        with (
            contextlib.closing(connect(used.database)) as connection,
            connection,
            connection.cursor() as cursor,
        ):
            cursor.execute("COMMENT ON DATABASE office IS %s", [now])
