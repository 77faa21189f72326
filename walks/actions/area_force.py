"""What a change of area brings about on the day that it is in force (1.1a, 1.2b, 1.8e, 4c)."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from electoral.office.actions import record
from electoral.office.registry import verbs
from walks.actions.area_listings import let_listings_lapse
from walks.documents.area_change import stretch_of
from walks.models import (
    Allocation,
    AreaChange,
    AreaPart,
    Ccd,
    CcdChange,
    Classification,
    HighRisk,
    Lineage,
    ReviewWalk,
    Walk,
    WalkCcd,
)
from walks.rules.area_change import finder

verbs(
    split_walk="split the Walk",
    make_part="made the Walk as a part of a split",
    move_boundary="moved the boundary of the Walk",
    end_approval="ended the approval",
)


def bring_about(change: AreaChange, *, by) -> None:
    """All that follows from the change being in force; the caller holds the division and has moved the change."""
    parts = list(change.parts.select_related("before").order_by("position"))
    touched = [change.walk, *(p.before for p in parts if p.before and p.before_id != change.walk_id)]
    homes = _homes(change, parts)
    if change.is_split:
        _make_walks(change, parts, by=by)
    else:
        for part in parts:
            _become(part, part.before)
            record(part.before, "move_boundary", by=by, change=change.reference)
    _change_approvals(change, touched, parts, by=by)
    _change_ccds(change, parts, homes)
    if change.is_split:
        _carry_over(change, parts)
        _settle_census(change, parts)
    let_listings_lapse(change, touched, by=by)


def _become(part: AreaPart, walk: Walk | None) -> None:
    part.after = walk
    part.save(update_fields=["after"])


def _make_walks(change: AreaChange, parts: Iterable[AreaPart], *, by) -> None:
    """The old Walk ends, and each part is a new Walk: one under the old number, the others under spare ones (1.2b)."""
    old, today = change.walk, _today(change)
    Walk.objects.filter(pk=old.pk).update(ended_on=today)
    record(old, "split_walk", by=by, change=change.reference)
    for part in parts:
        new = Walk.objects.create(division=change.division, number=part.number, from_on=today)
        _become(part, new)
        Lineage.objects.create(division=change.division, ancestor=old, descendant=new, change=change)
        record(new, "make_part", by=by, change=change.reference, number=new.number, split_from=old.reference)


def _change_approvals(change: AreaChange, touched: list[Walk], parts: list[AreaPart], *, by) -> None:
    """The standing approvals of every touched Walk end, those of the parts begin (1.8e)."""
    for line in Classification.objects.standing().filter(division=change.division, walk__in=touched):
        line.ended_on = change.effective_on
        line.save(update_fields=["ended_on"])
        record(line, "end_approval", by=by, change=change.reference)
    for part in parts:
        line = Classification.objects.approved().filter(part=part, ended_on=None).order_by("-pk").first()
        if line:
            line.walk, line.from_on = part.after, change.effective_on
            line.save(update_fields=["walk", "from_on"])


Homes = dict[str, dict[int, int]]


def _homes(change: AreaChange, parts: list[AreaPart]) -> Homes:
    """For each CCD, how many residences of the Walk that is split, or gives, each part will have."""
    find = finder(stretch_of(row) for row in change.faces.all())
    here = Allocation.objects.standing().filter(division=change.division, walk=change.walk)
    keys = ("residence__ccd_code", "residence__street_id", "residence__side", "residence__number")
    homes: Homes = defaultdict(lambda: defaultdict(int))
    for code, street, side, number in here.values_list(*keys):
        homes[code][find(street, "odd" if side == 1 else "even", number) or parts[0].pk] += 1
    return homes


def _change_ccds(change: AreaChange, parts: list[AreaPart], homes: Homes) -> None:
    """Each CCD of the Walk is then in the Walks of the parts where its residences are; shared if there are several."""
    today = _today(change)
    after = {part.pk: part.after for part in parts}
    for member in (
        WalkCcd.objects.in_force().filter(division=change.division, walk=change.walk).select_related("ccd")
    ):
        going = [after[pk] for pk in homes.get(member.ccd.code, {parts[0].pk: 0})]
        if change.is_split or change.walk not in going:
            member.ended_on = today
            member.save(update_fields=["ended_on"])
        put_ccd(change, member.ccd, going, on=today)


def put_ccd(change: AreaChange, ccd: Ccd, walks: Iterable[Walk | None], *, on: date) -> None:
    """The CCD is in these Walks too; where several have it, each is said to share it (1.1a)."""
    rows = list(WalkCcd.objects.in_force().filter(division=change.division, ccd=ccd))
    members = {row.walk_id for row in rows} | {walk.pk for walk in walks if walk}
    shared = len(members) > 1
    stale = [row.pk for row in rows if row.shared != shared]
    WalkCcd.objects.filter(pk__in=stale).update(ended_on=on)
    stays = {row.walk_id for row in rows if row.shared == shared}
    WalkCcd.objects.bulk_create(
        WalkCcd(division=change.division, walk_id=pk, ccd=ccd, shared=shared, from_on=on)
        for pk in sorted(members - stays)
    )


def _carry_over(change: AreaChange, parts: list[AreaPart]) -> None:
    """The new Walks have a place in reviews that are not over, and the risks of the old one (10.1a)."""
    today = _today(change)
    places = ReviewWalk.objects.filter(division=change.division, walk=change.walk, review__ends_on__gte=today)
    ReviewWalk.objects.bulk_create(
        ReviewWalk(division=change.division, review_id=review, walk=part.after)
        for review in places.values_list("review_id", flat=True)
        for part in parts
    )
    for risk in HighRisk.objects.in_force().filter(division=change.division, walk=change.walk):
        HighRisk.objects.bulk_create(
            HighRisk(
                division=change.division, walk=part.after, reason=risk.reason, review_on=risk.review_on,
                marked_by=risk.marked_by, from_on=risk.from_on,
            )
            for part in parts
        )  # fmt: skip
        risk.ended_on = today
        risk.save(update_fields=["ended_on"])


def _settle_census(change: AreaChange, parts: list[AreaPart]) -> None:
    """The new CCDs of the census are then the parts', and the task is done (1.2c)."""
    if change.kind != AreaChange.Kind.CENSUS:
        return
    today = _today(change)
    tasks = CcdChange.objects.to_be_settled().filter(division=change.division, walk=change.walk)
    for code in set(tasks.values_list("new_code", flat=True)):
        ccd, _ = Ccd.objects.get_or_create(division=change.division, code=code)
        if not WalkCcd.objects.in_force().filter(division=change.division, ccd=ccd).exists():
            put_ccd(change, ccd, [part.after for part in parts], on=today)
    tasks.update(settled_on=today, settled_as=f"Split {change.reference} of {change.walk}.")


def _today(change: AreaChange) -> date:
    return change.effective_on or change.division.today()
