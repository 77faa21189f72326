"""Numbers of streets go from one Walk to another (4c), both approved afresh (1.8e)."""

import pytest
from psycopg2.extras import NumericRange

from electoral.office.refusals import Refused
from electoral.roll.models import Residence, Street
from tests.walks.area_story import a_line, approve, grid, in_force, moved
from walks.actions import allocate, build_walks
from walks.actions.alignment import align, plan_alignment
from walks.actions.area_change import accept_change, draft_move, draft_split, submit_change, withdraw_change
from walks.actions.area_faces import add_part, choose_proposal, drop_part, share_out
from walks.actions.boundary_move import leave_numbers, move_numbers
from walks.actions.listing import barred_walks, order_listings
from walks.models import (
    Allocation,
    AreaChange,
    Ccd,
    Classification,
    Lineage,
    Listing,
    StreetRange,
    Walk,
    WalkCcd,
)


@pytest.fixture
def pair(division, dro):
    """Walk 1: ACORN, BANKSIA, CEDAR; Walk 2: DAHLIA, ELM; 30 doors each."""
    grid(division, streets=3, doors=30)
    grid(division, streets=2, doors=30, ccd="7990002", first=3)
    build_walks(division, by=dro)
    return Walk.objects.get(number=1), Walk.objects.get(number=2)


@pytest.fixture
def cedar(pair):
    return Street.objects.get(name="CEDAR")


@pytest.mark.rule("4c", "1.8e")
def test_a_moved_boundary_from_the_draft_to_the_street_file(division, dro, person, pair, cedar):
    giving, receiving = pair
    manager = person("area_manager")
    old = [approve(a_line(division, dro, walk=walk), manager) for walk in pair]
    order_listings(division, list(pair), by=dro)
    change = moved(giving, receiving, dro, cedar, "all", 21, None)
    assert [(p.number, p.residences) for p in change.parts.all()] == [(1, 80), (2, 70)]
    assert barred_walks(division) == {}
    change = in_force(change, dro, person)
    assert Walk.objects.filter(ended_on=None).count() == 2
    assert not Lineage.objects.exists()
    for line in old:
        line.refresh_from_db()
        assert line.ended_on == division.today()
    assert set(Classification.objects.standing().values_list("walk__number", flat=True)) == {1, 2}
    assert set(barred_walks(division)) == {giving.pk, receiving.pk}
    assert set(Listing.objects.values_list("status", flat=True)) == {"void"}
    members = WalkCcd.objects.in_force()
    assert set(members.values_list("walk__number", "ccd__code", "shared")) == {
        (1, "7990001", True),
        (2, "7990001", True),
        (2, "7990002", False),
    }
    plan = plan_alignment(change)
    assert len(plan.moves) == 10
    align(change, by=dro)
    assert {n: Allocation.objects.filter(walk__number=n).count() for n in (1, 2)} == {1: 80, 2: 70}
    assert barred_walks(division) == {}
    assert not Allocation.objects.in_disagreement().exists()
    assert set(StreetRange.objects.in_force().filter(street=cedar).values_list("side", "numbers", "walk__number")) == {
        ("all", _span(0, 21), 1), ("all", _span(21, None), 2)
    }  # fmt: skip
    assert build_walks(division, by=dro).ranges == (0, 0)
    assert allocate(division, by=dro) == (0, 0, 0, 0)


def _span(low, high):
    return NumericRange(low, high)


@pytest.mark.rule("4c")
def test_numbers_that_are_not_the_giving_walks_are_refused(dro, pair, cedar):
    giving, receiving = pair
    change = draft_move(giving, receiving=receiving, by=dro)
    with pytest.raises(Refused, match=r"not all in Walk 1\. It has nothing of DAHLIA STREET"):
        move_numbers(change, street=Street.objects.get(name="DAHLIA"), side="odd", low=1, last=9, by=dro)
    with pytest.raises(Refused, match="less than the first"):
        move_numbers(change, street=cedar, side="odd", low=9, last=1, by=dro)
    move_numbers(change, street=cedar, side="odd", low=1, last=9, by=dro)
    with pytest.raises(Refused, match="moves already"):
        move_numbers(change, street=cedar, side="all", low=9, last=20, by=dro)
    change = move_numbers(change, street=cedar, side="even", low=1, last=9, by=dro)
    assert change.unfit == ""
    assert {f.residences for f in change.faces.all()} == {5, 4}
    for row in change.faces.all():
        change = leave_numbers(change, key=row.key, by=dro)
    assert "Nothing moves yet" in change.unfit
    with pytest.raises(Refused, match="Nothing moves yet"):
        accept_change(change, by=dro)


@pytest.mark.rule("4c")
def test_numbers_of_a_street_of_two_walks_move_only_within_what_the_giving_walk_has(
    division, dro, pair, cedar
):
    giving, receiving = pair
    range_ = StreetRange.objects.in_force().get(street=cedar)
    StreetRange.objects.filter(pk=range_.pk).update(numbers=_span(0, 11))
    StreetRange.objects.create(
        division=division,
        street=cedar,
        side="all",
        numbers=_span(11, None),
        walk=receiving,
        from_on=division.today(),
    )
    change = draft_move(giving, receiving=receiving, by=dro)
    with pytest.raises(Refused, match="It has all 0 to 10"):
        move_numbers(change, street=cedar, side="all", low=5, last=20, by=dro)


@pytest.mark.rule("4c")
def test_a_walk_is_not_left_without_residences(dro, pair):
    giving, receiving = pair
    change = draft_move(giving, receiving=receiving, by=dro)
    for street in Street.objects.filter(name__in=["ACORN", "BANKSIA", "CEDAR"]):
        change = move_numbers(change, street=street, side="all", low=0, last=None, by=dro)
    assert change.unfit == "Walk 1 would have no residences left."


@pytest.mark.rule("4c")
def test_a_boundary_has_no_proposals_and_a_split_no_numbers(dro, pair, cedar):
    giving, receiving = pair
    change = draft_move(giving, receiving=receiving, by=dro)
    change = move_numbers(change, street=cedar, side="all", low=0, last=None, by=dro)
    for step in (
        lambda: choose_proposal(change, seed="1.0", by=dro),
        lambda: share_out(change, {}, by=dro),
        lambda: add_part(change, by=dro),
        lambda: drop_part(change, position=2, by=dro),
    ):
        with pytest.raises(Refused, match="no other parts"):
            step()
    assert change.faces.count() == 1
    AreaChange.objects.filter(pk=change.pk).update(kind="rapid")
    with pytest.raises(Refused, match="It is a split"):
        leave_numbers(change, key="x", by=dro)


@pytest.mark.rule("4c")
def test_both_walks_are_in_no_other_change_meanwhile(division, dro, pair, person):
    giving, receiving = pair
    grid(division, streets=1, doors=10, ccd="7990003", first=8)
    build_walks(division, by=dro)
    third = Walk.objects.get(number=3)
    change = draft_move(giving, receiving=receiving, by=dro)
    for one, other in ((receiving, third), (third, receiving), (giving, third), (third, giving)):
        with pytest.raises(Refused, match=change.reference):
            draft_move(one, receiving=other, by=dro)
    with pytest.raises(Refused, match="two different Walks"):
        draft_move(third, receiving=third, by=dro)
    with pytest.raises(Refused, match="needs no approval of its own"):
        submit_change(change, by=dro)
    withdraw_change(change, by=dro, reason="Not needed.")
    assert draft_move(third, receiving=receiving, by=dro).status == "drafted"
    with pytest.raises(Refused, match="A Walk over 400"):
        draft_split(giving, kind="rapid", by=dro)


@pytest.mark.rule("1.1a")
def test_a_ccd_that_goes_whole_is_not_shared(division, dro, person, pair):
    giving, receiving = pair
    Residence.objects.filter(street__name="CEDAR").update(ccd_code="7990009")
    ccd = Ccd.objects.create(division=division, code="7990009")
    WalkCcd.objects.create(division=division, walk=giving, ccd=ccd, from_on=division.today())
    change = in_force(
        moved(giving, receiving, dro, Street.objects.get(name="CEDAR"), "all", 0, None), dro, person
    )
    members = WalkCcd.objects.in_force().filter(ccd=ccd)
    assert list(members.values_list("walk__number", "shared")) == [(2, False)]
    align(change, by=dro)
    assert not Allocation.objects.in_disagreement().exists()


@pytest.mark.rule("4c")
def test_what_the_street_file_took_away_since_is_said_before_it_is_accepted(division, dro, pair, cedar):
    giving, receiving = pair
    change = draft_move(giving, receiving=receiving, by=dro)
    move_numbers(change, street=cedar, side="all", low=0, last=None, by=dro)
    StreetRange.objects.filter(street=cedar).update(walk=receiving)
    with pytest.raises(Refused, match="does not give all of it to Walk 1 any more"):
        accept_change(AreaChange.objects.get(pk=change.pk), by=dro)
