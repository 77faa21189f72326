"""A look into a copy as it was prepared, for the person who checks it: file by file, the first rows or the first page."""

import csv
import io
import json
import shutil
import tempfile
import zipfile
from dataclasses import dataclass, field
from itertools import islice

import pikepdf

from electoral.papers.store import name_of, papers
from registers.models import Copy
from registers.rules.release import FIRST_ROWS, NEVER_BY_LINK

TEXT_SHOWN = 6000  # characters of a text


@dataclass
class FileShown:
    name: str
    size: int
    about: dict  # what the manifest says of it
    head: list[str] = field(default_factory=list)
    columns: list[str] = field(default_factory=list)
    rows: list[list[str]] = field(default_factory=list)
    text: str = ""

    @property
    def is_print(self) -> bool:
        return self.name.endswith(".pdf")


def look_into(copy: Copy) -> list[FileShown]:
    """The files of a copy; of the record of anonymous entries nothing, not even its size, which would count them."""
    closed = copy.request.items_now.filter(product__in=NEVER_BY_LINK).exists()
    with zipfile.ZipFile(papers().path(name_of(copy.sha256, copy.suffix))) as archive:
        if closed:
            return [FileShown(name, 0, {}, text=_text(archive, name)) for name in archive.namelist()]
        about = {file["file"]: file for file in json.loads(archive.read("manifest.json"))["files"]}
        shown = [
            FileShown(info.filename, info.file_size, about.get(info.filename, {}))
            for info in archive.infolist()
        ]
        for one in shown:
            one.text = _text(archive, one.name)
            if one.name.endswith(".csv"):
                _first_rows(archive, one)
    return shown


def _text(archive: zipfile.ZipFile, name: str) -> str:
    return archive.read(name).decode()[:TEXT_SHOWN] if name.endswith(".txt") else ""


def _first_rows(archive: zipfile.ZipFile, one: FileShown) -> None:
    with archive.open(one.name) as raw:
        lines = io.TextIOWrapper(raw, encoding="utf-8", newline="")
        first = []
        for line in lines:
            if not line.startswith("#"):
                first.append(line)
                break
            one.head.append(line.strip("# \r\n"))
        rows = csv.reader(first + list(islice(lines, FIRST_ROWS)))
        one.columns = next(rows, [])
        one.rows = list(rows)


def first_page(copy: Copy, name: str) -> bytes | None:
    """The first page of a print, by itself; None where there is no such print."""
    path = papers().path(name_of(copy.sha256, copy.suffix))
    with zipfile.ZipFile(path) as archive, tempfile.TemporaryFile() as whole:
        if not name.endswith(".pdf") or name not in archive.namelist():
            return None
        with archive.open(name) as read:
            shutil.copyfileobj(read, whole)
        made = io.BytesIO()
        with pikepdf.open(whole) as pdf, pikepdf.new() as one:
            one.pages.append(pdf.pages[0])
            one.save(made)
    return made.getvalue()
