"""What advertisements and media releases say, from the facts of the review (3.1, 3.2)."""

from collections.abc import Sequence

from electoral.papers.codes import qr_data_url
from electoral.papers.fonts import faces
from electoral.papers.wording import Blank, WordingKind, filled, wording_for, wording_kind
from review.documents.letter import printed
from review.models import Advertisement, Outlet, Position
from review.rules.publicity import by_division, day, divisions_named, dollars, hours, listed, period
from walks.models import DivisionReview

DIVISIONS = Blank("divisions", "the divisions that are named", "the Divisions of Fabletown and Mockton")
PERIOD = Blank("period", "when the field work is", "3 May 2027 to 28 May 2027")
HOURS = Blank("hours", "the hours of calling", "8 am - 8 pm")
PAPER = Blank("newspaper", "the newspaper", "The Fabletown Fabricator", required=False)
NOTICE = wording_kind("notice_of_review", "Notice of Review advertisement", DIVISIONS, PERIOD, HOURS, PAPER)
RELEASE = wording_kind("media_release", "Media release", DIVISIONS, PERIOD, HOURS, PAPER)
RECRUITMENT = wording_kind(
    "recruitment_advertisement",
    "Recruitment advertisement",
    DIVISIONS,
    PERIOD,
    Blank("areas", "the areas where officers are wanted", "Fabletown North and Mockton", required=False),
    Blank("places", "how many officers are wanted", "12", required=False),
    Blank("closing", "the last day for applications", "1 April 2027", required=False),
    PAPER,
)
WORDING_OF: dict[str, WordingKind] = {
    Advertisement.Kind.NOTICE: NOTICE,
    Advertisement.Kind.RELEASE: RELEASE,
    Advertisement.Kind.NATIONAL: RECRUITMENT,
    Advertisement.Kind.RECRUITMENT: RECRUITMENT,
}


def advertisement_text(
    kind: str, parts: Sequence[DivisionReview], outlet: Outlet | None, positions: Sequence[Position] = ()
) -> str:
    """The text of the wording in force, for the divisions' parts in one review. Refused where no wording can be filled."""
    its = WORDING_OF[kind]
    state = parts[0].review.state
    wording = wording_for(its.code, state=state, on=parts[0].division.today())
    return filled(its, wording.body, told(parts) | offered(positions) | {"newspaper": str(outlet or "")})


def told(parts: Sequence[DivisionReview]) -> dict[str, str]:
    """Divisions, period and hours of parts of a review."""
    names = [part.division.name for part in parts]
    return {
        "divisions": divisions_named(names),
        "period": by_division([(p.division.name, period(p.starts_on, p.ends_on)) for p in parts]),
        "hours": by_division([(p.division.name, hours(p.calling_from, p.calling_until)) for p in parts]),
    }


def offered(positions: Sequence[Position]) -> dict[str, str]:
    if not positions:
        return {}
    return {
        "areas": listed(dict.fromkeys(p.area for p in positions)),
        "places": str(sum(p.places for p in positions)),
        "closing": day(max(p.closing_on for p in positions)),
    }


def advertisement_copy(advertisement: Advertisement, divisions: Sequence[str]) -> dict:
    """The copy on file as plain values: what was placed where, when, at what cost, and who approved it (3.1, 3.2)."""
    a = advertisement
    rows = [
        ("Newspaper", str(a.outlet or "None of ours")),
        ("Divisions covered", listed(divisions)),
        ("To appear on", day(a.appears_on)),
        ("Cost", dollars(a.cost) or "Not known yet"),
        ("Reason for a local one", a.get_ground_display()),
        ("Approved by", f"{a.decided_by}, {day(a.decided_on)}" if a.decided_by and a.decided_on else ""),
        ("Placed by", f"{a.placed_by}, {day(a.placed_on)}" if a.placed_by and a.placed_on else ""),
    ]
    return {
        "reference": a.reference,
        "code": qr_data_url(a.reference),
        "kind": "Local recruitment advertisement" if a.is_local else a.get_kind_display(),
        "state": str(a.state),
        "review": faces().printable(str(a.review)),
        "rows": [(key, faces().printable(value)) for key, value in rows if value],
        "paragraphs": printed(a.text),
    }
