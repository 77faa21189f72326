"""PostgreSQL and Valkey for the demo, the tests and single commands: borrowed programs, a life of our own.

Each listens on a Unix socket in a folder that only its account may open: no port, no password, no clash
between two checkouts. Each ends with the process that started it, however that one ends.
"""

import contextlib
import os
import shutil
import signal
import socket
import subprocess
from pathlib import Path
from pwd import struct_passwd
from typing import IO

import psycopg2

from electoral.door.binaries import (
    NotAvailable,
    postgres_folder,
    private_folder,
    reachable,
    run_as,
    server_account,
    valkey_program,
)
from electoral.door.locks import lock
from electoral.door.process import Process


class Server(Process):
    """A process with a data folder, which it holds locked from its start to its stop."""

    account: struct_passwd | None = None

    def __init__(self, folder: Path) -> None:
        self.folder = folder.absolute()
        super().__init__(self.folder.parent / "log" / f"{self.folder.name}.log")
        self.sockets = private_folder(self.folder, self.account)
        self._lock: IO[str] | None = None

    def start(self) -> None:
        self._lock = self._lock or lock(self.folder.with_name(f"{self.folder.name}.lock"))
        private_folder(self.folder, self.account)
        super().start()

    def stop(self) -> None:
        super().stop()
        with contextlib.suppress(OSError):
            self.sockets.rmdir()
        if self._lock:
            self._lock.close()
            self._lock = None


class Postgres(Server):
    """A PostgreSQL of our own; the names of its databases are the caller's."""

    name = "PostgreSQL"
    stop_signal = orphan_signal = signal.SIGINT  # its "fast": roll back, write, end

    def __init__(self, folder: Path, *, durable: bool = True) -> None:
        self.account = server_account()
        super().__init__(folder)
        self.durable = durable
        self.folder.parent.mkdir(parents=True, exist_ok=True)
        self.data = self.folder
        if not reachable(self.folder.parent, self.account):
            # /var/tmp outlives a restart of the machine
            self.data = private_folder(self.folder, self.account, Path("/var/tmp")) / self.folder.name

    def url(self, database: str) -> str:
        """The address as django-environ reads it."""
        return f"postgres://postgres@/{database}?host={self.sockets}"

    def launch(self) -> None:
        programs = postgres_folder(self.account)
        if not (self.data / "PG_VERSION").exists():
            self._make_data(programs)
        if (self.data / "postmaster.pid").exists():
            self._end_orphan(programs)
        settings = ["listen_addresses=", f"unix_socket_directories={self.sockets}", "jit=off"]
        if not self.durable:
            settings += ["fsync=off", "synchronous_commit=off", "full_page_writes=off"]
        self.spawn(
            [str(programs / "postgres"), "-D", str(self.data), *(a for s in settings for a in ("-c", s))],
            env={**os.environ, "LC_ALL": "C.UTF-8"},
            **run_as(self.account),
        )

    def _make_data(self, programs: Path) -> None:
        made = self.data.with_name(
            f"{self.data.name}.new"
        )  # renamed when whole: a killed set-up leaves no ruin
        if made.exists():
            shutil.rmtree(made)
        made.mkdir(mode=0o700)
        if self.account:
            os.chown(made, self.account.pw_uid, self.account.pw_gid)
        options = ["-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-instructions"]
        if self._version(programs) >= 17:  # order and case are then the same on every machine
            options += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
        if not self.durable:
            options.append("--no-sync")
        self._run(programs, "initdb", "-D", str(made), *options)
        made.rename(self.data)

    def _end_orphan(self, programs: Path) -> None:
        # We hold the lock, so a server still in this folder has lost its parent.
        if self._run(programs, "pg_ctl", "-D", str(self.data), "status", check=False).returncode == 0:
            self._run(programs, "pg_ctl", "-D", str(self.data), "-m", "fast", "-w", "stop", check=False)

    def _version(self, programs: Path) -> int:
        said = self._run(programs, "postgres", "--version").stdout
        return int(said.split()[2].split(".")[0])

    def _run(
        self, programs: Path, program: str, *words: str, check: bool = True
    ) -> subprocess.CompletedProcess:
        done = subprocess.run(
            [str(programs / program), *words],
            capture_output=True,
            text=True,
            check=False,
            env={**os.environ, "LC_ALL": "C.UTF-8"},
            **run_as(self.account),
        )
        if check and done.returncode:
            reason = (done.stderr.strip() or f"exit {done.returncode}").splitlines()[-1]
            raise NotAvailable(f"PostgreSQL's {program} failed: {reason}")
        return done

    def answers(self) -> bool:
        try:
            self._connect().close()
        except psycopg2.OperationalError:
            return False
        return True

    def _connect(self) -> psycopg2.extensions.connection:
        return psycopg2.connect(host=str(self.sockets), user="postgres", dbname="postgres", connect_timeout=5)

    def ensure_database(self, name: str) -> None:
        """Makes the database when it is not there yet."""
        with contextlib.closing(self._connect()) as connection:
            connection.autocommit = True
            with connection.cursor() as cursor:
                cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
                if not cursor.fetchone():
                    cursor.execute(f'CREATE DATABASE "{name}"')

    def drop_database(self, name: str) -> None:
        """Takes the database away, with whoever is in it."""
        with contextlib.closing(self._connect()) as connection:
            connection.autocommit = True
            with connection.cursor() as cursor:
                cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


class Valkey(Server):
    """A Valkey of our own. It keeps nothing: the rows are the truth, a message is only a doorbell."""

    name = "Valkey"

    @property
    def socket(self) -> Path:
        return self.sockets / "valkey.sock"

    @property
    def url(self) -> str:
        return f"redis+socket://{self.socket}"

    def launch(self) -> None:
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.socket.unlink(missing_ok=True)
        place = ["--port", "0", "--unixsocket", str(self.socket), "--unixsocketperm", "700"]
        self.spawn([str(valkey_program()), *place, "--save", "", "--dir", str(self.folder)])

    def answers(self) -> bool:
        with socket.socket(socket.AF_UNIX) as line:
            line.settimeout(5)
            try:
                line.connect(str(self.socket))
                line.sendall(b"PING\r\n")
                return line.recv(16).startswith(b"+PONG")
            except OSError:
                return False
