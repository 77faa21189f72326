"""The pages of boundaries: a division's CCDs and a Walk on a map, and the same map as GeoJSON."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from electoral.protected.actions import exclude_residence
from tests.conftest import make_place
from tests.factories import AllocationFactory, CcdFactory, ResidenceFactory, WalkCcdFactory, WalkFactory
from tests.page import Page
from tests.steps import load_file
from tests.walks.ground import feature, file, grid, position
from walks.models import Allocation, Walk

LIST = "/walks/boundaries/"
HERE = "/walks/boundaries/GOLD/"


def text_of(answer):
    return " ".join(Page(answer.content.decode()).text.split())


@pytest.fixture
def walk(division):
    """Walk 12 of the CCDs A and B: three residences of Pretend Street with a point, one without."""
    walk = WalkFactory(division=division, number=12)
    for code in "AB":
        WalkCcdFactory(walk=walk, ccd=CcdFactory(division=division, code=code))
    for number in (1, 3, 5):
        east, north = position(40 * number, 100)
        placed(walk, number_first=number, longitude=east, latitude=north)
    placed(walk, number_first=7)
    return walk


def placed(walk, **values):
    home = ResidenceFactory(street__locality__division=walk.division, ccd_code="A", **values)
    return AllocationFactory(residence=home, walk=walk)


@pytest.fixture
def bounded(division, walk, clerk):
    areas = dict(zip("ABC", grid(3, 1), strict=True))
    data = file(*(feature(ccd, area) for ccd, area in areas.items())).getvalue()
    assert load_file("ccd-boundaries", data, division, clerk).status == "applied"
    return walk


@pytest.mark.rule("1.7b")
def test_the_map_of_a_walk_is_the_outline_of_its_ccds_with_its_streets(bounded, signed_in):
    browser = signed_in("clerk")
    answer = browser.get(f"/walks/{bounded.reference}/map/")
    assert "PRETEND STREET" in answer.content.decode()
    assert "1 not on this map" in text_of(answer)
    assert "7 PRETEND STREET" in text_of(answer)
    data = browser.get(f"/walks/{bounded.reference}/map.json").json()
    shape, street, residences = data["features"]
    assert shape["properties"]["words"] == "Walk 12, 4 residences"
    assert not shape["properties"]["sketched"]
    assert street["properties"] == {"role": "street", "label": "PRETEND STREET"}
    assert len(residences["geometry"]["coordinates"]) == 3


@pytest.mark.rule("1.7b")
def test_without_boundaries_a_walk_is_drawn_around_its_residences(walk, signed_in):
    answer = signed_in("clerk").get(f"/walks/{walk.reference}/map/")
    assert "no boundary is known; it is drawn around the residences" in text_of(answer)


def test_where_the_roll_is_not_seen_residences_without_a_point_are_counted_by_street(bounded, signed_in):
    text = text_of(signed_in("area_manager").get(f"/walks/{bounded.reference}/map/"))
    assert "PRETEND STREET, MOCKTON: 1 residence: no point is known" in text
    assert "7 PRETEND STREET" not in text


@pytest.mark.rule("6.1f")
def test_a_closed_residence_is_drawn_like_every_other(bounded, signed_in, dro):
    browser = signed_in("clerk")
    pages = [f"/walks/{bounded.reference}/map.json", f"/walks/{bounded.reference}/map/", HERE]
    before = [without_token(browser.get(page).content.decode()) for page in pages]
    home = Allocation.objects.first().residence
    exclude_residence(home.division, home.pk, by=dro, reason="a locked ward")
    assert [without_token(browser.get(page).content.decode()) for page in pages] == before


def without_token(page):
    return "\n".join(line for line in page.splitlines() if "csrf" not in line.lower())


def test_a_walk_without_anything_to_draw_says_so(division, signed_in):
    empty = WalkFactory(division=division, number=7)
    browser = signed_in("clerk")
    assert "There is nothing to draw" in text_of(browser.get(f"/walks/{empty.reference}/map/"))
    assert browser.get(f"/walks/{empty.reference}/map.json").json()["bbox"] is None


def test_the_ccds_of_a_division_are_listed_and_drawn(bounded, signed_in):
    browser = signed_in("area_manager")
    answer = browser.get(HERE)
    text = text_of(answer)
    for words in ("In a Walk (2)", "In no Walk (1)", "Walk 12"):
        assert words in text
    assert [link["aria-label"] for link in Page(answer.content.decode()).all("svg")[:1]] == ["CCDs of Gold"]
    shapes = browser.get(f"{HERE}map.json").json()["features"]
    assert [s["properties"]["words"] for s in shapes] == [
        "CCD A, in a Walk, Walk 12, 4 residences",
        "CCD B, in a Walk, Walk 12, 0 residences",
        "CCD C, in no Walk, 0 residences",
    ]


@pytest.mark.parametrize(
    ("query", "codes"),
    [
        ({"show": "unbounded"}, "D"), ({"show": "walkless"}, "CD"), ({"q": "B"}, "B"), ({"sort": "-ccd"}, "DCBA"),
        ({"sort": "-residences"}, "ADBC"), ({"show": "nonsense"}, "ABCD"), ({"q": "Z"}, ""),
    ],
)  # fmt: skip
def test_ccds_are_found_sorted_and_given_out(bounded, signed_in, query, codes):
    CcdFactory(division=bounded.division, code="D")
    ResidenceFactory(street__locality__division=bounded.division, ccd_code="D", number_first=9)
    browser = signed_in("clerk")
    rows = browser.get(HERE, {**query, "format": "csv"}).getvalue().decode().splitlines()
    assert rows[0] == "ccd,walk,residences,boundary since"
    assert "".join(row[0] for row in rows[1:]) == codes
    assert ("No such CCDs" in text_of(browser.get(HERE, query))) == (codes == "")


def test_a_division_without_ccds_says_what_to_do_next(division, signed_in):
    text = text_of(signed_in("clerk").get(HERE))
    assert "No CCDs yet" in text
    assert "load the boundaries" in text


def test_the_divisions_are_listed_with_what_is_known_of_each(bounded, signed_in, other_division):
    text = text_of(signed_in("clerk").get(LIST))
    assert "GoldGOLD, Top End 2 2 0 Load a file of Gold" in text
    assert "Lead" not in text


@pytest.mark.parametrize("role", ["clerk", "head_office"])
def test_who_may_send_files_in_is_led_to_it(bounded, signed_in, role):
    words = {"clerk": "Load boundaries", "head_office": "Load the changes of CCDs from the census"}
    page = signed_in(role).get(HERE).content.decode()
    assert words[role] in page
    assert "/roll/GOLD/loads/" in [a["href"] for a in Page(page).all("a")]


def test_ten_times_the_divisions_and_ccds_cost_the_same_number_of_queries(bounded, signed_in, clerk):
    browser = signed_in("head_office")
    pages = (LIST, HERE, f"{HERE}map.json", f"/walks/{bounded.reference}/map/")
    costs = {page: cost(browser, page) for page in pages}
    for n in range(10):
        WalkFactory(division=make_place("D" + "ABCDEFGHIJ"[n]), number=1)
        WalkCcdFactory(walk=bounded, ccd=CcdFactory(division=bounded.division, code=f"E{n}"))
        placed(bounded, number_first=100 + n, longitude=145.05, latitude=-37.85)
    assert {page: cost(browser, page) for page in pages} == costs
    assert Walk.objects.count() == 11


def cost(browser, page):
    browser.get(page)
    with CaptureQueriesContext(connection) as queries:
        assert browser.get(page).status_code == 200
    return len(queries)
