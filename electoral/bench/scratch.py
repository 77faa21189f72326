"""A place where the bench leaves nothing behind: a database, a number of the broker and a data folder of its own.

The application may not delete what it wrote, so what the bench loads must not be in anybody's database.
"""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

import psycopg2
from django.conf import settings

from electoral.door.binaries import NotAvailable
from electoral.door.place import Place, manage
from electoral.door.servers import connect

ENDING, BROKER_NUMBER = "_bench", "15"


@contextmanager
def scratch() -> Iterator[dict[str, str]]:
    """The environment of a process that measures. NotAvailable where the owner may make no database."""
    owner = os.environ.get("DATABASE_URL", "postgres:///office")
    name = name_beside(owner)
    _change(owner, f'DROP DATABASE IF EXISTS "{name}"', f'CREATE DATABASE "{name}"')
    folder = Path(tempfile.mkdtemp(prefix="bench-", dir=settings.OFFICE_VAR))
    try:
        (folder / "fonts").symlink_to(settings.FONTS_FOLDER)
        environment = _environment(owner, folder)
        for command in ("migrate", "guards", "law"):
            manage(Place(settings.BASE_DIR, folder, 0), environment, command, quiet=True)
        yield environment
    finally:
        shutil.rmtree(folder)
        _change(owner, f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def name_beside(url: str) -> str:
    """What the bench's database is called, beside the one of the address."""
    return urlsplit(url).path.removeprefix("/") + ENDING


def _environment(owner: str, folder: Path) -> dict[str, str]:
    ours = {
        "DATABASE_URL": beside(owner),
        "CELERY_BROKER_URL": other_number(settings.CELERY_BROKER_URL),
        "OFFICE_VAR": str(folder),
    }
    if application := os.environ.get("DATABASE_APP_URL"):
        ours["DATABASE_APP_URL"] = beside(application)
    return {**os.environ, **ours}


def beside(url: str) -> str:
    """The address of the bench's database on the same server."""
    return urlunsplit(urlsplit(url)._replace(path=f"/{name_beside(url)}"))


def other_number(url: str) -> str:
    """Another number of the same broker: nobody else's worker hears our doorbells, and ours hears nobody else's."""
    place, _, query = url.partition("?")
    if urlsplit(url).scheme.endswith("+socket"):
        return f"{place}?{urlencode(dict(parse_qsl(query)) | {'virtual_host': BROKER_NUMBER})}"
    return urlunsplit(urlsplit(url)._replace(path=f"/{BROKER_NUMBER}"))


def _change(owner: str, *statements: str) -> None:
    try:
        with closing(connect(owner)) as connection:
            connection.autocommit = True
            with connection.cursor() as cursor:
                for statement in statements:
                    cursor.execute(statement)
    except psycopg2.Error as error:
        raise NotAvailable(f"The bench's database: {str(error).strip().splitlines()[0]}") from None
