"""The letter that recalls a copy: what was given out, what is to be done with it, and a slip to send back (E9, E10)."""

from datetime import datetime

from electoral.office.rules import date_in
from electoral.papers.wording import Blank, filled, wording_for, wording_kind
from registers.documents.request import asked, head, one_line, printed, written
from registers.models import AccessRequest, Release

RECALL = wording_kind(
    "registers_recall",
    "Letter that recalls a copy of registration information",
    Blank("request", "the reference of the request", "DK3T9QZ2H"),
    Blank("released", "the day on which the copy was released", "3 May 2027"),
    Blank("copy", "what was released", "Full register, data, the whole"),
    Blank("basis", "the enactments on which it was given out", "regulation 114", required=False),
    Blank("penalty", "the penalty for using it otherwise", "Unlimited fine", required=False),
)


def recall_letter(request: AccessRequest, release: Release, reference: str, at: datetime) -> dict:
    """The letter of a recall: the wording in force, with its blanks filled.

    Why it is recalled stays in the register of supplies: a reason could tell who is protected.
    """
    division, items = request.division, list(request.items_now)
    rows = [item.entitlement for item in items if item.entitlement]
    wording = wording_for(RECALL.code, state=division.area.state, on=division.today())
    values = {
        "request": request.reference,
        "released": written(date_in(division.zone, release.released_at)),
        "copy": "; ".join(asked(item) for item in items),
        "basis": "; ".join(dict.fromkeys(row.basis for row in rows)),
        "penalty": "; ".join(dict.fromkeys(row.offence for row in rows if row.offence)),
    }
    text = filled(RECALL, wording.body, {name: one_line(value) for name, value in values.items()})
    return head(request, reference, wording.title, at) | {
        "paragraphs": printed(text),
        "release": release.reference,
    }
