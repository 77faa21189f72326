import pytest
from hypothesis import given
from hypothesis import strategies as st

from electoral.office.roles import Role
from registers.rules.area import ALLOWED, area_matches, area_of, areas_allowed, why_not_area
from registers.rules.titles import UNITS, title_of

HERE = "ward:W05;parish:P2;constituency:C1"


@pytest.mark.rule("E2", "E3")
@pytest.mark.parametrize(
    ("code", "fee", "open_", "shut"),
    [
        (
            "ward",
            "none",
            ["ward:W05"],
            ["", "parish:P2", "constituency:C1", "ward:", "ward", "ward:W05;ward:W06"],
        ),
        ("constituency", "none", ["constituency:C1"], ["", "ward:W05"]),
        ("parish", "none", ["parish:P2"], ["", "ward:W05"]),
        ("whole_register", "none", ["", "ward:W05", "constituency:C1"], ["planet:X", ":W05"]),
        ("whole_register", "marked", ["", "ward:W05"], ["planet:X"]),
        ("whole_register", "register", ["", "constituency:C1"], ["ward:W05", "parish:P2"]),
        ("whole_register", "overseas", ["", "constituency:C1"], ["ward:W05"]),
        ("own_area", "none", ["", "ward:W05", "parish:P2"], ["planet:X"]),
        ("office_premises", "none", [""], ["ward:W05"]),
        ("none", "none", [], ["", "ward:W05"]),
        ("a code of tomorrow", "none", [], ["", "ward:W05"]),
    ],
)
def test_a_row_allows_its_kinds_of_area_and_no_others(code, fee, open_, shut):
    assert [why_not_area(area, code, fee) for area in open_] == [None] * len(open_)
    assert all(why_not_area(area, code, fee) for area in shut)


@pytest.mark.rule("E2")
def test_who_asks_for_too_much_is_told_what_to_ask_for():
    assert why_not_area("", "ward") == "Ask for the ward: that is what the table allows this applicant."
    assert why_not_area("ward:W05", "whole_register", "register") == (
        "Ask for the whole register or the constituency: that is what the table allows this applicant."
    )


@given(st.sampled_from(sorted(ALLOWED)), st.sampled_from(["none", "register", "marked"]))
def test_what_is_sold_by_the_register_allows_no_more_than_what_is_free(code, fee):
    assert set(areas_allowed(code, fee)) <= set(areas_allowed(code))


def test_a_residence_lies_in_the_areas_that_it_names():
    assert area_of(HERE, "ward") == "ward:W05"
    assert area_of(HERE, "district") == area_of("", "ward") == ""
    assert [area_matches(HERE, a) for a in ("", "ward:W05", "ward:W0", "ward:W055")] == [
        True,
        True,
        False,
        False,
    ]


@pytest.mark.rule("S3")
def test_the_roles_are_called_what_the_nation_calls_them():
    assert title_of(Role.DRO, "england_and_wales") == "Electoral Registration Officer"
    assert title_of("clerk", "scotland") == "Electoral Administrator"
    assert title_of("area_manager", "northern_ireland") == "Area Electoral Officer"
    assert title_of("area_manager", "scotland") == "Area Manager"
    assert title_of("dro", "australia") == "Divisional Returning Officer"
    assert {"ES3", "ES4", "ES19", "B23"} <= set(UNITS)
