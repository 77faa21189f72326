"""What a listing promises before it is drawn, against sorts and sums written another way."""

import json
import random
from collections import Counter
from dataclasses import replace
from itertools import groupby

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from electoral.roll.rules import Door
from tests.walks.listing_people import GOLDEN, NOTATIONS, facts, golden_walks, residence
from walks.listing_plan import ElectorEntry, plan_listing
from walks.listing_plan.streets import BODY_MM

names = st.text(st.characters(codec="utf-8", categories=["Lu", "Ll", "Lo"]), min_size=1, max_size=70)
FLATS = ["", "1", "2", "10", "A"]


@st.composite
def walks(draw):
    """Up to forty residences in four streets of one name, with any names."""
    doors = st.builds(
        Door,
        number_first=st.none() | st.integers(0, 40),
        number_first_suffix=st.sampled_from(["", "A", "B"]),
        flat_number=st.sampled_from(FLATS),
        lot_number=st.sampled_from(["", "7", "45"]),
        building_name=st.sampled_from(["", "FIG LEAF COTTAGE"]),
    )
    places = st.tuples(st.sampled_from(["ALPHA", "BETA"]), st.sampled_from(["ASH ROAD", "ASH STREET"]))
    made = draw(
        st.lists(
            st.tuples(doors, places, st.booleans(), st.lists(names, max_size=30)), min_size=1, max_size=40
        )
    )
    return [
        residence(n, door, street, locality, them, closed=closed)
        for n, (door, (locality, street), closed, them) in enumerate(made, 1)
    ]


def independent(r):
    """5.2d in words: suburb, street, odd first, number, suffix, the building before its flats; lots, then neither."""
    door = r.door
    rank = 0 if door.number_first is not None else 1 if door.lot_number else 2
    even = rank == 0 and door.number_first > 0 and door.number_first % 2 == 0
    place = int(door.lot_number) if rank == 1 else 0
    named = door.building_name if rank == 2 else ""
    flat = (FLATS.index(door.flat_number), int(door.lot_number or 0), door.building_name, r.residence_id)
    return (
        r.locality,
        r.street,
        even,
        rank,
        door.number_first or 0,
        door.number_first_suffix,
        place,
        named,
        *flat,
    )


def street_sheets(plan):
    return [sheet for sheet in plan.sheets if sheet["kind"] == "street"]


def kinds(plan):
    return [sheet["kind"] for sheet in plan.sheets]


def started(plan):
    return [line.residence_id for line in plan.lines if line.starts_residence]


@pytest.mark.rule("1.1d", "5.2d", "6.1b")
@settings(max_examples=60, deadline=None)
@given(walks())
def test_every_residence_and_elector_is_printed_once_in_order_and_nobody_else(them):
    plan = plan_listing(facts(), them)
    assert started(plan) == [r.residence_id for r in sorted(them, key=independent)]
    printed = Counter(line.elector_id for line in plan.lines if line.elector_id is not None)
    assert printed == Counter(e.elector_id for r in them if not r.closed for e in r.electors)
    for line in plan.lines:
        if line.closed:
            assert (line.roll_number, line.surname, line.given_names, line.category) == ("", "", "", "")


@pytest.mark.rule("5.2d", "5.2e", "6.6c")
@settings(max_examples=60, deadline=None)
@given(walks(), st.booleans(), st.booleans())
def test_no_page_mixes_streets_or_sides_none_is_too_full_and_totals_agree(them, single, descending):
    plan = plan_listing(facts(single_sided=single, even_descending=descending), them)
    where = {r.residence_id: independent(r)[:3] for r in them}
    for _, lines in groupby(plan.lines, key=lambda line: line.page):
        lines = list(lines)
        assert len({where[line.residence_id] for line in lines}) == 1
        assert [line.line for line in lines] == list(range(1, len(lines) + 1))
    for sheet in street_sheets(plan):
        assert sum(row["height"] for row in sheet["rows"]) <= BODY_MM + 1e-6
    totals = plan.totals
    assert totals.to_visit == sum(not r.closed for r in them)
    assert len(them) == totals.residences == sum(p.residences for p in totals.pages)
    assert totals.residences == sum(s.residences for s in totals.streets) == totals.to_visit + totals.closed
    assert totals.to_visit == sum(p.to_visit for p in totals.pages) == sum(s.to_visit for s in totals.streets)
    shown = sum(line.elector_id is not None for line in plan.lines)
    assert (
        shown
        == totals.electors
        == sum(p.electors for p in totals.pages)
        == sum(s.electors for s in totals.streets)
    )
    starts = Counter(line.page for line in plan.lines if line.starts_residence)
    assert all(starts[page.page] == page.residences for page in totals.pages)


@pytest.mark.rule("5.2d", "6.1b", "6.1c", "6.1d")
@pytest.mark.parametrize("walk", ["1", "2"])
def test_the_golden_division_prints_as_written_by_hand(walk):
    expected = json.loads((GOLDEN / "expected.json").read_text())["walks"][walk]
    them = golden_walks()[expected["ccd"]]
    address = {r.residence_id: r.address_id for r in them}
    plan = plan_listing(facts(), them)
    pages = []
    for total in plan.totals.pages:
        order = []
        for line in (line for line in plan.lines if line.page == total.page):
            if line.starts_residence:
                order.append([address[line.residence_id], "NOT TO BE VISITED" if line.closed else []])
            if line.roll_number:
                order[-1][1].append(line.roll_number)
        pages.append((total.locality, total.street, total.side, total.residences, total.electors, order))
    assert pages == [
        (
            p["suburb"],
            p["street"],
            p["side"],
            p["residences"],
            p["electors"],
            [[o["address_id"], o["prints"]] for o in p["order"]],
        )
        for p in expected["pages"]
    ]
    assert (plan.totals.residences, plan.totals.electors) == (expected["residences"], expected["electors"])


def test_the_golden_numbers_are_printed_as_written_by_hand():
    expected = json.loads((GOLDEN / "expected.json").read_text())["walks"]["1"]
    plan = plan_listing(facts(), golden_walks()["7990001"])
    numbers = [line.number for line in plan.lines if line.starts_residence]
    unnumbered = {"": ["FIG LEAF COTTAGE", "No number"]}
    for number, written in zip(
        numbers, (o["number"] for p in expected["pages"] for o in p["order"]), strict=True
    ):
        assert number == written or number in unnumbered[written]


def test_the_order_of_the_rows_that_come_in_changes_nothing():
    them = golden_walks()["7990001"]
    first = plan_listing(facts(), them)
    random.Random(4).shuffle(them)
    again = plan_listing(facts(), them)
    assert json.dumps(first.values) == json.dumps(again.values)
    assert first.lines == again.lines


@pytest.mark.rule("5.2a", "5.2b", "5.2e", "5.2g")
@settings(max_examples=20, deadline=None)
@given(walks(), st.integers(0, 90), st.integers(0, 60))
def test_streets_lie_right_with_blank_records_left_and_the_pages_are_even(them, notations, instructions):
    plan = plan_listing(
        facts(notations=NOTATIONS[:1] * notations, instructions="Mind the dog.\n" * instructions), them
    )
    sheets = plan.sheets
    assert [sheet["n"] for sheet in sheets] == list(range(1, plan.pages + 1))
    assert kinds(plan)[:3] == ["cover", "sleeve", "notations"]
    for sheet in street_sheets(plan):
        assert sheet["n"] % 2 == 1
        facing = sheets[sheet["n"] - 2]
        assert (facing["kind"], facing["street"], facing["side"]) == ("blank", sheet["street"], sheet["side"])
        assert facing["faces"] == sheet["n"]
    officer = kinds(plan).index("walk-summary")
    assert officer % 2 == 0, "the officer's side is a right page"
    assert kinds(plan)[officer:] == ["walk-summary", "office-summary", "prepayment", "payment"]
    assert plan.pages % 2 == 0


@pytest.mark.rule("5.2g")
@pytest.mark.parametrize("single", [True, False])
@pytest.mark.parametrize("streets", [1, 14, 30])
def test_the_officers_side_is_a_right_page_however_long_the_summary(streets, single):
    them = [residence(n, 1, street=f"STREET {n}") for n in range(streets)]
    plan = plan_listing(facts(single_sided=single), them)
    assert kinds(plan).index("walk-summary") % 2 == 0
    assert plan.pages % 2 == 0


def test_a_single_sided_listing_has_its_blank_records_at_the_end():
    plan = plan_listing(facts(single_sided=True), golden_walks()["7990001"])
    order = [kind for kind, _ in groupby(kinds(plan))]
    assert order[:4] == ["cover", "sleeve", "notations", "street"]
    assert [kind for kind in order if kind != "notes"][-1] == "blank"
    blanks = [sheet for sheet in plan.sheets if sheet["kind"] == "blank"]
    assert [blank["faces"] for blank in blanks] == [sheet["n"] for sheet in street_sheets(plan)]
    assert plan.pages % 2 == 0


def test_a_residence_longer_than_a_page_continues_and_counts_on_its_first():
    home = residence(1, 1, names=["Testperson"] * 70)
    plan = plan_listing(facts(), [home, residence(2, 3)])
    assert len(plan.totals.pages) > 2
    assert [p.residences for p in plan.totals.pages] == [1] + [0] * (len(plan.totals.pages) - 2) + [1]
    assert [sheet["rows"][0]["note"] for sheet in street_sheets(plan)[1:]] == ["continued"] * (
        len(plan.totals.pages) - 1
    )
    assert plan.totals.residences == 2
    assert started(plan) == [1, 2]


def test_a_residence_is_not_torn_over_two_pages():
    plan = plan_listing(facts(), [residence(n, 2 * n + 1, names=["Testperson"] * 9) for n in range(6)])
    pages = Counter((line.residence_id, line.page) for line in plan.lines)
    assert set(pages.values()) == {9}


@pytest.mark.rule("5.2d")
def test_even_pages_are_descending_by_choice():
    them = [residence(n, n) for n in range(1, 9)]
    assert started(plan_listing(facts(), them)) == [1, 3, 5, 7, 2, 4, 6, 8]
    assert started(plan_listing(facts(even_descending=True), them)) == [1, 3, 5, 7, 8, 6, 4, 2]


@pytest.mark.rule("6.1b", "6.1c")
def test_a_closed_residence_says_nothing_of_its_cause():
    plain = residence(1, 12, names=["Hidden"], closed=True)
    door = Door(number_first=12, building_name="SUNSET PRETEND HOME", lot_number="9")
    home = replace(plain, dwelling_kind="institution", electors=(), door=door)
    one, other = (street_sheets(plan_listing(facts(), [r]))[0]["rows"] for r in (plain, home))
    assert one == other
    assert "Hidden" not in json.dumps(plan_listing(facts(), [plain]).values)


def test_a_character_without_a_font_is_printed_by_its_number():
    strange = ElectorEntry(1, "0000001", "Test\ua997person", "Sam")
    (line,) = plan_listing(facts(), [residence(1, 1, names=[strange])]).lines
    assert line.surname == "Test[U+A997]person"


def test_electors_stand_in_the_order_of_the_roll():
    them = [ElectorEntry(n, f"{n}", "Testperson", "Sam") for n in (10, 9, 11, 1)]
    lines = plan_listing(facts(), [residence(1, 1, names=them)]).lines
    assert [line.roll_number for line in lines] == ["1", "9", "10", "11"]


@pytest.mark.rule("5.2i")
def test_the_plan_is_plain_values_and_each_page_has_its_reference():
    plan = plan_listing(facts(), golden_walks()["7990002"])
    assert json.loads(json.dumps(plan.values))["pages"] == plan.pages
    assert [sheet["ref"] for sheet in plan.sheets][:2] == ["W7XK2M4QD-001", "W7XK2M4QD-002"]
