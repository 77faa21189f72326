"""The work of preparing a copy: its files written, packed, and held against what was decided and paid (E5, E7b, E8, E9)."""

import shutil
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.db import connection, transaction
from django.utils import timezone

from electoral.jobs.lease import Lease
from electoral.jobs.models import Job
from electoral.jobs.work import Finish, kind
from electoral.office.refusals import Refused
from electoral.office.roles import Permission
from electoral.papers.render import RenderStopped
from electoral.papers.store import papers, sha256_of
from registers.documents.checking import Check, Protected, check_data, check_print, protected_now
from registers.documents.copy import guides, manifest_text, notice_of, read_first, stem_of
from registers.documents.data import write_data, write_own_entry, write_record
from registers.documents.notice import CopyNotice
from registers.documents.print import write_print
from registers.models import AccessRequest, Copy, Edition, Form, QuotationLine
from registers.rules.release import is_sold
from registers.states import ACCESS_REQUEST, RequestStatus

STALE_HOURS = 24
BY_THEMSELVES = ("ANON", "OWN")  # of no edition as a whole, and data whatever form was asked for


@dataclass(frozen=True)
class Made:
    """One file of a copy, and what was proved of it."""

    path: Path
    line: QuotationLine
    count: int  # entries of data, pages of a print
    checks: list[Check]


@dataclass(frozen=True)
class Work:
    """One try at one copy; `protected` is asked of the room once."""

    request: AccessRequest
    job: Job
    lease: Lease
    folder: Path
    protected: Protected

    @property
    def by(self):
        return self.job.requested_by


@kind("prepare_copy", queue="papers", permission=Permission.REGISTER_WORK)
def prepare_copy(job: Job, lease: Lease) -> Finish:
    """Write the files of one copy into one archive; it is kept, and the request moves, in the transaction that finishes
    the job. A worker that dies leaves nothing behind that the next one does not remove."""
    copy = Copy.objects.select_related("request__division__area__state", "request__applicant").get(job=job)
    request = copy.request
    refuse_what_moved_on(copy)
    folder = room_for(job)
    try:
        made_at = moment(request)
        protected = protected_now(request.division, by=job.requested_by)
        archive, checks = make_archive(Work(request, job, lease, folder, protected))
    except BaseException as ended:
        shutil.rmtree(folder, ignore_errors=True)
        if isinstance(ended, RenderStopped):
            lease.check()  # cancelled, or lost: no failure of the work
        raise

    def finish() -> None:
        request.refresh_from_db()
        refuse_what_moved_on(copy)
        size = archive.stat().st_size
        copy.sha256, copy.suffix, copy.size = papers().keep(archive, ".zip"), ".zip", size
        copy.entries, copy.checks, copy.made_at = entries_of(request), checks, made_at
        copy.save(update_fields=["sha256", "suffix", "size", "entries", "checks", "made_at"])
        people = {"prepared_by": job.requested_by, "checked_by": None}
        ACCESS_REQUEST.move(request, "prepare", by=job.requested_by, changes=people)
        shutil.rmtree(folder, ignore_errors=True)

    return finish


def refuse_what_moved_on(copy: Copy) -> None:
    request = copy.request
    if copy.destroyed_at or copy.round != request.round or request.status != RequestStatus.ACCEPTED:
        raise Refused("The request has moved on since this copy was ordered. Order it again.", request)


def moment(request: AccessRequest) -> datetime:
    """The moment of which the copy speaks. The lock of the loads is taken and left: who is being protected now is protected
    before it, so that nothing falls between the reading of the roll and this moment."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended('load', %s))", [request.division_id])
        return timezone.now()


def room_for(job: Job) -> Path:
    """An empty folder beside the store; what earlier tries at this job left behind is removed."""
    empty = papers().room_for_work()
    empty.unlink()
    making = empty.parent
    for left in making.glob(f"copy-{job.reference}-*"):
        shutil.rmtree(left, ignore_errors=True)
    folder = making / f"copy-{job.reference}-{job.fence}"
    folder.mkdir(mode=0o700)
    return folder


def sweep_making(*, by) -> int:
    """The clock: remove folders of copies that no worker works in any more; returns how many."""
    empty = papers().room_for_work()
    empty.unlink()
    before = timezone.now().timestamp() - STALE_HOURS * 3600
    stale = [left for left in empty.parent.glob("copy-*") if left.stat().st_mtime < before]
    for left in stale:
        shutil.rmtree(left, ignore_errors=True)
    return len(stale)


def make_archive(work: Work) -> tuple[Path, list[Check]]:
    """The archive with every file of the copy, and the checks of them all."""
    lines = list(work.request.quotation.lines.select_related("item__product", "item__entitlement", "edition"))
    made, done = [], 0
    for line in lines:
        work.lease.progress(done, entries_of(work.request), note=f"Writing: {line.item.product}")
        made.append(make_file(work, line, work.folder / stem_of(line, alone=len(lines) == 1)))
        done += line.entries
    work.lease.progress(done, note="Packing")
    archive = work.folder / "copy.zip"
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as packed:
        for one in made:
            packed.write(one.path, one.path.name)
            work.lease.check()
        for name, text in texts_of(work.request, made):
            packed.writestr(name, text)
    return archive, [check for one in made for check in named(one, several=len(made) > 1)]


def make_file(work: Work, line: QuotationLine, stem: Path) -> Made:
    """One file, of exactly the product, area and form that were decided; nothing wider can be named here (E7b)."""
    item, notice = line.item, notice_of(work.request, line.item)
    sold = is_sold(item.entitlement.trigger if item.entitlement else "")
    if item.form == Form.PRINT and item.product_id not in BY_THEMSELVES:
        path = stem.with_suffix(".pdf")
        how = {
            "area": item.area,
            "sold": sold,
            "notice": notice,
            "by": work.by,
            "out": path,
            "keep_going": work.lease.keep_going,
        }
        pages = write_print(edition_of(line), item.product_id, **how)
        return Made(path, line, pages, check_print(path, line, pages))
    path = stem.with_suffix(".csv")
    count = write_rows(work, line, notice, sold=sold, out=path)
    work.lease.check()
    return Made(path, line, count, check_data(path, line, notice, sold=sold, protected=work.protected))


def write_rows(work: Work, line: QuotationLine, notice: CopyNotice, *, sold: bool, out: Path) -> int:
    item = line.item
    if item.product_id == "ANON":
        return write_record(work.request.division, notice=notice, by=work.by, out=out)
    if item.product_id == "OWN":
        return write_own_entry(
            edition_of(line), work.job.arguments["elector"], notice=notice, by=work.by, out=out
        )
    return write_data(
        edition_of(line), item.product_id, area=item.area, sold=sold, notice=notice, by=work.by, out=out,
        keep_going=work.lease.keep_going,
    )  # fmt: skip


def edition_of(line: QuotationLine) -> Edition:
    """The edition that was quoted; an own entry is read from the register in force."""
    edition = line.edition or Edition.objects.filter(division=line.division).newest("register")
    if edition is None:
        raise Refused("There is no sealed register yet. Have one made first.")
    return edition


def named(made: Made, *, several: bool) -> list[Check]:
    """The checks of a file, with its name where there are several."""
    return [(f"{made.path.name}: {name}" if several else name, ok, found) for name, ok, found in made.checks]


def texts_of(request: AccessRequest, made: list[Made]) -> Iterator[tuple[str, str | bytes]]:
    """The words that go with the files: what to read first, the guide to each column, the manifest with digests."""
    files = [(one.path.name, one.line, sha256_of(one.path), one.count) for one in made]
    yield "READ-THIS-FIRST.txt", read_first(request, files)
    yield from guides(request, files)
    yield "manifest.json", manifest_text(request, files)


def entries_of(request: AccessRequest) -> int:
    return sum(line.entries for line in request.quotation.lines.all())
