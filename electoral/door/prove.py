"""Proofs that take too long for every change; each is run by hand, before a release and after a change of what it proves."""

import os
import sys
from pathlib import Path

from electoral.door.assets import prepare_assets
from electoral.door.binaries import NotAvailable
from electoral.door.place import Place, run

ROOMS = (
    "office",
    "jobs",
    "papers",
    "protected",
    "roll",
    "walks",
    "review",
    "payments",
    "registers",
    "architecture",
)


# What every room stands on is met by the tests of all.
FOLDERS = {room: f"electoral/{room}" for room in ("office", "jobs", "papers", "protected", "roll")}


def prove(place: Place, words: list[str]) -> int:
    """Runs `./office prove guards [PATTERN]`, `refusals ROOM` or `waits`, with options of pytest after it.

    The exit code is 1 when something survives that was not accepted, or a journey does not wait for its page.
    """
    match words:
        case ["guards", pattern, *options] if not pattern.startswith("-"):
            return _ask_tests(place, ["-p", "tests.prove.taking", "--without", pattern, *options], ROOMS)
        case ["guards", *options]:
            return _ask_tests(place, ["-p", "tests.prove.taking", *options], ROOMS)
        case ["refusals", room, *options] if room in ROOMS[:-1]:
            chosen = ["-p", "tests.prove.refusals", "--of", FOLDERS.get(room, room), *options]
            return _ask_tests(place, chosen, ROOMS if room in FOLDERS else (room, "architecture"))
        case ["waits", *options]:
            return _ask_tests(place, ["-p", "tests.prove.trickling", *options], ("journeys",))
    raise NotAvailable(
        "./office prove guards [PATTERN], of a table, a kind or a name, as in 'payments_* trigger'; "
        f"or ./office prove refusals ROOM, one of {', '.join(ROOMS[:-1])}; or ./office prove waits."
    )


def _ask_tests(place: Place, words: list[str], rooms: tuple[str, ...]) -> int:
    # A data folder of its own: another test run may go on, and a proof that is killed leaves nothing half guarded to it.
    var = place.var / "prove"
    prepare_assets(place.repository, var)
    environment = {
        "SECRET_KEY": "only-for-tests",
        **os.environ,
        "OFFICE_VAR": str(var),
        "DEBUG": "1",
        "HYPOTHESIS_STORAGE_DIRECTORY": str(var / "hypothesis"),
    }
    command = [str(Path(sys.prefix) / "bin" / "pytest"), *words, *(f"tests/{room}" for room in rooms)]
    return run(command, environment, cwd=place.repository)
