"""The parts of a change of area put on a form RR004 (1.2c, 1.7a)."""

from electoral.office.actions import demand
from electoral.office.refusals import Refused, WrongState
from electoral.office.roles import Permission
from walks.actions.classification import draft_form
from walks.models import RR004, AreaChange
from walks.states import AreaChangeStatus


def put_on_form(change: AreaChange, *, by) -> RR004:
    """Begin an RR004 of the parts that no form has before it; once the change is accepted."""
    demand(by, Permission.CLASSIFICATION_DRAFT, change.division)
    if change.status != AreaChangeStatus.ACCEPTED:
        raise WrongState(f"It is {change.get_status_display().lower()}.", change)
    parts = list(change.parts.without_form())
    if not parts:
        raise Refused("All of its Walks are on forms already.", change)
    return draft_form(change.division, parts=parts, by=by)
