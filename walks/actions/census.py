"""What the division makes of the census's changes of districts: a CCD renumbered, or the change settled in words (1.2c)."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from django.db import transaction

from electoral.office.actions import demand, record
from electoral.office.models import Division
from electoral.office.refusals import Refused
from electoral.office.registry import verbs
from electoral.office.roles import Permission
from walks.actions.street_file import StreetFile, hold
from walks.models import Ccd, CcdChange, WalkCcd

verbs(
    renumber_ccd="gave a CCD the number that it has from the census",
    settle_ccd_change="settled a change of CCDs",
)
LONGEST = 200


def tasks_of(division: Division, old_codes: Iterable[str]) -> dict[str, list[CcdChange]]:
    """What is to be settled of each old CCD."""
    rows = CcdChange.objects.to_be_settled().filter(division=division, old_code__in=list(old_codes))
    found: dict[str, list[CcdChange]] = defaultdict(list)
    for row in rows.select_related("walk__division").order_by("effective_on", "new_code"):
        found[row.old_code].append(row)
    return found


def walks_by_ccd(division: Division, tasks: Iterable[CcdChange]) -> dict[str, str]:
    """In which Walk, in words, the old and the new CCDs of these tasks are now."""
    codes = {code for task in tasks for code in (task.old_code, task.new_code)}
    members = (
        WalkCcd.objects.in_force()
        .filter(division=division, ccd__code__in=codes)
        .select_related("ccd", "walk")
    )
    return {member.ccd.code: str(member.walk) for member in members.order_by("-walk__number")}


def not_to_be_renumbered(tasks: Sequence[CcdChange], walks: Mapping[str, str], today: date) -> str | None:
    """Why the CCD cannot simply be exchanged, or None; `walks` as `walks_by_ccd` gives them (1.2c)."""
    if len(tasks) != 1:
        return f"It becomes {len(tasks)} CCDs. Split its Walk, or settle it in words."
    change = tasks[0]
    if change.effective_on > today:
        return f"It counts from {change.effective_on:%-d %B %Y}. Renumber it then."
    if change.old_code not in walks:
        return f"CCD {change.old_code} is in no Walk. Settle it in words."
    if change.new_code in walks:
        return f"CCD {change.new_code} is in {walks[change.new_code]} already. Settle it in words."
    return None


def _tasks(division: Division, old_code: str, by) -> list[CcdChange]:
    demand(by, Permission.AREA_CHANGE_DRAFT, division)
    hold(division)
    tasks = tasks_of(division, [old_code])[old_code]
    if not tasks:
        raise Refused(f"Nothing of CCD {old_code} waits to be settled.")
    return tasks


@transaction.atomic
def renumber_ccd(division: Division, *, old_code: str, by) -> CcdChange:
    """One to one: in every Walk that has it the CCD is exchanged, from the effective date (1.2c)."""
    tasks = _tasks(division, old_code, by)
    if reason := not_to_be_renumbered(tasks, walks_by_ccd(division, tasks), division.today()):
        raise Refused(reason)
    change = tasks[0]
    new, _ = Ccd.objects.get_or_create(division=division, code=change.new_code)
    members = list(WalkCcd.objects.in_force().filter(division=division, ccd__code=old_code))
    for member in members:
        member.ended_on = max(change.effective_on, member.from_on)
        member.save(update_fields=["ended_on"])
    WalkCcd.objects.bulk_create(
        WalkCcd(division=division, walk_id=m.walk_id, ccd=new, shared=m.shared, from_on=m.ended_on)
        for m in members
    )
    _settled(tasks, f"Renumbered to {change.new_code}.")
    record(StreetFile(division), "renumber_ccd", by=by, old=old_code, new=change.new_code)
    return change


@transaction.atomic
def settle_ccd_change(division: Division, *, old_code: str, by, words: str) -> None:
    """Nothing of the Walks changes; the words say why (1.2c)."""
    tasks = _tasks(division, old_code, by)
    if not words.strip():
        raise Refused("Say what was done about it.")
    _settled(tasks, words.strip()[:LONGEST])
    record(StreetFile(division), "settle_ccd_change", by=by, old=old_code)


def _settled(tasks: list[CcdChange], words: str) -> None:
    for task in tasks:
        task.settled_on, task.settled_as = task.division.today(), words
        task.save(update_fields=["settled_on", "settled_as"])
