"""What is measured, part by part."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from electoral.bench.listings import measure_listings
from electoral.bench.loads import measure_loads
from electoral.bench.measure import Figure
from electoral.bench.registers import measure_registers
from electoral.bench.splits import measure_splits

PARTS = {
    "load": measure_loads,
    "listings": measure_listings,
    "splits": measure_splits,
    "registers": measure_registers,
}


def measured(
    make: Callable[..., Any], folder: Path, *, electors: int, walks: int, repeat: int, only: str | None = None
) -> list[Figure]:
    """The figures of every part, or of one. `make` is the maker of made-up divisions (electoral.demo.generator)."""
    figures: list[Figure] = []
    for name, part in PARTS.items():
        if only in (None, name):
            print(f"{name}:", file=sys.stderr, flush=True)
            figures += part(make, folder / name, electors=electors, walks=walks, repeat=repeat)
    return figures
