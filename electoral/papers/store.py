"""Where bytes lie: named by their sha256, written aside and renamed, so that no half file is ever seen (decision 31)."""

import hashlib
import os
import tempfile
from pathlib import Path
from typing import cast

from django.core.files.storage import FileSystemStorage, storages

PIECE = 1 << 20


def name_of(sha256: str, suffix: str) -> str:
    return f"{sha256[:2]}/{sha256}{suffix}"


def sha256_of(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while piece := file.read(PIECE):
            digest.update(piece)
    return digest.hexdigest()


class PaperStore(FileSystemStorage):
    """A folder of files that never change. An object store takes its place by the setting STORAGES."""

    def room_for_work(self) -> Path:
        """A new path beside the store, on the same disk, for a file in the making."""
        folder = Path(self.location) / "making"
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle, path = tempfile.mkstemp(dir=folder)
        os.close(handle)
        return Path(path)

    def keep(self, made: Path, suffix: str) -> str:
        """Take a finished file in, durably; returns its sha256. The same bytes twice are one file."""
        sha256 = sha256_of(made)
        target = Path(self.path(name_of(sha256, suffix)))
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with made.open("rb") as file:
            os.fsync(file.fileno())
        made.chmod(0o600)
        made.rename(target)
        folder = os.open(target.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
        return sha256


def papers() -> PaperStore:
    return cast(PaperStore, storages["papers"])


def uploads() -> PaperStore:
    return cast(PaperStore, storages["uploads"])
