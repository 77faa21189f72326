"""The cover sheet of a copy that leaves by hand or by post: for whom, under which limits, and the receipt (E7, E9, E9b)."""

from electoral.papers.fonts import faces
from registers.documents.copy import notice_of
from registers.documents.request import head
from registers.models import Release
from registers.rules.release import is_sold

HOW = {
    "collection": "To be collected by a person who shows who they are.",
    "post": "To be sent by post and signed for.",
    "courier": "To be given by hand to the body's own officer.",
}


def cover_sheet(release: Release, reference: str) -> dict:
    """What the sheet says; of the key it says which way it comes, and nothing else."""
    request = release.request
    things = [
        {
            "title": faces().printable(f"{line.item.product}, {line.item.get_form_display().lower()}"),
            "of": f"As of {line.edition.speaks_on:%-d %B %Y}. {line.entries:,} entries."
            if line.edition
            else "",
            "sold": is_sold(line.item.entitlement.trigger if line.item.entitlement else ""),
            "limits": [
                (label, faces().printable(text)) for label, text in notice_of(request, line.item).lines()
            ],
        }
        for line in request.quotation.lines.select_related("item__product", "item__entitlement", "edition")
    ]
    key = release.get_key_way_display().lower()
    return head(request, reference, "Registration information", release.released_at) | {
        "release": release.reference,
        "how": HOW[release.way],
        "things": things,
        "key": f"The key that opens the file is told {key}, never with the file."
        if key
        else "It is on paper; there is no key.",
        "sha256": release.sha256,
    }
