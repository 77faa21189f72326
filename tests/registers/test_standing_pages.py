"""Standing requests at the desk (E7)."""

import csv

import pytest
from django.urls import reverse

from electoral.office.refusals import Refused
from registers.actions.serving import serve_standing
from registers.actions.standing import add_standing
from registers.models import AccessRequest, Standing
from tests.page import Page
from tests.registers.asking import in_england, somebody
from tests.registers.later import later_edition


@pytest.fixture
def office(division):
    return in_england(division)


def library(office, *, by=None, **more) -> Standing:
    told = {"applicant": "BRITISH_LIBRARY", "product": "FULL", "organisation": "Pretend Library", "name": "Deposit desk",
            "email": "deposit@library.invalid"}  # fmt: skip
    return add_standing(office, by=by or somebody(office, "clerk"), **(told | more))


def served(standing, **more) -> AccessRequest:
    """The request for a later edition of what it stands for."""
    (request,) = serve_standing(
        later_edition(standing.division, **more), by=somebody(standing.division, "dro")
    )
    return AccessRequest.objects.select_related("division__area__state", "applicant", "fee").get(
        pk=request.pk
    )


@pytest.mark.rule("E7")
def test_bodies_that_the_law_names_are_added_at_the_desk_and_no_others(office):
    standing = library(office)
    assert (standing.why, standing.request) == ("on_publication", None)
    request = served(standing)
    assert request.organisation == "Pretend Library"
    assert "Due on publication" in request.purpose_note
    for applicant, product in (
        ("CRA", "FULL"),
        ("CANDIDATE", "FULL"),
        ("BRITISH_LIBRARY", "ANON"),
        ("PUBLIC", "OPEN"),
    ):
        with pytest.raises(Refused, match="No row of the table"):
            library(office, applicant=applicant, product=product)
    with pytest.raises(Refused, match="gets it already"):
        library(office)
    library(office, form="print")


def at(name, standing):
    return reverse(f"registers:{name}", args=[standing.reference])


def test_at_the_desk_from_the_addition_to_the_end(office, signed_in):
    clerk = signed_in("clerk")
    assert "No standing requests yet" in clerk.get(reverse("registers:standings")).text
    told = {
        "applicant": "BRITISH_LIBRARY",
        "product": "FULL",
        "organisation": "Pretend Library",
        "name": "Desk",
        "form": "data",
    }
    new = reverse("registers:standing_new")
    assert "where it goes" in clerk.post(new, told).text
    assert (
        "Without asking this kind of body gets"
        in clerk.post(new, {**told, "product": "NOTICE", "email": "a@b.invalid"}).text
    )
    page = Page(clerk.get(new).text)
    assert "CRA" not in [option.get("value") for option in page.all("option")]
    clerk.post(new, {**told, "email": "desk@library.invalid"})
    standing = Standing.objects.get()
    page = clerk.get(standing.get_absolute_url()).text
    for said in ("Pretend Library", "To be verified", "None yet", "nobody has to ask"):
        assert said in page, said
    clerk.post(at("standing_limit", standing), {"until": "3 May 2027"})
    standing.refresh_from_db()
    assert f"{standing.until}" == "2027-05-03"
    clerk.post(at("standing_end", standing), {"why": ""})
    clerk.post(at("standing_end", standing), {"why": "The library has closed."})
    assert "The library has closed." in clerk.get(standing.get_absolute_url()).text
    sheet = clerk.get(reverse("registers:standings"), {"format": "csv", "show": "ended"}).getvalue().decode()
    assert [row["body"] for row in csv.DictReader(sheet.splitlines())] == ["Pretend Library"]


@pytest.mark.parametrize(("role", "status"), [("auditor", 403), ("cashier", 404), ("officer", 404)])
@pytest.mark.parametrize("name", ["standing_limit", "standing_end"])
def test_who_only_looks_ends_nothing(office, signed_in, role, status, name):
    standing = library(office)
    assert signed_in(role).post(at(name, standing), {"why": "x"}).status_code == status


def test_another_division_finds_nothing(office, signed_in, other_division):
    clerk = signed_in("clerk", other_division)
    assert clerk.get(library(office).get_absolute_url()).status_code == 404
