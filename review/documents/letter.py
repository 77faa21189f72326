"""The letter of Appendix A, from the facts of the review: no officer, no Walk and no address of a residence (3.3, 3.4)."""

from datetime import date

from electoral.papers.codes import qr_data_url
from electoral.papers.documents import contacts_on_paper
from electoral.papers.fonts import faces
from electoral.papers.wording import KINDS, Blank, WordingKind, filled, paragraphs, wording_kind
from review.models import Addressee, PublicityLetter
from review.rules.publicity import day, hours, period
from walks.models import DivisionReview

BLANKS = (
    Blank("areas", "the areas of the division that concern the addressee", "Fabletown North and Mockton"),
    Blank("hours", "the hours of calling", "8 am - 8 pm"),
    Blank("period", "when the field work is", "3 May 2027 to 28 May 2027"),
    Blank("dro", "the name of the Divisional Returning Officer; it stands under every letter", "Vera Testperson", required=False),
    Blank("division", "the division", "Fabletown", required=False),
)  # fmt: skip
POLICE = wording_kind("letter_police", "Letter to police and Neighbourhood Watch", *BLANKS)
MEMBER = wording_kind("letter_member", "Letter to a member of Parliament or councillor", *BLANKS)
COUNCIL = wording_kind("letter_council", "Letter to a local authority", *BLANKS)
WORDING_OF: dict[str, WordingKind] = {
    Addressee.Kind.POLICE: POLICE,
    Addressee.Kind.FEDERAL: MEMBER,
    Addressee.Kind.STATE: MEMBER,
    Addressee.Kind.LOCAL: MEMBER,
    Addressee.Kind.COUNCIL: COUNCIL,
}


def facts_of(part: DivisionReview, addressee: Addressee, *, dro: str, on: date) -> dict:
    """What a letter tells, kept with it: so that it is known later what has changed since."""
    return {
        "to": lines_to(addressee),
        "areas": addressee.areas,
        "calling_from": part.calling_from.isoformat(),
        "calling_until": part.calling_until.isoformat(),
        "hours": hours(part.calling_from, part.calling_until),
        "starts_on": part.starts_on.isoformat(),
        "ends_on": part.ends_on.isoformat(),
        "period": period(part.starts_on, part.ends_on),
        "dro": dro,
        "division": part.division.name,
        "date": day(on),
    }


def lines_to(addressee: Addressee) -> list[str]:
    """The lines in the window of the envelope; the police are told through the District Headquarters (3.3)."""
    through = [f"Through: {addressee.through}"] if addressee.through else []
    police = ["Officer in Charge, Neighbourhood Watch"] if addressee.kind == Addressee.Kind.POLICE else []
    return [*police, addressee.name, *through, *filter(None, map(str.strip, addressee.postal.splitlines()))]


def values_of(letter: PublicityLetter) -> dict[str, str]:
    """What fills the blanks of its wording: the facts that it tells."""
    return {blank.name: str(letter.facts.get(blank.name, "")) for blank in BLANKS}


def publicity_letter(letter: PublicityLetter) -> dict:
    """The letter as plain values for its paper."""
    facts, kind = letter.facts, KINDS[letter.wording.kind]
    return {
        "reference": letter.reference,
        "code": qr_data_url(letter.reference),
        "to": [faces().printable(line) for line in facts["to"]],
        "date": facts["date"],
        "title": faces().printable(letter.wording.title),
        "paragraphs": printed(filled(kind, letter.wording.body, values_of(letter))),
        "dro": faces().printable(facts["dro"]),
        "division": faces().printable(facts["division"]),
        "practice": letter.division.practice,
        "contacts": contacts_on_paper(letter.division),
    }


def printed(text: str) -> list[list[str]]:
    """The paragraphs of a text, each in its lines, as they can be printed (decision 28)."""
    return [[faces().printable(line) for line in part.split("\n")] for part in paragraphs(text)]
