"""The parts of a split, and the Walks of a moved boundary, on form RR004 (1.8b, 1.8e)."""

import threading

import pytest
from django.contrib.auth import get_user_model
from django.db import connection

from electoral.office.refusals import Refused
from electoral.roll.models import Street
from tests.conftest import make_person
from tests.walks import rr004
from tests.walks.area_story import accepted, grid, moved, spare
from walks.actions import build_walks
from walks.actions.area_change import withdraw_change
from walks.actions.classification import draft_again, draft_form, submit_form, withdraw_form
from walks.actions.endorsement import approve_line, return_line
from walks.models import Classification, Walk
from walks.queries import class_on


@pytest.fixture
def manager(person, division):
    rr004.delegate(division)
    return person("area_manager")


@pytest.fixture
def split(division, dro, person):
    """Walk 1 of 810 residences, split in three and approved by Head Office."""
    grid(division, doors=90)
    build_walks(division, by=dro)
    spare(division, person)
    return accepted(Walk.objects.get(number=1), dro, person)


def submitted_parts(change, dro):
    form = draft_form(change.division, parts=list(change.parts.all()), by=dro)
    for line in form.lines.all():
        rr004.fill_in(line, dro)
    return submit_form(form, by=dro)


@pytest.mark.rule("1.8b", "1.8e")
def test_each_part_has_its_own_class_and_all_are_in_force_with_the_last_approval(
    division, split, dro, manager
):
    form = draft_form(division, parts=list(split.parts.all()), by=dro)
    parts = {part.number: part.residences for part in split.parts.all()}
    lines = {line.number: line for line in form.lines.all()}
    assert {n: line.residences for n, line in lines.items()} == parts
    assert {n: sum(row["residences"] for row in line.features) for n, line in lines.items()} == parts
    assert {line.kind for line in lines.values()} == {"split"}
    first, *others = sorted(lines)
    rr004.fill_in(lines[first], dro, features=("steep",), proposed="low_density")
    for number in others:
        rr004.fill_in(lines[number], dro)
    submit_form(form, by=dro)
    assert {len(shape["points"]) for shape in form_map_of(form)} == set(parts.values())
    for number in others:
        approve_line(lines[number], by=manager)
    assert Walk.objects.filter(ended_on=None).count() == 1
    assert not Classification.objects.standing().exists()
    approve_line(lines[first], by=manager)
    walks = {walk.number: walk for walk in Walk.objects.filter(ended_on=None)}
    assert set(walks) == set(parts)
    assert {n: walk.walk_class for n, walk in walks.items()} == {
        first: "low_density",
        **dict.fromkeys(others, "urban"),
    }
    assert class_on(walks[first], division.today()).form == form
    form.refresh_from_db()
    assert form.document.kind == "rr004"


def form_map_of(form):
    form.refresh_from_db()
    return form.map["shapes"]


@pytest.mark.rule("1.8e")
def test_a_moved_boundary_needs_a_fresh_approval_of_both_walks_even_of_the_same_class(division, dro, manager):
    grid(division, streets=3, doors=30)
    grid(division, streets=2, doors=30, ccd="7990002", first=3)
    build_walks(division, by=dro)
    walks = list(Walk.objects.order_by("number"))
    rr004.approved(division, *walks, by=dro, manager=manager)
    before = list(Classification.objects.order_by("number"))
    change = moved(*walks, dro, Street.objects.get(name="CEDAR"), "all", 21, None)
    form = submitted_parts(change, dro)
    lines = list(form.lines.order_by("number"))
    assert [(line.kind, line.residences, line.present_class) for line in lines] == [
        ("boundary", 80, "urban"), ("boundary", 70, "urban"),
    ]  # fmt: skip
    assert [row["residences"] for row in lines[0].features] == [30, 30, 20]
    assert sum(row["residences"] for row in lines[1].features) == 70
    for line in lines:
        approve_line(line, by=manager)
    for old in before:
        old.refresh_from_db()
        assert old.ended_on == division.today()
    assert {walk.approval[1] for walk in Walk.objects.all()} == {form.reference}


@pytest.mark.rule("1.8d")
def test_a_part_is_on_one_form_and_only_while_its_change_waits(division, split, dro, manager):
    parts = list(split.parts.all())
    form = submitted_parts(split, dro)
    with pytest.raises(Refused, match=f"is on RR004 {form.reference} already"):
        draft_form(division, parts=parts[:1], by=dro)
    withdraw_form(form, by=dro, reason="not this way")
    withdraw_change(split, by=dro, reason="not this way")
    with pytest.raises(Refused, match="its change of area is withdrawn"):
        draft_form(division, parts=parts, by=dro)


def test_a_returned_part_goes_on_a_new_form_and_a_part_approved_is_not_sent_again(
    division, split, dro, manager
):
    form = submitted_parts(split, dro)
    first, *others = form.lines.order_by("number")
    return_line(first, by=manager, reason="More of the west.")
    for line in others:
        approve_line(line, by=manager)
    assert not Classification.objects.standing().exists(), "one part is not approved yet"
    with pytest.raises(Refused, match=f"is approved on RR004 {form.reference} already"):
        draft_form(division, parts=[others[0].part], by=dro)
    again = draft_again(form, by=dro)
    fresh = again.lines.get()
    assert (fresh.part, fresh.remarks) == (first.part, first.remarks)
    submit_form(again, by=dro)
    approve_line(fresh, by=manager)
    assert Classification.objects.standing().count() == 1 + len(others)


@pytest.mark.rule("1.8e")
def test_a_withdrawn_split_has_nothing_that_waits_for_a_new_form(division, split, dro, manager):
    form = submitted_parts(split, dro)
    for line in form.lines.all():
        return_line(line, by=manager, reason="More.")
    assert form.lines.returned_and_not_sent_again().count() == split.parts.count()
    withdraw_change(split, by=dro, reason="not this way")
    assert not form.lines.returned_and_not_sent_again().exists()


@pytest.mark.rule("1.8e")
@pytest.mark.django_db(transaction=True)
def test_the_last_two_parts_approved_at_the_same_time_on_two_forms_put_the_split_in_force_once(
    division, dro, person
):
    rr004.delegate(division)
    grid(division, doors=50)
    build_walks(division, by=dro)
    spare(division, person)
    change = accepted(Walk.objects.get(number=1), dro, person)
    lines = []
    for part in change.parts.all():
        form = draft_form(division, parts=[part], by=dro)
        rr004.fill_in(form.lines.get(), dro)
        submit_form(form, by=dro)
        lines.append(form.lines.get())
    managers = [make_person("area_manager", division.area, name=f"Manager {n}") for n in range(len(lines))]
    start = threading.Barrier(len(lines))

    def approve(who, line):
        try:
            person, line = get_user_model().objects.get(pk=who), Classification.objects.get(pk=line)
            start.wait(timeout=20)
            approve_line(line, by=person)
        finally:
            connection.close()

    threads = [
        threading.Thread(target=approve, args=[m.pk, line.pk])
        for m, line in zip(managers, lines, strict=True)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    change.refresh_from_db()
    assert change.status == "in_force"
    assert Classification.objects.standing().count() == len(lines)
