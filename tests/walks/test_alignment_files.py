"""Files of Walks, and building, beside changes of area: nothing undone, no number used again (1.1a)."""

import pytest

from tests.factories import WalkFactory
from tests.steps import load_file
from tests.walks.area_story import a_line, accepted, approve, estate, grid, in_force, numbers_of_walks, spare
from walks.actions import build_walks
from walks.actions.alignment import align
from walks.models import Walk, WalkCcd


@pytest.fixture
def big(division, dro, person):
    """Walk 1 has 480 residences, Walk 2 has 40; the division has spare numbers."""
    return estate(division, dro, person)


@pytest.mark.rule("1.1a")
def test_a_file_of_walks_does_not_undo_a_change_under_way(big, dro, person):
    change = accepted(big, dro, person)
    file = "walk_number,ccd,class\n1,7990001,urban\n2,7990002,\n"
    assert load_file("walks", file, big.division, dro).status == "applied"
    load = load_file(
        "walks", "walk_number,ccd,class\n1,7990002,\n2,7990001,\n", big.division, dro, allow_gone=True
    )
    assert load.status != "applied"
    assert change.reference in str(load.warnings)
    load = load_file("walks", file + "301,7990003,\n", big.division, dro, allow_gone=True)
    assert load.status != "applied"


@pytest.mark.rule("1.1a")
def test_a_file_of_walks_names_a_shared_ccd_once_for_each_walk(big, dro, person):
    align(in_force(accepted(big, dro, person), dro, person), by=dro)
    numbers = sorted(Walk.objects.in_force().filter(number__gte=301).values_list("number", flat=True))
    before = numbers_of_walks()
    rows = "".join(f"{n},7990001,\n" for n in (1, *numbers))
    load = load_file("walks", f"walk_number,ccd,class\n{rows}2,7990002,\n", big.division, dro)
    assert (load.status, load.new, load.changed, load.gone, load.unchanged) == (
        "applied",
        0,
        0,
        0,
        len(numbers) + 2,
    )
    assert numbers_of_walks() == before
    bad = load_file("walks", f"walk_number,ccd,class\n{rows}2,7990001,\n", big.division, dro)
    assert bad.status == "refused"
    assert "split share it" in str(bad.refused_rows)


@pytest.mark.rule("1.1a")
def test_a_number_that_carried_an_approval_is_not_used_again(division, dro, person):
    """Neither by building nor by a file; without the approval a file may use it."""
    grid(division, streets=1, doors=4)
    file = "walk_number,ccd,class\n7,7990001,\n"
    WalkFactory(division=division, number=7, ended_on=division.today())
    assert load_file("walks", file, division, dro).status == "applied"
    approve(a_line(division, dro, walk=Walk.objects.in_force().get()), person("area_manager"))
    Walk.objects.update(ended_on=division.today())
    WalkCcd.objects.update(ended_on=division.today())
    load = load_file("walks", file, division, dro)
    assert load.status == "refused"
    assert "carried an approval" in str(load.warnings)


@pytest.mark.rule("1.1a", "1.2b")
def test_building_gives_no_number_again_and_no_spare_one(division, dro, person):
    WalkFactory(division=division, number=7, ended_on=division.today())
    spare(division, person, first=8, last=10)
    grid(division, streets=1, doors=4)
    build_walks(division, by=dro)
    assert Walk.objects.in_force().get().number == 11
