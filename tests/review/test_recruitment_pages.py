"""The pages of positions: listed, opened, spoken of, ended."""

import csv
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from review.actions.recruitment import contact_employment_service, order_paper
from review.models import Contact, Position
from tests.page import Page
from tests.review.recruiting import (
    CONTACT,
    advertised,
    appointed,
    part_of_review,
    planned,
    positioned,
    received,
)

LISTS = ("review:positions", "review:applications", "review:officers")


@pytest.fixture
def dro(person):
    return person("dro")


def wanted(division, **more):
    closing = f"{division.today() + timedelta(days=9):%-d %B %Y}"
    return {"area": "Fabletown", "places": "2", "closing_on": closing, "contact": CONTACT, **more}


def test_a_position_is_opened_changed_and_ended_by_hand(signed_in, division):
    part, clerk = part_of_review(division), signed_in("clerk")
    clerk.post(reverse("review:position_new"), wanted(division, review=part.reference))
    position = Position.objects.get()
    assert (position.review, position.places, position.opened_by) == (part, 2, clerk.user)
    clerk.post(reverse("review:position_change", args=[position.reference]), wanted(division, places="7"))
    clerk.post(reverse("review:position_end", args=[position.reference]))
    position.refresh_from_db()
    assert (position.places, position.ended_on) == (7, division.today())
    page = Page(clerk.get(position.get_absolute_url()).text)
    for told in ("Opened the position", "Changed the position", "Ended the position"):
        assert told in page.text
    assert "Key in an application" not in page.text


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"closing_on": "1 May 2020"}, "This day is past"),
        ({"closing_on": "soon"}, "Enter a valid date"),
        ({"places": "0"}, "greater than or equal to 1"),
        ({"area": ""}, "This field is required"),
        ({"area": "MOCKTON"}, "an open position for this area already"),
        ({"review": "V00000000"}, "Select a valid choice"),
    ],
)
def test_what_is_wrong_is_said_beside_the_field_and_nothing_typed_is_lost(
    signed_in, division, dro, given, words
):
    positioned(division, dro, "Mockton")
    clerk = signed_in("clerk")
    part = part_of_review(division).reference
    answer = clerk.post(reverse("review:position_new"), wanted(division, **{"review": part, **given}))
    assert words in answer.text
    assert "1 Pretend Street" in answer.text
    assert Position.objects.count() == 1


def test_a_last_day_that_went_by_is_no_fault_when_something_else_is_changed(signed_in, division, dro):
    position = positioned(division, dro)
    past = division.today() - timedelta(days=3)
    Position.objects.update(closing_on=past)
    clerk = signed_in("clerk")
    clerk.post(
        reverse("review:position_change", args=[position.reference]),
        wanted(division, closing_on=past.isoformat(), places="4"),
    )
    position.refresh_from_db()
    assert (position.places, position.closing_on) == (4, past)


def test_who_has_no_review_is_told_to_plan_one(signed_in, division):
    page = Page(signed_in("clerk").get(reverse("review:position_new")).text)
    assert "No review to recruit for" in page.text
    assert not page.all("textarea")


@pytest.mark.rule("3.1b", "3.1f")
def test_a_contact_is_noted_on_the_page_and_stands_there(signed_in, division, dro):
    position, clerk = positioned(division, dro), signed_in("clerk")
    there = reverse("review:position_contact", args=[position.reference])
    told = {
        "on": "1 May 2026",
        "office": "Pretend Employment",
        "spoke_to": "Mo",
        "sheets": "20",
        "forms": "15",
    }
    tomorrow = f"{division.today() + timedelta(days=1)}"
    assert "This day is still to come" in clerk.post(there, {**told, "on": tomorrow}).text
    clerk.post(there, told)
    contact = Contact.objects.get()
    assert (contact.sheets, contact.forms, contact.by) == (20, 15, clerk.user)
    page = Page(clerk.get(position.get_absolute_url()).text)
    assert "Pretend Employment" in page.text
    assert "was not told of this position" not in page.text


@pytest.mark.rule("3.1e", "3.1f")
def test_the_board_says_of_each_position_where_it_stands(signed_in, division, dro):
    first, _ = positioned(division, dro), positioned(division, dro, "Mockton", country=True)
    advertised(first)
    received(division, dro, first)
    page = Page(signed_in("clerk").get(reverse("review:positions")).text)
    words = " ".join(page.text.split())
    for said in ("Placed", "Not placed", "Not told", "1 to decide", "0 of 2", "country"):
        assert said in words, said


@pytest.mark.parametrize(
    ("show", "areas"),
    [
        ("", ["Endton", "Mockton", "Fabletown"]),
        ("open", ["Mockton", "Fabletown"]),
        ("left", ["Mockton", "Fabletown"]),
        ("unadvertised", ["Mockton"]),
        ("uncontacted", ["Mockton", "Fabletown"]),
        ("ended", ["Endton"]),
    ],
)
def test_positions_are_found_by_where_they_stand(signed_in, division, dro, show, areas):
    for area in ("Fabletown", "Mockton", "Endton"):
        position = positioned(division, dro, area)
        if area == "Fabletown":
            advertised(position)
        if area == "Mockton":
            planned(position)
    Position.objects.filter(area="Endton").update(ended_on=division.today())
    clerk = signed_in("clerk")
    answer = clerk.get(reverse("review:positions"), {"show": show, "format": "csv", "sort": "-applications"})
    rows = list(csv.DictReader(answer.getvalue().decode().splitlines()))
    assert sorted(row["area"] for row in rows) == sorted(areas)


def test_a_sheet_holds_nothing_that_a_spreadsheet_would_calculate(signed_in, division, dro):
    positioned(division, dro, "=1+1")
    clerk = signed_in("clerk")
    assert "'=1+1" in clerk.get(reverse("review:positions"), {"format": "csv"}).getvalue().decode()


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize(
    ("role", "status"), [("clerk", 200), ("auditor", 200), ("area_manager", 200), ("officer", 200)]
)
def test_the_lists_are_empty_for_who_has_nothing_to_do_with_them(
    signed_in, division, dro, name, role, status
):
    position = positioned(division, dro)
    received(division, dro, position)
    answer = signed_in(role).get(reverse(name))
    assert answer.status_code == status
    assert ("No recruitment" in answer.text) == (role in ("area_manager", "officer"))
    assert ("Canarybird" in answer.text) == (name == "review:applications" and role in ("clerk", "auditor"))


@pytest.mark.parametrize("name", LISTS)
def test_a_division_that_is_not_ones_own_is_not_there(signed_in, division, other_division, name):
    assert signed_in("dro", other_division).get(reverse(name), {"division": division.code}).status_code == 404


STEPS = [
    ("position_change", "get"),
    ("position_end", "get"),
    ("position_end", "post"),
    ("position_contact", "get"),
]


@pytest.mark.parametrize(("name", "method"), STEPS)
@pytest.mark.parametrize(("role", "status"), [("auditor", 403), ("area_manager", 404), ("officer", 404)])
def test_who_only_looks_does_not_work_on_a_position(signed_in, division, dro, name, method, role, status):
    position = positioned(division, dro)
    client = signed_in(role)
    answer = getattr(client, method)(reverse(f"review:{name}", args=[position.reference]))
    assert answer.status_code == status
    assert Position.objects.get().ended_on is None


@pytest.mark.parametrize(("role", "status"), [("auditor", 403), ("area_manager", 403), ("officer", 403)])
def test_who_only_looks_keys_nothing_in(signed_in, division, role, status):
    for name in ("review:position_new", "review:application_new"):
        assert signed_in(role).get(reverse(name)).status_code == status


@pytest.mark.parametrize("name", [*LISTS, "home"])
def test_ten_times_the_rows_cost_the_same_number_of_queries(signed_in, division, dro, name):
    def more(areas):
        for n in areas:
            position = positioned(division, dro, f"Area {n}", places=9)
            advertised(position)
            received(division, dro, position)
            appointed(received(division, dro, position, email=f"{n}@people.invalid"), dro)

    def queries():
        with CaptureQueriesContext(connection) as seen:
            assert client.get(reverse(name)).status_code == 200
        return len(seen)

    client = signed_in("clerk")
    more(range(2))
    queries()
    before = queries()
    more(range(2, 20))
    assert queries() == before


def test_the_page_of_a_position_costs_the_same_with_many_contacts_and_officers(signed_in, division, dro):
    position, client = positioned(division, dro, places=99), signed_in("clerk")

    def more(numbers):
        for n in numbers:
            advertised(position)
            contact_employment_service(position, by=dro, on=division.today(), office=f"Office {n}")
            order_paper(position, "application_form", by=dro)
            appointed(received(division, dro, position, email=f"{n}@people.invalid"), dro)

    def queries():
        with CaptureQueriesContext(connection) as seen:
            assert client.get(position.get_absolute_url()).status_code == 200
        return len(seen)

    more(range(1))
    queries()
    before = queries()
    more(range(1, 10))
    assert queries() == before
