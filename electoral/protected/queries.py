"""Which persons and residences exist for somebody; for everybody else there are none (decision 3)."""

from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection

from electoral.office.models import Division, User
from electoral.office.roles import Permission
from electoral.protected.doors import ask


class Place(NamedTuple):
    """A residence as this room names it."""

    id: int
    reference: str
    address_id: str
    division: Division

    @property
    def address(self) -> str:
        return ask("address", self.id)[0]["address"]


def division_of(person: UUID) -> Division | None:
    """The division in which the person is protected."""
    return Division.objects.filter(pk=ask("division_of", person)[0]["division_of"]).first()


def found_person(person: UUID, user: User) -> tuple[Division, dict[str, Any]] | None:
    """The person's line of the list and their division, for who may look at them."""
    division = division_of(person)
    if division is None or not user.may(Permission.PROTECTED_LOOK, division):
        return None
    lines = [line for line in ask("people", division.pk, user.pk) if line["id"] == person]
    return (division, lines[0]) if lines else None


def found_place(reference: str, user: User) -> Place | None:
    """The residence of that reference, for who may leave it out."""
    places = {division.pk: division for division in user.divisions(Permission.RESIDENCE_EXCLUDE)}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, reference, address_id, division_id FROM roll_residence WHERE reference = %s AND division_id = ANY (%s)",
            [reference, list(places)],
        )
        row = cursor.fetchone()
    return Place(row[0], row[1], row[2], places[row[3]]) if row else None


def changed_since(division: Division, made: datetime) -> bool:
    """Whether a file made at that moment may show what was closed later; it tells neither the cause nor whose (6.1b)."""
    return ask("changed_since", division.pk, made)[0]["changed_since"]
