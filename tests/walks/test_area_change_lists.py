"""The lists beside changes of area: all changes, spare numbers, what the census changed (1.2b, 1.2c)."""

import csv
import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.conftest import make_person, make_place
from tests.page import Page
from tests.walks.area_story import drafted, estate, spare
from walks.actions.area_change import draft_split, submit_change
from walks.models import AreaChange, CcdChange, SpareNumber, Walk
from walks.waiting.area_change import waiting_for

pytestmark = pytest.mark.django_db


@pytest.fixture
def big(division, dro, person):
    """Walk 1 has 480 residences, Walk 2 has 40; the division has spare numbers."""
    return estate(division, dro, person)


def text_of(answer, status=200):
    assert answer.status_code == status, answer
    return " ".join(Page(answer.content.decode()).text.split())


@pytest.mark.rule("1.2b")
def test_head_office_gives_spare_numbers_and_the_page_says_how_many_are_left(big, signed_in):
    browser = signed_in("head_office")
    assert "20 of 20 spare numbers" in text_of(browser.get("/walks/spare-numbers/GOLD/"))
    answer = browser.post("/walks/spare-numbers/GOLD/give/", {"first": "401", "last": "405"}, follow=True)
    assert "5 spare numbers were given" in text_of(answer)
    assert "25 of 25" in text_of(answer)
    refused = browser.post("/walks/spare-numbers/GOLD/give/", {"first": "404", "last": "406"})
    assert "404 (it is given already)" in text_of(refused, 409)
    assert "From number: Enter a whole number" in text_of(
        browser.post("/walks/spare-numbers/GOLD/give/", {"first": "x", "last": "2"})
    )
    assert SpareNumber.objects.count() == 25
    assert (
        signed_in("dro").post("/walks/spare-numbers/GOLD/give/", {"first": "501", "last": "502"}).status_code
        == 403
    )
    assert "Give the division" not in text_of(signed_in("clerk").get("/walks/spare-numbers/GOLD/"))
    assert "No such numbers" in text_of(signed_in("clerk").get("/walks/spare-numbers/GOLD/?show=used"))


@pytest.mark.rule("1.2c")
def test_the_censuss_tasks_are_renumbered_or_settled(big, division, signed_in):
    today = division.today()
    CcdChange.objects.create(
        division=division,
        old_code="7990002",
        new_code="7990009",
        effective_on=today,
        loaded_on=today,
        walk=Walk.objects.get(number=2),
    )
    for code in ("7990101", "7990102"):
        CcdChange.objects.create(
            division=division,
            old_code="7990001",
            new_code=code,
            effective_on=today,
            loaded_on=today,
            walk=big,
        )
    browser = signed_in("dro")
    assert "2 CCDs that the census changed" in text_of(browser.get("/"))
    shown = text_of(browser.get("/walks/ccd-changes/GOLD/"))
    assert "It becomes 2 CCDs. Split its Walk" in shown
    assert "Split Walk 1" in shown
    done = text_of(browser.post("/walks/ccd-changes/GOLD/renumber/", {"old_code": "7990002"}, follow=True))
    assert "CCD 7990002 is 7990009 now" in done
    assert "Say what was done" in text_of(
        browser.post("/walks/ccd-changes/GOLD/settle/", {"old_code": "7990001", "words": ""}, follow=True)
    )
    done = text_of(
        browser.post(
            "/walks/ccd-changes/GOLD/settle/",
            {"old_code": "7990001", "words": "A typing error."},
            follow=True,
        )
    )
    assert "Nothing to settle" in done
    assert "A typing error." in done


@pytest.mark.parametrize(
    ("query", "count"),
    [({}, 1), ({"standing": "drafted"}, 1), ({"standing": "open"}, 1), ({"standing": "aligned"}, 0), ({"kind": "boundary"}, 0),
     ({"kind": "nonsense"}, 1), ({"sort": "-begun"}, 1), ({"division": "GOLD"}, 1)],
)  # fmt: skip
def test_the_list_is_filtered_by_its_address_and_comes_as_a_sheet(big, dro, signed_in, query, count):
    draft_split(big, kind="rapid", by=dro)
    browser = signed_in("clerk")
    shown = text_of(browser.get("/walks/changes/", query))
    assert ("Nothing matches this filter" in shown) == (not count)
    rows = list(
        csv.reader(
            io.StringIO(browser.get("/walks/changes/", {**query, "format": "csv"}).getvalue().decode())
        )
    )
    assert len(rows) == 1 + count


def asked(browser, path):
    with CaptureQueriesContext(connection) as seen:
        assert browser.get(path).status_code == 200
    return len(seen)


def test_ten_times_the_rows_ask_the_database_as_often(division, dro, person, signed_in):
    def fill(first, count):
        for number in range(first, first + count):
            walk = Walk.objects.create(division=division, number=number, from_on=division.today())
            AreaChange.objects.create(division=division, kind="boundary", walk=walk, drafted_by=dro)
            CcdChange.objects.create(
                division=division,
                old_code=f"{number}",
                new_code=f"{number}0",
                effective_on="2026-01-01",
                loaded_on="2026-01-01",
            )
        spare(division, person, first=1000 + first, last=1000 + first + count)

    fill(1, 3)
    browser = signed_in("dro")
    paths = ("/walks/changes/", "/walks/spare-numbers/GOLD/", "/walks/ccd-changes/GOLD/")
    few = [asked(browser, path) for path in paths]
    fill(10, 30)
    assert [asked(browser, path) for path in paths] == few


def test_head_office_of_another_state_has_nothing_to_approve(big, dro, other_division):
    submit_change(drafted(big, dro), by=dro)
    far = make_person("head_office", make_place("TIN", state="OS", area="Far").area.state)
    assert waiting_for(far) == []
    near = make_person("head_office", big.division.area.state)
    assert [queue["label"] for queue in waiting_for(near)] == ["Splits to approve"]
