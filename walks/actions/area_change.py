"""The life of a change of area: begun, submitted or accepted, decided, in force (1.2, 1.8e)."""

from django.db import transaction
from django.utils import timezone

from electoral.office.actions import demand, record
from electoral.office.refusals import Refused
from electoral.office.registry import verbs
from electoral.office.roles import Permission
from walks.actions.area_faces import look_again, renew_faces
from walks.actions.area_force import bring_about
from walks.actions.boundary_move import look_at_move
from walks.actions.street_file import hold
from walks.models import Allocation, AreaChange, AreaPart, CcdChange, Walk
from walks.rules import MAY_BE_SPLIT_OVER
from walks.states import AREA_CHANGE

verbs(draft_split="began a split", draft_move="began to move a boundary")
KIND = AreaChange.Kind


def change_of(walk: Walk) -> AreaChange | None:
    """The open change of area that the Walk is part of, as the one that is split, gives, receives, or came of it."""
    part = AreaPart.objects.filter(division=walk.division_id, number=walk.number, is_open=True)
    found = part.select_related("change__division", "change__walk").first()
    here = AreaChange.objects.open().filter(division=walk.division_id, walk=walk)
    return found.change if found else here.select_related("division", "walk").first()


def open_changes(division) -> dict[int, AreaChange]:
    """The open changes of a division by the key of the Walk that is split, or gives."""
    rows = AreaChange.objects.open().filter(division=division).select_related("walk")
    return {change.walk_id: change for change in rows}


def census_of(walk: Walk):
    """The changes of census districts that cut this Walk and are not settled (1.2c)."""
    return CcdChange.objects.to_be_settled().filter(division=walk.division_id, walk=walk)


def not_to_be_split(walk: Walk, kind: str) -> str | None:
    """Why the Walk cannot be split now, or None (1.2a, 1.2c)."""
    if walk.ended_on:
        return f"{walk} has ended."
    if open_change := change_of(walk):
        return f"{walk} is in another change of area already ({open_change.reference}). Finish or withdraw that first."
    count = Allocation.objects.standing().filter(division=walk.division_id, walk=walk).count()
    if kind == KIND.RAPID and count <= MAY_BE_SPLIT_OVER:
        return f"{walk} has {count} residences. A Walk over {MAY_BE_SPLIT_OVER} may be split."
    if kind == KIND.CENSUS and not census_of(walk).exists():
        return f"No change of census districts waits for {walk}. Head Office loads the file of changes."
    return None


@transaction.atomic
def draft_split(walk: Walk, *, kind: str, by) -> AreaChange:
    """Begin a split of the Walk, with its block faces cut and in no part yet (1.2a)."""
    demand(by, Permission.AREA_CHANGE_DRAFT, walk.division)
    hold(walk.division)
    if reason := not_to_be_split(walk, kind):
        raise Refused(reason, walk)
    change = AreaChange.objects.create(division=walk.division, kind=kind, walk=walk, drafted_by=by)
    renew_faces(change)
    record(change, "draft_split", by=by, walk=walk.number, kind=str(kind))
    return change


@transaction.atomic
def draft_move(giving: Walk, *, receiving: Walk, by) -> AreaChange:
    """Begin to move a boundary: numbers of streets go from one Walk to another (4c)."""
    demand(by, Permission.AREA_CHANGE_DRAFT, giving.division)
    hold(giving.division)
    if giving.pk == receiving.pk or giving.division_id != receiving.division_id:
        raise Refused("Choose two different Walks of this division.", giving)
    for walk in (giving, receiving):
        if walk.ended_on:
            raise Refused(f"{walk} has ended.", giving)
        if there := change_of(walk):
            raise Refused(
                f"{walk} is in another change of area already ({there.reference}). Finish or withdraw that first.", giving
            )  # fmt: skip
    change = AreaChange.objects.create(
        division=giving.division, kind=KIND.BOUNDARY, walk=giving, drafted_by=by
    )
    for position, walk in enumerate((giving, receiving), 1):
        AreaPart.objects.create(
            division=giving.division, change=change, position=position, number=walk.number, before=walk
        )
    record(change, "draft_move", by=by, walk=giving.number, to=receiving.number)
    return checked_again(change)


def checked_again(change: AreaChange) -> AreaChange:
    """What stands against the change with the residences of today, kept in `unfit`."""
    if not change.is_editable:
        return change
    return look_again(change) if change.is_split else look_at_move(change)


@transaction.atomic
def check_change(change: AreaChange, *, by) -> AreaChange:
    """Check it again now; what was found stays, whatever becomes of the next step."""
    demand(by, Permission.AREA_CHANGE_DRAFT, change.division)
    hold(change.division)
    return checked_again(AreaChange.objects.select_related("walk", "division").get(pk=change.pk))


@transaction.atomic
def submit_change(change: AreaChange, *, by, remarks: str = "") -> AreaChange:
    """Send a split for rapid development to Head Office (1.2c)."""
    hold(change.division)
    checked_again(change)
    return AREA_CHANGE.move(change, "submit", by=by, changes=_sent(change, by, remarks))


@transaction.atomic
def accept_change(change: AreaChange, *, by, remarks: str = "") -> AreaChange:
    """The DRO accepts a split from census data, or a moved boundary: its RR004 is the only approval (1.2c, 4c)."""
    hold(change.division)
    checked_again(change)
    return AREA_CHANGE.move(change, "accept", by=by, changes=_sent(change, by, remarks))


def _sent(change: AreaChange, by, remarks: str) -> dict:
    sent = {
        "submitted_by": by,
        "submitted_at": timezone.now(),
        "decided_by": None,
        "decided_at": None,
        "reason": "",
    }
    return sent | {"remarks": remarks.strip() or change.remarks}


def _decided(by, reason: str = "") -> dict:
    return {"decided_by": by, "decided_at": timezone.now(), "reason": reason}


def approve_split(change: AreaChange, *, by) -> AreaChange:
    """Head Office approves the split; the RR004 of its parts follows (1.2c)."""
    return AREA_CHANGE.move(change, "approve", by=by, changes=_decided(by))


def return_split(change: AreaChange, *, by, reason: str) -> AreaChange:
    """Head Office returns the split, for a reason."""
    demand(by, Permission.AREA_CHANGE_APPROVE, change.division)
    if not reason.strip():
        raise Refused("Say why it is returned.", change)
    return AREA_CHANGE.move(
        change, "return", by=by, changes=_decided(by, reason.strip()), reason=reason.strip()
    )


@transaction.atomic
def withdraw_change(change: AreaChange, *, by, reason: str) -> AreaChange:
    """Give the change up, for a reason; its spare numbers are free again (1.2b)."""
    demand(by, Permission.AREA_CHANGE_DRAFT, change.division)
    if not reason.strip():
        raise Refused("Say why it is withdrawn.", change)
    hold(change.division)
    change = AREA_CHANGE.move(
        change, "withdraw", by=by, changes={"reason": reason.strip()}, reason=reason.strip()
    )
    AreaPart.objects.filter(change=change).update(is_open=False)
    return change


@transaction.atomic
def put_in_force(change: AreaChange, *, by) -> AreaChange:
    """Make the change what is: new Walks, lineage, CCDs, approvals ended and begun (1.2b, 1.2c, 1.8e).

    It follows from the approval of the last of its parts, in that transaction. Refused before, and a second time.
    """
    hold(change.division)
    today = change.division.today()
    change = AREA_CHANGE.move(change, "put_in_force", by=by, changes={"effective_on": today})
    bring_about(change, by=by)
    return change


@transaction.atomic
def put_in_force_when_approved(change: AreaChange, *, by) -> bool:
    """Whether the approval just written was the last that the change waited for; then it is in force (1.2c).

    It holds the division, so that of two approvals at once the later one sees the other.
    """
    hold(change.division)
    change = AreaChange.objects.select_for_update().get(pk=change.pk)
    if AREA_CHANGE.moves["put_in_force"].refusal(change, by):
        return False
    put_in_force(change, by=by)
    return True
