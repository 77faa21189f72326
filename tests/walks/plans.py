"""A division's plan for tests: Walks with residences, a review, and the steps that a person takes with the real actions."""

from datetime import date, timedelta

from electoral.roll.models import Residence
from tests.factories import AllocationFactory, LocalityFactory, ResidenceFactory, StreetFactory, WalkFactory
from walks.actions.method import choose_method
from walks.actions.roll_review import make_review
from walks.models import Allocation, DivisionReview, ReviewWalk, RollReview, Walk

STARTS, ENDS = date(2027, 3, 1), date(2027, 5, 31)


def lay_walks(division, sizes, *, walk_class="urban", first=1):
    """Walks of these numbers of residences, each on a street of its own, a kilometre apart from west to east."""
    walks = []
    for number, size in enumerate(sizes, first):
        walk = WalkFactory(division=division, number=number, loaded_class=walk_class)
        street = StreetFactory(locality=LocalityFactory(division=division), name=f"PRETEND {number}")
        built = [
            ResidenceFactory.build(
                division=division,
                street=street,
                number_first=n,
                latitude=-12.4 - n / 90_000,
                longitude=131 + number / 100,
            )
            for n in range(1, size + 1)
        ]
        homes = Residence.objects.bulk_create(built)
        Allocation.objects.bulk_create(
            AllocationFactory.build(division=division, residence=home, walk=walk) for home in homes
        )
        walks.append(walk)
    return walks


def review_of(*divisions, by, title="Review 2027", dates=()) -> RollReview:
    return make_review(
        title=title, starts_on=STARTS, ends_on=ENDS, divisions=list(divisions), request_dates=dates, by=by
    )


def part_of(division, *, by, sizes=(150, 150), **options) -> DivisionReview:
    """The part of a division with Walks of these sizes in a review."""
    if sizes:
        lay_walks(division, sizes)
    return review_of(division, by=by, **options).divisions.get(division=division)


def choose(part, *numbers, method="visit", by, reason="No door can be reached", sparse=""):
    rows = ReviewWalk.objects.filter(review=part, walk__number__in=numbers) if numbers else part.walks.all()
    return choose_method(part, [row.pk for row in rows], method, by=by, reason=reason, sparse=sparse)


def walk(division, number) -> Walk:
    return Walk.objects.in_force().get(division=division, number=number)


def later(division, days: int) -> date:
    return division.today() + timedelta(days=days)
