"""What docs/ says of the code is true of the code: rules, workflows, files, settings, names."""

import re

import pytest
from django.core.management import CommandError, call_command

from electoral.office.management.commands import rules
from electoral.office.management.generated import ROOT, sources, table
from electoral.office.roles import GRANTS, Role
from electoral.roll.loading import KINDS

DOCS = sorted((ROOT / "docs").rglob("*.md"))
WRITTEN = [ROOT / "README.md", *(d for d in DOCS if d.name not in ("rules.md", "workflows.md"))]
IDS = {rule.id for rule in rules.rules()}


@pytest.mark.parametrize("name", ["rules", "workflows"])
def test_what_is_made_from_the_code_is_up_to_date(name):
    try:
        call_command(name, "--check")
    except CommandError as out_of_date:
        pytest.fail(str(out_of_date))


def test_every_rule_of_the_sources_stands_once():
    every = [rule.id for rule in rules.rules()]
    assert len(every) == len(set(every)) == 171
    assert {rule.claim for rule in rules.rules()} <= {"built", "part", "stated", ""}


def test_no_test_carries_a_rule_that_is_not_there():
    assert set(rules.tests()) <= IDS


def test_what_is_called_built_has_a_test_and_what_has_a_test_is_called_so():
    held = set(rules.tests())
    claimed = {rule.id for rule in rules.rules() if rule.claim in ("built", "part")}
    assert claimed - held == set(), "called built, and no test would fail"
    assert held - claimed == set(), "a test carries it; docs/manual-rules.csv does not say what is built"


def test_what_is_built_in_part_says_what_there_is():
    for rule in rules.rules():
        assert bool(rule.note) == (rule.claim == "part"), rule.id


def test_without_its_test_a_rule_is_not_built():
    rule = rules.Rule("9z", "9", "A rule.", "built", "")
    assert rule.mark(rules.Trace(list)) == "not yet"
    assert rule.mark(rules.Trace(list, {"9z": ["tests/x.py"]})) == "**built**"


def columns_of_files() -> str:
    """The table of docs/formats.md, as the loader has it."""

    def words(column) -> str:
        name = f"**{column.name}**" if column.required else column.name
        return f"{name} ({' or '.join(column.aliases)})" if column.aliases else name

    rows = [
        (
            kind.name,
            ", ".join(Role(role).label for role, granted in GRANTS.items() if kind.permission in granted),
            ", ".join(words(column) for column in kind.columns),
        )
        for kind in KINDS.values()
    ]
    return table(("kind", "who may load it", "columns"), *rows)


def test_the_columns_of_the_files_are_those_of_the_loader():
    assert columns_of_files() in (ROOT / "docs" / "formats.md").read_text(), columns_of_files()


def test_operations_names_every_setting_and_no_other():
    read = set(re.findall(r'\benv(?:\.\w+)?\(\s*"([A-Z_]+)"', (ROOT / "electoral/settings.py").read_text()))
    read |= {"DATABASE_URL", "DATABASE_APP_URL", "CHROMIUM", "OFFICE_PORT"}  # the last two: of the door
    told = re.findall(r"^\| `([A-Z_]+)` \|", (ROOT / "docs/operations.md").read_text(), re.MULTILINE)
    assert sorted(told) == sorted(read)


@pytest.mark.parametrize("document", WRITTEN, ids=lambda document: document.name)
def test_a_document_names_only_what_is_there(document):
    text = document.read_text()
    links = [link for link in re.findall(r"\]\(([^)#]+)[^)]*\)", text) if "://" not in link]
    assert [link for link in links if not (document.parent / link).exists()] == []
    paths = re.findall(
        r"`((?:electoral|walks|review|registers|payments|tests|templates|docs|deploy)/[\w/.-]+)`", text
    )
    assert [path for path in paths if not (ROOT / path).exists()] == []
    door = (ROOT / "office").read_text()
    commands = set(re.findall(r"`\./office ([a-z-]+)", text))
    assert {c for c in commands if f"./office {c}" not in door} == set()


def test_the_decisions_are_numbered_without_a_gap():
    numbers = [int(d.name[:4]) for d in DOCS if d.parent.name == "decisions"]
    assert numbers == list(range(1, len(numbers) + 1))


def test_every_decision_that_the_code_names_is_written_down():
    page = (ROOT / "docs/decisions/0001-as-designed.md").read_text()
    known = set(re.findall(r"^- \*\*(\w+)\*\*", page, re.MULTILINE))
    named = re.compile(r"\bdecisions? ((?:\d+b?)(?:(?:, | and |, and )\d+b?)*)")
    files = [file for _, file, _ in sources()] + list((ROOT / "tests").rglob("*.py"))
    used = {n for f in files for them in named.findall(f.read_text()) for n in re.findall(r"\d+b?", them)}
    assert used - known == set()
