"""Evidence at the desk: its pages, and the file as it is given out (E3)."""

import io

import pytest
from django.urls import reverse

from electoral.office.actions import outsider
from electoral.office.models import Event
from registers.actions.decision import refuse_request
from registers.actions.evidence import give_evidence
from registers.models import Evidence
from tests.page import Page
from tests.registers.asking import asked
from tests.registers.papers import PDF, PNG, ZIP_END


@pytest.fixture
def request_of_cra(division):
    return asked(division, "CRA")


def give(request, data=PDF, *, by=None, code="cra_permission", title="Permission"):
    return give_evidence(request, code=code, title=title, file=io.BytesIO(data), by=by or outsider())


def address(name, request, number=1):
    return reverse(f"registers:{name}", args=[request.reference, number])


@pytest.mark.rule("E3")
def test_the_file_is_given_out_as_something_that_no_browser_runs(request_of_cra, signed_in):
    give(request_of_cra)
    clerk = signed_in("clerk")
    answer = clerk.get(address("evidence_file", request_of_cra))
    assert b"".join(answer.streaming_content) == PDF
    assert answer["Content-Disposition"].startswith("attachment;")
    assert f"{request_of_cra.reference}-evidence-1.pdf" in answer["Content-Disposition"]
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert answer["Cache-Control"] == "no-store, private"
    assert Event.objects.get(verb="open_evidence").by == clerk.user.pk


@pytest.mark.parametrize(
    ("role", "status"), [("auditor", 403), ("cashier", 404), ("officer", 404), ("area_manager", 404)]
)
@pytest.mark.parametrize("name", ["evidence_file", "evidence_destroy"])
def test_the_file_is_for_who_works_on_requests(request_of_cra, signed_in, role, status, name):
    give(request_of_cra)
    assert signed_in(role).get(address(name, request_of_cra)).status_code == status


def test_another_division_finds_nothing(request_of_cra, signed_in, other_division):
    give(request_of_cra)
    clerk = signed_in("clerk", other_division)
    for name in ("evidence", "evidence_file", "evidence_destroy"):
        assert clerk.get(address(name, request_of_cra)).status_code == 404


@pytest.mark.parametrize("number", [0, 2, 99999999])
def test_a_number_that_the_request_has_not_is_not_there(request_of_cra, signed_in, number):
    give(request_of_cra)
    assert signed_in("clerk").get(address("evidence", request_of_cra, number)).status_code == 404


@pytest.mark.rule("E3")
def test_at_the_desk_from_the_letter_to_the_verdict(request_of_cra, signed_in):
    clerk = signed_in("clerk")
    there = reverse("registers:evidence_add", args=[request_of_cra.reference])
    assert Page(clerk.get(there).text).all("option")[0]["value"] == "cra_permission"
    bad = io.BytesIO(PDF + ZIP_END)
    bad.name = "letter.pdf"
    answer = clerk.post(there, {"code": "cra_permission", "title": "Permission", "file": bad})
    assert "of another kind, whatever its name says" in answer.text
    good = io.BytesIO(PDF)
    good.name = "<img src=x>.html"
    assert (
        clerk.post(there, {"code": "cra_permission", "title": "Permission", "file": good}).status_code == 302
    )
    page = clerk.get(address("evidence", request_of_cra))
    assert "Open the file first" in page.text
    assert "img src" not in page.text
    clerk.post(address("evidence", request_of_cra), {"satisfies": "yes"})
    assert Evidence.objects.get().satisfies is None
    b"".join(clerk.get(address("evidence_file", request_of_cra)).streaming_content)
    clerk.post(address("evidence", request_of_cra), {"satisfies": "yes", "note": "Name and stamp."})
    assert Evidence.objects.get().satisfies is True
    assert "Take the verdict back" in clerk.get(address("evidence", request_of_cra)).text
    for page in ("evidence", "evidence_destroy"):
        assert "is not made by all whom it needs" in clerk.get(address(page, request_of_cra)).text
    clerk.post(address("evidence_destroy", request_of_cra))
    assert Evidence.objects.get().destroyed_at is None
    refuse_request(
        request_of_cra, failed="Other grounds.", reason="x", open_instead="", access=False, use=False, by=clerk.user
    )  # fmt: skip
    clerk.post(address("evidence_destroy", request_of_cra))
    assert "Destroyed on" in clerk.get(address("evidence", request_of_cra)).text


def test_the_queue_names_what_nobody_has_looked_at(request_of_cra, signed_in):
    clerk = signed_in("clerk")
    assert "No evidence to look at" in clerk.get(reverse("registers:evidence_to_see")).text
    give(request_of_cra)
    give(request_of_cra, PNG, title="Second page")
    page = clerk.get(reverse("registers:evidence_to_see")).text
    assert address("evidence", request_of_cra, 2) in page
    assert "Second page" in page
