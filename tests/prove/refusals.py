"""A plugin of pytest: each refusal of the code is taken away, and the tests are asked whether they notice.

`pytest -p tests.prove.refusals --of ROOM`; `./office prove refusals ROOM` runs it so. A refusal is a line that raises an
exception by its name, or that demands a permission. All tests run once with every refusal in its place, and it is kept
which test meets which; then each refusal is passed over, and the quickest tests that met it run again. One that no test
met, or whose tests pass without it, survives; accepted_refusals.csv says why some may.
"""

import ast
import csv
import importlib.util
import sys
import time
from collections.abc import Iterator
from fnmatch import fnmatchcase
from importlib.machinery import PathFinder, SourceFileLoader
from pathlib import Path

import pytest
from _pytest.runner import runtestprotocol

ROOT = Path(__file__).resolve().parents[2]
ACCEPTED = Path(__file__).with_name("accepted_refusals.csv")
NOT_OURS = ("migrations", "door", "management")
MOST = 60  # tests asked about one refusal, the quickest first


class Refusals:
    """What was met by which test, and what is passed over now."""

    def __init__(self) -> None:
        self.lines: dict[str, str] = {}
        self.met: dict[str, dict[str, None]] = {}
        self.test = ""
        self.without = ""


NOW = Refusals()


class told:
    """Stands around a refusal: keeps that it was met, and passes over the one that is taken away."""

    def __init__(self, site: str):
        self.site = site

    def __enter__(self) -> None:
        pass

    def __exit__(self, kind, error, trace) -> bool:
        if kind is None or not issubclass(kind, Exception):
            return False
        NOW.met.setdefault(self.site, {})[NOW.test] = None
        return self.site == NOW.without


class Around(ast.NodeTransformer):
    """Puts `with told(site):` around each refusal of a module."""

    def __init__(self, name: str):
        self.name = name

    def visit_Raise(self, node: ast.Raise) -> ast.AST:
        return self._around(node) if isinstance(node.exc, ast.Call) else node

    def visit_Expr(self, node: ast.Expr) -> ast.AST:
        called = node.value.func if isinstance(node.value, ast.Call) else None
        words = getattr(called, "id", getattr(called, "attr", ""))
        return self._around(node) if words.strip("_") == "demand" else node

    def _around(self, node: ast.stmt) -> ast.AST:
        site = f"{self.name}:{node.lineno}"
        NOW.lines[site] = " ".join(ast.unparse(node).split())
        call = ast.parse(f"__import__('{__name__}', fromlist=['told']).told({site!r})", mode="eval").body
        return ast.With(items=[ast.withitem(context_expr=call)], body=[node])


def with_refusals_told(source: bytes | str, name: str) -> ast.Module:
    return ast.fix_missing_locations(Around(name).visit(ast.parse(source)))


class Loader(SourceFileLoader):
    def get_code(self, fullname):  # never from, nor into, a file of compiled code
        name = str(Path(self.path).relative_to(ROOT))
        return compile(with_refusals_told(self.get_data(self.path), name), self.path, "exec")


class Finder(PathFinder):
    """Finds the modules of the rooms, and of no other place."""

    of = ""

    @classmethod
    def find_spec(cls, fullname, path=None, target=None):
        found = PathFinder.find_spec(fullname, path, target)
        file = Path(found.origin) if found and found.origin else None
        if (
            file is None
            or file.suffix != ".py"
            or not file.is_relative_to(ROOT / cls.of)
            or set(file.parts) & set(NOT_OURS)
        ):
            return None
        return importlib.util.spec_from_file_location(
            fullname,
            file,
            loader=Loader(fullname, str(file)),
            submodule_search_locations=found.submodule_search_locations,
        )


def pytest_addoption(parser):
    parser.addoption("--of", default="", help="the folder of a room, as in registers or electoral/jobs")


@pytest.hookimpl(tryfirst=True)
def pytest_load_initial_conftests(early_config) -> None:
    Finder.of = early_config.known_args_namespace.of
    sys.meta_path.insert(0, Finder)


@pytest.hookimpl(tryfirst=True)
def pytest_runtestloop(session) -> bool | None:
    if session.config.option.collectonly:
        return None
    writer = session.config.get_terminal_writer()

    def say(text: str) -> None:
        writer.line(text)
        writer.flush()

    took = {item.nodeid: seconds for item, seconds in run_once(session.items, say)}
    survivors = [site for site, noticed in asked(session.items, took, say) if not noticed]
    session.testsfailed = told_of(survivors, say)
    return True


def run_once(items: list, say) -> Iterator[tuple]:
    """Each test that passes with every refusal in its place, with its seconds."""
    for item in items:
        begun = time.monotonic()
        if passes(item):
            yield item, time.monotonic() - begun
        else:
            say(f"FAILS with every refusal in its place, and is not asked: {item.nodeid}")


def asked(items: list, took: dict[str, float], say) -> Iterator[tuple[str, str]]:
    """(refusal, the test that noticed or nothing), told line by line."""
    by_name = {item.nodeid: item for item in items}
    for site in sorted(NOW.lines):
        met = sorted((name for name in NOW.met.get(site, ()) if name in took), key=took.__getitem__)
        noticed = next((name for name in met[:MOST] if fails_without(site, by_name[name])), "")
        say(
            f"{site}  {noticed or (f'NOT NOTICED by {len(met[:MOST])} of {len(met)}' if met else 'MET BY NONE')}"
        )
        yield site, noticed


def fails_without(site: str, item) -> bool:
    NOW.without = site
    try:
        return not passes(item)
    finally:
        NOW.without = ""


def passes(item) -> bool:
    NOW.test = item.nodeid
    return all(report.passed for report in runtestprotocol(item, log=False, nextitem=item.session))


def told_of(survivors: list[str], say) -> int:
    """The survivors with what was accepted of them; how many were not."""
    reasons, left = accepted(), 0
    say(f"\n{len(NOW.lines)} refusals, {len(NOW.lines) - len(survivors)} noticed.")
    for site in survivors:
        why = reason_for(site, NOW.lines[site], reasons)
        left += not why
        say(f"{'Accepted' if why else 'SURVIVES'}: {site}  {NOW.lines[site][:150]}  {why}")
    return left


def accepted(path: Path = ACCEPTED) -> dict[tuple[str, str], str]:
    """Why a survivor may be one, by its file and a pattern of its words; a reason is never empty."""
    with path.open(newline="") as file:
        found = {(row["file"], row["words"]): row["reason"] for row in csv.DictReader(file)}
    assert all(found.values())
    return found


def reason_for(site: str, words: str, reasons: dict[tuple[str, str], str]) -> str:
    file = site.rpartition(":")[0]
    return next(
        (why for (name, like), why in reasons.items() if name == file and fnmatchcase(words, like)), ""
    )
