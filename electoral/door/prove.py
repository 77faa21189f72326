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


def prove(place: Place, words: list[str]) -> int:
    """Runs `./office prove guards [PATTERN] [PYTEST OPTIONS]`; the exit code is 1 when a guard survives that none accepted."""
    match words:
        case ["guards", pattern, *options] if not pattern.startswith("-"):
            return _guards(place, pattern, options)
        case ["guards", *options]:
            return _guards(place, "*", options)
    raise NotAvailable(
        "./office prove guards [PATTERN]; PATTERN is of a table, a kind or a name, as in 'payments_* trigger'."
    )


def _guards(place: Place, pattern: str, options: list[str]) -> int:
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
    tests = [f"tests/{room}" for room in ROOMS]
    command = [
        str(Path(sys.prefix) / "bin" / "pytest"),
        "-p",
        "tests.prove.taking",
        "--without",
        pattern,
        *options,
        *tests,
    ]
    return run(command, environment, cwd=place.repository)
