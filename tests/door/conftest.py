import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parent.parent.parent


@pytest.fixture
def folder() -> Iterator[Path]:
    """A data folder that every account may reach, unlike pytest's own."""
    made = Path(tempfile.mkdtemp(prefix="door-", dir="/tmp"))
    made.chmod(0o755)
    yield made
    shutil.rmtree(made)


def through_the_door(*words: str, **environment: str | None) -> subprocess.CompletedProcess:
    """`./office WORDS` without its set-up, in our environment with these changes; None takes a name away."""
    wanted = {**os.environ, "PYTHONPATH": str(REPOSITORY), **environment}
    return subprocess.run(
        [sys.executable, "-m", "electoral.door", *words],
        env={k: v for k, v in wanted.items() if v is not None},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
