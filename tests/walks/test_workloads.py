"""Workloads: days, warnings, what is proposed, and changing it by hand (1.3a)."""

from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given, settings
from hypothesis import strategies as st

from electoral.office.refusals import NotPermitted, Refused
from tests.walks.plans import choose, lay_walks, part_of
from walks.actions.roll_review import join_walks
from walks.actions.workload import ask_for_more, make_workloads, put_together, take_out, undo_workloads
from walks.models import ReviewWalk, Workload
from walks.rules.workload import Task, days_of, hours_of, propose_workloads, warning_of

FIGURES = {"norm_urban": Decimal(17), "norm_low_density": Decimal(10), "hours_a_day": Decimal(3)}


def loads(part):
    rows = ReviewWalk.objects.filter(review=part, workload__isnull=False).order_by("walk__number")
    found = {}
    for load, number in rows.values_list("workload__number", "walk__number"):
        found.setdefault(load, []).append(number)
    return sorted(found.values())


@pytest.mark.rule("1.3a", "1.6b")
def test_days_are_residences_by_norm_by_hours_a_day():
    assert hours_of(400, "urban", FIGURES) == Decimal("23.53")
    assert hours_of(400, "low_density", FIGURES) == 40
    assert days_of(400, "urban", FIGURES) == Decimal("7.84")
    assert days_of(300, "low_density", FIGURES) == 10
    assert days_of(170, "", FIGURES) == days_of(170, "urban", FIGURES)


@pytest.mark.rule("1.3a")
@pytest.mark.parametrize(
    ("days", "walks", "more", "warns"),
    [
        ("10", 1, False, ""), ("10.01", 1, False, "over 10"), ("12", 3, False, "over 10"), ("7", 2, False, ""),
        ("6.99", 1, False, ""), ("6.99", 2, False, "under 7"), ("6.99", 1, True, "under 7"), ("11", 1, True, "over 10"),
    ],
)  # fmt: skip
def test_over_ten_warns_and_under_seven_only_of_several_walks_or_where_more_was_asked(
    days, walks, more, warns
):
    said = warning_of(Decimal(days), walks=walks, asked_for_more=more)
    assert (warns in said) if warns else said == ""


tasks = st.lists(
    st.tuples(
        st.integers(1, 80),
        st.decimals("0.1", "14", places=2),
        st.one_of(st.none(), st.tuples(st.floats(130, 131), st.floats(-13, -12))),
    ),
    max_size=25,
    unique_by=lambda task: task[0],
).map(lambda rows: [Task(*row) for row in rows])


@pytest.mark.rule("1.3a")
@settings(max_examples=60, deadline=None)
@given(tasks)
def test_each_walk_is_in_one_workload_and_none_put_together_is_over_ten_days(them):
    groups = propose_workloads(them)
    assert sorted(n for group in groups for n in group) == sorted(task.number for task in them)
    days = {task.number: task.days for task in them}
    for group in groups:
        assert len(group) == 1 or sum(days[n] for n in group) <= 10
        assert len(group) == 1 or all(days[n] < 7 for n in group)
    assert groups == propose_workloads(list(reversed(them)))


@pytest.mark.rule("1.3a")
def test_small_neighbours_go_together_and_far_ones_do_not():
    near = [Task(n, Decimal(3), (131 + n / 1000, -12.0)) for n in (1, 2, 3)]
    wall = [Task(10 + n, Decimal(8), (131.1 + n / 1000, -12.0)) for n in range(8)]
    far = [Task(50, Decimal(3), (133.0, -12.0))]
    assert propose_workloads([*near, *wall, *far])[0] == [1, 2, 3]
    assert [50] in propose_workloads([*near, *wall, *far])


@pytest.fixture
def part(division, dro):
    return part_of(division, by=dro, sizes=(360, 150, 150, 20))


@pytest.mark.rule("1.3a")
def test_workloads_are_proposed_changed_and_undone(part, clerk):
    assert make_workloads(part, by=clerk) == 2
    assert loads(part) == [[1], [2, 3, 4]]
    rows = {row.walk.number: row.pk for row in part.walks.select_related("walk")}
    put_together(part, [rows[1], rows[4]], by=clerk)
    assert [1, 4] in loads(part)
    take_out(part, [rows[1]], by=clerk)
    assert [4] in loads(part)
    with pytest.raises(Refused, match="no workload 99"):
        put_together(part, [rows[1]], number=99, by=clerk)
    with pytest.raises(Refused, match="Tick"):
        take_out(part, [], by=clerk)
    undo_workloads(part, by=clerk)
    assert loads(part) == []
    assert not Workload.objects.exists()


def test_a_workload_that_nothing_is_left_in_goes(part, clerk):
    rows = {row.walk.number: row.pk for row in part.walks.select_related("walk")}
    first = put_together(part, [rows[1]], by=clerk)
    put_together(part, [rows[1]], by=clerk)
    assert not Workload.objects.filter(pk=first.pk).exists()


def test_only_walks_that_are_visited_get_one(part, dro):
    choose(part, 1, 2, 3, method="mail", by=dro)
    assert make_workloads(part, by=dro) == 1
    assert loads(part) == [[4]]
    with pytest.raises(Refused, match="is in a workload"):
        make_workloads(part, by=dro)


def test_the_area_manager_makes_none(part, person):
    manager = person("area_manager")
    for act in (make_workloads, undo_workloads):
        with pytest.raises(NotPermitted):
            act(part, by=manager)
    with pytest.raises(NotPermitted):
        put_together(part, [1], by=manager)


@pytest.mark.rule("1.3a")
def test_the_page_makes_changes_and_shows_the_warning(part, signed_in):
    client, base = signed_in("clerk"), f"/walks/reviews/plan/{part.reference}/workloads/"
    client.post(f"{base}propose/")
    four = part.walks.get(walk__number=4)
    load = four.workload or put_together(part, [four.pk], by=client.user)
    for row in part.walks.filter(workload=load).exclude(pk=four.pk):
        take_out(part, [row.pk], by=client.user)
    page = client.get(base).content.decode()
    assert "under 7" not in page.split("Walk 4")[-1]
    ask_for_more(part, load.number, more=False, by=client.user)
    client.post(f"{base}{load.number}/more/", {"more": "1"})
    assert "days: under 7" in client.get(f"{base}?q=4").content.decode()
    ticks = [row.walk.reference for row in part.walks.select_related("walk").filter(walk__number__in=(2, 3))]
    client.post(f"{base}change/", {"walk": ticks, "into": "new"})
    assert [2, 3] in loads(part)
    client.post(f"{base}change/", {"walk": ticks, "into": "out"})
    assert not part.walks.filter(walk__number__in=(2, 3), workload__isnull=False).exists()
    assert client.get(f"{base}undo/").status_code == 200
    client.post(f"{base}undo/")
    assert loads(part) == []


def test_the_list_costs_the_same_for_ten_times_the_walks(signed_in, division, clerk, dro):
    part, counts = part_of(division, by=dro, sizes=(1, 1, 1)), []
    client = signed_in("clerk")
    for more in (0, 27):
        lay_walks(division, [1] * more, first=10)
        join_walks(part, by=clerk)
        with CaptureQueriesContext(connection) as asked:
            assert client.get(f"/walks/reviews/plan/{part.reference}/workloads/").status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1]
