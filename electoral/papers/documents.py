"""What the head of every paper says: where the office is, and how it is reached."""

from electoral.office.models import Division
from electoral.papers.fonts import faces


def contacts_on_paper(division: Division) -> list[tuple[str, list[str]]]:
    """The division's contacts as they can be printed, as (label, lines); what is blank is left out."""
    printable = faces().printable
    return [(label, [printable(line) for line in lines]) for label, lines in division.contacts]
