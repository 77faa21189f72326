"""What form RR004 says, as plain values: as it was submitted, or with its endorsement (1.7, 1.8)."""

from typing import Any

from django.utils.timezone import localtime

from electoral.office.rules import date_in
from electoral.papers.codes import qr_data_url
from electoral.papers.models import Document
from walks.documents.rr004_map import plan_of
from walks.maps import LANDSCAPE, Paper, drawn, paper_for
from walks.models import RR004, Classification, WalkClass
from walks.rules.classification import FEATURE, money, shares_of
from walks.states import ClassificationStatus

ENDORSED = {ClassificationStatus.APPROVED: "Approved", ClassificationStatus.RETURNED: "Returned"}


def rr004(form: RR004, document: Document, *, endorsed: bool) -> dict[str, Any]:
    """The values of `walks/papers/rr004.html`; without the endorsement it says that nothing is approved yet."""
    lines = form.lines.exclude(status=ClassificationStatus.WITHDRAWN).for_the_form()
    zone, division = form.division.zone, form.division
    return {
        "reference": form.reference,
        "paper": document.reference,
        "code": qr_data_url(document.reference),
        "title": "Walk classification and approval",
        "endorsed": endorsed,
        "standing": _standing(list(lines)) if endorsed else "NOT YET APPROVED",
        "state": division.area.state.name,
        "area": division.area.name,
        "division": division.name,
        "practice": division.practice,
        "review": form.review.review.title if form.review else "",
        "submitted_by": str(form.submitted_by or ""),
        "submitted_on": _day(form.submitted_at, zone),
        "lines": [_line(line, zone, endorsed=endorsed) for line in lines],
        "map": _map(form),
    }


def _map(form: RR004) -> dict[str, Any] | None:
    """The map on the form's own page, whose head and foot leave it less room."""
    if not form.map:
        return None
    plan = plan_of(form.map)
    return drawn(plan, paper=Paper(262, 112) if paper_for(plan) == LANDSCAPE else Paper(180, 188))


def _standing(lines: list[Classification]) -> str:
    returned = sum(line.status == ClassificationStatus.RETURNED for line in lines)
    return (
        f"Approved, except {returned} Walk{'' if returned == 1 else 's'} returned" if returned else "Approved"
    )


def _line(line: Classification, zone: str, *, endorsed: bool) -> dict[str, Any]:
    """One Walk on the form: its fields by spec/forms.md."""
    return {
        "number": line.number,
        "kind": kind_text(line),
        "ccds": line.ccds,
        "residences": f"{line.residences:,}",
        "present": class_words(line.present_class),
        "proposed": class_words(line.proposed_class),
        "shares": [
            f"{feature.words[0].upper()}{feature.words[1:]}: {share}"
            for feature, share in shares_of(line.pieces)
        ],
        "sentence": line.recommendation.sentence,
        "differs": line.differs,
        "pieces": [_piece(piece) for piece in line.pieces],
        "by_ccd": line.basis == "ccd",
        "security": line.security_share,
        "pay": pay_text(line),
        "remarks": line.remarks,
        "decision": _decision(line, zone) if endorsed and line.status in ENDORSED else None,
    }


def _piece(piece) -> dict[str, Any]:
    words = [FEATURE[code].short for code in piece.features]
    if piece.census:
        words = [*words[:-1], f"{words[-1]}: {piece.census} %"]
    return {"label": piece.label, "residences": f"{piece.residences:,}", "features": "; ".join(words)}


def _decision(line: Classification, zone: str) -> dict[str, str]:
    return {
        "endorsement": ENDORSED[ClassificationStatus(line.status)],
        "by": str(line.decided_by or ""),
        "office": line.office,
        "on": _day(line.decided_at, zone),
        "reason": line.reason,
        "recommended_by": str(line.recommended_by or ""),
        "recommended_on": _day(line.recommended_at, zone),
    }


def kind_text(line: Classification) -> str:
    """Kind of change in words, with the Walk that a part comes from."""
    if not line.part:
        return line.get_kind_display()
    change = line.part.change
    return f"{line.get_kind_display()} ({change.get_kind_display().lower()}, from {change.walk})"


def class_words(name: str) -> str:
    return WalkClass(name).label if name else "None"


def pay_text(line: Classification) -> str:
    """The change in what a review of the Walk costs (10.2g), in words."""
    cents = line.pay_difference
    if cents is None:
        return "Not known: it has no class at present, or a rate is not set."
    return f"{money(cents)} a review" if cents else "No change"


def _day(moment, zone: str) -> str:
    return f"{date_in(zone, localtime(moment)):%-d %B %Y}" if moment else ""
