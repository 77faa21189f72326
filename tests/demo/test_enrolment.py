"""The people of a made-up division, some of them protected."""

import unicodedata
from collections import Counter

import pytest

from electoral.demo.generator import make_division, make_gnaf_extract
from tests.demo.reading import read, rows
from tests.demo.traps import PEOPLE


@pytest.mark.parametrize("trap", PEOPLE)
def test_each_trap_of_a_person_is_what_it_says(demo, trap):
    assert all(PEOPLE[trap](demo.electors[one]) for one in demo.made.traps[trap])


def test_the_only_elector_who_is_hidden_is_alone(demo):
    for one in demo.made.traps["hidden_alone"]:
        assert len(demo.households[demo.electors[one]["address_id"]]) == 1


def test_nobody_to_six_are_enrolled_in_an_ordinary_residence_and_more_in_a_home(demo):
    sizes = {one: len(demo.households.get(one, ())) for one in demo.addresses}
    homes = {one for trap in ("institution", "boarding_house") for one in demo.made.traps[trap]}
    ordinary = Counter(size for one, size in sizes.items() if one not in homes)
    assert set(ordinary) >= {0, 1, 2, 3, 4, 5}
    assert max(ordinary) <= 6
    assert {sizes[one] for one in demo.made.traps["institution"]} == {45}


def test_every_elector_lives_at_an_address_of_the_file_or_overseas(demo):
    nowhere = {e["elector_id"] for e in demo.electors.values() if not e["address_id"]}
    assert nowhere == set(demo.made.traps["overseas"])
    assert demo.households.keys() - {""} <= demo.addresses.keys()


def test_births_are_from_1925_and_nobody_is_under_17(demo):
    born = {e["date_of_birth"] for e in demo.electors.values() if e["date_of_birth"]}
    assert "1925-01-01" <= min(born) <= max(born) <= "2009-11-21"
    young = {one for one, e in demo.electors.items() if e["date_of_birth"] > "2008-11-21"}
    assert young == set(demo.made.traps["attainer"])


def test_about_one_in_seven_has_opted_out_of_the_open_register(big):
    opted = Counter(row["open_register"] for row in rows(big.made.electors))
    assert opted.keys() == {"", "N"}
    assert 0.13 < opted["N"] / 120_000 < 0.17


def test_names_are_kept_whole_and_hide_no_control_characters(demo):
    for value in (value for row in demo.electors.values() for value in row.values()):
        assert value == unicodedata.normalize("NFC", value).strip()
        assert not any(unicodedata.category(character) in ("Cc", "Cf") for character in value)


def test_the_protected_stand_among_the_electors_and_protection_is_no_column(demo):
    kinds = Counter(p["kind"] for p in demo.protections.values())
    assert kinds.keys() == {"silent", "anonymous"}
    assert demo.protections.keys() <= demo.electors.keys()
    protected = set(demo.made.traps["silent"] + demo.made.traps["anonymous"])
    assert protected == demo.protections.keys()
    assert set(demo.made.traps["protected_residence"]) == {
        demo.electors[one]["address_id"] for one in protected
    }


def test_a_protected_elector_lives_with_others_or_alone_as_it_is_said(demo):
    for trap, is_alone in (("silent_with_others", False), ("silent_alone", True)):
        for one in demo.made.traps[trap]:
            assert (len(demo.households[demo.electors[one]["address_id"]]) == 1) == is_alone


@pytest.mark.parametrize("silent", [1, 17, 40])
def test_as_many_are_protected_as_asked_for(tmp_path, silent):
    made = make_division(tmp_path, code="FABA", electors=400, seed=2, silent=silent)
    assert len(rows(made.protections)) == silent


def test_with_none_protected_the_file_is_its_header_alone(tmp_path):
    made = make_division(tmp_path, code="FABA", electors=400, seed=2, silent=0)
    assert made.protections.read_text("utf-8").splitlines() == ["elector_id,kind,basis,since"]


def test_more_than_a_tenth_protected_is_refused(tmp_path):
    with pytest.raises(ValueError, match="tenth"):
        make_division(tmp_path, code="FABA", electors=400, seed=2, silent=41)


def test_more_electors_than_the_residences_can_hold_are_refused(tmp_path):
    with pytest.raises(ValueError, match="hold"):
        make_gnaf_extract(tmp_path, addresses=100, electors=500, seed=1)


def test_tokens_stand_in_each_line_of_a_protected_elector_and_nowhere_else(tmp_path):
    division = read(make_division(tmp_path, code="FABA", electors=900, seed=2, tokens=True, silent=20))
    marked = {one for one, e in division.electors.items() if any("ZQX" in value for value in e.values())}
    assert marked == division.protections.keys()
    assert len({division.electors[one]["surname"] for one in marked}) == 20
    for one in marked:
        elector = division.electors[one]
        assert all(
            "ZQX" in elector[column] for column in ("surname", "given_names", "postal_1", "postal_locality")
        )
        assert elector["address_id"] in division.addresses
        assert "ZQX" in division.protections[one]["basis"]
    assert "ZQX" not in division.made.addresses.read_text("utf-8")
