"""Commands of the office at the shell: each is one of Django's, with its services around it."""

import contextlib
import sys

from electoral.door.assets import prepare_assets
from electoral.door.children import Worker
from electoral.door.place import Place, manage
from electoral.door.servers import Services, prepare_database, services

OF_THE_OFFICE = ("new-division", "new-administrator", "load", "build-walks", "listings", "bench")
WITH_A_WORKER = ("listings",)  # the bench starts its own, and measures it
ON_ANY_DATABASE = ("migrate", "guards", "law", "makemigrations", "flush", "dbshell", "check", "help")


def command(place: Place, name: str, words: list[str]) -> int:
    """Runs `./office NAME ...` and passes its exit code on."""
    with services(place) as used:
        prepare_assets(
            place.repository, place.var
        )  # the fonts: a load says which letters no paper could print
        prepare_database(place, used)
        with contextlib.ExitStack() as ending:
            if name in WITH_A_WORKER and not used.demo_runs:
                worker = Worker(place, place.environment(used.database, used.broker))
                ending.callback(worker.stop)
                worker.start()
            return _managed(place, used, name.replace("-", "_"), *words)


def manage_command(place: Place, words: list[str]) -> int:
    """Runs `./office manage ...`: any command of Django."""
    with services(place) as used:
        if words and words[0] not in ON_ANY_DATABASE:
            prepare_database(place, used)
        return _managed(place, used, *words)


def _managed(place: Place, used: Services, *words: str) -> int:
    sys.stdout.flush()
    return manage(place, place.environment(used.database, used.broker), *words)
