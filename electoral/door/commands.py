"""Commands of the office at the shell: each is one of Django's, with its services around it."""

import sys

from electoral.door.assets import prepare_assets
from electoral.door.children import Worker
from electoral.door.place import Place, manage
from electoral.door.services import Services, prepare_database, services

OF_THE_OFFICE = ("new-division", "load", "build-walks", "listings", "bench")
WITH_A_WORKER = ("listings", "bench")
ON_ANY_DATABASE = ("migrate", "guards", "makemigrations", "flush", "dbshell", "check", "help")


def command(place: Place, name: str, words: list[str]) -> int:
    """Runs `./office NAME ...` and passes its exit code on."""
    with services(place) as used:
        prepare_database(place, used)
        if name not in WITH_A_WORKER:
            return _managed(place, used, name.replace("-", "_"), *words)
        prepare_assets(place.repository, place.var)  # the fonts of the papers
        worker = Worker(place, place.environment(used.database, used.broker))
        try:
            if not used.demo_runs:
                worker.start()
            return _managed(place, used, name.replace("-", "_"), *words)
        finally:
            worker.stop()


def manage_command(place: Place, words: list[str]) -> int:
    """Runs `./office manage ...`: any command of Django."""
    with services(place) as used:
        if words and words[0] not in ON_ANY_DATABASE:
            prepare_database(place, used)
        return _managed(place, used, *words)


def _managed(place: Place, used: Services, *words: str) -> int:
    sys.stdout.flush()
    return manage(place, place.environment(used.database, used.broker), *words)
