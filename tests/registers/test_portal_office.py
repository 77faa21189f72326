"""Whose law the pages tell: the office is known, or asked for; nobody reads the law of another country as theirs (S2, S3)."""

import pytest

from electoral.office.models import State
from registers.models import InquiryKind
from tests.conftest import make_place
from tests.registers.asking import in_england
from tests.registers.at_the_portal import begun

pytestmark = pytest.mark.django_db
PAGES = ("", "who/", "help/credit/", "help/electors/")


@pytest.fixture
def offices(division):
    """One of England and Wales, one of Australia."""
    far = make_place("LEAD", state="SC", area="Far North")
    State.objects.filter(code="SC").update(jurisdiction="australia")
    return in_england(division), far


def words(response) -> str:
    return " ".join(response.content.decode().split())


@pytest.mark.parametrize("page", PAGES)
def test_with_several_offices_no_law_is_told_before_one_is_chosen(client, offices, page):
    told = words(client.get(f"/registers/{page}"))
    assert "Which office?" in told
    assert "The law:" not in told
    assert '<optgroup label="Australia">' in told
    for wrong in ("nonsense", "", "%00", "GOLD'--"):
        assert "Which office?" in words(client.get(f"/registers/{page}?office={wrong}"))


@pytest.mark.rule("S2")
@pytest.mark.parametrize("page", PAGES)
def test_the_law_that_is_told_is_that_of_the_office(client, offices, page):
    english = words(client.get(f"/registers/{page}?office=GOLD"))
    assert "<strong>England and Wales</strong>" in english
    assert "<strong>Australia</strong>" not in english
    australian = words(client.get(f"/registers/{page}?office=LEAD"))
    assert "<strong>Australia</strong>" in australian
    assert "England and Wales" not in australian
    assert "£" not in australian


def test_the_links_of_a_page_keep_its_office(client, offices):
    page = words(client.get("/registers/?office=GOLD"))
    for place in ("who/", "help/", "question/", "visit/", "help/credit/"):
        assert f'href="/registers/{place}?office=GOLD' in page
    assert client.get("/registers/visit/?office=GOLD").url == "/registers/visit/GOLD/"


def test_an_office_that_is_known_is_not_asked_for_again(client, offices):
    assert (
        client.post("/registers/ask/begin/", {"office": "GOLD"}, follow=True).request["PATH_INFO"]
        == "/registers/ask/who/"
    )
    assert "England and Wales" in words(client.get("/registers/who/")), "that of the request that is begun"
    begun(client)
    assert client.get("/registers/ask/", follow=True).request["PATH_INFO"] == "/registers/ask/office/"
    client.post("/registers/ask/begin/", {"office": "\x00"})
    assert client.get("/registers/ask/", follow=True).request["PATH_INFO"] == "/registers/ask/office/"


def test_a_question_goes_to_no_office_that_was_not_chosen(client, offices):
    asked = {"kind": "cost", "text": "What is it?", "name": "Vera Testperson"}
    assert "There is a problem" in words(client.post("/registers/question/", asked))
    page = client.get("/registers/question/?office=GOLD")
    assert page.context["form"].initial == {}
    assert page.context["form"]["office"].value() == "GOLD"


def test_what_a_question_is_about_ends_with_something_else(client, division):
    in_england(division)
    kinds = list(client.get("/registers/question/").context["form"].fields["kind"].queryset)
    assert kinds[-1].pk == "other"
    assert len(kinds) == InquiryKind.objects.count()
