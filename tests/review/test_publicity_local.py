"""A local advertisement: asked for on one of two grounds, approved by another person, placed by the division (3.1a, 3.1d)."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from pypdf import PdfReader

from electoral.office.models import Appointment, Event
from electoral.office.refusals import NotPermitted, Refused
from electoral.papers.actions import open_document
from electoral.papers.models import Document
from review.actions.advertisement import (
    approve_advertisement,
    cancel_advertisement,
    enter_cost,
    place_advertisement,
    place_local_advertisement,
    request_advertisement,
    request_local_advertisement,
    return_advertisement,
)
from review.actions.publicity import change_advertisement
from review.models import Advertisement, Position
from tests.review.publishing import FROM, newspaper, review_of
from tests.steps import work_off


@pytest.fixture
def here(division, person):
    """A division's part in a review, with a local paper, a position, and the people."""
    review = review_of(division)
    part = review.parts["GOLD"]
    part.clerk, part.dro, part.manager = person("clerk"), person("dro"), person("area_manager")
    part.outlet = newspaper(person("information_officer"), division, name="The Mockton Mirror", kind="local")
    part.position = Position.objects.create(
        division=division,
        review=part,
        area="Mockton",
        places=3,
        closing_on=FROM,
        opened_by=part.clerk,
        from_on=FROM,
    )
    return part


def asked(part, **changed):
    facts = {
        "by": part.clerk,
        "positions": [part.position],
        "ground": "few",
        "applications_so_far": 1,
        "appears_on": FROM,
    }
    return request_local_advertisement(part, changed.pop("outlet", part.outlet), **facts | changed)


@pytest.mark.rule("3.1d")
def test_it_is_asked_for_approved_and_placed_and_the_copy_goes_on_file(here):
    ad = asked(here)
    assert (ad.status, ad.ground, ad.applications_so_far, list(ad.positions.all())) == (
        "requested",
        "few",
        1,
        [here.position],
    )
    approved = approve_advertisement(ad, by=here.manager)
    assert (approved.status, approved.decided_by) == ("approved", here.manager)
    placed = place_local_advertisement(approved, by=here.clerk, appears_on=FROM, cost=18000)
    assert placed.status == "placed"
    assert here.position.was_advertised
    work_off()
    document = Document.objects.get(kind="advertisement", subject=ad.reference)
    with open_document(document) as file:
        words = " ".join(page.extract_text() for page in PdfReader(file).pages)
    for said in (
        ad.reference,
        "The Mockton Mirror",
        "3 May 2027",
        "$180.00",
        str(here.manager),
        "Mockton",
        "Page 1 of 1",
    ):
        assert said in words
    verbs = list(Event.objects.about(ad).values_list("verb", flat=True))
    assert verbs[::-1] == [
        "plan_advertisement",
        "request_advertisement",
        "approve_advertisement",
        "place_local_advertisement",
    ]


@pytest.mark.rule("3.1a", "3.1d")
def test_it_cannot_be_placed_before_approval(here, person):
    ad = asked(here)
    with pytest.raises(Refused):
        place_local_advertisement(ad, by=here.dro, appears_on=FROM)
    with pytest.raises(Refused, match="with the area manager"):
        place_advertisement(ad, by=person("information_officer", here.division.area.state), appears_on=FROM)
    with pytest.raises(IntegrityError, match="cannot go from requested to placed"), transaction.atomic():
        Advertisement.objects.filter(pk=ad.pk).update(status="placed", decided_by=here.manager)


@pytest.mark.rule("3.1d")
@pytest.mark.parametrize(
    ("left_out", "said"),
    [
        ({"positions": []}, "names no position"),
        ({"ground": ""}, "which of the two reasons"),
        ({"applications_so_far": None}, "how many applications"),
    ],
)
def test_a_request_names_its_ground_its_positions_and_the_applications_so_far(here, left_out, said):
    with pytest.raises(Refused, match=said):
        asked(here, **left_out)
    assert not Advertisement.objects.exists(), "nothing is half done"


@pytest.mark.rule("3.1d")
def test_the_database_knows_no_request_without_a_ground(here):
    ad = asked(here)
    with pytest.raises(IntegrityError, match="does not change any more"), transaction.atomic():
        Advertisement.objects.filter(pk=ad.pk).update(ground="")
    bare = Advertisement.objects.create(
        state=ad.state, local_to=here.division, review=ad.review, outlet=here.outlet, kind="recruitment", appears_on=FROM,
        planned_by=here.clerk, planned_on=FROM,
    )  # fmt: skip
    with pytest.raises(IntegrityError, match="a_local_one_has_its_ground"), transaction.atomic():
        Advertisement.objects.filter(pk=bare.pk).update(status="requested")


@pytest.mark.rule("3.1d")
@pytest.mark.parametrize(
    "role", ["clerk", "dro", "information_officer", "head_office", "director", "auditor"]
)
def test_only_an_area_manager_approves(here, person, role):
    ad, other = asked(here), person(role)
    for step in (
        lambda: approve_advertisement(ad, by=other),
        lambda: return_advertisement(ad, by=other, reason="no"),
    ):
        with pytest.raises(NotPermitted):
            step()


def acting_for_the_area(user, division):
    """A second appointment: the clerk relieves the Area Manager."""
    Appointment.objects.create(user=user, role="area_manager", area=division.area, from_on=date(2020, 1, 1))
    del user.appointments_in_force


@pytest.mark.rule("3.1d")
def test_nobody_approves_what_they_asked_for(here):
    ad = asked(here)
    acting_for_the_area(here.clerk, here.division)
    for step in (
        lambda: approve_advertisement(ad, by=here.clerk),
        lambda: return_advertisement(ad, by=here.clerk, reason="no"),
    ):
        with pytest.raises(Refused, match="You asked for it"):
            step()
    with pytest.raises(IntegrityError, match="nobody_approves_their_own"), transaction.atomic():
        Advertisement.objects.filter(pk=ad.pk).update(status="approved", decided_by=here.clerk)
    assert approve_advertisement(ad, by=here.manager).status == "approved"


@pytest.mark.rule("3.1d")
def test_who_asked_first_does_not_approve_when_another_asks_again(here):
    returned = return_advertisement(asked(here), by=here.manager, reason="say how many are wanted")
    again = request_advertisement(returned, by=here.dro)
    assert (again.status, again.requested_by, again.decided_by, again.reason) == (
        "requested",
        here.dro,
        None,
        "",
    )
    acting_for_the_area(here.clerk, here.division)
    with pytest.raises(Refused, match="You asked for it"):
        approve_advertisement(again, by=here.clerk)
    with pytest.raises(IntegrityError, match="nobody_approves_their_own"), transaction.atomic():
        Advertisement.objects.filter(pk=again.pk).update(status="approved", decided_by=here.clerk)


@pytest.mark.rule("3.1d")
def test_what_was_returned_is_changed_and_asked_again(here):
    returned = return_advertisement(asked(here), by=here.manager, reason="say how many are wanted")
    assert (returned.status, returned.reason) == ("returned", "say how many are wanted")
    changed = change_advertisement(
        returned, by=here.dro, text="Three wanted", applications_so_far=2, positions=[here.position]
    )
    assert request_advertisement(changed, by=here.dro).text == "Three wanted"


def test_what_waits_for_approval_does_not_change_and_can_be_cancelled(here):
    ad = asked(here)
    with pytest.raises(Refused, match="does not change any more"):
        change_advertisement(ad, by=here.clerk, text="other words")
    with pytest.raises(IntegrityError, match="does not change any more"), transaction.atomic():
        Advertisement.objects.filter(pk=ad.pk).update(text="other words")
    assert cancel_advertisement(ad, by=here.clerk, reason="enough applied").status == "cancelled"


def test_the_paper_and_the_positions_are_of_the_division_and_the_review(here, other_division, person):
    far = newspaper(person("information_officer"), other_division, name="The Leadville Leader", kind="local")
    with pytest.raises(Refused, match="does not cover"):
        asked(here, outlet=far)
    later = review_of(here.division, title="Review of 2029").parts["GOLD"]
    strange = Position.objects.create(
        division=here.division,
        review=later,
        area="Mockton",
        closing_on=FROM,
        opened_by=here.clerk,
        from_on=FROM,
    )
    with pytest.raises(Refused, match="another review"):
        asked(here, positions=[strange])


def test_another_division_has_nothing_to_do_with_it(here, other_division, person):
    ad = asked(here)
    other = person("dro", other_division)
    assert not Advertisement.objects.visible_to(other).exists()
    with pytest.raises(NotPermitted):
        asked(here, by=other)
    with pytest.raises(NotPermitted):
        cancel_advertisement(ad, by=other, reason="x")


def test_the_cost_is_entered_when_the_account_comes(here):
    ad = asked(here)
    with pytest.raises(Refused):
        enter_cost(ad, by=here.clerk, cost=100)
    placed = place_local_advertisement(
        approve_advertisement(ad, by=here.manager), by=here.clerk, appears_on=FROM
    )
    assert enter_cost(placed, by=here.clerk, cost=18050).cost_text == "$180.50"
    with pytest.raises(NotPermitted):
        enter_cost(placed, by=here.manager, cost=1)
