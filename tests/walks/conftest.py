"""A small division of two Walks, for the tests of pages and queries."""

import pytest

from tests.factories import LocalityFactory, ResidenceFactory, StreetFactory
from walks.actions import build_walks
from walks.models import Walk


@pytest.fixture
def clerk(person):
    return person("clerk")


@pytest.fixture
def dro(person):
    return person("dro")


@pytest.fixture
def street(division):
    return StreetFactory(locality=LocalityFactory(division=division), name="ACORN")


@pytest.fixture
def walks(division, clerk, street):
    """Walk 1 (A): 1, 3 and 5; Walk 2 (B): 2."""
    for number, ccd in ((5, "A"), (3, "A"), (1, "A"), (2, "B")):
        ResidenceFactory(street=street, number_first=number, ccd_code=ccd)
    build_walks(division, by=clerk)
    return {walk.number: walk for walk in Walk.objects.all()}
