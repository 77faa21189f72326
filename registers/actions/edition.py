"""Editions: a register, notice or list is ordered, sealed by a worker, or dropped before that (decision 21, E5)."""

from datetime import date, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import timezone

from electoral.jobs.actions import cancel_job, order_job
from electoral.jobs.lease import Lease
from electoral.jobs.models import Job
from electoral.jobs.work import Finish, kind
from electoral.office.actions import demand, record
from electoral.office.refusals import Refused
from electoral.office.registry import verbs
from electoral.office.roles import Permission
from registers.actions.sealing import STAGES, write_rows
from registers.actions.serving import order_serving
from registers.models import Edition, Family, Mark
from registers.rules.lists import CURRENT, final_from
from registers.states import EDITION, EditionStatus

verbs(order_edition="ordered an edition")
A_YEAR = timedelta(days=366)
STAGE_TITLES = {
    "current": "Absent voters lists{of}, as they stand",
    "final_postal": "Postal voters list{of}, final",
    "final": "Absent voters lists{of}, final",
    "updated_proxy": "List of proxies{of}, as updated on polling day",
}


NO_REGISTER_THEN = (
    "No register of this division had been sealed by the day of the poll, {day}. A marked register is that register with its "
    "marks; the roll as it is now is another. Show the marked copy on paper, and seal a register before each poll."
)


@transaction.atomic
def order_edition(division, *, family: str, speaks_on: date, by, poll: str = "", polls_on: date | None = None,
                  stage: str = "", earlier: Edition | None = None, later: Edition | None = None) -> Edition:  # fmt: skip
    """Order what the roll shows now, as of that day; a notice is the difference of two sealed registers (E5).

    An absent voters list names its `stage`, and unless it is the current one its poll and the day of it, and is not
    sealed before its evening (regulation 61); a marked register names its `poll`, of which the marks were loaded, and its
    day, of which it speaks: it is the register that was in force then (regulation 116).
    """
    demand(by, Permission.EDITION_SEAL, division)
    edition = Edition(
        division=division, family=family, speaks_on=speaks_on, poll=poll, polls_on=polls_on, stage=stage, earlier=earlier,
        later=later, ordered_by=by,
    )  # fmt: skip
    if family == Family.MARKED and polls_on:
        edition.speaks_on, edition.earlier, edition.later = polls_on, _register_of(division, polls_on), None
    if reason := _why_not(edition):
        raise Refused(reason)
    edition.title = _title(edition)[:150]
    edition.job = order_job(
        "seal_edition",
        division=division,
        title=f"Seal: {edition.title}"[:100],
        by=by,
        arguments={"edition": edition.reference},
        subject=edition.reference,
        total=100,
    )
    edition.save()
    record(edition, "order_edition", by=by, family=family)
    return edition


def _register_of(division, polls_on: date) -> Edition | None:
    return Edition.objects.filter(division=division).register_of_poll(polls_on, division.zone)


def _title(edition: Edition) -> str:
    plain = f"{Family(edition.family).label}{{of}}"
    title = STAGE_TITLES[edition.stage] if edition.family == Family.ABSENT else plain
    return title.format(of=f" of {edition.division}") + (f", {edition.poll}" if edition.poll else "")


def _why_not(edition: Edition) -> str | None:
    if edition.family not in Family.values:
        return "Say what is to be sealed: a register, a notice, absent voters lists or a marked register."
    if abs(edition.speaks_on - edition.division.today()) > A_YEAR:
        return "The day of which it speaks lies more than a year from today. Check the year."
    return {Family.NOTICE: _why_no_notice, Family.ABSENT: _why_no_lists, Family.MARKED: _why_no_marks}.get(
        Family(edition.family), _why_no_register
    )(edition)


def _why_no_register(edition: Edition) -> str | None:
    return (
        "A register lies between no two others; order a notice for that."
        if edition.earlier or edition.later
        else None
    )


def _why_no_notice(edition: Edition) -> str | None:
    sides = [edition.earlier, edition.later]
    mine = [
        side
        for side in sides
        if side and side.division_id == edition.division_id and side.family == Family.REGISTER
    ]
    if len(mine) < 2 or any(side.status != EditionStatus.SEALED for side in mine):
        return "A notice needs two sealed registers of this division: seal another register first."
    days = [(side.speaks_on, side.sealed_at) for side in mine]
    if days[0] >= days[1]:
        return "Of the two registers, the earlier must speak of the earlier day, or be sealed first."
    return None


def _why_no_lists(edition: Edition) -> str | None:
    if edition.stage not in STAGES:
        return (
            "Say which absent voters lists: as they stand, final postal, final, or the updated proxies list."
        )
    if edition.stage == CURRENT and edition.speaks_on != edition.division.today():
        return "The lists as they stand are those of today (regulation 61(16)). Choose today."
    return (edition.stage != CURRENT and _why_not_final(edition)) or _why_no_register(edition)


def _why_not_final(edition: Edition) -> str | None:
    if not (edition.poll and edition.polls_on):
        return "Final lists are those of a poll. Name the poll and its day."
    state, zone = edition.division.area.state, edition.division.zone
    since = final_from(
        edition.stage, edition.polls_on, jurisdiction=state.jurisdiction, region=state.code, zone=zone
    )
    if timezone.now() < since:
        local = since.astimezone(ZoneInfo(zone))
        return f"This list is not final before {local:%H:%M on %-d %B %Y}. Until then seal the lists as they stand."
    return None


def _why_no_marks(edition: Edition) -> str | None:
    marks = Mark.objects.filter(division=edition.division, poll=edition.poll)
    if not edition.poll or not marks.exists():
        return "No marks of this poll are loaded. Load the file of marks first."
    if edition.polls_on is None:
        return "Name the day of the poll: the register that was in force on it is the one that is marked."
    if edition.polls_on > edition.division.today():
        return "The day of the poll is still to come. Nobody can have been marked yet."
    if edition.earlier is None:
        return NO_REGISTER_THEN.format(day=f"{edition.polls_on:%-d %B %Y}")
    return None


@kind("seal_edition", queue="loads", permission=Permission.EDITION_SEAL)
def seal_edition(job: Job, lease: Lease) -> Finish:
    """Copy what is published and seal it, in the transaction that finishes the job (E5)."""
    edition = Edition.objects.select_related("division__area__state", "earlier", "later").get(
        reference=job.arguments["edition"], division=job.division
    )
    if edition.status != EditionStatus.ORDERED:
        raise Refused(f"It is {edition.get_status_display().lower()}.")
    lease.progress(1, note="being sealed")

    def finish() -> None:
        changes = write_rows(edition, by=job.requested_by) | {"sealed_at": timezone.now()}
        EDITION.move(edition, "seal", by=job.requested_by, changes=changes)
        order_serving(edition, by=job.requested_by)  # standing requests for it (E7)
        lease.state = (100, 100, "sealed")

    return finish


@transaction.atomic
def drop_edition(edition: Edition, *, by) -> Edition:
    """Give up an edition that was ordered and is not sealed; its work is stopped (E5)."""
    edition = EDITION.move(edition, "drop", by=by)
    if edition.job and edition.job.is_unfinished:
        cancel_job(edition.job, by=by)
    return edition
