"""The cover sheet of a copy that leaves by hand or by post: for whom, under which limits, and the receipt (E7, E9, E9b)."""

from electoral.papers.fonts import faces
from registers.documents.copy import notice_of
from registers.documents.request import head
from registers.models import QuotationLine, Release

HOW = {
    "collection": "To be collected by a person who shows who they are.",
    "post": "To be sent by post and signed for.",
    "courier": "To be given by hand to the body's own officer.",
}


def cover_sheet(release: Release, reference: str) -> dict:
    """What the sheet says; of the key it says which way it comes, and nothing else."""
    request = release.request
    key = release.get_key_way_display().lower()
    return head(request, reference, "Registration information", release.released_at) | {
        "release": release.reference,
        "how": HOW[release.way],
        "things": [{"what": what, "limits": limits} for limits, what in things_by_limits(release).items()],
        "key": f"The key that opens the file is told {key}, never with the file."
        if key
        else "It is on paper; there is no key.",
        "sha256": release.sha256,
    }


def things_by_limits(release: Release) -> dict[tuple[tuple[str, str], ...], list[tuple[str, str]]]:
    """What is in the copy, as (thing, as of when), under the limits that it has; once where several have the same."""
    request, printable = release.request, faces().printable
    found: dict[tuple[tuple[str, str], ...], list[tuple[str, str]]] = {}
    for line in request.quotation.lines.select_related("item__product", "item__entitlement", "edition"):
        limits = tuple((label, printable(text)) for label, text in notice_of(request, line.item).lines())
        found.setdefault(limits, []).append((printable(str(line.item)), of_what(line)))
    return found


def of_what(line: QuotationLine) -> str:
    """The day of which it speaks, its part, and how many entries it has."""
    if not line.edition:
        return ""
    part = f"Only the part {line.item.area.replace(':', ' ')}. " if line.item.area else ""
    many = "1 entry" if line.entries == 1 else f"{line.entries:,} entries"
    return f"{part}As of {line.edition.speaks_on:%-d %B %Y}. {many}."
