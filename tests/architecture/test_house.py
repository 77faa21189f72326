"""The rules of the house that no other tool holds: sizes, names, stairs between tables, what no file may contain."""

import ast
import re
import shutil
import subprocess
import sys
from pathlib import Path
from statistics import median

import pytest
from django.apps import apps
from django.db import connection

from electoral.door import children
from electoral.jobs.rules import QUEUES
from electoral.jobs.work import KINDS
from electoral.office.management.generated import PACKAGES, ROOT, sources

SOURCES = list(sources())
CODE = [(dotted, file, tree) for dotted, file, tree in SOURCES if tree.body]
TESTS = sorted((ROOT / "tests").rglob("*.py"))
TEMPLATES = sorted((ROOT / "templates").rglob("*.*"))
ROOF_PAGES = {
    "electoral.home",
    "electoral.search",
    "electoral.residence",
    "electoral.holders",
    "electoral.health",
}
FORBIDDEN_NAMES = {"utils", "helpers", "common", "core", "misc", "manager", "service", "handler"}
# Shelves and rooms from the highest to the lowest; a table points to its own room or to one below.
ROOMS = [{"review", "registers"}, {"walks", "payments"}, {"roll"}, {"papers"}, {"jobs"}, {"office"}]
# Divisional rows that may stand without a division, and why.
WITHOUT_DIVISION = {
    "office_appointment": "a role at an area or a State",
    "office_event": "what is done to the office as a whole",
}


def functions(tree) -> list[ast.FunctionDef]:
    return [n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef)]


def length(node) -> int:
    return node.end_lineno - node.lineno + 1


def lines_of(file: Path) -> int:
    return len(file.read_text().splitlines())


def is_face(dotted: str) -> bool:
    return "views" in dotted.split(".") or dotted in ROOF_PAGES


def test_no_file_is_longer_than_300_lines_and_the_middle_one_is_under_80():
    sizes = {str(f): lines_of(f) for _, f, _ in CODE}
    everything = sizes | {str(f): lines_of(f) for f in (*TESTS, *TEMPLATES)}
    assert {f: n for f, n in everything.items() if n > 300} == {}
    assert median(sizes.values()) < 80


def test_no_function_is_longer_than_40_lines_and_the_middle_one_is_under_9():
    sizes = {f"{dotted}.{f.name}": length(f) for dotted, _, tree in CODE for f in functions(tree)}
    assert {f: n for f, n in sizes.items() if n > 40} == {}
    assert median(sizes.values()) < 9


def test_a_view_has_20_lines_at_most_and_no_try():
    for dotted, _, tree in CODE:
        if is_face(dotted):
            long = {f.name: length(f) for f in functions(tree) if length(f) > 20}
            assert not long, (dotted, long)
        if "views" in dotted.split("."):
            assert not [n.lineno for n in ast.walk(tree) if isinstance(n, ast.Try)], dotted


def test_nothing_is_marked_as_safe_and_no_markup_is_made_by_hand():
    """The templates' own forms of it are looked for in tests/office/test_templates.py."""
    for dotted, _, tree in CODE:
        used = {n.id for n in ast.walk(tree) if isinstance(n, ast.Name)}
        used |= {n.attr for n in ast.walk(tree) if isinstance(n, ast.Attribute)}
        assert not used & {"mark_safe", "SafeText", "__html__"}, dotted
    elsewhere = [f for package in PACKAGES for f in (ROOT / package).rglob("*.html")]
    assert elsewhere == [], "a template outside templates/ is not looked at"


def test_no_paper_made_for_one_person_has_a_script_or_an_unescaped_value():
    papers = [p for p in TEMPLATES if p.suffix == ".html" and "papers" in p.parts]
    forbidden = r"\|\s*safe\b|autoescape off|\son[a-z]+=|<script|javascript:"
    assert [p for p in papers if re.search(forbidden, p.read_text())] == []


def imports(tree) -> set[str]:
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found |= {f"{node.module}.{alias.name}" for alias in node.names} | {node.module or ""}
    return found


@pytest.mark.parametrize("banned", ["django.dispatch", "signals", "pgtrigger", "pghistory"])
def test_no_signal_carries_meaning(banned):
    """Celery's word that a worker is up is the one exception: nothing of the rooms depends on it."""
    using = {
        (dotted, name)
        for dotted, _, tree in CODE
        for name in imports(tree)
        if banned in name or banned in name.split(".")
    }
    assert using <= {
        ("electoral.jobs.tasks", "celery.signals"),
        ("electoral.jobs.tasks", "celery.signals.worker_ready"),
        ("electoral.jobs.tasks", "celery.signals.worker_init"),
    }


def test_nothing_is_imported_inside_a_function_but_the_engines_of_papers():
    late = {
        dotted
        for dotted, _, tree in CODE
        for function in functions(tree)
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    }
    assert late <= {"electoral.papers.render"}
    assert not [dotted for dotted, file, _ in CODE if "TYPE_CHECKING" in file.read_text()]


def test_nothing_is_left_to_be_done_later():
    mark = re.compile(r"\b(TO" + r"DO|FIX" + r"ME|X" + r"XX)\b")
    files = [f for _, f, _ in CODE] + TESTS + [t for t in TEMPLATES if t.suffix in (".html", ".typ")]
    assert [str(f) for f in files if mark.search(f.read_text())] == []
    lazy = re.compile(r"pytest\.mark\.(skip|xfail)|assert True\b|importorskip")
    assert [str(f) for f in TESTS if f != Path(__file__) and lazy.search(f.read_text())] == []


def test_no_module_has_a_name_that_says_nothing():
    for dotted, _, _ in SOURCES:
        words = {part.rstrip("s") for name in dotted.split(".") for part in name.split("_")}
        assert not words & {name.rstrip("s") for name in FORBIDDEN_NAMES}, dotted


def level(model) -> int:
    return next(n for n, rooms in enumerate(ROOMS) if model._meta.app_label in rooms)


def our_models():
    return [m for m in apps.get_models() if any(m._meta.app_label in rooms for rooms in ROOMS)]


def relations():
    return [(m, f) for m in our_models() for f in m._meta.local_fields if f.is_relation and f.related_model]


def test_no_table_points_to_a_room_above_or_beside_its_own():
    """A relation written as a string is a step that import-linter does not see (decision 13)."""
    for model, field in relations():
        there = field.related_model
        same_room = there._meta.app_label == model._meta.app_label
        assert same_room or level(there) > level(model), f"{model.__name__}.{field.name}"


def divisional():
    return [m for m in our_models() if any(f.name == "division" for f in m._meta.local_fields)]


def test_every_row_of_a_division_says_so():
    """Ready for row-level security: `division` on every divisional table, never empty (decision 6)."""
    may_be_empty = {m._meta.db_table for m in divisional() if m._meta.get_field("division").null}
    assert may_be_empty == set(WITHOUT_DIVISION)
    with_division = set(divisional())
    for model, field in relations():
        if field.related_model in with_division and model is not field.related_model:
            assert model in with_division, f"{model.__name__} points to a divisional row and is none"


def test_a_row_that_others_point_to_can_be_named_with_its_division(db):
    """UNIQUE (division, id), which the keys within a division need (decision 6); asked of the database."""
    targets = {
        field.related_model._meta.db_table
        for model, field in relations()
        if field.related_model in divisional() and type(field).__name__ == "DivisionalKey"
    }
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT conrelid::regclass::text FROM pg_constraint WHERE contype = 'u' AND (SELECT array_agg(attname ORDER BY n)"
            " FROM unnest(conkey) WITH ORDINALITY AS k(key, n) JOIN pg_attribute ON attrelid = conrelid AND attnum = key)"
            " = '{division_id,id}'::name[]"
        )
        named = {table for (table,) in cursor.fetchall()}
    assert targets - named == set()


def test_no_view_of_the_database_reads_with_the_owners_eyes(db):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT viewname FROM pg_views WHERE schemaname NOT IN ('pg_catalog', 'information_schema')"
        )
        assert cursor.fetchall() == []


def test_every_kind_of_work_goes_to_a_queue_that_has_a_worker():
    assert {kind.queue for kind in KINDS.values()} <= set(QUEUES)
    assert sorted(children.QUEUES.split(",")) == sorted(QUEUES)


def linted(folder: Path) -> subprocess.CompletedProcess:
    """import-linter, as the door's `check` runs it."""
    linter = Path(sys.executable).with_name("lint-imports")
    command = [linter, "--no-cache"]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


def test_the_stairs_hold():
    answer = linted(ROOT)
    assert answer.returncode == 0, answer.stdout


@pytest.mark.parametrize(
    ("file", "line", "broken"),
    [
        ("electoral/roll/rules.py", "import walks.rules", "The stairs go one way"),
        ("electoral/jobs/rules.py", "import electoral.jobs.models", "Inside every room"),
        ("walks/nowhere.py", "", "Inside every room"),
        ("walks/rules.py", "import rest_framework", "The work knows nothing of the web"),
    ],
)
def test_a_broken_stair_is_seen(tmp_path, file, line, broken):
    for package in PACKAGES:
        shutil.copytree(ROOT / package, tmp_path / package, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    with (tmp_path / file).open("a") as changed:
        changed.write(f"\n{line}\n")
    answer = linted(tmp_path)
    assert answer.returncode == 1, answer.stdout + answer.stderr
    assert re.search(rf"{broken}.* BROKEN", answer.stdout), answer.stdout
