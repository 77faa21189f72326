"""A State of divisions in one review, its newspapers and those who are told by letter, made by the real steps."""

from datetime import date, time

from django.urls import reverse

from review.actions.advertisement import request_local_advertisement
from review.actions.letter import add_addressee
from review.actions.outlet import open_outlet
from tests.conftest import make_place
from tests.page import Page
from walks.models import DivisionReview, RollReview

FROM, UNTIL = date(2027, 5, 3), date(2027, 5, 28)


def review_of(*divisions, title="Review of 2027", days=(FROM, UNTIL)) -> RollReview:
    """A review of the divisions, all with the same field work; `.parts` by the codes of the divisions."""
    state = divisions[0].area.state
    review = RollReview.objects.create(state=state, title=title, starts_on=days[0], ends_on=days[1])
    made = [
        DivisionReview(division=d, review=review, starts_on=days[0], ends_on=days[1], calling_from=time(8), calling_until=time(20))
        for d in divisions
    ]  # fmt: skip
    DivisionReview.objects.bulk_create(made)
    review.parts = {part.division.code: part for part in made}
    return review


def places(count: int, *, letter: str = "Q") -> list:
    """Divisions of one State."""
    return [make_place(letter + chr(65 + n // 26) + chr(65 + n % 26)) for n in range(count)]


def newspaper(by, *divisions, name="The Pretend Gazette", kind="regional"):
    return open_outlet(divisions[0].area.state, by=by, name=name, kind=kind, covers=divisions)


WHO = (
    ("police", "Fabletown Police Station", "Fabletown District Headquarters"),
    ("federal", "The Hon. Vera Testperson MP", ""),
    ("state", "Rufus Testperson MLA", ""),
    ("council", "Fabletown City Council", ""),
)


def told(division, by, *kinds) -> list:
    """Addressees of a division, all or those of the kinds."""
    return [
        add_addressee(
            division, by=by, kind=kind, name=name, through=through, postal="GPO Box 1\nFabletown NT 0899", areas="Fabletown and Mockton",
        )
        for kind, name, through in WHO
        if not kinds or kind in kinds
    ]  # fmt: skip


def at(name, *things):
    return reverse(f"review:{name}", args=[getattr(thing, "reference", thing) for thing in things])


def asked(part):
    return request_local_advertisement(
        part,
        part.local,
        by=part.clerk,
        positions=[part.position],
        ground="few",
        applications_so_far=1,
        appears_on=FROM,
    )


def words(answer):
    assert answer.status_code == 200, answer.content.decode()[:2000]
    return Page(answer.content.decode()).text
