"""What may be sent as evidence: a file is what its bytes are, whatever it is called (E3)."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from registers.rules.evidence import (
    CONTENT_TYPES,
    EVIDENCE_LIMIT,
    evidence_label,
    kind_of,
    plain_line,
    what_is_kept,
    why_not_taken,
)
from tests.registers.papers import JPEG, PDF, PNG, TWO_THINGS, picture


@pytest.mark.parametrize(("data", "suffix"), [(PDF, ".pdf"), (JPEG, ".jpg"), (PNG, ".png")])
def test_a_file_is_what_its_bytes_are(data, suffix):
    assert kind_of(data) == suffix
    assert why_not_taken(len(data), data) is None
    assert what_is_kept(data) == data
    assert suffix in CONTENT_TYPES


@pytest.mark.parametrize("data", TWO_THINGS.values(), ids=TWO_THINGS)
def test_what_is_two_things_or_half_of_one_is_not_taken(data):
    assert "not whole, or is of another kind" in why_not_taken(len(data), data)


def test_what_a_telephone_hangs_behind_a_picture_is_cut_off():
    twice = JPEG + b"MotionPhoto_Data" + picture("JPEG", "blue")
    assert what_is_kept(twice) == JPEG


def test_too_much_and_nothing_are_said_in_words():
    assert "empty" in why_not_taken(0, b"")
    assert "at most 10 MB" in why_not_taken(EVIDENCE_LIMIT + 1, PDF)


@settings(max_examples=60, deadline=None)
@given(
    st.binary(max_size=200),
    st.sampled_from([b"", b"%PDF-1.4", b"\xff\xd8\xff\xe0", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"]),
)
def test_any_bytes_get_an_answer_and_no_fault(data, head):
    assert kind_of(head + data) in {None, *CONTENT_TYPES}


@settings(max_examples=30, deadline=None)
@given(st.integers(0, len(PNG) - 1))
def test_a_cut_picture_is_never_taken(at):
    assert kind_of(PNG[:at]) is None


@settings(max_examples=50, deadline=None)
@given(st.text())
def test_a_title_is_one_line_that_everybody_sees(text):
    line = plain_line(text)
    assert len(line) <= 150
    assert line.isprintable()


def test_a_code_that_only_the_table_knows_is_shown_as_it_is_written():
    assert evidence_label("some_new_paper") == "Some new paper"
