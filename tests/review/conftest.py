"""A small division with its part in a review."""

import pytest

from review.models import Position
from tests.review.publishing import FROM, newspaper, review_of, told


@pytest.fixture
def gold(division, person):
    """A division's part in a review, with newspapers, somebody to tell, and a position."""
    part = review_of(division).parts["GOLD"]
    part.clerk, part.informer = person("clerk"), person("information_officer")
    part.dro = person("dro")
    part.regional = newspaper(part.informer, division)
    part.local = newspaper(part.informer, division, name="The Mockton Mirror", kind="local")
    part.who = told(division, part.clerk)
    part.position = Position.objects.create(
        division=division,
        review=part,
        area="Mockton",
        places=3,
        closing_on=FROM,
        opened_by=part.clerk,
        from_on=FROM,
    )
    return part
