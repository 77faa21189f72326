"""A workflow is a table of moves. This module reads the table; each room's states.py writes it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from electoral.office.actions import record
from electoral.office.refusals import NotPermitted, Refused, WrongState
from electoral.office.registry import verbs
from electoral.office.roles import Permission

Objection = Callable[[Any, Any], str | None]


@dataclass(frozen=True)
class Move:
    """One row: the verb, from which statuses, to which, who may, and what would stop it.

    An objection takes (subject, user) and returns one sentence or None; its name completes "unless it ...".
    """

    name: str
    source: tuple[str, ...]
    target: str
    permission: Permission | None  # None: only the worker makes it, on a row that it has claimed
    unless: tuple[Objection, ...] = ()
    worker: bool = False  # made by a worker in the name of who ordered it: no button
    follows: bool = (
        False  # follows from another move, whoever made that one: no permission of its own, no button
    )
    done: str = ""  # the sentence of the trail; the verb itself where it is empty

    def refusal(self, subject, user) -> Refused | None:
        """Why `user` may not make this move now, or None: who first, then when, then what."""
        place = (
            getattr(subject, "place", None) or subject.division
        )  # a State, for what belongs to no one division
        if not self.follows and (self.permission is None or not user.may(self.permission, place)):
            return NotPermitted(f"Your role may not {self.name.replace('_', ' ')} this.", subject)
        if subject.status not in self.source:
            return WrongState(f"It is {subject.get_status_display().lower()}.", subject)
        for objection in self.unless:
            if reason := objection(subject, user):
                return Refused(reason, subject)
        return None


class Workflow:
    """The life of one kind of row, called `noun`; `statuses` begins with the one in which a row is born."""

    def __init__(self, noun: str, statuses, *moves: Move):
        self.noun = noun
        self.statuses = statuses
        self.moves = {move.name: move for move in moves}
        for move in moves:
            verbs(**{f"{move.name}_{noun}": move.done or f"{move.name.replace('_', ' ')}"})

    @property
    def first(self) -> str:
        return next(iter(self.statuses)).value

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """Every (from, to) that the table allows: what the database's trigger is given."""
        return sorted({(str(s), str(m.target)) for m in self.moves.values() for s in m.source})

    def options(self, subject, user) -> list[tuple[Move, Refused | None]]:
        """The moves to offer as buttons, each with its refusal (shown as the reason) or None."""
        answers = [
            (move, move.refusal(subject, user))
            for move in self.moves.values()
            if not (move.worker or move.follows)
        ]
        return [(move, no) for move, no in answers if not isinstance(no, (NotPermitted, WrongState))]

    @transaction.atomic
    def move(self, subject, name: str, *, by, changes: dict[str, Any] | None = None, **data):
        """Lock the row, refuse or move it (with other `changes` of the row), record the event, return the fresh row."""
        subject = type(subject)._base_manager.select_for_update().get(pk=subject.pk)
        move = self.moves[name]
        if refusal := move.refusal(subject, by):
            raise refusal
        data = {"from": subject.status, "to": str(move.target), **data}
        changes = {"status": str(move.target), **(changes or {})}
        for field, value in changes.items():
            setattr(subject, field, value)
        subject.save(update_fields=list(changes))
        record(subject, f"{name}_{self.noun}", by=by, **data)
        return subject
