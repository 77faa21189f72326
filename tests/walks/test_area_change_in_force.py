"""What a change of area brings about on the day that it is in force (1.1a, 1.2, 1.8e)."""

import pytest
from django.db import IntegrityError, connection, transaction

from electoral.office.models import Event
from electoral.office.refusals import Refused, WrongState
from electoral.roll.models import Residence, Street
from tests.factories import ResidenceFactory
from tests.walks.area_story import a_line, accepted, approve, drafted, estate, in_force
from walks.actions import allocate, build_walks
from walks.actions.alignment import align
from walks.actions.area_change import accept_change, put_in_force, put_in_force_when_approved, submit_change
from walks.actions.listing import barred_walks, order_listings
from walks.models import (
    Allocation,
    AreaChange,
    CcdChange,
    Classification,
    DivisionReview,
    Lineage,
    Listing,
    ListingRequest,
    RequestedWalk,
    ReviewWalk,
    RollReview,
    StreetRange,
    Walk,
    WalkCcd,
)
from walks.states import LISTING_REQUEST

pytestmark = pytest.mark.django_db


@pytest.fixture
def big(division, dro, person):
    """Walk 1 has 480 residences, Walk 2 has 40; the division has spare numbers."""
    return estate(division, dro, person)


@pytest.mark.rule("1.2c", "1.8e")
def test_nothing_takes_effect_before_the_rr004_of_every_part(big, dro, person):
    change = accepted(big, dro, person)
    manager = person("area_manager")
    with pytest.raises(Refused, match="Form RR004 is not approved yet for Walks 1 and 301"):
        put_in_force(change, by=manager)
    first, *others = change.parts.all()
    approve(a_line(big.division, dro, part=first), manager)
    assert put_in_force_when_approved(change, by=manager) is False
    assert Walk.objects.filter(ended_on=None).count() == 2
    for part in others:
        approve(a_line(big.division, dro, part=part), manager)
    assert put_in_force_when_approved(change, by=manager) is True
    with pytest.raises(WrongState):
        put_in_force(change, by=manager)
    assert put_in_force_when_approved(change, by=manager) is False


@pytest.mark.rule("1.1a", "1.2b", "1.8e")
def test_in_force_the_old_walk_ends_and_its_parts_are_walks_with_their_approvals(big, dro, person):
    manager = person("area_manager")
    standing = approve(a_line(big.division, dro, walk=big), manager)
    change = in_force(accepted(big, dro, person), dro, person)
    big.refresh_from_db()
    today = big.division.today()
    assert big.ended_on == today
    new = {w.number: w for w in Walk.objects.in_force() if w.number != 2}
    assert sorted(new) == [1, 301]
    assert new[1].pk != big.pk
    assert set(Lineage.objects.values_list("ancestor", "descendant")) == {
        (big.pk, w.pk) for w in new.values()
    }
    standing.refresh_from_db()
    assert standing.ended_on == today
    lines = Classification.objects.standing()
    assert {line.walk: (line.number, line.from_on) for line in lines} == {
        w: (w.number, today) for w in new.values()
    }
    shared = WalkCcd.objects.in_force().filter(ccd__code="7990001")
    assert {m.walk_id for m in shared} == {w.pk for w in new.values()}
    assert all(m.shared for m in shared)
    assert not WalkCcd.objects.in_force().filter(walk=big).exists()
    assert Event.objects.filter(verb="split_walk", subject=big.reference).count() == 1
    assert change.effective_on == today


@pytest.mark.rule("1.2a", "4a")
def test_unissued_listings_are_void_and_the_new_walks_wait_for_the_street_file(big, dro, person):
    order_listings(big.division, [big, Walk.objects.get(number=2)], by=dro)
    change = in_force(accepted(big, dro, person), dro, person)
    assert list(Listing.objects.order_by("walk__number").values_list("walk__number", "status")) == [
        (1, "void"),
        (2, "ordered"),
    ]
    void = Event.objects.get(verb="lapse_listing")
    assert change.reference in void.data["reason"]
    barred = barred_walks(big.division)
    new = Walk.objects.in_force().exclude(number=2)
    assert {barred[w.pk] for w in new} == {f"The street file is not in line with “{change}” yet."}
    with pytest.raises(Refused, match="not in line"):
        order_listings(big.division, list(new), by=dro)
    align(change, by=dro)
    assert barred_walks(big.division) == {}


@pytest.mark.rule("1.1a", "1.1b")
def test_building_again_after_a_split_changes_nothing_of_it(big, dro, person):
    change = in_force(accepted(big, dro, person), dro, person)
    ranges = lambda: set(StreetRange.objects.in_force().values_list("street", "side", "numbers", "walk"))
    placed = lambda: set(Allocation.objects.values_list("residence", "walk"))
    before = ranges(), placed()
    assert build_walks(big.division, by=dro).ranges == (0, 0)
    assert (ranges(), placed()) == before
    align(change, by=dro)
    before = ranges(), placed()
    built = build_walks(big.division, by=dro)
    assert (built.walks, built.ranges, built.residences[:3]) == (0, (0, 0), (0, 0, 0))
    assert (ranges(), placed()) == before
    assert not Allocation.objects.in_disagreement().exists()


def test_a_house_built_after_a_split_follows_the_ranges_that_stand(big, dro, person):
    align(in_force(accepted(big, dro, person), dro, person), by=dro)
    elm = Street.objects.get(name="ELM")
    neighbour = Allocation.objects.get(residence__street=elm, residence__number=51)
    Residence.objects.filter(street=elm, number=51).update(ended_on=big.division.today())
    new = ResidenceFactory(street=elm, number_first=51, ccd_code="7990001")
    assert build_walks(big.division, by=dro).ranges == (0, 0)
    assert new.allocation_set.get().walk == neighbour.walk


def test_between_the_approval_and_the_aligning_nobody_is_in_disagreement(big, dro, person):
    in_force(accepted(big, dro, person), dro, person)
    assert not Allocation.objects.in_disagreement().exists()
    assert allocate(big.division, by=dro)[:3] == (0, 0, 0)
    assert Allocation.objects.filter(walk=big).count() == 480


@pytest.mark.rule("1.2c")
def test_a_split_from_the_census_needs_no_head_office_and_settles_its_task(big, dro, person):
    today = big.division.today()
    for code in ("7990101", "7990102", "7990103"):
        CcdChange.objects.create(
            division=big.division,
            old_code="7990001",
            new_code=code,
            effective_on=today,
            loaded_on=today,
            walk=big,
        )
    change = drafted(big, dro, kind="census")
    with pytest.raises(Refused, match="needs no approval of its own"):
        submit_change(change, by=dro)
    change = in_force(accept_change(change, by=dro), dro, person)
    assert not CcdChange.objects.to_be_settled().exists()
    assert change.reference in CcdChange.objects.first().settled_as
    align(change, by=dro)
    Residence.objects.filter(ccd_code="7990001").update(ccd_code="7990102")
    assert not Allocation.objects.in_disagreement().exists()
    assert build_walks(big.division, by=dro).walks == 0


@pytest.mark.rule("1.8e")
def test_a_change_in_force_does_not_change_any_more(big, dro, person):
    change = in_force(accepted(big, dro, person), dro, person)
    for values in (
        {"walk_id": Walk.objects.get(number=2).pk},
        {"effective_on": "2020-01-01"},
        {"remarks": "x"},
    ):
        with pytest.raises(IntegrityError, match="does not change any more"), transaction.atomic():
            AreaChange.objects.filter(pk=change.pk).update(**values)
    for sql in (
        "UPDATE walks_lineage SET change_id = change_id",
        "DELETE FROM walks_lineage",
        "DELETE FROM walks_areachange",
    ):
        with (
            pytest.raises(Exception, match="permission denied"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(sql)


@pytest.fixture
def reviews(big):
    """A review that is over and one to come, each with Walks 1 and 2."""
    made = []
    for title, starts, ends in (
        ("Past", "2020-01-01", "2020-12-31"),
        ("To come", "2090-01-01", "2090-12-31"),
    ):
        whole = RollReview.objects.create(
            state=big.division.area.state, title=title, starts_on=starts, ends_on=ends
        )
        part = DivisionReview.objects.create(
            division=big.division, review=whole, starts_on=starts, ends_on=ends
        )
        for walk in Walk.objects.in_force():
            ReviewWalk.objects.create(division=big.division, review=part, walk=walk, method="visit")
        made.append(part)
    return made


@pytest.mark.rule("4b", "1.2a")
def test_past_reviews_keep_the_old_walk_and_those_to_come_have_the_new_ones_too(big, dro, person, reviews):
    past, to_come = reviews
    in_force(accepted(big, dro, person), dro, person)
    assert [w.walk.number for w in past.walks.all()] == [1, 2]
    new = {
        (w.walk.number, w.method)
        for w in to_come.walks.filter(walk__from_on__gt="2026-01-05").exclude(walk=big)
    }
    assert new == {(1, ""), (301, ""), (2, "visit")}
    assert to_come.walks.get(walk=big).method == "visit"


@pytest.mark.rule("1.2a")
def test_a_drafted_request_loses_the_walk_and_a_sent_one_is_closed_with_the_reason(big, dro, person, reviews):
    _, part = reviews
    other = Walk.objects.get(number=2)
    requests = [
        ListingRequest.objects.create(
            division=big.division, review=part, number=n, officers=1, drafted_by=dro
        )
        for n in (1, 2, 3)
    ]
    for request, walks in zip(requests, ((big, other), (big, other), (other,)), strict=True):
        for walk in walks:
            RequestedWalk.objects.create(division=big.division, request=request, walk=walk, use="visit")
    for request in requests[1:]:
        LISTING_REQUEST.move(request, "send", by=dro)
    change = in_force(accepted(big, dro, person), dro, person)
    for request in requests:
        request.refresh_from_db()
    assert [r.status for r in requests] == ["drafted", "closed", "sent"]
    assert [w.walk.number for w in requests[0].walks.all()] == [2]
    assert change.reference in requests[1].reason
    assert requests[1].walks.count() == 2


@pytest.mark.rule("1.1a", "1.1b")
def test_a_house_on_a_new_street_of_a_shared_ccd_waits_for_the_dro(big, dro, person):
    """The CCD does not say which of its Walks; nobody guesses."""
    align(in_force(accepted(big, dro, person), dro, person), by=dro)
    suburb = Street.objects.get(name="ELM").locality
    street = Street.objects.create(division=big.division, locality=suburb, name="ZINNIA", sort_key="zinnia")
    new = ResidenceFactory(street=street, number_first=1, ccd_code="7990001")
    assert build_walks(big.division, by=dro).residences.without == 1
    assert not new.allocation_set.exists()
    barred = barred_walks(big.division)
    assert set(barred) == set(Walk.objects.in_force().filter(ccds__shared=True).values_list("pk", flat=True))
