"""What the papers for recruitment say (3.1b): the Information Sheet and the application form of a position."""

from datetime import date, time
from decimal import Decimal

from electoral.office.refusals import Refused
from electoral.papers.codes import qr_data_url
from electoral.papers.wording import Blank, WordingKind, filled, paragraphs, wording_for, wording_kind
from review.models import Position
from walks.queries import figures_in_force
from walks.rules import WORKLOAD_DAYS

PAY = {
    "pay_urban": ("pay_residence_urban", "for a residence in an urban Walk"),
    "pay_low_density": ("pay_residence_low_density", "for a residence in a low density Walk"),
    "pay_form": ("pay_form", "for an enrolment form"),
}
_area = Blank("area", "where Review Officers are wanted", "Fabletown")
_closing = Blank("closing_date", "the last day for applications", "14 May 2027")
_contact = Blank(
    "contact", "where applications go and who answers questions", "Divisional Office, 1 Pretend Street"
)
_division = Blank("division", "the division", "Gold", required=False)
SHEET = wording_kind(
    "information_sheet",
    "Information Sheet (a paragraph that begins with # is a heading)",
    _area,
    _closing,
    _contact,
    _division,
    Blank("hours", "when officers call", "8 am to 8 pm"),
    Blank("period", "when the field work is", "3 May 2027 to 25 June 2027", required=False),
    Blank("workload", "how long a workload takes", "7 to 10 working days"),
    Blank("pay_urban", "pay for a residence, urban", "$1.20"),
    Blank("pay_low_density", "pay for a residence, low density", "$2.00"),
    Blank("pay_form", "pay for an enrolment form", "$0.50"),
)
FORM = wording_kind(
    "application_form",
    "Application form: what stands above the questions (a paragraph that begins with # is a heading)",
    _area,
    _closing,
    Blank(
        "contact",
        "where applications go and who answers questions",
        "Divisional Office, 1 Pretend Street",
        required=False,
    ),
    _division,
)


def information_sheet(position: Position, reference: str) -> dict:
    """The Information Sheet "What is an Electoral Roll Review Officer"."""
    review = position.review
    more = {
        "hours": f"{clock(review.calling_from)} to {clock(review.calling_until)}",
        "period": f"{written(review.starts_on)} to {written(review.ends_on)}",
        "workload": f"{WORKLOAD_DAYS[0]} to {WORKLOAD_DAYS[1]} working days",
        **pay_of(position),
    }
    return _paper(SHEET, position, reference, more)


def application_form(position: Position, reference: str) -> dict:
    """The application form, to be filled in by hand."""
    return _paper(FORM, position, reference, {}) | {"country": position.country}


def pay_of(position: Position) -> dict[str, str]:
    """The pay in force today as the sheet prints it; refused where a figure is missing."""
    division = position.division
    figures = figures_in_force(division.area.state, division.today())
    if missing := [words for code, words in PAY.values() if code not in figures]:
        raise Refused(
            f"The pay {missing[0]} is not set for {division.area.state}. An administrator sets the planning figure.",
            position,
        )
    return {blank: money(figures[code]) for blank, (code, _) in PAY.items()}


def _paper(kind: WordingKind, position: Position, reference: str, more: dict[str, str]) -> dict:
    division = position.division
    wording = wording_for(kind.code, state=division.area.state, on=division.today())
    values = {
        "area": position.area,
        "closing_date": written(position.closing_on),
        "contact": ", ".join(line.strip(" ,") for line in position.contact.splitlines() if line.strip()),
        "division": division.name,
    }
    return {
        "title": wording.title,
        "parts": parts(filled(kind, wording.body, values | more)),
        "division": division.name,
        "state": division.area.state.name,
        "review": position.review.review.title,
        "position": position.reference,
        "area": position.area,
        "closing_date": values["closing_date"],
        "contact": position.contact.splitlines(),
        "made_on": written(division.today()),
        "reference": reference,
        "code": qr_data_url(reference) if reference else "",
        "practice": division.practice,
    }


def parts(text: str) -> list[dict[str, str]]:
    """The paragraphs of a text; one that begins with # heads what follows."""
    return [
        {"heading": words.lstrip("# ").strip(), "words": ""}
        if words.startswith("#")
        else {"heading": "", "words": words}
        for words in paragraphs(text)
    ]


def written(day: date) -> str:
    return f"{day:%-d %B %Y}"


def clock(at: time) -> str:
    """As people say it: "8 am", "8.30 am"."""
    return f"{at:%-I.%M}".removesuffix(".00") + f" {at:%p}".lower()


def money(cents: Decimal) -> str:
    """Cents as dollars, with as many decimals as there are but at least two: "$1.20", "$0.855"."""
    whole, _, rest = f"{cents / 100:,f}".partition(".")
    return f"${whole}.{rest.rstrip('0'):0<2}"
