"""The numbers of a request: weeks in hand, enough Walks, late, and the Walk with the most changes for its cost (5.1, X9)."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from walks.rules.chooser import Trace, changes_for_the_cost, expected_changes, reasons_of
from walks.rules.supply import is_under_reserve, lateness, too_few, walks_to_request, weeks_in_hand


@pytest.mark.rule("5.1b")
def test_weeks_in_hand_by_the_last_four_weeks_and_before_the_first_issue_by_the_officers():
    assert weeks_in_hand(10, issued=20, officers=9, workload_weeks=Decimal(2)) == 2
    assert weeks_in_hand(3, issued=16, officers=0, workload_weeks=Decimal(0)) == Decimal("0.8")
    assert weeks_in_hand(6, issued=0, officers=8, workload_weeks=Decimal(2)) == Decimal("1.5")
    assert weeks_in_hand(6, issued=0, officers=0, workload_weeks=Decimal(2)) is None


@pytest.mark.rule("5.1b")
@pytest.mark.parametrize(("weeks", "low"), [("0.9", True), ("1.0", False), ("1.1", False)])
def test_under_one_week_warns(weeks, low):
    assert is_under_reserve(Decimal(weeks)) is low
    assert not is_under_reserve(None)


@pytest.mark.rule("5.1a", "5.1b")
@given(st.integers(0, 60), st.integers(0, 60))
def test_a_walk_for_each_officer_and_a_weeks_reserve_less_what_is_in_hand(officers, in_hand):
    wanted = walks_to_request(officers, in_hand, Decimal(2))
    assert wanted == max(0, officers + -(-officers // 2) - in_hand)


@pytest.mark.rule("5.1d")
def test_fewer_walks_than_officers_says_both_figures():
    assert too_few(3, 5) == "3 Walks are asked for, and 5 Review Officers are to be engaged."
    assert too_few(5, 5) == ""


@pytest.mark.rule("5.1a")
def test_a_request_after_its_date_is_late():
    due = date(2027, 3, 3)
    assert lateness(due, due) == lateness(None, due) == ""
    assert lateness(due, due + timedelta(days=2)) == "Late: 2 days after 3 March 2027."


@pytest.mark.rule("X9")
def test_expected_changes_are_those_known_and_those_that_time_brings():
    share = Decimal("0.1")
    assert expected_changes(Trace(100), share) == 30
    assert expected_changes(Trace(100, enrolled=4, addresses=2, days=365), share) == 16
    assert expected_changes(Trace(100, days=0), share) == 0
    assert changes_for_the_cost(Decimal(16), 8_000) == 20
    assert changes_for_the_cost(Decimal(16), 0) == 0
    assert (
        reasons_of(Trace(1, 12, 1, 400))
        == "listed 400 days ago; 12 electors enrolled since; 1 address new since"
    )
