"""What the papers of a request say: the refusal, the quotation, the invoice (E3b, E6)."""

from datetime import datetime

from electoral.office.rules import date_in
from electoral.papers.codes import qr_data_url
from electoral.papers.documents import contacts_on_paper
from electoral.papers.fonts import faces
from electoral.papers.wording import Blank, filled, paragraphs, wording_for, wording_kind
from payments.documents.ways import ways_to_pay
from payments.models import Fee
from payments.rules.money import money_text
from registers.documents.notice import UNVERIFIED
from registers.models import AccessRequest, Quotation

REFUSAL = wording_kind(
    "registers_refusal",
    "Letter that refuses a request for registration information",
    Blank("request", "the reference of the request", "DK3T9QZ2H"),
    Blank("asked", "what was asked for", "Full register, data, the whole"),
    Blank("purpose", "for what, in the applicant's words", "To send letters about our shop", required=False),
    Blank("failed", "the condition that failed", "The law gives this applicant no copy of it."),
    Blank("decided", "what was decided of having it and of using it", "You may not have it."),
    Blank("reason", "why, in the officer's words", "No enactment names a shop."),
    Blank("basis", "the enactments", "regulation 94(3)"),
    Blank(
        "instead",
        "what is open to the applicant instead",
        "Open register: anybody may buy it.",
        required=False,
    ),
)
ACCESS = {
    (False, False): "You may not have it, nor use it for this purpose.",
    (False, True): "You may not have it.",
    (True, False): "You may not use it for this purpose.",
}


def refusal_letter(request: AccessRequest, reference: str) -> dict:
    """The letter of a refusal: the wording in force, with its blanks filled."""
    decision = request.decisions.filter(step="refuse").latest("id")
    division = request.division
    wording = wording_for(REFUSAL.code, state=division.area.state, on=division.today())
    values = {
        "request": request.reference,
        "asked": "; ".join(asked(item) for item in request.items_now),
        "purpose": request.purpose_note,
        "failed": decision.failed,
        "decided": ACCESS[decision.access, decision.use],
        "reason": decision.reason,
        "basis": decision.basis,
        "instead": decision.open_instead,
    }
    text = filled(REFUSAL, wording.body, {name: one_line(value) for name, value in values.items()})
    return head(request, reference, wording.title, decision.at) | {"paragraphs": printed(text)}


def printed(text: str) -> list[list[str]]:
    """The paragraphs of a text, each in its lines, as they can be printed (decision 28)."""
    return [[faces().printable(line) for line in part.split("\n")] for part in paragraphs(text)]


def one_line(text: str) -> str:
    """A value in one piece, so that an empty line in it parts no paragraph of the letter."""
    return " ".join(text.split())


def asked(item) -> str:
    part = item.area.replace(":", " ") or "the whole"
    return f"{item.product}, {item.get_form_display().lower()}, {part}"


def quotation_letter(request: AccessRequest, quotation: Quotation, reference: str) -> dict:
    """A quotation with its working and the limits that come with what it is for (E4, E6)."""
    limits = limits_by_text(request)
    lines = [
        (line.text, f"{line.entries:,}", line.working, money_text(line.amount, quotation.currency))
        for line in quotation.lines.all()
    ]
    return head(request, reference, str(quotation), quotation.at) | {
        "lines": lines,
        "total": money_text(quotation.amount, quotation.currency),
        "is_free": quotation.amount == 0,
        "valid_until": written(quotation.valid_until),
        "limits": [("; ".join(products), told) for told, products in limits.items()],
    }


def limits_by_text(request: AccessRequest) -> dict[tuple[tuple[str, str], ...], list[str]]:
    """What each thing may be used for, its passing on, the penalty and the basis, as (label, text); once where several have the same."""
    found: dict[tuple[tuple[str, str], ...], list[str]] = {}
    for item in request.items_now:
        if row := item.entitlement:
            told = (
                ("Basis", row.basis),
                ("Purpose", row.purpose_text),
                ("Passing on", row.onward_text),
                ("Penalty", row.offence),
                ("To be verified", "" if row.is_verified else UNVERIFIED),
            )
            found.setdefault(tuple(line for line in told if line[1]), []).append(str(item.product))
    return found


def invoice(request: AccessRequest, fee: Fee, reference: str) -> dict:
    """The invoice of a request: its number, its lines, when it is due, how it can be paid (E6)."""
    ways = ways_to_pay(request.division)
    lines = [(line.text, line.working, money_text(line.amount, fee.currency)) for line in fee.lines.all()]
    return head(request, reference, str(fee), fee.raised_at) | {
        "lines": lines,
        "number": fee.invoice_number,
        "card": ways.card,
        "account": [faces().printable(line) for line in ways.account],
        "cheques_to": faces().printable(ways.cheques_to),
        "total": money_text(fee.amount, fee.currency),
        "due_on": written(fee.due_on),
    }


def head(request: AccessRequest, reference: str, title: str, at: datetime) -> dict:
    """What stands at the head of each paper of a request; its day is the division's (decision 18)."""
    to = [request.name, request.whom_for, *request.postal_address.splitlines()]
    division = request.division
    return {
        "title": faces().printable(title),
        "to": [faces().printable(line) for line in to if line.strip()],
        "date": written(date_in(division.zone, at)),
        "request": request.reference,
        "reference": reference,
        "code": qr_data_url(reference),
        "division": faces().printable(division.name),
        "practice": division.practice,
        "contacts": contacts_on_paper(division),
    }


def written(day) -> str:
    return f"{day:%-d %B %Y}"
