"""Walks from census districts, the street file, and each residence in the Walk of its range (1.1, 4)."""

import pytest
from django.db import IntegrityError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from electoral.office.refusals import NotPermitted
from electoral.roll.models import Residence
from electoral.roll.rules import side_of
from tests.conftest import as_owner
from tests.factories import (
    AllocationFactory,
    StreetFactory,
    StreetRangeFactory,
    WalkCcdFactory,
    WalkFactory,
    lay,
)
from walks.actions import allocate, build_walks
from walks.models import Allocation, StreetRange, Walk, WalkCcd

EACH_IN_A_ROLLBACK = settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
doors = st.lists(
    st.tuples(st.sampled_from(["ACORN", "BANKSIA"]), st.integers(0, 30), st.sampled_from("ABC")), max_size=40
)


def who_has(street, number, ranges):
    """Independent of SQL: the Walks whose ranges have a number of a street."""
    return [
        one.walk_id
        for one in ranges
        if one.street_id == street and one.side in ("all", side_of(number))
        and one.numbers.lower <= number and (one.numbers.upper is None or number < one.numbers.upper)
    ]  # fmt: skip


def state():
    """Everything that building and allocating may change."""
    return [
        list(model.objects.order_by("pk").values_list()) for model in (Walk, WalkCcd, StreetRange, Allocation)
    ]


@pytest.mark.rule("1.1a")
def test_each_census_district_is_a_walk_numbered_in_their_order(division, clerk):
    lay(division, ("ACORN", 1, "7990003"), ("ACORN", 3, "7990001"), ("ACORN", 5, "7990002"))
    built = build_walks(division, by=clerk)
    members = WalkCcd.objects.order_by("walk__number").values_list("walk__number", "ccd__code")
    assert list(members) == [(1, "7990001"), (2, "7990002"), (3, "7990003")]
    assert built.walks == 3
    assert built.residences.placed == 3


@pytest.mark.rule("1.1b", "4b")
@EACH_IN_A_ROLLBACK
@given(doors)
def test_every_residence_is_in_exactly_the_walk_of_its_range(division, clerk, doors):
    with transaction.atomic():
        lay(division, *doors)
        build_walks(division, by=clerk)
        ranges = list(StreetRange.objects.filter(ended_on=None))
        placed = list(Allocation.objects.values_list("residence", "walk"))
        assert len(placed) == len(doors)
        for residence in Residence.objects.all():
            (own,) = who_has(residence.street_id, residence.number, ranges)
            assert [walk for key, walk in placed if key == residence.pk] == [own]
        transaction.set_rollback(True)


@pytest.mark.rule("4a")
@EACH_IN_A_ROLLBACK
@given(doors)
def test_the_ranges_of_a_street_tile_the_sides_that_have_residences(division, clerk, doors):
    with transaction.atomic():
        lay(division, *doors)
        build_walks(division, by=clerk)
        ranges = list(StreetRange.objects.filter(ended_on=None))
        for street, side in set(Residence.objects.values_list("street", "side")):
            numbers = (n for n in range(60) if side_of(n) == ("odd" if side == 1 else "even"))
            assert all(len(who_has(street, n, ranges)) == 1 for n in numbers)
        transaction.set_rollback(True)


@pytest.mark.rule("4b")
@EACH_IN_A_ROLLBACK
@given(doors)
def test_a_second_run_changes_nothing(division, clerk, doors):
    with transaction.atomic():
        lay(division, *doors)
        build_walks(division, by=clerk)
        before = state()
        again = build_walks(division, by=clerk)
        assert (again.walks, again.ranges, again.residences[:3]) == (0, (0, 0), (0, 0, 0))
        assert allocate(division, by=clerk)[:3] == (0, 0, 0)
        assert state() == before
        transaction.set_rollback(True)


def test_a_new_district_gets_the_next_number_and_the_ranges_follow(division, clerk):
    lay(division, ("ACORN", 1, "B"), ("ACORN", 3, "B"))
    build_walks(division, by=clerk)
    lay(division, ("ACORN", 5, "A"))
    built = build_walks(division, by=clerk)
    assert list(Walk.objects.values_list("number", flat=True)) == [1, 2]
    assert WalkCcd.objects.get(walk__number=2).ccd.code == "A"
    assert built.ranges == (2, 1)  # the whole street ended; two runs of odd numbers began
    assert StreetRange.objects.exclude(ended_on=None).get().side == "all"
    assert built.residences == (1, 0, 0, 0)


@pytest.mark.rule("4b")
def test_residences_follow_a_range_that_moved(division, clerk):
    lay(division, ("ACORN", 1, "A"), ("ACORN", 3, "A"))
    build_walks(division, by=clerk)
    other = WalkFactory(division=division, number=7)
    StreetRange.objects.update(walk=other)
    assert allocate(division, by=clerk) == (0, 2, 0, 0)
    StreetRange.objects.update(ended_on=division.today())
    assert allocate(division, by=clerk) == (0, 0, 2, 2)
    assert not Allocation.objects.exists()


def test_a_residence_without_a_district_goes_with_its_neighbours(division, clerk):
    lay(division, ("ACORN", 1, "A"), ("ACORN", 3, ""), ("ACORN", 5, "A"))
    build_walks(division, by=clerk)
    assert StreetRange.objects.get().side == "all"
    assert Allocation.objects.count() == 3


def test_another_division_is_left_alone(division, other_division, person, clerk):
    lay(division, ("ACORN", 1, "A"))
    lay(other_division, ("ACORN", 1, "A"))
    build_walks(other_division, by=person("clerk", other_division))
    there = Allocation.objects.get()
    build_walks(division, by=clerk)
    assert Allocation.objects.get(division=other_division) == there
    assert Walk.objects.filter(number=1).count() == 2
    with pytest.raises(NotPermitted):
        build_walks(other_division, by=clerk)


# What the database refuses


def check_now():
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")


OVERLAPS = [
    (("odd", 1, 99), ("odd", 99, 199)),
    (("all", 0, None), ("odd", 7, 7)),
    (("all", 0, None), ("even", 8, 8)),
    (("odd", 0, None), ("odd", 5, 5)),
]
NEIGHBOURS = [
    (("odd", 0, 99), ("even", 0, 99)),
    (("odd", 1, 99), ("odd", 101, 199)),
    (("all", 0, 10), ("all", 11, None)),
]


def add_both(division, one, other):
    street = StreetFactory(locality__division=division)
    walk = WalkFactory(division=division)
    for side, low, last in (one, other):
        StreetRangeFactory(street=street, side=side, numbers=(low, last), walk=walk)
    check_now()


@pytest.mark.rule("4a")
@pytest.mark.parametrize(("one", "other"), OVERLAPS)
def test_the_database_refuses_ranges_that_overlap(division, one, other):
    with pytest.raises(IntegrityError, match="street_ranges_do_not_overlap"), transaction.atomic():
        add_both(division, one, other)


@pytest.mark.parametrize(("one", "other"), NEIGHBOURS)
def test_ranges_that_touch_are_let_in(division, one, other):
    add_both(division, one, other)
    assert StreetRange.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_without_the_constraint_the_overlap_would_be_let_in(division):
    guard = next(c for c in StreetRange._meta.constraints if c.name == "street_ranges_do_not_overlap")
    with as_owner(), connection.schema_editor() as editor:
        editor.remove_constraint(StreetRange, guard)
    try:
        add_both(division, *OVERLAPS[0])
        assert StreetRange.objects.count() == 2
    finally:
        StreetRange.objects.all().delete()
        with as_owner(), connection.schema_editor() as editor:
            editor.add_constraint(StreetRange, guard)


@pytest.mark.rule("1.1b")
def test_the_database_refuses_a_residence_in_two_walks(division, clerk):
    lay(division, ("ACORN", 1, "A"))
    build_walks(division, by=clerk)
    with pytest.raises(IntegrityError, match="a_residence_is_in_one_walk"), transaction.atomic():
        AllocationFactory(residence=Residence.objects.get(), walk=WalkFactory(division=division, number=9))


@pytest.mark.rule("1.1a")
def test_the_database_refuses_a_district_in_two_walks_and_a_number_twice(division, clerk):
    lay(division, ("ACORN", 1, "A"))
    build_walks(division, by=clerk)
    ccd, other = WalkCcd.objects.get().ccd, WalkFactory(division=division, number=9)
    with pytest.raises(IntegrityError, match="a_ccd_is_in_one_walk"), transaction.atomic():
        WalkCcdFactory(ccd=ccd, walk=other)
    with pytest.raises(IntegrityError, match="walk_number_once"), transaction.atomic():
        WalkFactory(division=division, number=1)
