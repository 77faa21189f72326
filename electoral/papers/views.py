"""A paper as the file that a person receives."""

from django.http import FileResponse

from electoral.papers.actions import open_document
from electoral.papers.models import Document


def given_out(document: Document) -> FileResponse:
    """The bytes of a paper that is on file; whether the person may have it is asked before."""
    return pdf_of(open_document(document), document)


def pdf_of(file, document: Document) -> FileResponse:
    """An opened paper under its own name."""
    return FileResponse(file, as_attachment=True, filename=document.file_name, content_type="application/pdf")
