"""Each table of moves against what may, what can and what does happen: people, code and database."""

import ast
from dataclasses import replace

import pytest
from django.apps import apps
from django.db import connection

from electoral import urls as every_room  # their verbs are told when they are imported
from electoral.office.actions import operator
from electoral.office.management.commands.workflows import movers, workflows
from electoral.office.management.generated import sources
from electoral.office.refusals import NotPermitted, Refused, WrongState
from electoral.office.registry import VERBS
from electoral.office.roles import GRANTS, Permission, Role
from tests.conftest import make_person

assert every_room.urlpatterns
WORKFLOWS = {name: workflow for name, (_, workflow) in workflows().items()}
MODELS = {m.workflow: m for m in apps.get_models() if hasattr(m, "workflow")}
# Statuses that no move reaches yet, and what will bring the move.
NOT_REACHED: dict[tuple[str, str], str] = {}
# The worker's own modules: its moves have no permission and are one statement under the fence.
THE_WORKER = {"electoral.jobs.actions", "electoral.jobs.lease", "electoral.jobs.work"}
ANOTHER_PROGRAM = {
    "electoral.demo.provider.book"
}  # the demonstration's card provider; it knows none of our rows
each_workflow = pytest.mark.parametrize("name", WORKFLOWS)


def subject_of(workflow, division, status):
    """A row of the workflow at the division; the advertisement's is in the field of the division that asks for it."""
    model = MODELS[workflow]
    place = "division" if any(f.name == "division" for f in model._meta.local_fields) else "local_to"
    return model(**{place: division}, status=status)


def says_no(subject, user):
    return "Not today."


@pytest.fixture
def everybody(division, other_division):
    """(role, whether at the division, the person): one of each role here, and one at another division."""
    at = {True: division, False: other_division}
    return [(role, here, make_person(role, at[here])) for role in Role for here in at]


@each_workflow
def test_a_move_asks_who_then_when_then_what(name, division, everybody):
    workflow = WORKFLOWS[name]
    for move in workflow.moves.values():
        free, barred = replace(move, unless=()), replace(move, unless=(says_no,))
        for status in workflow.statuses:
            subject = subject_of(workflow, division, status)
            for role, here, user in everybody:
                answers = [type(m.refusal(subject, user)) for m in (free, barred)]
                if not move.follows and (not here or move.permission not in GRANTS[role]):
                    expected = [NotPermitted, NotPermitted]
                elif status not in move.source:
                    expected = [WrongState, WrongState]
                else:
                    expected = [type(None), Refused]
                assert answers == expected, (move.name, status, role, here)


@each_workflow
def test_what_the_worker_does_on_its_own_nobody_does_not_even_the_operator(name, division, monkeypatch):
    workflow, anybody = WORKFLOWS[name], operator()
    without_objections = {key: replace(move, unless=()) for key, move in workflow.moves.items()}
    monkeypatch.setattr(workflow, "moves", without_objections)
    for move in workflow.moves.values():
        subject = subject_of(workflow, division, move.source[0])
        refused = isinstance(move.refusal(subject, anybody), NotPermitted)
        assert refused == (move.permission is None and not move.follows), move.name
        assert not (move.worker or move.follows) or move not in [
            m for m, _ in workflow.options(subject, anybody)
        ]


@each_workflow
def test_every_status_can_be_reached(name):
    workflow = WORKFLOWS[name]
    reached, found = set(), {workflow.first}
    while found > reached:
        reached |= found
        found |= {to for source, to in workflow.pairs if source in reached}
    left = {(workflow.noun, str(s)) for s in workflow.statuses} - {(workflow.noun, s) for s in reached}
    assert left == {pair for pair in NOT_REACHED if pair[0] == workflow.noun}


def test_every_model_with_a_status_has_a_workflow_and_begins_at_its_beginning():
    with_status = [m for m in apps.get_models() if any(f.name == "status" for f in m._meta.local_fields)]
    assert {m.workflow for m in with_status} == set(WORKFLOWS.values())
    for model in with_status:
        field = model._meta.get_field("status")
        assert list(field.choices) == model.workflow.statuses.choices, model
        assert field.get_default() == model.workflow.first, model


def test_every_move_of_a_person_has_an_action_and_every_action_a_move():
    made = movers()
    moves = {
        (name, move.name)
        for name, w in WORKFLOWS.items()
        for move in w.moves.values()
        if move.permission or move.follows
    }
    assert set(made) == moves
    for actions in made.values():
        assert not [a for a in actions if a.rpartition(".")[2].startswith("_")], actions


def test_an_action_makes_only_the_moves_of_its_own_room():
    rooms = {name: shelf.__name__.split(".states")[0] for name, (shelf, _) in workflows().items()}
    for (name, move), actions in movers().items():
        assert {a.split(".actions")[0] for a in actions} == {rooms[name]}, (name, move)


def test_a_status_is_written_by_the_engine_and_the_worker_alone():
    writers = set()
    for dotted, _, tree in sources():
        for node in ast.walk(tree):
            match node:
                case ast.Call(ast.Attribute(_, "update" | "update_or_create" | "bulk_update"), _, keywords):
                    writers |= {dotted for k in keywords if k.arg == "status"}
                case ast.Assign([ast.Attribute(_, "status")], _):
                    writers.add(dotted)
    assert writers <= THE_WORKER | ANOTHER_PROGRAM


def test_every_permission_is_granted_to_somebody_and_every_role_has_its_row():
    assert set().union(*GRANTS.values()) == set(Permission)
    assert list(GRANTS) == list(Role)


def test_the_database_holds_exactly_the_moves_of_the_tables(db):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgrelid::regclass::text, tgargs, tgenabled, tgtype FROM pg_trigger WHERE tgname LIKE '%\\_status'"
        )
        held = {
            table: (bytes(args).decode(), enabled, kind) for table, args, enabled, kind in cursor.fetchall()
        }
    assert set(held) == {m._meta.db_table for m in MODELS.values()}
    before_insert_and_update_of_each_row = 1 | 2 | 4 | 16
    for workflow, model in MODELS.items():
        arguments, enabled, kind = held[model._meta.db_table]
        assert arguments.split("\0")[:-1] == [workflow.first, *(f"{a}>{b}" for a, b in workflow.pairs)]
        assert (enabled, kind) == ("O", before_insert_and_update_of_each_row)


def recorded() -> set[str]:
    """Verbs that the code writes into the trail by name."""
    found = set()
    for _, _, tree in sources():
        for node in ast.walk(tree):
            match node:
                case ast.Call(ast.Name("record"), [_, ast.Constant(str(verb)), *_]):
                    found.add(verb)
    return found


def test_the_catalogue_of_verbs_is_what_the_code_writes():
    by_moves = {f"{move}_{w.noun}" for w in WORKFLOWS.values() for move in w.moves}
    assert recorded() | by_moves == set(VERBS)
    assert not recorded() & by_moves, "the engine writes these; nobody else does"
