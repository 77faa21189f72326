import pytest
from tests.factories import ResidenceFactory
from walks.actions import build_walks

@pytest.mark.django_db
def test_x(division, person):
    from tests.factories import StreetFactory, LocalityFactory
    s = StreetFactory(locality=LocalityFactory(division=division))
    for n in range(1, 20):
        ResidenceFactory(street=s, number_first=n, ccd_code="7990001" if n < 10 else "7990002")
    print(build_walks(division, by=person("clerk")))
    print(build_walks(division, by=person("clerk")))
