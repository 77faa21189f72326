"""The street file brought into line after a split, and the residences with it (4a, 4b)."""

import pytest

from electoral.office.models import Event
from electoral.office.refusals import NotPermitted, WrongState
from electoral.papers.actions import open_document
from electoral.protected.actions import exclude_residence
from electoral.roll.models import Residence, Street
from tests.factories import ResidenceFactory
from tests.steps import work_off
from tests.walks.area_story import accepted, drafted, estate, grid, in_force, numbers_of_walks, spare
from walks.actions import accept_allocation, allocate, build_walks, settle_allocation
from walks.actions.alignment import align, plan_alignment
from walks.actions.area_change import approve_split, submit_change
from walks.actions.area_faces import share_out
from walks.actions.listing import order_listings
from walks.models import Allocation, HighRisk, Listing, StreetRange, Walk
from walks.rules.area_change import Stretch, covered, finder


@pytest.fixture
def big(division, dro, person):
    """Walk 1 has 480 residences, Walk 2 has 40; the division has spare numbers."""
    return estate(division, dro, person)


@pytest.mark.rule("1.2a", "4a", "4b")
def test_the_whole_story_of_900_residences(division, dro, person):
    """Split in three, one street moved, approved, classified, in force, aligned; the old listing stays as it was."""
    grid(division)
    build_walks(division, by=dro)
    spare(division, person)
    old = Walk.objects.get()
    order_listings(division, [old], by=dro)
    work_off()
    listing = Listing.objects.select_related("document").get()
    with open_document(listing.document) as file:
        printed = file.read()
    lines = list(listing.lines.order_by("pk").values())
    change = drafted(old, dro)
    change = one_street_moved(change, dro)
    change = approve_split(submit_change(change, by=dro), by=person("head_office"))
    wanted = {row.part.number: row.part.residences for row in change.faces.select_related("part")}
    change = in_force(change, dro, person)
    plan = plan_alignment(change)
    assert len(plan.moves) == 900
    done = align(change, by=dro)
    assert done == plan
    counts = {w.number: w.allocation_set.count() for w in Walk.objects.in_force()}
    assert counts == wanted
    assert sum(counts.values()) == 900
    assert max(counts.values()) <= 400
    find = finder(
        Stretch(r.street_id, r.side, r.numbers.lower, r.numbers.upper, r.walk_id)
        for r in StreetRange.objects.in_force()
    )
    for street, side, number, walk in Allocation.objects.values_list(
        "residence__street", "residence__side", "residence__number", "walk"
    ):
        assert find(street, "odd" if side == 1 else "even", number) == walk
    assert allocate(division, by=dro) == (0, 0, 0, 0)
    listing.refresh_from_db()
    assert (listing.walk_id, listing.residences) == (old.pk, 900)
    assert list(listing.lines.order_by("pk").values()) == lines
    with open_document(listing.document) as file:
        assert file.read() == printed
    event = Event.objects.get(verb="align_area_change")
    assert event.data["moved"] == 900
    assert event.by == dro.pk


def one_street_moved(change, dro):
    """Some street goes to the part next to it, as it can without a part over 400 or in pieces."""
    before = {row.key: row.part.position for row in change.faces.select_related("part")}
    for street in Street.objects.order_by("name"):
        for position in (1, 2, 3):
            goes = {row.key: position for row in change.faces.filter(street=street)}
            moved = share_out(change, before | goes, by=dro)
            if not moved.unfit and before | goes != before:
                return moved
    raise AssertionError("no street can be moved")


@pytest.mark.rule("4b")
def test_what_was_shown_before_is_what_was_done_and_a_second_time_nothing_is(big, dro, person):
    change = in_force(accepted(big, dro, person), dro, person)
    before = numbers_of_walks()
    plan = plan_alignment(change)
    assert numbers_of_walks() == before
    assert StreetRange.objects.in_force().filter(walk=big).exists()
    align(change, by=dro)
    walks = dict(Walk.objects.values_list("pk", "number"))
    moved = {
        pk: number
        for pk, number in Allocation.objects.filter(walk__from_on=big.division.today()).values_list(
            "residence_id", "walk__number"
        )
    }
    expected = {move.residence: walks[move.to] for move in plan.moves}
    assert {pk: number for pk, number in moved.items() if pk in expected} == expected
    assert len(expected) == 480
    assert {pk: n for pk, n in numbers_of_walks().items() if pk not in expected} == {
        pk: n for pk, n in before.items() if n == 2
    }
    with pytest.raises(WrongState, match="It is done"):
        align(change, by=dro)
    with pytest.raises(WrongState):
        plan_alignment(change.__class__.objects.get(pk=change.pk))
    assert allocate(big.division, by=dro)[:3] == (0, 0, 0)
    assert not StreetRange.objects.in_force().filter(walk__ended_on__isnull=False).exists()


@pytest.mark.rule("4a")
def test_the_ranges_tile_their_streets_as_before(big, dro, person):
    rows = lambda: [
        Stretch(r.street_id, r.side, r.numbers.lower, r.numbers.upper, 0)
        for r in StreetRange.objects.in_force()
    ]
    before = covered(rows())
    align(in_force(accepted(big, dro, person), dro, person), by=dro)
    assert covered(rows()) == before


@pytest.mark.rule("4a")
def test_only_the_office_aligns_and_only_what_is_in_force(big, dro, person, other_division):
    change = accepted(big, dro, person)
    with pytest.raises(WrongState):
        align(change, by=dro)
    change = in_force(change, dro, person)
    for role, place in (
        ("area_manager", None),
        ("head_office", None),
        ("auditor", None),
        ("dro", other_division),
    ):
        with pytest.raises(NotPermitted):
            align(change, by=person(role, place))


@pytest.mark.rule("1.1b", "4b")
def test_a_residence_that_the_dro_settled_goes_with_its_part_and_stays_settled(big, dro, person):
    """One inside the Walk's ranges, one that stands among the other Walk's numbers."""
    other = Walk.objects.get(number=2)
    away = Allocation.objects.filter(walk=other).first().residence
    Residence.objects.filter(pk=away.pk).update(ccd_code="7990001")
    inside = Residence.objects.get(street__name="ELM", number=7)
    Residence.objects.filter(pk=inside.pk).update(ccd_code="7990002")
    settle_allocation(away, walk=big, by=dro, reason="entered from ELM")
    accept_allocation(Allocation.objects.get(residence=inside), by=dro, reason="one building")
    change = accepted(big, dro, person)
    pinned = change.faces.get(ranged=False)
    assert pinned.residences == 1
    change = in_force(change, dro, person)
    allocate(big.division, by=dro)
    assert Allocation.objects.filter(walk=big, pinned_by=dro).count() == 2
    align(change, by=dro)
    assert Allocation.objects.get(residence=away).walk.number == pinned.part.number
    held = Allocation.objects.get(residence=inside)
    neighbour = Allocation.objects.get(residence__street__name="ELM", residence__number=9)
    assert held.pinned_by == dro
    assert held.reason == "one building"
    assert held.walk in (
        neighbour.walk,
        Allocation.objects.get(residence__street__name="ELM", residence__number=5).walk,
    )
    assert not StreetRange.objects.in_force().filter(walk=held.walk, street=away.street).exists()
    assert not Allocation.objects.in_disagreement().exists()


@pytest.mark.rule("6.1f")
def test_a_residence_not_to_be_visited_moves_and_counts_as_any_other(big, dro, person):
    change = in_force(accepted(big, dro, person), dro, person)
    before = plan_alignment(change)
    exclude_residence(
        big.division, Residence.objects.get(street__name="ELM", number=7).pk, by=dro, reason="a dog"
    )
    assert plan_alignment(change) == before


def test_a_street_built_after_the_split_was_cut_goes_to_the_part_that_keeps_the_number(big, dro, person):
    change = accepted(big, dro, person)
    street = Street.objects.create(
        division=big.division,
        locality=Street.objects.first().locality,
        name="ZINNIA",
        type="STREET",
        sort_key="zinnia",
    )
    new = ResidenceFactory(street=street, number_first=1, ccd_code="7990001")
    build_walks(big.division, by=dro)
    assert Allocation.objects.get(residence=new).walk == big
    align(in_force(change, dro, person), by=dro)
    assert Allocation.objects.get(residence=new).walk == Walk.objects.in_force().get(number=1)


@pytest.mark.rule("10.1a")
def test_a_risk_of_the_walk_is_a_risk_of_each_part(big, dro, person):
    HighRisk.objects.create(
        division=big.division,
        walk=big,
        reason="dogs",
        review_on="2099-01-01",
        marked_by=dro,
        from_on="2026-01-01",
    )
    in_force(accepted(big, dro, person), dro, person)
    assert set(HighRisk.objects.in_force().values_list("walk__number", flat=True)) == {1, *_spares()}


def _spares():
    return set(Walk.objects.in_force().filter(number__gte=301).values_list("number", flat=True))
