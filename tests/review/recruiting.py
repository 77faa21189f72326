"""A review with its positions, advertisements and applications, each made by the real steps."""

from datetime import date, timedelta

from review.actions.application import receive_application
from review.actions.officer import appoint_applicant
from review.actions.recruitment import open_position
from review.models import Advertisement, Coverage, Outlet
from review.states import ADVERTISEMENT
from tests.conftest import make_person
from walks.models import DivisionReview, RollReview

CONTACT = "Divisional Office, 1 Pretend Street, Fabletown\nTelephone 08 5550 0000"
# What an application holds of a person; each value is found nowhere else.
CANARY = {
    "name": "Vera Testperson Canarybird",
    "address": "7 Canarybird Lane, Fabletown",
    "telephone": "0855501234",
    "email": "canarybird@people.invalid",
    "hours": "canarybird evenings",
    "transport": "a canarybird bicycle",
    "languages": "canarybirdish",
    "experience": "counted canarybirds",
    "referees": "Rufus Canarybird-Madeup",
}


def part_of_review(division, *, days: int = 60) -> DivisionReview:
    """The division's part in a review whose field work begins in a month and takes `days`."""
    today = division.today()
    first, last = today + timedelta(days=30), today + timedelta(days=30 + days)
    state = division.area.state
    review, _ = RollReview.objects.get_or_create(
        state=state, title="Review of the tests", defaults={"starts_on": first, "ends_on": last}
    )
    part, _ = DivisionReview.objects.get_or_create(
        division=division, review=review, defaults={"starts_on": first, "ends_on": last}
    )
    return part


def positioned(division, by, area="Fabletown", *, places=2, closing_in=20, **more):
    closing = division.today() + timedelta(days=closing_in)
    return open_position(
        part_of_review(division), by=by, area=area, places=places, closing_on=closing, contact=CONTACT, **more
    )


def planned(position, by=None) -> Advertisement:
    """A recruitment advertisement of the State for the position, planned."""
    division = position.division
    state = division.area.state
    by = by or make_person("information_officer", state)
    outlet, _ = Outlet.objects.get_or_create(
        state=state, name="The Pretend Gazette", defaults={"kind": "daily", "from_on": date(2026, 1, 1)}
    )
    made = Advertisement.objects.create(
        state=state, review=position.review.review, outlet=outlet, kind="recruitment", appears_on=division.today(),
        planned_by=by, planned_on=division.today(), text="Review Officers wanted",
    )  # fmt: skip
    made.positions.set([position])
    Coverage.objects.create(division=division, advertisement=made)
    return made


def advertised(position) -> Advertisement:
    """The same, placed."""
    made = planned(position)
    placed = {"placed_by": made.planned_by, "placed_on": position.division.today()}
    return ADVERTISEMENT.move(made, "place", by=made.planned_by, changes=placed)


def received(division, by, position=None, *, days_ago=0, **given):
    """An application; without `name` and `email` the canary's."""
    day = division.today() - timedelta(days=days_ago)
    return receive_application(division, by=by, received_on=day, position=position, **{**CANARY, **given})


def appointed(application, by, **how):
    """The officer, under the newest advertisement that was placed."""
    advertisement = application.position.advertisements.placed().order_by("-pk").first()
    days = {"from_on": application.division.today()}
    return appoint_applicant(application, by=by, advertisement=advertisement, **{**days, **how})
