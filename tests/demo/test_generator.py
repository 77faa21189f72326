"""The made-up divisions hold what they say, the same each time, at any size, and quickly."""

import tracemalloc
from pathlib import Path

import pytest

from electoral.demo.generator import make_division, make_gnaf_extract
from tests.demo.reading import contents, read, rows
from tests.demo.traps import PEOPLE, PLACES, STREETS

ADDRESS_COLUMNS = (
    "address_id,building_name,lot_number,flat_type,flat_number,level_type,level_number,number_first_prefix,"
    "number_first,number_first_suffix,number_last,number_last_suffix,street_name,street_type,street_suffix,"
    "locality,state,postcode,ccd,latitude,longitude,areas,dwelling_kind"
)
ELECTOR_COLUMNS = (
    "elector_id,surname,given_names,date_of_birth,address_id,category,postal_1,postal_2,postal_3,"
    "postal_locality,postal_state,postal_postcode,enrolled_on,subdivision,register_number,franchise,"
    "open_register,absent_vote,absent_from,absent_until,service_voter,attainment_date"
)


def peak_of_memory(folder: Path, electors: int) -> int:
    tracemalloc.start()
    make_division(folder, code="FABA", electors=electors, seed=1)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return peak


def test_the_headers_are_those_of_the_formats(demo):
    headers = [path.read_text("utf-8").splitlines()[0] for path in demo.made[:4]]
    assert headers == [
        ADDRESS_COLUMNS,
        ELECTOR_COLUMNS,
        "elector_id,kind,basis,since",
        "walk_number,ccd,class",
    ]


@pytest.mark.parametrize("electors", [37, 400, 1660, 5001])
def test_the_counts_are_exact_and_no_identifier_stands_twice(tmp_path, electors):
    division = read(make_division(tmp_path, code="FABA", electors=electors, seed=5))
    made = division.made
    assert len(division.electors) == made.enrolled == electors
    assert len(division.addresses) == made.residences == sum(made.districts.values())
    assert made.residences == round(electors * 65 / 120)
    assert len(division.protections) == made.counts["silent"] + made.counts.get("anonymous", 0)
    assert len({e["register_number"] for e in division.electors.values()}) == electors


def test_the_same_seed_makes_the_same_bytes_and_another_seed_others(tmp_path):
    one, again, other = (
        make_division(tmp_path / name, code="FABA", electors=900, seed=seed)
        for name, seed in (("one", 3), ("again", 3), ("other", 4))
    )
    assert contents(one) == contents(again)
    assert one.traps == again.traps
    assert all(a != b for a, b in zip(contents(one), contents(other), strict=True))


def test_two_divisions_of_one_seed_share_no_identifier_and_no_place(tmp_path):
    one, other = (
        read(make_division(tmp_path / code, code=code, electors=400, seed=1)) for code in ("FABA", "MOCK")
    )
    assert not one.addresses.keys() & other.addresses.keys()
    assert not one.electors.keys() & other.electors.keys()
    points = [{(a["latitude"], a["longitude"]) for a in d.addresses.values()} for d in (one, other)]
    assert not points[0] & points[1]


@pytest.mark.parametrize("seed", range(6))
def test_every_trap_is_there_from_400_electors_on(tmp_path, seed):
    made = make_division(tmp_path, code="FABA", electors=400, seed=seed)
    assert (PLACES.keys() | PEOPLE.keys() | STREETS) - made.traps.keys() == set()


def test_walks_are_numbered_in_the_order_of_the_districts(demo):
    walks = rows(demo.made.walks)
    assert [(w["walk_number"], w["ccd"]) for w in walks] == [
        (str(number), ccd) for number, ccd in enumerate(sorted(demo.made.districts), 1)
    ]
    assert {w["class"] for w in walks} <= {"urban", "low_density"}


def test_an_extract_spells_its_columns_as_the_national_address_file(tmp_path):
    extract = read(make_gnaf_extract(tmp_path, addresses=3000, seed=1), key="gnaf_pid")
    columns = set(next(iter(extract.addresses.values())))
    assert columns >= {"gnaf_pid", "sa1_7dig_2016", "date_created", "confidence", "alias_principal"}
    assert not columns & {"address_id", "ccd", "areas", "dwelling_kind"}
    assert len(extract.addresses) == len(extract.electors) == 3000
    assert extract.households.keys() - {""} <= extract.addresses.keys()
    assert len(extract.protections) == 10


def test_an_extract_holds_the_traps_of_the_true_file(tmp_path):
    extract = read(make_gnaf_extract(tmp_path, addresses=3000, seed=1), key="gnaf_pid")
    assert PLACES.keys() | STREETS <= extract.made.traps.keys()
    assert {a["postcode"][0] for a in extract.addresses.values()} == {"0"}
    assert max(extract.made.districts.values()) > 400


def test_memory_does_not_grow_with_the_division(tmp_path):
    # Tracing makes it five times as slow, so a whole division is not traced: by this it stays under 20 MB.
    small, larger = (peak_of_memory(tmp_path, electors) for electors in (4_000, 14_000))
    assert (larger - small) / 10_000 < 150


def test_a_whole_division_takes_seconds(big):
    assert (big.made.residences, big.made.enrolled) == (65_000, 120_000)
    assert big.seconds < 20  # about two on a quiet machine
