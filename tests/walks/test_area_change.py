"""A split from the proposal to its approval by Head Office (1.2a, 1.2b, 1.2c)."""

import pytest
from django.db import IntegrityError, transaction

from electoral.office.refusals import NotPermitted, Refused, WrongState
from electoral.roll.models import Residence, Street
from tests.conftest import make_person
from tests.walks.area_story import a_line, accepted, drafted, estate
from walks.actions.area_change import (
    accept_change,
    approve_split,
    check_change,
    draft_move,
    draft_split,
    return_split,
    submit_change,
    withdraw_change,
)
from walks.actions.area_faces import (
    add_part,
    check_of,
    choose_proposal,
    drop_part,
    share_out,
    tell_of_streets,
)
from walks.actions.area_form import put_on_form
from walks.actions.census import renumber_ccd, settle_ccd_change
from walks.models import AreaChange, AreaPart, SpareNumber, Walk
from walks.states import CLASSIFICATION

pytestmark = pytest.mark.django_db


@pytest.fixture
def big(division, dro, person):
    """Walk 1 has 900 residences, Walk 2 has 40; the division has spare numbers."""
    return estate(division, dro, person, streets=9, doors=100)


@pytest.mark.rule("1.2a", "1.2b")
def test_a_proposal_shares_a_walk_of_900_in_three_fit_parts(big, dro):
    change = drafted(big, dro)
    parts = list(change.parts.all())
    assert [part.number for part in parts] == [1, 301, 302]
    assert [part.before for part in parts] == [big, None, None]
    assert sum(part.residences for part in parts) == 900
    assert max(part.residences for part in parts) <= 400
    assert change.unfit == ""
    assert not change.faces.filter(part=None).exists()


@pytest.mark.rule("1.2a")
def test_a_face_moved_by_hand_is_checked_again_at_once(big, dro):
    change = drafted(big, dro)
    rows = list(change.faces.select_related("part"))
    everything = {row.key: 1 for row in rows}
    crowded = share_out(change, everything, by=dro)
    assert "900 residences, over 400" in crowded.unfit
    assert "Walk 301 has no residences" in crowded.unfit
    with pytest.raises(Refused, match="over 400"):
        submit_change(crowded, by=dro)
    back = share_out(change, {row.key: row.part.position for row in rows}, by=dro)
    assert back.unfit == ""
    assert submit_change(back, by=dro).status == "submitted"


@pytest.mark.rule("1.2a")
def test_a_part_in_pieces_is_said_so_and_not_submitted(big, dro):
    change = drafted(big, dro)
    ends = {row.key: (1 if row.street.name in ("ACORN", "IVY") else 2 if row.street.name < "F" else 3)
            for row in change.faces.select_related("street")}  # fmt: skip
    broken = share_out(change, ends, by=dro)
    assert "Walk 1 is in pieces" in broken.unfit
    with pytest.raises(Refused, match="in pieces"):
        submit_change(broken, by=dro)


@pytest.mark.rule("1.2a")
def test_what_the_office_knows_of_streets_counts(big, dro):
    """Without a way across, the parts to the north of FERN and to the south are two pieces."""
    change = drafted(big, dro)
    elm, fern = Street.objects.get(name="ELM"), Street.objects.get(name="FERN")
    assert "pieces" not in share_out(change, {r.key: 1 for r in change.faces.all()}, by=dro).unfit
    assert "pieces" in tell_of_streets(change, street=fern, other=elm, meet=False, by=dro).unfit
    assert "pieces" not in tell_of_streets(change, street=elm, other=fern, meet=None, by=dro).unfit


@pytest.mark.rule("1.2b")
def test_another_part_may_keep_the_number(big, dro):
    change = drafted(big, dro)
    before = {
        p.number: set(change.faces.filter(part=p).values_list("numbers", "street", "side"))
        for p in change.parts.all()
    }
    change = share_out(change, {}, by=dro, keeps=2)
    after = {
        p.number: set(change.faces.filter(part=p).values_list("numbers", "street", "side"))
        for p in change.parts.all()
    }
    assert after == {1: before[301], 301: before[1], 302: before[302]}
    assert change.unfit == ""


@pytest.mark.rule("1.2b")
def test_the_number_of_parts_changes_and_the_numbers_go_back(big, dro):
    change = add_part(drafted(big, dro), by=dro)
    assert [p.number for p in change.parts.all()] == [1, 301, 302, 303]
    assert "Walk 303 has no residences" in change.unfit
    change = drop_part(change, position=2, by=dro)
    assert [(p.position, p.number) for p in change.parts.all()] == [(1, 1), (2, 302), (3, 303)]
    assert 301 in set(SpareNumber.objects.free().values_list("number", flat=True))
    with pytest.raises(Refused, match="keeps the Walk's number"):
        drop_part(change, position=1, by=dro)


@pytest.mark.rule("1.2b")
def test_without_spare_numbers_a_split_says_whom_to_ask(big, dro):
    change = draft_split(big, kind="rapid", by=dro)
    _use_up(big.division, dro)
    with pytest.raises(
        Refused, match=r"needs 2 spare Walk numbers, and the division has none left. Ask Head Office"
    ):
        choose_proposal(change, seed="1.0", by=dro)
    assert not change.parts.exists()


def _use_up(division, dro):
    for number in SpareNumber.objects.values_list("number", flat=True):
        Walk.objects.create(division=division, number=number, from_on=division.today())


@pytest.mark.rule("1.2a")
def test_only_a_walk_over_400_is_split_for_rapid_development(big, dro):
    small = Walk.objects.get(number=2)
    with pytest.raises(Refused, match=r"has 40 residences\. A Walk over 400 may be split"):
        draft_split(small, kind="rapid", by=dro)
    with pytest.raises(Refused, match="No change of census districts"):
        draft_split(big, kind="census", by=dro)


@pytest.mark.rule("1.2c")
def test_rapid_development_goes_to_head_office_and_nobody_approves_their_own(big, dro, person):
    change = drafted(big, dro)
    with pytest.raises(Refused, match="Head Office approves"):
        accept_change(change, by=dro)
    with pytest.raises(NotPermitted):
        submit_change(change, by=person("clerk"))
    change = submit_change(change, by=dro)
    with pytest.raises(Refused, match="parts stay as they are"):
        share_out(change, {}, by=dro)
    for role in ("dro", "area_manager", "director", "auditor"):
        with pytest.raises(NotPermitted):
            approve_split(change, by=person(role))
    both = make_person("head_office", big.division.area.state)
    AreaChange.objects.filter(pk=change.pk).update(submitted_by=both)
    with pytest.raises(Refused, match="another person decides"):
        approve_split(change, by=both)
    with pytest.raises(IntegrityError, match="nobody_approves_their_own_split"), transaction.atomic():
        AreaChange.objects.filter(pk=change.pk).update(decided_by=both)
    returned = return_split(change, by=person("head_office"), reason="Keep ELM STREET whole.")
    assert (returned.status, returned.reason) == ("returned", "Keep ELM STREET whole.")
    with pytest.raises(Refused, match="Say why"):
        return_split(change, by=person("head_office"), reason=" ")
    again = submit_change(returned, by=dro, remarks="It is whole now.")
    approved = approve_split(again, by=person("head_office"))
    assert (approved.status, approved.reason, approved.remarks) == ("accepted", "", "It is whole now.")


@pytest.mark.rule("1.2b")
def test_a_withdrawn_split_gives_its_numbers_back(big, dro, person):
    change = accepted(big, dro, person)
    with pytest.raises(Refused, match="Say why"):
        withdraw_change(change, by=dro, reason="")
    line = a_line(big.division, dro, part=change.parts.first())
    with pytest.raises(Refused, match="A form RR004 is under way for Walk 1; withdraw that first"):
        withdraw_change(change, by=dro, reason="Not needed.")
    CLASSIFICATION.move(line, "withdraw", by=dro)
    assert withdraw_change(change, by=dro, reason="Not needed.").status == "withdrawn"
    assert drafted(big, dro).parts.count() == 3


@pytest.mark.rule("4c")
def test_a_walk_is_in_one_open_change_at_a_time(big, dro, person):
    change = drafted(big, dro)
    with pytest.raises(Refused, match=f"in another change of area already .{change.reference}"):
        draft_split(big, kind="rapid", by=dro)
    with pytest.raises(IntegrityError, match="one_open_change_of_a_walk"), transaction.atomic():
        AreaChange.objects.create(division=big.division, kind="rapid", walk=big, drafted_by=dro)
    other = AreaChange.objects.create(
        division=big.division, kind="rapid", walk=Walk.objects.get(number=2), drafted_by=dro
    )
    with pytest.raises(IntegrityError, match="one_open_change_of_a_number"), transaction.atomic():
        AreaPart.objects.create(division=big.division, change=other, position=1, number=301)


@pytest.mark.rule("1.2c")
def test_another_division_can_do_nothing_here(big, dro, other_division):
    stranger = make_person("dro", other_division)
    change = drafted(big, dro)
    assert not AreaChange.objects.visible_to(stranger).exists()
    for step in (
        lambda: draft_split(big, kind="rapid", by=stranger),
        lambda: draft_move(big, receiving=Walk.objects.get(number=2), by=stranger),
        lambda: check_change(change, by=stranger),
        lambda: renumber_ccd(big.division, old_code="7990001", by=stranger),
        lambda: settle_ccd_change(big.division, old_code="7990001", by=stranger, words="x"),
        lambda: share_out(change, {}, by=stranger),
        lambda: submit_change(change, by=stranger),
        lambda: withdraw_change(change, by=stranger, reason="x"),
    ):
        with pytest.raises(NotPermitted):
            step()


def test_the_check_counts_what_is_there_today(big, dro):
    change = drafted(big, dro)
    Residence.objects.filter(street__name="ACORN", number__gt=90).update(ended_on=big.division.today())
    assert sum(part.residences for part in check_of(change).parts) == 890


@pytest.mark.rule("1.7a", "1.2c")
def test_the_parts_go_on_a_form_rr004_together(big, dro, person):
    change = drafted(big, dro)
    with pytest.raises(WrongState, match="It is draft"):
        put_on_form(change, by=dro)
    with pytest.raises(NotPermitted):
        put_on_form(change, by=person("area_manager"))
    change = approve_split(submit_change(change, by=dro), by=person("head_office"))
    form = put_on_form(change, by=dro)
    with pytest.raises(Refused, match="on forms already"):
        put_on_form(change, by=dro)
    assert sorted(form.lines.values_list("number", flat=True)) == [1, 301, 302]
    assert not change.parts.without_form().exists()
    assert {line.residences for line in form.lines.all()} == {part.residences for part in change.parts.all()}
    assert not AreaChange.objects.to_be_put_on_a_form().exists()
