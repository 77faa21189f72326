"""One command at a time in a folder."""

import fcntl
import sys
import time
from pathlib import Path
from typing import IO

from electoral.door.binaries import NotAvailable

LOCK_SECONDS = 600


def lock_at_once(path: Path) -> IO[str] | None:
    """An exclusive lock, held until the file is closed or the process ends; None when another holds it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    file = path.open("a")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        file.close()
        return None
    return file


def lock(path: Path, *, seconds: float = LOCK_SECONDS) -> IO[str]:
    """The same, waiting for another holder and saying so once."""
    deadline = time.monotonic() + seconds
    told = False
    while (held := lock_at_once(path)) is None:
        if time.monotonic() > deadline:
            raise NotAvailable(f"{path} has been held by another command for {seconds:.0f} s.")
        if not told:
            print(f"Waiting for another command that uses {path.parent} ...", file=sys.stderr, flush=True)
            told = True
        time.sleep(0.1)
    return held
