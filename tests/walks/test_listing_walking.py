"""The suggested walking order of a listing's pages, and its map."""

from dataclasses import replace
from itertools import groupby

import pytest

from tests.walks.listing_people import facts, residence
from walks.listing_plan import plan_listing


def walked(plan):
    """The pages in the suggested order: street, side, whether from the highest number down."""
    streets = (sheet for sheet in plan.sheets if sheet["kind"] == "street")
    ordered = sorted(streets, key=lambda sheet: sheet["order"])
    assert [sheet["order"] for sheet in ordered] == list(range(1, len(ordered) + 1))
    return [(sheet["street"], sheet["side"][:4].strip(), sheet["high-first"]) for sheet in ordered]


@pytest.mark.rule("5.2d")
def test_without_points_each_street_is_walked_out_odd_and_back_even():
    them = [residence(n, n, street) for street in ("ASH ROAD", "ELM ROAD") for n in range(1, 5)]
    assert walked(plan_listing(facts(), them)) == [
        ("ASH ROAD", "ODD", False),
        ("ASH ROAD", "EVEN", True),
        ("ELM ROAD", "ODD", False),
        ("ELM ROAD", "EVEN", True),
    ]


def in_line(start, street, number, step, away=0.0):
    """A street of twenty residences from a point, eastwards or northwards."""
    found = []
    for i in range(1, 21):
        lat, lon = start[0] + step[0] * i + away * (i % 2), start[1] + step[1] * i
        found.append(residence(number + i, i, street, latitude=lat, longitude=lon))
    return found


@pytest.mark.rule("5.2d")
def test_a_side_street_is_walked_where_it_leaves_its_street():
    main = in_line((-12.0, 130.0), "ASH ROAD", 0, (0, 0.0002))
    near_the_end = in_line((-12.0, 130.004), "ZINNIA ROAD", 100, (0.0002, 0))
    beyond = in_line((-11.996, 130.004), "BEECH ROAD", 200, (0, 0.0002))
    order = [
        street
        for street, _ in groupby(
            walked(plan_listing(facts(), main + beyond + near_the_end)), key=lambda w: w[0]
        )
    ]
    assert order == ["ASH ROAD", "ZINNIA ROAD", "BEECH ROAD", "ZINNIA ROAD", "ASH ROAD"]


def test_a_street_entered_at_its_high_end_is_walked_downwards():
    main = in_line((-12.0, 130.0), "ASH ROAD", 0, (0, 0.0002))
    side = in_line((-11.9958, 130.004), "ELM ROAD", 100, (-0.0002, 0))
    order = walked(plan_listing(facts(), main + side))
    assert ("ELM ROAD", "ODD", True) in order
    assert ("ELM ROAD", "EVEN", False) in order


@pytest.mark.rule("5.2b", "6.1f")
def test_the_map_draws_every_residence_alike():
    them = in_line((-12.0, 130.0), "ASH ROAD", 0, (0, 0.0002))
    hidden = [replace(r, closed=True, dwelling_kind="institution") for r in them]
    maps = [plan_listing(facts(), group).sheets[1] for group in (them, hidden)]
    assert maps[0]["kind"] == "map"
    assert maps[0]["svg"] == maps[1]["svg"]
    assert [name["text"] for name in maps[0]["names"]] == ["ASH ROAD"]
    assert maps[0]["svg"].count("a0.75") == 2 * len(them)


@pytest.mark.rule("5.2b")
def test_without_points_the_map_is_the_page_of_a_sleeve():
    assert plan_listing(facts(), [residence(1, 1)]).sheets[1]["kind"] == "sleeve"
