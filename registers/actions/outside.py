"""What comes from people outside, by themselves or keyed in for them: who may key it in, and what does not fit (E1, E2)."""

from collections.abc import Collection

from django.core.exceptions import ValidationError
from django.db.models import Model

from electoral.office.actions import demand, outsider
from electoral.office.refusals import Refused
from electoral.office.roles import Permission


def demand_of_staff(by, division) -> None:
    """What somebody outside does themselves, staff key in for them; nobody else does it."""
    if by != outsider():
        demand(by, Permission.REGISTER_WORK, division)


def refuse_what_does_not_fit(row: Model, *, only: Collection[str] = ()) -> None:
    """A sentence for what the columns cannot hold, for whoever comes without the form; without `only`, of all that may not be empty."""
    columns = row._meta.fields
    left = {one.name for one in columns if (one.name not in only if only else one.null)}
    try:
        row.clean_fields(exclude=left)
    except ValidationError as wrong:
        field, sentences = next(iter(wrong.message_dict.items()))
        raise Refused(f"{field.replace('_', ' ').capitalize()}: {sentences[0]}") from None
