"""Any text is broken so that it fits its column, and loses nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from electoral.papers.fonts import faces
from walks.listing_plan.measure import clusters, column, filled, plain

texts = st.text(st.characters(codec="utf-8", categories=["L", "N", "P", "Zs"]), max_size=120)


@given(texts, st.sampled_from([(20.6, 16), (54.6, 12), (19.6, 7.5)]))
def test_every_piece_fits_the_column_and_no_letter_is_lost(text, shape):
    narrow = column(*shape)
    fitted = narrow.fitted(text)
    assert plain(fitted) == faces().printable(text)
    assert all(width <= narrow.room for width, _ in narrow.pieces(fitted))


@given(texts)
def test_a_text_fitted_twice_is_fitted_once(text):
    narrow = column(20.6, 16)
    assert narrow.fitted(narrow.fitted(text)) == narrow.fitted(text)
    assert narrow.lines(narrow.fitted(text)) == narrow.lines(text)


@given(texts)
def test_wrapped_lines_hold_the_text_and_none_is_too_wide(text):
    wide = column(54.6, 12)
    lines = wide.wrapped(text)
    assert "".join("".join(lines).split()) == "".join(faces().printable(text).split())
    assert all(wide.em(line) <= wide.room or " " not in line for line in lines)


def test_pieces_fill_lines_one_after_another():
    assert filled([(3, 0), (3, 1), (3, 1)], 7) == 2
    assert filled([(7, 0), (7, 1)], 7) == 2
    assert filled([], 7) == 1


@pytest.mark.parametrize(
    ("word", "parts"), [("e\u0301a", ["e\u0301", "a"]), ("परी", ["प", "री"]), ("ab", ["a", "b"])]
)
def test_a_mark_stays_with_its_letter(word, parts):
    assert clusters(word) == parts
