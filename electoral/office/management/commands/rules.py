import ast
import csv
import io
import re
import tokenize
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

from electoral.office.management.generated import ROOT, DocumentCommand, sources, table

RULES = ROOT / "docs" / "manual-rules.csv"
NUMBER = re.compile(r"(?<![\w.])(?:\d+(?:\.\d+)?[a-z]|[A-Z]{1,2}\d*[a-z]?)(?!\w)")
NOT_SOUGHT = {"A"}  # a letter that stands for other things as well
OTHER_SOURCES = ("electoral/**/*.sql", "templates/**/*.typ")
HEAD = """# Where each rule of the sources lives

Made by `./office manage rules` from `docs/manual-rules.csv`, the docstrings and comments of the code that name a rule, and
the tests that carry one (`@pytest.mark.rule("6.1b")`). The marks: **built**, and its tests fail if it is broken; **in part**,
with what is missing; **stated**, a fact with nothing to break; **not yet**."""
Trace = defaultdict[str, list[str]]


class Rule(NamedTuple):
    """A rule of the sources; `claim` is built, part, stated or empty, `note` what a part lacks."""

    id: str
    section: str
    rule: str
    claim: str
    note: str

    def mark(self, tests: Trace) -> str:
        """What may be said of it: built only while a test carries it (decision 43)."""
        if self.claim == "stated":
            return "stated"
        if not tests[self.id]:
            return "not yet"
        return {"built": "**built**", "part": f"in part: {self.note}"}.get(self.claim, "not yet")


def rules() -> list[Rule]:
    with RULES.open(newline="") as file:
        return [Rule(**row) for row in csv.DictReader(file)]


def numbers_in(text: str, known: set[str]) -> set[str]:
    return set(NUMBER.findall(text)) & known


def places(known: set[str]) -> Trace:
    """Rule to the functions, classes, constants and modules whose docstring or comment names it."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for dotted, file, tree in sources():
        for name, text in [*docstrings(tree), *comments(file, tree)]:
            for number in numbers_in(text, known - NOT_SOUGHT):
                found[number].add(f"{dotted}.{name}" if name else dotted)
    for pattern in OTHER_SOURCES:
        for file in ROOT.glob(pattern):
            for number in numbers_in(file.read_text(), known - NOT_SOUGHT):
                found[number].add(str(file.relative_to(ROOT)))
    return defaultdict(list, {number: sorted(names) for number, names in found.items()})


def scopes(tree: ast.Module) -> Iterator[tuple[str, ast.stmt]]:
    """(qualified name, node) of every class and function, the outer ones first."""
    waiting: list[tuple[str, ast.AST]] = [("", tree)]
    while waiting:
        above, node = waiting.pop(0)
        for child in ast.iter_child_nodes(node):
            name = above
            if isinstance(child, ast.ClassDef | ast.FunctionDef):
                name = f"{above}.{child.name}".lstrip(".")
                yield name, child
            waiting.append((name, child))


def docstrings(tree: ast.Module) -> Iterator[tuple[str, str]]:
    yield "", ast.get_docstring(tree) or ""
    for name, node in scopes(tree):
        if isinstance(node, ast.ClassDef | ast.FunctionDef):
            yield name, ast.get_docstring(node) or ""


def comments(file: Path, tree: ast.Module) -> Iterator[tuple[str, str]]:
    """(what it stands in, text) of each comment; beside a constant, the constant's name."""
    here = list(scopes(tree))
    constants = {
        line: target.id
        for node in tree.body
        if isinstance(node, ast.Assign)
        for line in range(node.lineno, (node.end_lineno or node.lineno) + 1)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    for token in tokenize.generate_tokens(io.StringIO(file.read_text()).readline):
        if token.type == tokenize.COMMENT:
            line = token.start[0]
            around = [name for name, node in here if node.lineno <= line <= (node.end_lineno or line)]
            yield (around[-1] if around else constants.get(line, "")), token.string


def tests() -> Trace:
    """Rule to the tests that carry it: `tests/walks/test_listings.py::test_…`, or the file where all of it does."""
    found: Trace = defaultdict(list)
    for file in sorted((ROOT / "tests").rglob("test_*.py")):
        path, tree = str(file.relative_to(ROOT)), ast.parse(file.read_text())
        for node in tree.body:
            if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "pytestmark":
                for number in marked(node.value):
                    found[number].append(path)
        for name, scope in scopes(tree):
            for decorator in getattr(scope, "decorator_list", []):
                for number in marked(decorator):
                    found[number].append(f"{path}::{name.replace('.', '::')}")
    return found


def marked(node: ast.AST) -> Iterable[str]:
    """The numbers in each `pytest.mark.rule(…)` of an expression."""
    for call in ast.walk(node):
        match call:
            case ast.Call(ast.Attribute(_, "rule"), numbers):
                yield from (
                    n.value for n in numbers if isinstance(n, ast.Constant) and isinstance(n.value, str)
                )


def trace(rule: Rule, lives: list[str], held: list[str]) -> str:
    """One rule's places and tests, as an item of a list."""
    parts = [f"lives in {listed(lives)}"] * bool(lives) + [f"held by {listed(held)}"] * bool(held)
    return f"- **{rule.id}** {'; '.join(parts)}"


def listed(names: list[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)


class Command(DocumentCommand):
    help = "Write docs/rules.md: each rule of the sources, whether it is built, where it lives, its tests."
    path = "docs/rules.md"

    def text(self) -> str:
        every = rules()
        lives, held = places({rule.id for rule in every}), tests()
        parts = [HEAD, self.counted(every, held)]
        for section, them in groupby(every, key=lambda rule: rule.section):
            here = list(them)
            rows = [(rule.id, rule.rule, rule.mark(held)) for rule in here]
            traces = [trace(r, lives[r.id], held[r.id]) for r in here if lives[r.id] or held[r.id]]
            parts += [f"## {section}", table(("rule", "what it says", "mark"), *rows), "\n".join(traces)]
        return "\n\n".join(filter(None, parts)) + "\n"

    def counted(self, every: list[Rule], held: Trace) -> str:
        marks = [rule.mark(held).strip("*").split(":")[0] for rule in every]
        counts = ", ".join(f"{marks.count(m)} {m}" for m in ("built", "in part", "stated", "not yet"))
        return f"{len(every)} rules: {counts}."
