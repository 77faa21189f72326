"""The guide to a copy for who cannot read the one in the archive, and the guides that anybody may read (E8)."""

import io

import pytest
from django.test import Client
from pypdf import PdfReader

from tests.registers.asking import asked, in_england
from tests.registers.at_the_portal import come_back
from tests.registers.copies import checked, released

pytestmark = pytest.mark.django_db
GUIDE = "/registers/follow/request/guide/"


def words(response) -> str:
    return " ".join(response.content.decode().split())


@pytest.fixture
def ready(division):
    """A request that is checked, not yet released."""
    return checked(asked(division))


@pytest.mark.rule("E8")
def test_once_it_is_released_the_guide_is_there_in_large_print_and_plain_text(ready):
    browser = come_back(ready.reference, ready.word)
    assert "large print" not in words(browser.get(GUIDE))
    assert browser.get(f"{GUIDE}1/text/").status_code == 404, (
        "before the release nothing of the copy is given"
    )
    assert browser.get(f"{GUIDE}1/large/").status_code == 404
    released(ready)
    assert f"{GUIDE}1/large/" in words(browser.get(GUIDE))
    text = browser.get(f"{GUIDE}1/text/")
    assert text.headers["Content-Type"] == "text/plain; charset=utf-8"
    large = browser.get(f"{GUIDE}1/large/")
    pages = PdfReader(io.BytesIO(large.content)).pages
    drawn = " ".join(" ".join(page.extract_text() for page in pages).split())
    for said in ("Fable Body Ltd", "surname", "franchise", "Not in the open register", "Penalty"):
        assert said in text.content.decode()
        assert said in drawn
    assert browser.get(f"{GUIDE}2/text/").status_code == 404
    for page in (text, large):
        assert "no-store" in page.headers["Cache-Control"]


@pytest.mark.rule("E8")
def test_the_guide_of_a_copy_is_its_applicants_alone(ready):
    released(ready)
    for form in ("text", "large"):
        assert Client().get(f"{GUIDE}1/{form}/").url == "/registers/follow/"


@pytest.mark.rule("E8")
def test_anybody_reads_what_is_in_the_files_before_they_have_one(client, division):
    in_england(division)
    page = words(client.get("/registers/help/files/"))
    for said in ("Full register", "Absent voters lists", "franchise", "An anonymous entry"):
        assert said in page
    assert "Habitation index" not in page, "this office gives none"
    assert "portal--large" in words(client.get("/registers/help/files/?print=large"))
    text = client.get("/registers/help/files/FULL/")
    assert text.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert "Z: Not in the open register" in text.content.decode()
    for unknown in ("ANON", "nonsense", "full"):
        assert client.get(f"/registers/help/files/{unknown}/").status_code == 404
