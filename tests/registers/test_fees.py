import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from electoral.office.refusals import Refused
from registers.rules.fee import Formula, Price, bundled, formula_text, price, total

DATA, PRINT = Formula(2000, 150, 1000), Formula(1000, 500, 1000)
OVERSEAS_DATA, OVERSEAS_PRINT = Formula(2000, 150, 100), Formula(1000, 500, 100)
MARKED_DATA, MARKED_PRINT = Formula(1000, 100, 1000), Formula(1000, 200, 1000)
FREE = Formula(0, 0, 1)
NOTICES = (1240, 980, 1105, 2210, 3050, 870, 640, 1512, 990, 1001, 1000)

EXAMPLES = [
    ("A", DATA, 84_312, 147_50, 85),
    ("A'", PRINT, 84_312, 435_00, 85),
    ("B", DATA, 61_000, 111_50, 61),
    ("B", PRINT, 61_000, 315_00, 61),
    ("B'", DATA, 61_001, 113_00, 62),
    ("B'", PRINT, 61_001, 320_00, 62),
    ("D", DATA, 1_240, 23_00, 2),
    ("D", PRINT, 1_240, 20_00, 2),
    ("F", OVERSEAS_DATA, 317, 26_00, 4),
    ("F", OVERSEAS_PRINT, 317, 30_00, 4),
    ("G", MARKED_DATA, 84_312, 95_00, 85),
    ("G", MARKED_PRINT, 84_312, 180_00, 85),
    ("H", MARKED_DATA, 6_450, 17_00, 7),
    ("H", MARKED_PRINT, 6_450, 24_00, 7),
    ("I", DATA, 6_450, 30_50, 7),
    ("I", PRINT, 6_450, 45_00, 7),
]


@pytest.mark.rule("E6")
@pytest.mark.parametrize(("example", "formula", "entries", "amount", "blocks"), EXAMPLES)
def test_the_worked_examples_come_out_to_the_penny(example, formula, entries, amount, blocks):
    assert price(formula, entries)[:2] == (amount, blocks), example


@pytest.mark.rule("E6")
def test_the_working_stands_beside_the_sum():
    assert price(DATA, 84_312) == Price(147_50, 85, "£20.00 + 85 x £1.50")
    assert price(DATA, 2_000_000, "AUD").working == "$20.00 + 2,000 x $1.50"
    assert formula_text(OVERSEAS_PRINT) == "£10.00, and £5.00 for each 100 entries or part of them"
    assert formula_text(FREE) == "Free of charge"


@pytest.mark.rule("E6")
def test_two_registers_are_two_sums_and_are_never_merged():
    assert total([price(DATA, 74_210), price(DATA, 71_905)]) == 260_50
    assert price(DATA, 74_210 + 71_905).amount == 240_50


@pytest.mark.rule("E6")
def test_a_register_with_the_notice_of_that_time_is_one_document_without_what_the_notice_deletes():
    entries = bundled(84_312, 900, 400)
    assert (entries, price(DATA, entries).amount) == (84_812, 147_50)
    assert total([price(DATA, 84_312), price(DATA, 1_300)]) == 170_50


@pytest.mark.rule("E6")
def test_data_and_print_of_the_same_ward_are_two_sums():
    assert total([price(MARKED_DATA, 6_450), price(MARKED_PRINT, 6_450)]) == 41_00


@pytest.mark.rule("E6")
def test_a_credit_agency_pays_for_a_year_what_the_example_says():
    notices = [price(DATA, entries) for entries in NOTICES]
    assert total(notices) == 250_00
    assert total([price(DATA, 84_312), price(OVERSEAS_DATA, 317), *notices]) == 423_50


@pytest.mark.parametrize(
    ("formula", "entries", "blocks"),
    [(DATA, 1, 1), (DATA, 1000, 1), (DATA, 1001, 2), (OVERSEAS_DATA, 100, 1), (OVERSEAS_DATA, 101, 2)],
)
def test_a_block_begun_is_a_block(formula, entries, blocks):
    assert price(formula, entries).blocks == blocks


@pytest.mark.rule("E6")
def test_what_holds_no_entry_is_not_sold_and_what_is_free_costs_nothing():
    with pytest.raises(Refused, match="holds no entry"):
        price(OVERSEAS_DATA, 0)
    assert price(FREE, 0) == Price(0, 0, "Free of charge")
    assert price(FREE, 84_312).amount == 0


def test_fewer_entries_than_none_are_a_mistake():
    for wrong in (lambda: price(DATA, -1), lambda: bundled(10, 0, 11), lambda: bundled(10, -1, 0)):
        with pytest.raises(ValueError):
            wrong()


formulas = st.builds(Formula, st.integers(1, 5000), st.integers(0, 1000), st.integers(1, 2000))


@settings(max_examples=60)
@given(formulas, st.integers(1, 10**7))
def test_the_blocks_hold_every_entry_and_no_block_is_empty(formula, entries):
    found = price(formula, entries)
    assert (found.blocks - 1) * formula.block_size < entries <= found.blocks * formula.block_size
    assert found.amount == formula.base + found.blocks * formula.per_block


@settings(max_examples=60)
@given(formulas, st.integers(1, 10**6), st.integers(1, 10**6))
def test_more_never_costs_less_and_apart_never_costs_less_than_together(formula, some, more):
    one, both = price(formula, some), price(formula, some + more)
    assert one.amount <= both.amount <= total([one, price(formula, more)])


@settings(max_examples=60)
@given(st.integers(0, 10**6), st.integers(0, 10**5), st.integers(0, 10**5))
def test_what_a_notice_deletes_is_never_paid_for(register, added, deleted):
    deleted = min(deleted, register + added)
    assert bundled(register, added, deleted) == register + added - deleted
