import ast
from collections.abc import Iterator
from importlib import import_module
from inspect import getdoc
from pkgutil import iter_modules
from types import ModuleType

from django.apps import apps
from django.utils.module_loading import module_has_submodule

from electoral.office.management.generated import DocumentCommand, sources, table
from electoral.office.roles import GRANTS, Role
from electoral.office.workflow import Move, Workflow

HEAD = """# The lives of things

Made by `./office manage workflows` from the tables in each room's `states`. The same tables give the buttons, the tests, and the
trigger of the database that refuses every other change of status. Who may: the roles that have the permission at the
division; a step of the worker is made on work that somebody of these roles ordered, and has no button."""
HEADS = ("move", "from", "to", "who may", "unless", "action")


def shelves() -> Iterator[ModuleType]:
    """The `states` of every room, and the modules in it where it is a folder."""
    for config in apps.get_app_configs():
        if config.module and module_has_submodule(config.module, "states"):
            shelf = import_module(f"{config.name}.states")
            yield shelf
            for module in iter_modules(getattr(shelf, "__path__", [])):
                yield import_module(f"{shelf.__name__}.{module.name}")


def workflows() -> dict[str, tuple[ModuleType, Workflow]]:
    """Every workflow by the name of its constant, with the module that writes it."""
    return {
        name: (shelf, value)
        for shelf in shelves()
        for name, value in vars(shelf).items()
        if isinstance(value, Workflow)
    }


def movers() -> dict[tuple[str, str], set[str]]:
    """(workflow, move) to the public functions of `actions` that make the move, by their dotted names."""
    found: dict[tuple[str, str], set[str]] = {}
    for dotted, _, tree in sources():
        if "actions" in dotted.split("."):
            for function in (n for n in tree.body if isinstance(n, ast.FunctionDef)):
                for move in moves_in(function):
                    found.setdefault(move, set()).add(f"{dotted}.{function.name}")
    return found


def moves_in(function: ast.FunctionDef) -> Iterator[tuple[str, str]]:
    """(workflow, move) of each call `WORKFLOW.move(row, "move", …)`; a choice between two names gives both."""
    for node in ast.walk(function):
        match node:
            case ast.Call(ast.Attribute(ast.Name(workflow), "move"), [_, name, *_]):
                yield from ((workflow, choice) for choice in _choices(name))


def _choices(argument: ast.expr) -> list[str]:
    match argument:
        case ast.Constant(str(name)):
            return [name]
        case ast.IfExp(_, body, orelse):
            return _choices(body) + _choices(orelse)
    return []


def diagram(workflow: Workflow) -> str:
    lines = ["```mermaid", "stateDiagram-v2", f"    [*] --> {workflow.first}"]
    for move in workflow.moves.values():
        lines += [f"    {source} --> {move.target}: {words(move.name)}" for source in move.source]
    return "\n".join([*lines, "```"])


def row(name: str, move: Move, made_by: set[str]) -> tuple[str, ...]:
    """One move as a row: the verb, from, to, who, unless, which action."""
    return (
        words(move.name),
        ", ".join(str(source) for source in move.source),
        str(move.target),
        who(move),
        ", ".join(f"it {words(objection.__name__)}" for objection in move.unless),
        ", ".join(f"`{function}`" for function in sorted(made_by)) or "the worker itself",
    )


def who(move: Move) -> str:
    if move.permission is None:
        return "the worker, on a row that it has claimed"
    roles = ", ".join(Role(role).label for role, granted in GRANTS.items() if move.permission in granted)
    return f"the worker, ordered by: {roles}" if move.worker else roles


def words(name: str) -> str:
    return name.replace("_", " ")


class Command(DocumentCommand):
    help = "Write docs/workflows.md: a diagram and a table of each workflow."
    path = "docs/workflows.md"

    def text(self) -> str:
        made_by = movers()
        parts = [HEAD]
        for name, (shelf, workflow) in workflows().items():
            rows = [row(name, m, made_by.get((name, m.name), set())) for m in workflow.moves.values()]
            title = f"## {words(workflow.noun).capitalize()}"
            parts += [title, getdoc(shelf) or "", diagram(workflow), table(HEADS, *rows)]
        return "\n\n".join(parts) + "\n"
