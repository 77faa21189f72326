"""The page of the street file, and the buttons that bring it into line."""

import pytest

from electoral.jobs.models import Job
from electoral.office.models import Event
from tests.factories import ResidenceFactory, StreetFactory
from tests.page import Page
from tests.steps import work_off

LIST = "/walks/"


@pytest.mark.rule("4a")
def test_the_street_file_shows_each_street_and_the_walks_of_its_numbers(walks, street, signed_in):
    lost = StreetFactory(locality=street.locality, name="BANKSIA")
    ResidenceFactory(street=lost)
    StreetFactory(locality=street.locality, name="EMPTY")
    browser = signed_in("area_manager")
    words = " ".join(Page(browser.get("/walks/street-file/GOLD/").content.decode()).text.split())
    assert "Odd numbers, all: Walk 1" in words
    assert "Even numbers, all: Walk 2" in words
    assert "BANKSIA STREET" in words
    assert words.count("No range") == 1
    assert "EMPTY" not in words
    assert Event.objects.filter(subject="STREETS-GOLD").exists()


@pytest.mark.parametrize(
    ("q", "seen"),
    [("acorn st", True), ("mock", True), ("street", True), ("banksia", False), ("st acorn", False)],
)
def test_a_street_is_found_by_its_words_or_its_suburb(walks, signed_in, q, seen):
    answer = signed_in("clerk").get("/walks/street-file/GOLD/", {"q": q})
    assert ("ACORN STREET" in answer.content.decode()) == seen


def test_the_street_file_is_given_out_as_it_is_loaded(walks, signed_in):
    rows = (
        signed_in("clerk").get("/walks/street-file/GOLD/", {"format": "csv"}).getvalue().decode().splitlines()
    )
    assert rows == [
        "street_name,street_type,street_suffix,locality,side,from,to,walk_number",
        "ACORN,STREET,,MOCKTON,odd,0,,1",
        "ACORN,STREET,,MOCKTON,even,0,,2",
    ]


def test_building_is_ordered_by_a_button_and_done_by_a_worker(division, street, signed_in):
    ResidenceFactory(street=street)
    browser = signed_in("clerk")
    empty = browser.get(LIST).content.decode()
    assert "No Walks yet" in empty
    assert "residence has no Walk" in " ".join(Page(empty).text.split())
    answer = browser.post("/walks/build/GOLD/", follow=True)
    job = Job.objects.get()
    assert answer.redirect_chain == [(job.get_absolute_url(), 302)]
    assert "This is being done already." in browser.get(LIST).content.decode()
    work_off()
    assert "Walk 1</a>" in browser.get(LIST).content.decode()
    browser.post("/walks/allocate/GOLD/")
    work_off()
    assert list(Job.objects.values_list("status", flat=True)) == ["done", "done"]


@pytest.mark.parametrize("step", ["build", "allocate"])
def test_only_the_office_builds_and_only_by_post(division, signed_in, step):
    assert signed_in("area_manager").post(f"/walks/{step}/GOLD/").status_code == 403
    assert signed_in("requester").post(f"/walks/{step}/GOLD/").status_code == 404
    assert signed_in("clerk").get(f"/walks/{step}/GOLD/").status_code == 405
    assert not Job.objects.exists()
