"""Positions, what they still want, and the contact with the employment service (3.1)."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from electoral.office.models import Event
from electoral.office.refusals import NotPermitted, Refused
from review.actions.application import decline_application
from review.actions.recruitment import change_position, contact_employment_service, end_position, order_paper
from review.models import Contact, Position, SentPaper
from review.waiting.recruitment import next_step, waiting_for
from tests.review.recruiting import (
    CONTACT,
    advertised,
    appointed,
    part_of_review,
    planned,
    positioned,
    received,
)


def counted(position):
    return (
        Position.objects.with_counts(position.division.today()).select_related("review").get(pk=position.pk)
    )


def telling(position, by, **more):
    told = {"on": position.division.today(), "office": "Pretend Employment", "spoke_to": "Mo Specimen"}
    return contact_employment_service(position, by=by, **{**told, **more})


def test_a_position_knows_its_applications_and_the_places_left(division, person):
    dro = person("dro")
    position = positioned(division, dro, places=3)
    advertised(position)
    received(division, dro, position)
    appointed(received(division, dro, position, email="other@people.invalid"), dro)
    now = counted(position)
    assert (now.applied, now.undecided, now.appointed, now.places_left) == (2, 1, 1, 2)


def test_an_officer_whose_service_ended_frees_the_place(division, person):
    dro, today = person("dro"), division.today()
    position = positioned(division, dro, places=1)
    advertised(position)
    application = received(division, dro, position, days_ago=9)
    appointed(application, dro, from_on=today - timedelta(days=5), last_day=today - timedelta(days=1))
    assert (counted(position).appointed, counted(position).places_left) == (0, 1)


def test_an_area_has_one_open_position_in_a_review(division, person):
    dro = person("dro")
    position = positioned(division, dro)
    with pytest.raises(Refused, match="an open position for fabletown already"):
        positioned(division, dro, "fabletown")
    end_position(position, by=dro)
    assert positioned(division, dro).pk != position.pk


def test_the_database_knows_it_too(division, person):
    dro = person("dro")
    position = positioned(division, dro)
    with pytest.raises(IntegrityError, match="position_once"), transaction.atomic():
        Position.objects.create(
            division=division, review=position.review, area="Fabletown", closing_on=division.today(), contact="x",
            opened_by=dro, from_on=division.today(),
        )  # fmt: skip


def test_a_last_day_that_is_past_is_refused(division, person):
    with pytest.raises(Refused, match="is past"):
        positioned(division, person("dro"), closing_in=-1)


def test_a_review_whose_field_work_is_over_gets_no_position(division, person):
    part, yesterday = part_of_review(division), division.today() - timedelta(days=1)
    type(part).objects.update(starts_on=yesterday, ends_on=yesterday)
    with pytest.raises(Refused, match="field work of this review ended"):
        positioned(division, person("dro"))


def test_what_is_wanted_can_be_changed_and_the_trail_says_what(division, person):
    dro = person("dro")
    position = positioned(division, dro)
    wanted = {"area": "Fabletown", "closing_on": position.closing_on, "contact": CONTACT}
    change_position(position, by=dro, places=5, country=True, **wanted)
    event = Event.objects.get(verb="change_position")
    assert event.data == {"changed": ["places", "country"]}


def test_a_last_day_that_went_by_stays_when_something_else_is_changed(division, person):
    dro = person("dro")
    position = positioned(division, dro)
    past = division.today() - timedelta(days=2)
    Position.objects.filter(pk=position.pk).update(closing_on=past)
    changed = change_position(position, by=dro, area="Fabletown", places=9, closing_on=past, contact=CONTACT)
    assert (changed.places, changed.closing_on) == (9, past)


def test_a_position_with_an_undecided_application_is_not_ended(division, person):
    dro = person("dro")
    position = positioned(division, dro)
    application = received(division, dro, position)
    with pytest.raises(Refused, match="1 application for it is not decided"):
        end_position(position, by=dro)
    decline_application(application, by=dro, reason="No transport.")
    assert end_position(position, by=dro).ended_on == division.today()


@pytest.mark.parametrize("step", ["change", "contact", "paper", "end"])
def test_nothing_more_happens_to_an_ended_position(division, person, step):
    dro = person("dro")
    position = positioned(division, dro)
    end_position(position, by=dro)
    with pytest.raises(Refused, match="This position ended on"):
        {
            "change": lambda: change_position(
                position, by=dro, area="Y", places=1, closing_on=position.closing_on, contact=CONTACT
            ),
            "contact": lambda: telling(position, dro),
            "paper": lambda: order_paper(position, "information_sheet", by=dro),
            "end": lambda: end_position(position, by=dro),
        }[step]()


@pytest.mark.rule("3.1b", "3.1f")
def test_a_contact_with_the_employment_service_is_dated_and_says_how_many_papers_were_sent(division, person):
    clerk = person("clerk")
    position = positioned(division, clerk)
    contact = telling(position, clerk, sheets=20, forms=15)
    assert (contact.on, contact.sheets, contact.forms, contact.by) == (division.today(), 20, 15, clerk)
    assert Event.objects.get(verb="contact_employment_service").data == {"sheets": 20, "forms": 15}


def test_a_contact_of_tomorrow_is_refused(division, person):
    dro = person("dro")
    with pytest.raises(Refused, match="still to come"):
        telling(positioned(division, dro), dro, on=division.today() + timedelta(days=1))


@pytest.mark.rule("3.1f")
@pytest.mark.parametrize("model", [Contact, SentPaper])
def test_the_database_keeps_contacts_and_papers_as_they_are(division, person, model):
    dro = person("dro")
    telling(positioned(division, dro), dro)
    for change in (f'UPDATE "{model._meta.db_table}" SET id = id', f'DELETE FROM "{model._meta.db_table}"'):
        with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
            connection.cursor().execute(change)


def test_an_end_is_written_once(division, person):
    dro = person("dro")
    position = end_position(positioned(division, dro), by=dro)
    with (
        pytest.raises(IntegrityError, match="ended_on of review_position is written once"),
        transaction.atomic(),
    ):
        Position.objects.filter(pk=position.pk).update(ended_on=None)


@pytest.mark.rule("3.1e", "3.1f")
def test_the_queues_show_what_is_not_advertised_and_not_told(division, other_division, person):
    dro = person("dro")
    first, second = positioned(division, dro), positioned(division, dro, "Mockton")
    positioned(other_division, person("dro", other_division))
    planned(first)  # planned is not placed
    assert queues(dro)[1:3] == [2, 2]
    advertised(first)
    telling(second, dro)
    assert queues(dro)[1:3] == [1, 1]
    end_position(first, by=dro)
    end_position(second, by=dro)
    assert queues(dro)[1:3] == [0, 0]


def queues(user):
    return [queue["count"] for queue in waiting_for(user)]


def test_who_does_not_work_on_recruitment_has_no_queue(division, person):
    assert waiting_for(person("auditor")) == waiting_for(person("officer")) == []


@pytest.mark.rule("3.1d")
def test_the_next_step_of_a_position(division, person):
    dro, today = person("dro"), division.today()
    position = positioned(division, dro, places=1)

    def says():
        return next_step(counted(position), today)["sentence"]

    assert "An advertisement is to be placed" in says()
    advertised(position)
    assert "The employment service is to be told" in says()
    telling(position, dro)
    assert "Applications are awaited" in says()
    late = next_step(counted(position), position.closing_on + timedelta(days=1))["sentence"]
    assert "ask for a local advertisement" in late
    application = received(division, dro, position)
    assert "1 application is to be decided" in says()
    appointed(application, dro)
    assert "All places are filled" in says()
    end_position(position, by=dro)
    assert "has ended" in says()


@pytest.mark.parametrize("role", ["auditor", "area_manager", "head_office", "officer", "information_officer"])
def test_positions_are_opened_by_the_divisional_office_alone(division, person, role):
    with pytest.raises(NotPermitted):
        positioned(division, person(role))


def test_another_divisions_office_does_not_work_here(division, other_division, person):
    stranger = person("dro", other_division)
    position = positioned(division, person("dro"))
    for step in (
        lambda: end_position(position, by=stranger),
        lambda: telling(position, stranger),
        lambda: order_paper(position, "information_sheet", by=stranger),
        lambda: received(division, stranger, position),
    ):
        with pytest.raises(NotPermitted):
            step()
