from hypothesis import given
from hypothesis import strategies as st

from electoral.office.references import ALPHABET, new_reference, read_reference

references = st.sampled_from("ABDEFJLOPRW").map(new_reference)


@given(references)
def test_a_reference_is_read_as_people_type_it(reference):
    typed = f" {reference[:4].lower()} {reference[4:].lower()}-014 ".replace("0", "o").replace("1", "i")
    assert read_reference(typed) == reference


@given(references, st.integers(1, 8), st.sampled_from(ALPHABET))
def test_one_wrong_character_is_always_seen(reference, place, wrong):
    changed = reference[:place] + wrong + reference[place + 1 :]
    assert (read_reference(changed) is None) == (changed != reference)


def test_references_are_spread_over_all_there_are():
    assert len({new_reference("E") for _ in range(20_000)}) > 19_990
    assert {new_reference("E")[n] for _ in range(5_000) for n in (1, 4, 7)} == set(ALPHABET)


def test_what_is_no_reference_is_not_read_as_one():
    assert [
        read_reference(t) for t in ("", "12 Banksia Road", "L", "L00000000", "é" * 9, "L1234567\x00")
    ] == [None] * 6
