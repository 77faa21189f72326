"""The pages of applications: keyed in, found, decided; and who sees none of it (3.1c)."""

import csv
from datetime import timedelta

import pytest
from django.urls import reverse

from electoral.office.models import Event
from review.actions.application import decline_application
from review.models import Application
from review.rules import recruitment
from tests.page import Page
from tests.review.recruiting import CANARY, advertised, positioned, received

WORK = (
    "application_change",
    "application_notes",
    "application_decline",
    "application_withdraw",
    "application_destroy",
)


@pytest.fixture
def dro(person):
    return person("dro")


@pytest.fixture
def position(division, dro):
    return positioned(division, dro)


@pytest.fixture
def application(division, dro, position):
    return received(division, dro, position)


def at(name, application):
    return reverse(f"review:{name}", args=[application.reference])


@pytest.mark.rule("3.1c")
def test_an_application_is_keyed_in_from_its_paper(signed_in, division, position):
    clerk, placed = signed_in("clerk"), advertised(position)
    page = clerk.get(reverse("review:application_new"), {"position": position.reference})
    assert f'value="{position.reference}" selected' in page.text
    keyed = {"position": position.reference, "advertisement": placed.reference, "received_on": "1 May 2026",
             "signed_on": "30/4/2026"}  # fmt: skip
    answer = clerk.post(reverse("review:application_new"), {**CANARY, **keyed})
    made = Application.objects.get()
    assert answer.url == made.get_absolute_url()
    assert {name: getattr(made, name) for name in CANARY} == CANARY
    assert (made.position, made.advertisement, made.division) == (position, placed, division)
    assert (f"{made.received_on}", f"{made.signed_on}") == ("2026-05-01", "2026-04-30")
    words = clerk.get(answer.url).text
    for value in CANARY.values():
        assert value in words


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"name": ""}, "This field is required"),
        ({"received_on": "2099-01-01"}, "This day is still to come"),
        ({"email": "nobody"}, "Enter a valid email address"),
        ({"advertisement": "of the other"}, "not for the position chosen above"),
    ],
)
def test_what_is_wrong_with_it_is_said_and_nothing_typed_is_lost(
    signed_in, division, dro, position, given, words
):
    other = advertised(positioned(division, dro, "Mockton"))
    if "advertisement" in given:
        given = {"advertisement": other.reference}
    keyed = {**CANARY, "position": position.reference, "received_on": "2026-05-01", **given}
    answer = signed_in("clerk").post(reverse("review:application_new"), keyed)
    assert words in answer.text
    assert CANARY["experience"] in answer.text
    assert not Application.objects.exists()


def test_it_is_changed_and_noted_until_it_is_decided(signed_in, application, position):
    clerk = signed_in("clerk")
    page = clerk.get(at("application_change", application)).text
    assert CANARY["address"] in page
    assert f'value="{position.reference}" selected' in page
    keyed = {**CANARY, "received_on": application.received_on.isoformat(), "position": position.reference}
    clerk.post(at("application_change", application), {**keyed, "telephone": "1"})
    clerk.post(at("application_notes", application), {"interviewed_on": "", "interview_note": "Kind."})
    application.refresh_from_db()
    assert (application.telephone, application.interview_note, application.position) == (
        "1",
        "Kind.",
        position,
    )
    clerk.post(at("application_decline", application), {"reason": "No transport."})
    application.refresh_from_db()
    assert (application.status, application.reason) == ("declined", "No transport.")
    refused = clerk.post(at("application_change", application), {**keyed, "telephone": "2"}, follow=True)
    assert "It is declined; it is not changed any more." in refused.text


def test_a_decline_says_why(signed_in, application):
    answer = signed_in("clerk").post(at("application_decline", application), {"reason": ""})
    assert "This field is required" in answer.text
    application.refresh_from_db()
    assert application.status == "received"


@pytest.mark.rule("3.1e")
def test_the_button_says_why_nobody_can_be_appointed_yet(signed_in, application):
    client = signed_in("dro")
    page = client.get(application.get_absolute_url()).text
    assert "all Review Officer positions must be advertised" in page
    refused = client.get(at("application_appoint", application), follow=True)
    assert "all Review Officer positions must be advertised" in refused.text
    clerk = signed_in("clerk")
    assert "Appoint" not in clerk.get(application.get_absolute_url()).text.replace("appointment", "")
    assert clerk.get(at("application_appoint", application)).status_code == 403


@pytest.mark.rule("3.1c")
def test_destroying_by_hand_waits_for_the_period(signed_in, application, dro):
    decline_application(application, by=dro, reason="No transport.")
    clerk = signed_in("clerk")
    page = clerk.get(application.get_absolute_url()).text
    assert "It is kept until" in page
    assert "Destroy it now" not in page
    assert "The State&#x27;s period runs until" in clerk.get(at("application_destroy", application)).text
    clerk.post(at("application_destroy", application))
    assert Application.objects.get().name == CANARY["name"]


@pytest.mark.rule("3.1c")
def test_destroying_by_hand_after_the_period(signed_in, application, dro, monkeypatch):
    monkeypatch.setattr(recruitment, "DECLINED_KEPT_DAYS", -2)
    decline_application(application, by=dro, reason="No transport.")
    clerk = signed_in("clerk")
    assert "Applications to destroy" in clerk.get("/").text
    assert "Destroy it now" in clerk.get(application.get_absolute_url()).text
    assert "This cannot be undone" in clerk.get(at("application_destroy", application)).text
    page = clerk.post(at("application_destroy", application), follow=True).text
    assert "Application, destroyed" in page
    assert "canary" not in page.lower()
    assert "Destroyed the application" in page


def found(client, **query):
    answer = client.get(reverse("review:applications"), {"format": "csv", **query})
    return [row["name"] for row in csv.DictReader(answer.getvalue().decode().splitlines())]


def test_applications_are_found_by_name_standing_and_position(
    signed_in, division, dro, application, position
):
    other = positioned(division, dro, "Mockton")
    nora = received(division, dro, other, name="Nora Specimen", days_ago=3)
    decline_application(nora, by=dro, reason="No transport.")
    clerk = signed_in("clerk")
    both = [CANARY["name"], "Nora Specimen"]
    assert found(clerk) == found(clerk, sort="-received") == both
    assert found(clerk, sort="name") == sorted(both)
    assert found(clerk, q="canaryBIRD") == both[:1]
    assert found(clerk, standing="declined") == both[1:]
    assert found(clerk, position=other.reference) == both[1:]
    assert found(clerk, q="nobody") == []
    assert "No such applications" in clerk.get(reverse("review:applications"), {"q": "nobody"}).text


def test_a_sheet_of_applications_holds_nothing_that_a_spreadsheet_would_calculate(signed_in, division, dro):
    received(division, dro, name='=HYPERLINK("x")', telephone="+61 8 5550")
    sheet = signed_in("clerk").get(reverse("review:applications"), {"format": "csv"}).getvalue().decode()
    assert "'=HYPERLINK" in sheet
    assert "'+61" in sheet


@pytest.mark.parametrize("name", ["application", *WORK, "application_appoint"])
@pytest.mark.parametrize(
    "role",
    [
        "area_manager",
        "head_office",
        "information_officer",
        "administrator",
        "officer",
        "cashier",
        "requester",
    ],
)
def test_for_other_roles_there_is_no_application(signed_in, application, name, role):
    answer = signed_in(role).get(at(name, application))
    assert answer.status_code == 404
    assert "canary" not in answer.text.lower()


@pytest.mark.parametrize("name", ["application", *WORK, "application_appoint"])
def test_for_another_division_there_is_no_application(signed_in, application, other_division, name):
    assert signed_in("dro", other_division).get(at(name, application)).status_code == 404


@pytest.mark.parametrize("name", [*WORK, "application_appoint"])
def test_an_auditor_reads_and_changes_nothing(signed_in, application, name):
    auditor = signed_in("auditor")
    assert auditor.get(application.get_absolute_url()).status_code == 200
    assert auditor.get(at(name, application)).status_code == 403
    assert auditor.post(at(name, application), {"reason": "x"}).status_code == 403


def test_the_search_box_finds_no_applicant(signed_in, application):
    page = Page(signed_in("dro").get(reverse("search"), {"q": "Canarybird"}).text)
    assert application.get_absolute_url() not in [a.get("href") for a in page.all("a")]


def test_the_history_of_an_application_names_nobody(signed_in, application, dro):
    decline_application(application, by=dro, reason="Canarybird has no transport.")
    assert "canary" not in str(list(Event.objects.values())).lower()
    page = Page(signed_in("clerk").get(application.get_absolute_url()).text).text
    assert "Declined the application" in page


def test_a_late_application_is_marked(signed_in, application, division):
    type(application.position).objects.update(closing_on=division.today() - timedelta(days=1))
    client = signed_in("clerk")
    assert "after the last day" in client.get(reverse("review:applications")).text
    assert "after the last day for applications" in client.get(application.get_absolute_url()).text
