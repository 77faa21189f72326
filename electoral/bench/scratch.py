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
from electoral.door.services import connect

DATABASE, BROKER_NUMBER = "office_bench", "15"


@contextmanager
def scratch() -> Iterator[dict[str, str]]:
    """The environment of a process that measures. NotAvailable where the owner may make no database."""
    owner = os.environ.get("DATABASE_URL", "postgres:///office")
    _change(owner, f'DROP DATABASE IF EXISTS "{DATABASE}"', f'CREATE DATABASE "{DATABASE}"')
    folder = Path(tempfile.mkdtemp(prefix="bench-", dir=settings.OFFICE_VAR))
    try:
        (folder / "fonts").symlink_to(settings.FONTS_FOLDER)
        environment = _environment(owner, folder)
        for command in ("migrate", "guards"):
            manage(Place(settings.BASE_DIR, folder, 0), environment, command, quiet=True)
        yield environment
    finally:
        shutil.rmtree(folder)
        _change(owner, f'DROP DATABASE IF EXISTS "{DATABASE}" WITH (FORCE)')


def _environment(owner: str, folder: Path) -> dict[str, str]:
    ours = {
        "DATABASE_URL": _database(owner),
        "CELERY_BROKER_URL": _broker(settings.CELERY_BROKER_URL),
        "OFFICE_VAR": str(folder),
    }
    if application := os.environ.get("DATABASE_APP_URL"):
        ours["DATABASE_APP_URL"] = _database(application)
    return {**os.environ, **ours}


def _database(url: str) -> str:
    return urlunsplit(urlsplit(url)._replace(path=f"/{DATABASE}"))


def _broker(url: str) -> str:
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
