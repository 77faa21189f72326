"""What is asked of every change: style, stairs, types, tests."""

import os
import sys
from pathlib import Path

from electoral.door.assets import prepare_assets
from electoral.door.children import StaticFiles
from electoral.door.place import Place, run

CHECKS = {
    "style": ("ruff", "check", "."),
    "format": ("ruff", "format", "--check", "."),
    "stairs": ("lint-imports",),
    "types": ("mypy",),
}
# A file is one process's, the long ones first (tests/conftest.py); each process has a database and a queue of its own.
SIDE_BY_SIDE = ("-n", str(min(4, os.cpu_count() or 1)), "--dist", "loadfile", "--no-loadscope-reorder")


def check(place: Place) -> int:
    """Runs all but the tests; says at the end which failed."""
    environment = _environment(place)
    failed = [name for name, words in CHECKS.items() if _run(place, environment, name, *words)]
    return _said(failed)


def fix(place: Place) -> int:
    """Puts right what ruff can."""
    environment = _environment(place)
    unfixed = _run(place, environment, "fix", "ruff", "check", "--fix", ".")
    return unfixed or _run(place, environment, "format", "ruff", "format", ".")


def test(place: Place, words: list[str]) -> int:
    """Runs everything; words go to pytest in place of `SIDE_BY_SIDE`. All of it runs even when the first part fails."""
    environment = _environment(place)
    prepare_assets(place.repository, place.var)
    StaticFiles(place, environment).start()
    failed = [name for name, asked in CHECKS.items() if _run(place, environment, name, *asked)]
    if _run(place, environment, "tests", "pytest", *(words or SIDE_BY_SIDE)):
        failed.append("tests")
    return _said(failed)


def _environment(place: Place) -> dict[str, str]:
    # No services are started here: pytest starts its own, and the rest needs none.
    environment = {**os.environ, "OFFICE_VAR": str(place.var), "DEBUG": "1"}
    environment.setdefault("SECRET_KEY", "only-for-tests")
    return environment


def _run(place: Place, environment: dict[str, str], name: str, program: str, *words: str) -> int:
    print(f"--- {name}: {program} {' '.join(words)}", flush=True)
    return run([str(Path(sys.prefix) / "bin" / program), *words], environment, cwd=place.repository)


def _said(failed: list[str]) -> int:
    print(f"\nFailed: {', '.join(failed)}." if failed else "\nAll passed.", flush=True)
    return 1 if failed else 0
