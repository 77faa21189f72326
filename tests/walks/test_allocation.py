"""What the DRO settles about the Walk of a residence, and how long that holds (1.1b)."""

import pytest
from django.db import IntegrityError, transaction

from electoral.office.models import Event
from electoral.office.refusals import NotPermitted, Refused
from electoral.roll.models import Residence
from tests.factories import WalkFactory, lay
from walks.actions import accept_allocation, allocate, build_walks, settle_allocation
from walks.models import Allocation, Walk


@pytest.fixture
def contested(division, clerk):
    """Number 3 is claimed by both districts; A has more residences there, so B's is in the wrong Walk."""
    lay(
        division,
        ("ACORN", 1, "A"),
        ("ACORN", 3, "A"),
        ("ACORN", 3, "A"),
        ("ACORN", 3, "B"),
        ("ACORN", 5, "B"),
    )
    build_walks(division, by=clerk)
    return Allocation.objects.in_disagreement().get()


@pytest.mark.rule("1.1b")
def test_what_the_dro_settles_stays_when_residences_are_allocated(division, clerk, dro, contested):
    own = Walk.objects.get(number=2)
    settle_allocation(contested.residence, walk=own, by=dro, reason="entered from the other side")
    contested.refresh_from_db()
    assert (contested.walk, contested.pinned_by) == (own, dro)
    assert not Allocation.objects.in_disagreement().exists()
    assert allocate(division, by=clerk)[:3] == (0, 0, 0)
    assert Event.objects.get(verb="settle_allocation").data == {"walk": 2}


@pytest.mark.rule("1.1b")
def test_what_the_dro_accepts_stays_where_it_is_and_is_asked_once(division, dro, contested):
    accept_allocation(contested, by=dro, reason="  one building  ")
    contested.refresh_from_db()
    assert (contested.walk.number, contested.reason) == (1, "one building")
    assert not Allocation.objects.in_disagreement().exists()
    with pytest.raises(Refused, match="nothing to accept"):
        accept_allocation(contested, by=dro, reason="again")


@pytest.mark.rule("1.1b")
def test_only_the_dro_settles_and_only_with_a_reason(division, clerk, dro, contested):
    own = Walk.objects.get(number=2)
    with pytest.raises(NotPermitted):
        settle_allocation(contested.residence, walk=own, by=clerk, reason="why not")
    with pytest.raises(NotPermitted):
        accept_allocation(contested, by=clerk, reason="why not")
    for settle in (
        lambda: settle_allocation(contested.residence, walk=own, by=dro, reason=" "),
        lambda: accept_allocation(contested, by=dro, reason=" "),
    ):
        with pytest.raises(Refused, match="reason"):
            settle()
    with pytest.raises(IntegrityError, match="a_pin_has_its_reason"), transaction.atomic():
        Allocation.objects.filter(pk=contested.pk).update(pinned_by=dro, reason="")


def test_a_residence_that_nobody_questions_is_not_settled(division, dro, contested):
    quiet = Residence.objects.filter(number=1).get()
    with pytest.raises(Refused, match="Change the street file"):
        settle_allocation(quiet, walk=Walk.objects.get(number=2), by=dro, reason="a whim")


def test_a_residence_is_not_settled_into_a_walk_elsewhere_or_ended(division, other_division, dro, contested):
    ended = WalkFactory(division=division, number=8, ended_on=division.today())
    for walk in (ended, WalkFactory(division=other_division)):
        with pytest.raises(Refused, match="not a Walk of this division"):
            settle_allocation(contested.residence, walk=walk, by=dro, reason="a whim")


def test_a_residence_in_no_range_is_settled_into_a_walk(division, clerk, dro):
    lay(division, ("ACORN", 1, "A"))
    build_walks(division, by=clerk)
    lay(division, ("BANKSIA", 1, "A"))
    lost = Residence.objects.get(allocation=None)
    settle_allocation(lost, walk=Walk.objects.get(), by=dro, reason="the only house")
    assert allocate(division, by=clerk) == (0, 0, 0, 0)
    assert lost.allocation_set.get().reason == "the only house"


def test_a_pin_holds_no_longer_than_its_walk(division, clerk, dro, contested):
    own = Walk.objects.get(number=2)
    settle_allocation(contested.residence, walk=own, by=dro, reason="entered from the other side")
    Walk.objects.filter(pk=own.pk).update(ended_on=division.today())
    allocate(division, by=clerk)
    contested.refresh_from_db()
    assert (contested.walk.number, contested.pinned_by, contested.reason) == (1, None, "")
