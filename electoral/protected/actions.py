"""The doors of the room for those who may open them: protecting a person, leaving out a residence, looking.

Nothing of this stands in the ordinary trail: its own history lies in the room, and opens for the DRO alone.
"""

import json
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection

from electoral.office.actions import demand
from electoral.office.models import Division, User
from electoral.office.refusals import NotPermitted, Refused
from electoral.office.registry import navigation
from electoral.office.roles import Permission
from electoral.protected.doors import ask
from electoral.protected.queries import division_of

navigation("Protected", "protected:index", Permission.PROTECTED_LIST, place=40)


def protect_elector(
    division: Division, elector_id: str, *, kind: str, by: User, basis: str = "", since: date | None = None
) -> None:
    """Take a person's whole row from the roll and close their residence (6.1b, 6.1g).

    `kind` is "silent" or "anonymous"; an elector not on the roll yet is taken when a file brings them.
    """
    demand(by, Permission.PROTECTION_SET, division)
    ask("protect", division.pk, elector_id, kind, basis, since or division.today(), by.pk)


def release_person(person: UUID, *, by: User, reason: str) -> None:
    """Put a person back on the roll with all that it held, and open the residence if nothing else closes it."""
    demand(by, Permission.PROTECTION_SET, _division_of(person))
    ask("release", person, by.pk, reason)


def exclude_residence(division: Division, residence_id: int, *, by: User, reason: str) -> None:
    """Leave a residence out of the visits, with the words that protection has (6.1c). A building takes its flats along."""
    _exclude(division, residence_id, excluded=True, by=by, reason=reason)


def include_residence(division: Division, residence_id: int, *, by: User, reason: str) -> None:
    """Lift an exclusion; a residence that protection closes stays closed (6.1c)."""
    _exclude(division, residence_id, excluded=False, by=by, reason=reason)


def reveal_person(person: UUID, *, by: User, reason: str) -> dict[str, Any]:
    """All that is held of a person: the columns of the roll, `address` on one line, `residence_id`, `kind`.

    Each look needs a reason and is written down; 20 an hour for a person who looks, 60 for a division. Not inside a
    transaction: the look is committed before the answer, so that no rollback takes it away.
    """
    demand(by, Permission.PROTECTED_LOOK, _division_of(person))
    if connection.in_atomic_block:
        raise Refused("A look must be written down by itself before the address is shown.")
    ticket = ask("ask_to_look", person, by.pk, reason)[0]["ask_to_look"]
    return json.loads(ask("reveal", ticket)[0]["reveal"])


def people_of(division: Division, *, by: User) -> list[dict[str, Any]]:
    """Who is protected, by name, without address (see the door `people`); the queues of 6.1g are flags of the rows."""
    demand(by, Permission.PROTECTED_LIST, division)
    return ask("people", division.pk, by.pk)


def looks_of(division: Division, *, by: User) -> list[dict[str, Any]]:
    """The room's trail, the last first: at, who, what, elector_id, reason (empty for all but the DRO)."""
    demand(by, Permission.PROTECTED_LIST, division)
    return ask("looks", division.pk, by.pk)


def exclusions_of(division: Division, *, by: User) -> list[dict[str, Any]]:
    """Residences left out and those that were, with reasons: for the DRO alone (6.1c)."""
    demand(by, Permission.RESIDENCE_EXCLUDE, division)
    return ask("exclusions", division.pk, by.pk)


def record_of(
    division: Division, *, by: User, reason: str, edition: int, born_by: date | None
) -> list[dict[str, Any]]:
    """The record of anonymous entries (regulation 45A): position, surname, given_names, address, postal_address, since.

    `position`: the entry's in the sealed register whose key is `edition`, None for who came since; who was born after
    `born_by` stands in none. For the Divisional Returning Officer alone; each time it is written down why.
    """
    demand(by, Permission.PROTECTED_LOOK, division)
    return ask("record_of", division.pk, by.pk, reason, edition, born_by)


# What the loader of the roll calls, each inside the transaction of the step that it belongs to.


def divert_load(load) -> None:
    """After staging a file of electors: rows of protected persons leave the staging table. It tells nothing."""
    ask("divert", load.pk)


def apply_diverted(load) -> None:
    """After applying a file of electors: its news of protected persons reach the room, and residences are settled."""
    ask("apply_waiting", load.pk)


def drop_diverted(load) -> None:
    """A load has ended; what it diverted and did not apply goes."""
    ask("drop_waiting", load.pk)


def protect_staged(load, *, by: User) -> None:
    """Apply a staged file of protections: adds, never lifts (decision 3). The staged rows go."""
    demand(by, Permission.PROTECTION_SET, load.division)
    ask("protect_staged", load.pk, by.pk)


def settle_division(division: Division) -> None:
    """After applying a file of addresses: close what must not be visited and open the rest (6.1g)."""
    ask("settle", division.pk)


def _division_of(person: UUID) -> Division:
    division = division_of(person)
    if division is None:
        raise NotPermitted("Your role may not do this.")
    return division


def _exclude(division: Division, residence_id: int, *, excluded: bool, by: User, reason: str) -> None:
    demand(by, Permission.RESIDENCE_EXCLUDE, division)
    ask("exclude", division.pk, residence_id, excluded, by.pk, reason)
