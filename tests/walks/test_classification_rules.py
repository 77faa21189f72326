"""What the features of a Walk point to (1.4 to 1.6), as rules without a database."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from walks.rules.classification import (
    FEATURES,
    LOW_DENSITY,
    NEITHER,
    URBAN,
    Piece,
    money,
    pay_difference,
    pay_lost,
    percentages,
    recommended,
    shares_of,
)
from walks.rules.walk import NORM_AN_HOUR

CODES = [feature.code for feature in FEATURES]
counts = st.integers(0, 2000)
pieces = st.lists(
    st.builds(
        Piece,
        key=st.just("k"),
        label=st.just("Pretend Street"),
        residences=counts,
        features=st.lists(st.sampled_from(CODES), unique=True, max_size=9).map(tuple),
    ),
    max_size=12,
)


def piece(residences, *features):
    return Piece("k", "Pretend Street", residences, features)


@pytest.mark.rule("1.5a", "1.6a")
def test_the_features_are_the_manuals_and_point_to_its_classes():
    assert {f.words for f in FEATURES if f.points_to == URBAN} == {
        "formed roads, gutters and footpaths",
        "medium land elevation",
        "standard housing development including unit/town house development in the metropolitan area and country towns",
    }
    assert [f.code for f in FEATURES if f.points_to == LOW_DENSITY] == [
        "no_kerbs", "steep", "scattered", "security_access", "commercial", "non_english",
    ]  # fmt: skip


@pytest.mark.rule("1.6b")
def test_the_classes_are_those_that_the_norms_speak_of():
    assert set(NORM_AN_HOUR) == {URBAN, LOW_DENSITY}


@pytest.mark.rule("1.4a")
def test_the_greater_percentage_is_recommended_and_says_why():
    found = recommended([piece(210, "formed_roads"), piece(90, "steep", "no_kerbs"), piece(12)])
    assert found.walk_class == URBAN
    assert found.sentence == (
        "Of 312 residences 210 (67.3 %) count as urban and 90 (28.9 %) as low density; 12 (3.8 %) count as neither. "
        "More than half is urban: urban is recommended."
    )


@pytest.mark.rule("1.4a")
def test_exactly_half_recommends_nothing():
    found = recommended([piece(100, "formed_roads"), piece(100, "scattered")])
    assert found.walk_class == ""
    assert found.sentence.endswith(
        "Exactly half is not the greater part: nothing is recommended, the DRO decides."
    )
    assert recommended([piece(100, "formed_roads"), piece(101, "scattered")]).walk_class == LOW_DENSITY


@pytest.mark.rule("1.4a")
@pytest.mark.parametrize(
    ("features", "points_to"),
    [
        ((), NEITHER),
        (("formed_roads",), URBAN),
        (("formed_roads", "steep"), NEITHER),
        (("formed_roads", "no_kerbs"), NEITHER),
        (("formed_roads", "standard_housing", "steep"), URBAN),
        (("formed_roads", "steep", "scattered"), LOW_DENSITY),
        (("formed_roads", "medium_elevation", "standard_housing", "security_access"), URBAN),
    ],
)
def test_a_piece_of_mixed_features_counts_for_the_class_with_more_of_them(features, points_to):
    assert piece(10, *features).points_to == points_to


@pytest.mark.parametrize(
    ("here", "sentence"),
    [
        ([], "The Walk has no residences: nothing is recommended."),
        ([piece(0, "steep")], "The Walk has no residences: nothing is recommended."),
        ([piece(4)], "No feature points to either class yet: nothing is recommended."),
        (
            [piece(4, "steep"), piece(6), piece(2, "formed_roads")],
            (
                "Of 12 residences 2 (16.7 %) count as urban and 4 (33.3 %) as low density; 6 (50.0 %) count as neither. "
                "Neither class has more than half: nothing is recommended, the DRO decides."
            ),
        ),
    ],
)
def test_nothing_is_recommended_without_a_greater_part(here, sentence):
    found = recommended(here)
    assert (found.walk_class, found.sentence) == ("", sentence)


@pytest.mark.rule("1.4a")
@settings(max_examples=60, deadline=None)
@given(pieces)
def test_the_percentages_sum_to_100_and_the_class_is_the_one_with_more_than_half(here):
    found = recommended(here)
    total = sum(p.residences for p in here)
    assert sum(share.percent for share in found.shares.values()) == (100 if total else 0)
    assert sum(share.residences for share in found.shares.values()) == total
    for name in (URBAN, LOW_DENSITY):
        assert (found.walk_class == name) == (2 * found.shares[name].residences > total)


@settings(max_examples=40, deadline=None)
@given(pieces, st.randoms(use_true_random=False))
def test_the_order_of_streets_does_not_matter(here, random):
    shuffled = random.sample(here, len(here))
    assert recommended(shuffled) == recommended(here)
    assert shares_of(shuffled) == shares_of(here)


@settings(max_examples=40, deadline=None)
@given(st.integers(1, 2000))
def test_exactly_half_never_recommends(half):
    assert recommended([piece(half, "steep"), piece(half, "formed_roads")]).walk_class == ""
    assert recommended([piece(half, "steep"), piece(half)]).walk_class == ""


@settings(max_examples=60, deadline=None)
@given(st.lists(counts, min_size=1, max_size=6))
def test_percentages_are_within_a_tenth_and_sum_to_100(them):
    shares = percentages(them)
    total = sum(them)
    assert sum(shares) == (100 if total else 0)
    for count, share in zip(them, shares, strict=True):
        assert abs(share - Decimal(100 * count) / (total or 1)) < Decimal("0.1")


def test_a_feature_has_the_share_of_the_residences_where_it_was_found():
    shares = shares_of([piece(30, "steep", "commercial"), piece(10, "steep"), piece(60, "formed_roads")])
    assert [(f.code, str(share)) for f, share in shares] == [
        ("formed_roads", "60 (60.0 %)"),
        ("steep", "40 (40.0 %)"),
        ("commercial", "30 (30.0 %)"),
    ]


@pytest.mark.rule("10.2g")
def test_the_difference_in_pay_is_of_the_residences_that_are_paid():
    rates = {URBAN: Decimal(95), LOW_DENSITY: Decimal("160.5")}
    how = {"residences": 300, "unpaid": 100, "rates": rates}
    assert pay_difference(**how, present=URBAN, proposed=LOW_DENSITY) == 13_100
    assert pay_difference(**how, present=LOW_DENSITY, proposed=URBAN) == -13_100
    assert pay_difference(**how, present=URBAN, proposed=URBAN) == 0
    assert pay_difference(**how, present="", proposed=URBAN) is None
    assert pay_lost(unpaid=100, of_class=URBAN, rates=rates) == 9_500
    assert pay_lost(unpaid=100, of_class="", rates=rates) is None


def test_money_has_its_sign():
    assert [money(c) for c in (120450, -5, 0)] == ["+$1,204.50", "-$0.05", "$0.00"]


def test_a_row_is_kept_and_read_back():
    one = Piece("ccd:7990001", "7990001", 12, ("non_english",), "34")
    assert Piece.of(one.row) == one
