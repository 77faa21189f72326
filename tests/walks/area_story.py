"""A made-up suburb on a grid, its Walk split or its boundary moved by the real actions, for the tests of changes of area."""

from django.utils import timezone

from electoral.office.models import Delegation
from electoral.roll.models import Residence
from tests.factories import LocalityFactory, ResidenceFactory, StreetFactory
from walks.actions import build_walks
from walks.actions.area_change import (
    accept_change,
    approve_split,
    draft_move,
    draft_split,
    put_in_force_when_approved,
    submit_change,
)
from walks.actions.area_faces import choose_proposal
from walks.actions.boundary_move import move_numbers
from walks.actions.spare_number import give_spare_numbers
from walks.models import RR004, Allocation, AreaChange, Classification, Walk
from walks.states import CLASSIFICATION

WEST, NORTH = 130.85, -12.45
DOOR, BLOCK, SETBACK = (
    0.00014,
    0.00055,
    0.00012,
)  # degrees: 15 m along a street, 60 m to the next, 13 m from its middle
NAMES = (
    "ACORN",
    "BANKSIA",
    "CEDAR",
    "DAHLIA",
    "ELM",
    "FERN",
    "GORSE",
    "HAZEL",
    "IVY",
    "JASMINE",
    "KAURI",
    "LAUREL",
)


def grid(division, *, streets=9, doors=100, ccd="7990001", first=0):
    """Streets from west to east, one above the other: doors 1 to `doors`, the odd ones on the northern side."""
    suburb = LocalityFactory(division=division)
    homes = []
    for row in range(first, first + streets):
        street = StreetFactory(locality=suburb, name=NAMES[row], type="STREET")
        for n in range(1, doors + 1):
            side = SETBACK if n % 2 else -SETBACK
            homes.append(
                ResidenceFactory.build(
                    division=division, street=street, number_first=n, ccd_code=ccd,
                    longitude=WEST + (n // 2) * DOOR, latitude=NORTH - row * BLOCK + side,
                )
            )  # fmt: skip
    Residence.objects.bulk_create(homes)


def estate(division, dro, person, *, streets=8, doors=60):
    """Walk 1 on a grid of so many streets, Walk 2 of 40 residences south of it; spare numbers from 301."""
    grid(division, streets=streets, doors=doors)
    grid(division, streets=2, doors=20, ccd="7990002", first=9)
    build_walks(division, by=dro)
    spare(division, person)
    return Walk.objects.get(number=1)


def numbers_of_walks():
    """The number of the Walk of each residence."""
    return dict(Allocation.objects.values_list("residence_id", "walk__number"))


def drafted(walk, by, *, kind=AreaChange.Kind.RAPID, seed="1.0"):
    """A split with a proposal chosen; the division has spare numbers."""
    return choose_proposal(draft_split(walk, kind=kind, by=by), seed=seed, by=by)


def spare(division, person, *, first=301, last=320):
    give_spare_numbers(division, first=first, last=last, by=person("head_office"))


def accepted(walk, dro, person):
    """A split for rapid development that Head Office has approved."""
    change = submit_change(drafted(walk, dro), by=dro)
    return approve_split(change, by=person("head_office"))


def moved(giving, receiving, dro, street, side, low, last):
    """An accepted change of a boundary: numbers of one street."""
    change = draft_move(giving, receiving=receiving, by=dro)
    change = move_numbers(change, street=street, side=side, low=low, last=last, by=dro)
    return accept_change(change, by=dro)


def delegated(state):
    """The State's delegation to its Area Managers."""
    return Delegation.objects.in_force().filter(state=state).first() or Delegation.objects.create(
        state=state, instrument="Instrument 1", from_on="2020-01-01"
    )


def a_line(division, dro, **of):
    """A submitted line of an RR004: `walk=` or `part=`."""
    delegated(division.area.state)
    form = RR004.objects.create(division=division, drafted_by=dro)
    thing = of.get("part") or of["walk"]
    line = Classification.objects.create(
        division=division, form=form, number=thing.number, kind="new", residences=1, proposed_class="urban",
        remarks="Made up.", has_map=True, **of,
    )  # fmt: skip
    return CLASSIFICATION.move(line, "submit", by=dro, changes={"submitted_by": dro})


def approve(line, manager):
    """The Area Manager's approval under the State's delegation."""
    given = delegated(line.division.area.state)
    changes = {"decided_by": manager, "decided_at": timezone.now(), "delegation": given}
    if not line.part_id:
        changes["from_on"] = line.division.today()
    return CLASSIFICATION.move(line, "approve_delegated", by=manager, changes=changes)


def in_force(change, dro, person):
    """The change after the RR004 of the last of its parts is approved."""
    manager = person("area_manager")
    for part in change.parts.all():
        approve(a_line(change.division, dro, part=part), manager)
        put_in_force_when_approved(change, by=manager)
    change.refresh_from_db()
    assert change.status == "in_force"
    return change
