"""The places of a made-up division: streets, numbers, districts and points."""

from collections import Counter, defaultdict

import pytest

from electoral.demo.generator import make_division
from tests.demo.reading import rows, street_of, text_of
from tests.demo.traps import PLACES


@pytest.mark.parametrize("trap", PLACES)
def test_each_trap_of_a_place_is_what_it_says(demo, trap):
    assert all(PLACES[trap](demo.addresses[one]) for one in demo.made.traps[trap])


def test_a_suffix_stands_beside_the_number_that_it_belongs_to(demo):
    beside = [demo.addresses[one] for one in demo.made.traps["suffix"]]
    assert {a["number_first_suffix"] for a in beside} == {"", "A", "B"}


def test_the_same_text_stands_twice_only_where_it_is_said(demo):
    texts = Counter(text_of(address) for address in demo.addresses.values())
    twice = {text for text, count in texts.items() if count > 1}
    assert twice == {text_of(demo.addresses[one]) for one in demo.made.traps["same_text_twice"]}


def test_no_house_stands_on_a_number_that_a_range_covers(demo):
    by_street = defaultdict(list)
    for address in demo.addresses.values():
        by_street[street_of(address)].append(address["number_first"])
    for one in demo.made.traps["range"]:
        assert demo.addresses[one]["number_last"] not in by_street[street_of(demo.addresses[one])]


def test_a_block_is_a_building_where_nobody_is_enrolled_and_24_units(demo):
    block = [demo.addresses[one] for one in demo.made.traps["block_of_24"][:25]]
    assert [a["flat_number"] for a in block] == ["", *(str(n) for n in range(1, 25))]
    assert demo.made.traps["block_of_24"][0] not in demo.households


def test_a_street_has_one_name_in_several_suburbs(demo):
    suburbs = {
        a["locality"]
        for a in demo.addresses.values()
        if (a["street_name"], a["street_type"]) == ("BANKSIA", "ROAD")
    }
    assert len(suburbs) == 3
    assert "BANKSIA ROAD" in demo.made.traps["street_in_suburbs"]


def test_a_street_goes_through_several_districts_and_has_two_halves(demo):
    districts = defaultdict(set)
    for address in demo.addresses.values():
        if (address["street_name"], address["street_type"]) == ("HIGH", "STREET"):
            districts[address["locality"], address["street_suffix"]].add(address["ccd"])
    assert {suffix for _, suffix in districts} == {"", "NORTH", "SOUTH"}
    assert max(len(codes) for codes in districts.values()) > 1


def test_postcodes_keep_their_leading_zero(demo):
    assert {a["postcode"] for a in demo.addresses.values()} == {"0870", "0871", "0872"}


def test_the_first_postcode_and_the_state_can_be_chosen(tmp_path):
    made = make_division(tmp_path, code="FABA", electors=400, seed=1, state="TAS", postcode_base=7991)
    assert {a["state"] for a in rows(made.addresses)} == {"TAS"}
    assert {a["postcode"] for a in rows(made.addresses)} >= {"7991", "7992"}


def test_small_divisions_have_small_districts_and_one_over_400(demo):
    sizes = sorted(demo.made.districts.values())
    assert sizes[-1] > 400
    assert len(sizes) == 7
    assert all(50 <= size <= 110 for size in sizes[:-1])


def test_large_divisions_have_districts_of_200_to_300_and_few_over_400(big):
    sizes = Counter((size > 400) - (not 200 <= size <= 300) for size in big.made.districts.values())
    assert sizes == {0: 257}
    assert sum(size > 400 for size in big.made.districts.values()) == 4


def test_a_lot_is_never_cut_between_two_districts(demo):
    claimed = defaultdict(set)
    for address in demo.addresses.values():
        if address["number_first"]:
            claimed[street_of(address), address["number_first"]].add(address["ccd"])
    assert sum(len(codes) > 1 for codes in claimed.values()) == demo.made.counts["contested_number"] == 1


def test_the_numbers_of_a_straight_street_lie_on_a_line_on_each_side(demo):
    latitudes = defaultdict(set)
    for address in demo.addresses.values():
        if street_of(address) == ("FABLETOWN", "BANKSIA", "ROAD", ""):
            latitudes[int(address["number_first"] or 1) % 2].add(address["latitude"])
    assert [len(one_side) for one_side in latitudes.values()] == [1, 1]
    assert latitudes[0] != latitudes[1]


def test_the_creek_leaves_a_gap_in_each_street_that_crosses_it(big):
    metres = defaultdict(list)
    for address in rows(big.made.addresses)[:3000]:
        if address["street_type"] == "AVENUE":
            metres[address["locality"], address["street_name"]].append(float(address["longitude"]) * 105_000)
    widest = {
        name: max(b - a for a, b in zip(sorted(m), sorted(m)[1:], strict=False)) for name, m in metres.items()
    }
    assert sum(gap > 90 for gap in widest.values()) > 3
