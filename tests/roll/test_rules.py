"""Doors and streets against sorts written another way."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from electoral.roll.rules import (
    Door,
    address_line,
    label,
    natural,
    normal,
    number_of,
    order_key,
    side_of,
    street_key,
    street_text,
)

FLATS = ["", "1", "2", "10", "11A", "A", "G1", "G10"]
doors = st.builds(
    Door,
    number_first=st.sampled_from([None, 0, 2, 10, 120]),
    number_first_suffix=st.sampled_from(["", "A", "B"]),
    number_last=st.sampled_from([None, 121, 1000]),
    flat_number=st.sampled_from(FLATS),
    lot_number=st.sampled_from(["", "7", "45", "100"]),
    building_name=st.sampled_from(["", "FIG LEAF", "FIG TREE"]),
)


def independent(door):
    """5.2d in words: numbers, then suffix, end of the range, the building before its flats; lots, then neither."""
    flat = FLATS.index(door.flat_number)
    lot = int(door.lot_number or 0)
    if door.number_first is not None:
        return (
            0,
            door.number_first,
            door.number_first_suffix,
            door.number_last or 0,
            flat,
            lot,
            door.building_name,
        )
    last = (door.number_first_suffix, door.number_last or 0)
    if door.lot_number:
        return (1, *last, lot, flat, door.building_name)
    return (2, *last, door.building_name, flat)


@pytest.mark.rule("5.2d")
@given(doors, doors)
def test_the_key_of_a_door_orders_as_the_manual_says(one, other):
    for a, b in ((one, other), (other, one)):
        assert (order_key(a) < order_key(b)) == (independent(a) < independent(b))


@pytest.mark.rule("5.2d")
def test_the_example_of_the_manual_is_in_its_order():
    written = [
        Door(number_first=2),
        Door(number_first=2, number_first_suffix="A"),
        Door(number_first=2, number_first_suffix="B"),
        Door(number_first=10),
        Door(number_first=12),
        Door(number_first=12, flat_type="FLAT", flat_number="1"),
        Door(number_first=12, flat_type="FLAT", flat_number="2"),
        Door(number_first=12, flat_type="FLAT", flat_number="10"),
        Door(number_first=12, number_last=14),
        Door(number_first=14),
        Door(lot_number="7"),
        Door(lot_number="45"),
        Door(building_name="FIG LEAF COTTAGE"),
    ]
    assert sorted(set(written), key=order_key) == written
    numbers = ["2", "2A", "2B", "10", "12", "1/12", "2/12", "10/12", "12-14", "14", "LOT 7", "LOT 45", ""]
    assert [label(door) for door in written] == numbers


@given(st.integers(0, 10**12), st.integers(0, 10**12))
def test_numbers_within_a_text_sort_as_numbers(one, other):
    assert (natural(f"G{one}") < natural(f"G{other}")) == (one < other)


@pytest.mark.rule("5.2d")
def test_a_range_sides_by_its_first_number_and_no_number_is_odd():
    assert side_of(number_of(Door(number_first=12, number_last=15))) == "even"
    assert side_of(number_of(Door(number_first=7))) == "odd"
    assert side_of(number_of(Door(lot_number="6"))) == "odd"
    assert side_of(number_of(Door())) == "odd"


def test_a_house_with_a_lot_number_too_stays_a_number():
    door = Door(number_first=5, lot_number="9")
    assert (label(door), number_of(door)) == ("5", 5)
    assert order_key(door) < order_key(Door(number_first=7))


@pytest.mark.parametrize(
    ("door", "line"),
    [
        (Door(number_first=2, number_first_suffix="A"), "2A Banksia Road"),
        (Door(number_first=12, flat_type="FLAT", flat_number="1"), "Flat 1, 12 Banksia Road"),
        (Door(number_first=12, flat_number="1"), "1/12 Banksia Road"),
        (
            Door(number_first=9, flat_type="SHOP", flat_number="G2", level_type="LEVEL", level_number="3"),
            "Shop G2, Level 3, 9 Banksia Road",
        ),
        (Door(number_first=12, number_last=14), "12-14 Banksia Road"),
        (Door(lot_number="7"), "Lot 7 Banksia Road"),
        (Door(building_name="FIG LEAF COTTAGE"), "Fig Leaf Cottage, Banksia Road"),
        (Door(), "Banksia Road"),
    ],
)
def test_an_address_is_one_line_for_people(door, line):
    assert address_line(door, "Banksia Road") == line
    assert address_line(door, "BANKSIA ROAD") == line.upper()


def test_a_level_or_a_flat_without_a_number_is_still_a_label():
    assert label(Door(flat_type="SITE", flat_number="4", building_name="PARK")) == "SITE 4"
    assert label(Door(level_type="LEVEL", level_number="2", number_first=5)) == "LEVEL 2/5"
    assert label(Door(flat_type="SHOP", number_first=5)) == "SHOP/5"


@pytest.mark.rule("5.2d")
@given(
    st.lists(
        st.tuples(*[st.sampled_from(["", "HIGH", "HIGH PARK", "ÉCLAIR", "Eclair", "ZEBRA"])] * 3), max_size=8
    )
)
def test_streets_sort_by_name_then_type_then_suffix(streets):
    plain = str.maketrans("ÉÈ", "EE")
    by_key = sorted(streets, key=lambda s: street_key(*s))
    by_parts = sorted(streets, key=lambda s: tuple(part.translate(plain).lower() for part in s))
    assert [street_key(*s) for s in by_key] == [street_key(*s) for s in by_parts]


def test_a_street_is_printed_without_gaps():
    assert street_text("HIGH", "STREET", "SOUTH") == "HIGH STREET SOUTH"
    assert street_text("BROADWAY") == "BROADWAY"


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("  Nguyễn   THỊ ", "nguyen thi"),
        ("O’BRIEN", "o'brien"),
        ("Ødegård", "odegard"),
        ("STRAßE", "strasse"),
        ("İstanbul", "istanbul"),
        ("ΠΑΠΑΔΌΠΟΥΛΟΣ", "παπαδοπουλοσ"),
        ("王 小明", "王 小明"),
    ],
)
def test_a_search_key_has_no_marks_no_case_and_single_spaces(text, key):
    assert normal(text) == key


@given(st.text(max_size=30))
def test_a_search_key_of_a_search_key_is_itself(text):
    assert normal(normal(text)) == normal(text)
