"""The two steps of an approval (1.8a), by both paths, and what it does to the class of a Walk (1.8c, 1.8d)."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from electoral.office.models import Appointment, Event
from electoral.office.refusals import NotPermitted, Refused, WrongState
from electoral.papers.models import Document
from tests.conftest import make_person, make_place
from tests.walks import rr004
from walks.actions.classification import draft_form, submit_form, withdraw_form, withdraw_line
from walks.actions.endorsement import approve_line, decide_lines, order_copy, recommend_line, return_line
from walks.models import Classification, Walk
from walks.queries import class_on


@pytest.fixture
def manager(person):
    return person("area_manager")


@pytest.fixture
def director(person):
    return person("director")


@pytest.fixture
def walk(division):
    return rr004.lay_walk(division, 1)


@pytest.fixture
def line(division, walk, dro):
    return rr004.submitted(division, walk, by=dro).lines.get()


def again(line) -> Classification:
    return Classification.objects.get(pk=line.pk)


@pytest.mark.rule("1.8a")
def test_without_a_delegation_the_area_manager_recommends_and_the_director_approves(line, manager, director):
    with pytest.raises(Refused, match="The Director of Operations approves; recommend it"):
        approve_line(line, by=manager)
    recommend_line(line, by=manager)
    approve_line(line, by=director)
    line = again(line)
    assert (line.status, line.recommended_by, line.decided_by) == ("approved", manager, director)
    assert line.office == "Director of Operations, State of NT"
    assert (line.from_on, line.delegation) == (line.division.today(), None)


@pytest.mark.rule("1.8a")
def test_under_a_delegation_the_area_managers_approval_completes_it(division, line, manager, director):
    given = rr004.delegate(division)
    with pytest.raises(Refused, match="delegated the approval"):
        recommend_line(line, by=manager)
    with pytest.raises(NotPermitted):
        approve_line(line, by=director)
    approve_line(line, by=manager)
    line = again(line)
    assert (line.status, line.decided_by, line.delegation, line.recommended_by) == (
        "approved",
        manager,
        given,
        None,
    )
    assert line.office == "Area Manager, Top End, under Instrument 7 of 2026"


@pytest.mark.rule("1.8a")
def test_a_delegation_of_another_day_or_state_counts_for_nothing(division, line, manager):
    given = rr004.delegate(division)
    type(given).objects.filter(pk=given.pk).update(ended_on=division.today())
    with pytest.raises(Refused, match="The Director of Operations approves"):
        approve_line(line, by=manager)


@pytest.mark.rule("1.8a")
@pytest.mark.parametrize("delegated", [True, False])
def test_nobody_approves_or_recommends_or_returns_what_they_submitted(division, walk, manager, delegated):
    """Somebody who is DRO and Area Manager at once, as in a relief."""
    for role, place in (("dro", {"division": division}), ("director", {"state": division.area.state})):
        Appointment.objects.create(user=manager, role=role, from_on=rr004.BEGAN, **place)
    both = type(manager).objects.get(pk=manager.pk)
    if delegated:
        rr004.delegate(division)
    line = rr004.submitted(division, walk, by=both).lines.get()
    for step in (approve_line, recommend_line):
        with pytest.raises(Refused, match="You submitted this form"):
            step(line, by=both)
    with pytest.raises(Refused, match="You submitted this form"):
        return_line(line, by=both, reason="no")


@pytest.mark.rule("1.8a")
def test_the_second_step_is_taken_by_another_person(division, line, manager):
    Appointment.objects.create(user=manager, role="director", from_on=rr004.BEGAN, state=division.area.state)
    both = type(manager).objects.get(pk=manager.pk)
    recommend_line(line, by=both)
    with pytest.raises(Refused, match="You recommended it"):
        approve_line(line, by=both)


@pytest.mark.rule("1.8a")
def test_a_return_needs_its_reason_at_either_step(line, manager, director):
    with pytest.raises(Refused, match="Say why"):
        return_line(line, by=manager, reason=" ")
    recommend_line(line, by=manager)
    with pytest.raises(NotPermitted):
        return_line(line, by=manager, reason="Second thoughts.")
    return_line(line, by=director, reason="Look at the north again.")
    line = again(line)
    assert (line.status, line.reason, line.office) == (
        "returned", "Look at the north again.", "Director of Operations, State of NT",
    )  # fmt: skip
    assert Event.objects.get(subject=line.reference, verb="return_recommended_classification").data["reason"]


def test_the_area_manager_of_another_area_decides_nothing(line):
    elsewhere = make_place("FARO", area="Far Area")
    stranger = make_person("area_manager", elsewhere.area)
    for step in (approve_line, recommend_line):
        with pytest.raises(NotPermitted):
            step(line, by=stranger)


@pytest.mark.rule("1.8c", "1.8d")
def test_a_new_approval_ends_the_old_one_the_same_day_and_each_day_knows_its_own(
    division, walk, dro, manager
):
    rr004.delegate(division)
    yesterday = division.today() - timedelta(days=1)
    with time_machine.travel(datetime.now(UTC) - timedelta(days=1)):
        rr004.approved(division, walk, by=dro, manager=manager)
    form = draft_form(division, walks=[walk], by=dro, density_changed=True)
    rr004.fill_in(form.lines.get(), dro, features=("steep",), proposed="low_density")
    submit_form(form, by=dro)
    assert Walk.objects.get().class_text.startswith("Urban, approved on")
    approve_line(form.lines.get(), by=manager)
    first, second = Classification.objects.order_by("pk")
    assert (first.ended_on, second.from_on, second.ended_on) == (division.today(), division.today(), None)
    assert Walk.objects.get().walk_class == "low_density"
    assert class_on(walk, yesterday) == first
    assert class_on(walk, division.today()) == second
    assert class_on(walk, yesterday - timedelta(days=1)) is None
    assert Event.objects.filter(subject=first.reference, verb="end_approval").exists()


@pytest.mark.rule("1.8a", "1.8c")
def test_the_endorsed_form_is_ordered_once_when_the_last_walk_is_decided(division, dro, manager):
    rr004.delegate(division)
    walks = [rr004.lay_walk(division, n) for n in (1, 2, 3)]
    form = rr004.submitted(division, *walks, by=dro)
    one, two, three = form.lines.order_by("number")
    approve_line(one, by=manager)
    return_line(two, by=manager, reason="Not enough is said of the hills.")
    assert not Document.objects.exists()
    withdraw_line(three, by=dro, reason="not now")
    form.refresh_from_db()
    assert (form.document.kind, form.document.subject) == ("rr004", form.reference)
    assert Document.objects.count() == 1


def test_a_form_of_which_nothing_is_approved_has_no_endorsed_paper(division, dro, manager, walk):
    form = rr004.submitted(division, walk, by=dro)
    return_line(form.lines.get(), by=manager, reason="Not yet.")
    assert not Document.objects.exists()


def test_several_are_decided_at_once_or_none_with_every_reason(division, dro, manager):
    walks = [rr004.lay_walk(division, n) for n in (1, 2, 3)]
    form = rr004.submitted(division, *walks, by=dro)
    lines = list(form.lines.order_by("number"))
    with pytest.raises(Refused, match=r"Walk 1: The Director.*Walk 2: The Director"):
        decide_lines(lines[:2], step="approve", by=manager)
    recommend_line(lines[2], by=manager)
    with pytest.raises(Refused, match="Walk 3: It is with the director of operations"):
        decide_lines(lines, step="recommend", by=manager)
    assert sorted(form.lines.values_list("status", flat=True)) == ["recommended", "submitted", "submitted"]
    decide_lines(lines[:2], step="recommend", by=manager)
    with pytest.raises(Refused, match="Say why"):
        decide_lines(lines, step="return", by=manager, reason="")
    with pytest.raises(Refused, match="at least one Walk"):
        decide_lines([], step="recommend", by=manager)
    with pytest.raises(NotPermitted):
        decide_lines(lines, step="return", by=dro, reason="no")
    assert set(form.lines.values_list("status", flat=True)) == {"recommended"}


def test_what_is_decided_is_decided_once(division, line, manager):
    rr004.delegate(division)
    approve_line(line, by=manager)
    for step in (approve_line, recommend_line):
        with pytest.raises(WrongState, match="It is approved"):
            step(line, by=manager)
    with pytest.raises(WrongState):
        return_line(line, by=manager, reason="Second thoughts.")
    with pytest.raises(WrongState):
        withdraw_line(line, by=make_person("dro", division))


@pytest.mark.rule("1.8e")
def test_a_walk_that_has_ended_meanwhile_is_approved_by_nobody(division, walk, line, manager):
    rr004.delegate(division)
    Walk.objects.filter(pk=walk.pk).update(ended_on=division.today())
    with pytest.raises(Refused, match="Walk 1 ended on"):
        approve_line(line, by=manager)
    return_line(line, by=manager, reason="It has ended.")


def test_the_form_can_be_withdrawn_until_the_director_has_it(division, dro, manager):
    walks = [rr004.lay_walk(division, n) for n in (1, 2)]
    form = rr004.submitted(division, *walks, by=dro)
    recommend_line(form.lines.get(number=1), by=manager)
    withdraw_form(form, by=dro, reason="not this year")
    assert list(form.lines.order_by("number").values_list("status", "reason")) == [
        ("recommended", ""),
        ("withdrawn", "not this year"),
    ]
    with pytest.raises(WrongState, match="Nothing of it can be withdrawn"):
        withdraw_form(form, by=dro, reason="again")


@pytest.mark.rule("1.7c")
def test_a_copy_for_printing_is_made_once_and_only_between_submission_and_decision(
    division, walk, dro, manager
):
    rr004.delegate(division)
    form = rr004.drafted(division, walk, by=dro)
    with pytest.raises(Refused, match="not submitted yet"):
        order_copy(form, by=dro)
    submit_form(form, by=dro)
    assert order_copy(form, by=dro) == order_copy(form, by=manager)
    approve_line(form.lines.get(), by=manager)
    with pytest.raises(Refused, match="print the endorsed form"):
        order_copy(form, by=dro)
