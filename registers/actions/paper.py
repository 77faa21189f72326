"""The papers of a request, given out; that one was opened is recorded (E3b, E6)."""

from electoral.office.actions import record
from electoral.office.registry import verbs
from electoral.papers.models import Document

verbs(read_request_paper="opened a paper of the request")
PAPERS = ("registers_refusal", "registers_quotation", "registers_invoice", "registers_recall")


def paper_given_out(document: Document, *, by) -> Document:
    """The paper, for giving out: to staff, or to the applicant who opened their request with its word."""
    record(document, "read_request_paper", by=by)
    return document
