"""The cover sheet of a release that goes by hand or by post (E7, E9b)."""

from electoral.jobs.lease import Lease
from electoral.jobs.models import Job
from electoral.jobs.work import Finish, kind
from electoral.office.actions import demand, record
from electoral.office.registry import verbs
from electoral.office.roles import Permission
from electoral.papers.actions import document_of, make_paper, open_document, order_document
from electoral.papers.models import Document
from registers.documents.cover import cover_sheet
from registers.models import Release

COVER = "copy_cover"
verbs(read_cover="opened the cover sheet of the release")


def order_cover(release: Release, *, by) -> Document:
    """Order the sheet, in the transaction of the release (E7)."""
    return order_document(
        COVER,
        subject=release,
        title=f"Cover sheet of {release.reference}",
        by=by,
        file_name=f"cover-{release.reference}.pdf",
    )


def cover_of(release: Release) -> Document | None:
    papers = Document.objects.filter(division=release.division, subject=release.reference, kind=COVER)
    return papers.select_related("job").order_by("-pk").first()


def open_cover(document: Document, *, by):
    """The bytes of the sheet; that it was read is written down, for it names a person."""
    demand(by, Permission.REGISTER_WORK, document.division)
    file = open_document(document)
    record(document, "read_cover", by=by)
    return file


@kind(COVER, queue="papers", permission=Permission.COPY_RELEASE)
def produce_cover(job: Job, lease: Lease) -> Finish:
    document = document_of(job)
    release = Release.objects.select_related("request__division__area__state", "request__applicant").get(
        reference=document.subject
    )
    return make_paper(
        document,
        "registers/papers/cover.html",
        cover_sheet(release, document.reference),
        job=job,
        lease=lease,
    )
