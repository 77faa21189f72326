"""Ordering papers, keeping what was made, joining them for the printer."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pikepdf
from django.utils import timezone

from electoral.jobs.actions import order_job
from electoral.jobs.lease import Lease
from electoral.jobs.models import Job
from electoral.jobs.work import Finish, kind
from electoral.office.refusals import Refused
from electoral.office.roles import Permission
from electoral.papers.models import Document, Run
from electoral.papers.render import join_pdfs, render_html, render_typst
from electoral.papers.states import DOCUMENT
from electoral.papers.store import papers


@dataclass(frozen=True)
class Kept:
    """Bytes that lie in the store: sha256, size in bytes, pages."""

    sha256: str
    size: int
    pages: int


def order_run(*, division, title: str, by) -> Run:
    return Run.objects.create(division=division, title=title, ordered_by=by)


def order_document(
    kind: str,
    *,
    subject,
    title: str,
    file_name: str,
    by,
    run: Run | None = None,
    position: int = 0,
    joins: Run | None = None,
) -> Document:
    """Write a paper that a worker will make (its job in the same transaction); `joins` is the run that it joins."""
    document = Document(
        division=subject.division, kind=kind, subject=subject.reference, title=title, file_name=file_name, run=run,
        position=position,
    )  # fmt: skip
    document.job = order_job(
        kind, division=subject.division, title=title, by=by, arguments={"subject": subject.reference, "joins": joins.reference if joins else ""},
        subject=subject.reference,
    )  # fmt: skip
    document.save()
    return document


def document_of(job: Job) -> Document:
    return Document.objects.select_related("division__area__state", "run").get(job=job)


def typeset(template: str, values: dict, *, pages: int, lease: Lease) -> Kept:
    """Make a bulk paper with Typst and store it; refused where the file is not what was planned."""
    making = papers().room_for_work()
    try:
        render_typst(template, values, making, keep_going=lease.keep_going)
        lease.check()
        return _keep(making, pages)
    finally:
        making.unlink(missing_ok=True)


def _laid_out(template: str, values: dict, *, lease: Lease) -> Kept:
    """Make one paper for one person with WeasyPrint (PDF/UA-1) and store it."""
    making = papers().room_for_work()
    try:
        making.write_bytes(render_html(template, values))
        lease.check()
        with pikepdf.open(making) as pdf:
            pages = len(pdf.pages)
        return _keep(making, pages)
    finally:
        making.unlink(missing_ok=True)


def make_paper(document: Document, template: str, values: dict, *, job: Job, lease: Lease) -> Finish:
    """The whole work of one paper for one person: made now, kept in the transaction that finishes its job."""
    kept = _laid_out(template, values, lease=lease)

    def finish() -> None:
        keep_document(document, kept, by=job.requested_by)

    return finish


def _keep(making: Path, pages: int) -> Kept:
    with pikepdf.open(making) as pdf:
        if len(pdf.pages) != pages:
            raise Refused(f"The paper has {len(pdf.pages)} pages and {pages} were planned.")
    size = making.stat().st_size
    return Kept(papers().keep(making, ".pdf"), size, pages)


def keep_document(document: Document, kept: Kept, *, by) -> Document:
    """Bind the row to its bytes, once (in the transaction that finishes the job)."""
    changes = {"sha256": kept.sha256, "size": kept.size, "pages": kept.pages, "kept_at": timezone.now()}
    return DOCUMENT.move(document, "keep", by=by, changes=changes)


def open_document(document: Document):
    """The bytes of a paper, for reading; refused where there are none."""
    if not document.sha256 or not papers().exists(document.stored_name):
        raise Refused("This paper is not on file.", None)
    return papers().open(document.stored_name)


def join_papers(made: Sequence[Document], *, lease: Lease) -> Kept:
    """Papers on file as one file, in the order given."""
    if not made:
        raise Refused("None of these papers is made yet.")
    making = papers().room_for_work()
    try:
        join_pdfs([Path(papers().path(p.stored_name)) for p in made], making)
        lease.check()
        return _keep(making, sum(p.pages or 0 for p in made))
    finally:
        making.unlink(missing_ok=True)


@kind("print_file", queue="papers", permission=Permission.LISTING_ORDER)
def produce_print_file(job: Job, lease: Lease) -> Finish:
    """All papers of a run in one file, in their order; each begins a sheet, since each has an even number of pages."""
    document = document_of(job)
    made: Sequence[Document] = list(
        Document.objects.kept()
        .filter(division=job.division, run__reference=job.arguments["joins"])
        .order_by("position")
    )
    kept = join_papers(made, lease=lease)

    def finish() -> None:
        keep_document(document, kept, by=job.requested_by)

    return finish
