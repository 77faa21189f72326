from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from registers.rules.days import is_working_day, working_days_after, working_days_before

ENGLAND, SCOTLAND, NORTHERN_IRELAND = "england_and_wales", "scotland", "northern_ireland"
PLACES = [(ENGLAND, ""), (SCOTLAND, ""), (NORTHERN_IRELAND, ""), ("australia", "NT"), ("australia", "VIC"), ("australia", "")]  # fmt: skip


@pytest.mark.rule("E1")
@pytest.mark.parametrize(
    ("day", "free_in"),
    [
        (date(2026, 11, 30), {SCOTLAND}),  # Saint Andrew
        (date(2026, 3, 17), {NORTHERN_IRELAND}),  # Saint Patrick
        (date(2026, 7, 13), {NORTHERN_IRELAND}),  # the Boyne
        (date(2026, 4, 6), {ENGLAND, NORTHERN_IRELAND}),  # Easter Monday
        (date(2026, 1, 2), {SCOTLAND}),
        (date(2026, 12, 28), {ENGLAND, SCOTLAND, NORTHERN_IRELAND}),  # for Boxing Day, a Saturday
        (date(2026, 11, 21), {ENGLAND, SCOTLAND, NORTHERN_IRELAND}),  # a Saturday
        (date(2026, 11, 23), set()),
    ],
)
def test_each_nation_has_its_own_holidays(day, free_in):
    nations = (ENGLAND, SCOTLAND, NORTHERN_IRELAND)
    assert {nation for nation in nations if not is_working_day(day, nation)} == free_in


def test_a_state_of_australia_has_its_own_and_what_is_no_state_the_common_ones():
    cup_day = date(2026, 11, 3)
    assert not is_working_day(cup_day, "australia", "VIC")
    assert is_working_day(cup_day, "australia", "NT")
    assert is_working_day(cup_day, "australia", "nowhere")
    assert not is_working_day(date(2026, 1, 26), "australia", "nowhere")
    assert is_working_day(date(2026, 11, 30), ENGLAND, "VIC")


@pytest.mark.rule("E1", "E2")
def test_five_working_days_over_christmas():
    assert working_days_after(date(2026, 12, 23), 5, ENGLAND) == date(2027, 1, 4)
    assert working_days_after(date(2026, 12, 23), 5, SCOTLAND) == date(2027, 1, 5)
    assert working_days_after(date(2026, 11, 22), 5, ENGLAND) == date(2026, 11, 27)
    assert working_days_after(date(2026, 11, 22), 0, ENGLAND) == date(2026, 11, 23)
    assert working_days_after(date(2026, 11, 23), 0, ENGLAND) == date(2026, 11, 23)


def test_the_eleventh_day_before_a_poll_in_may():
    assert working_days_before(date(2027, 5, 6), 11, ENGLAND) == date(2027, 4, 20)
    assert working_days_before(date(2027, 5, 6), 6, ENGLAND) == date(2027, 4, 27)
    with pytest.raises(ValueError):
        working_days_before(date(2027, 5, 6), -1, ENGLAND)


days = st.dates(date(2026, 1, 1), date(2030, 12, 31))


@settings(max_examples=80)
@given(days, st.integers(0, 40), st.sampled_from(PLACES))
def test_between_a_day_and_the_nth_after_it_lie_n_working_days(day, n, place):
    then = working_days_after(day, n, *place)
    counted = sum(is_working_day(day + timedelta(d), *place) for d in range(1, (then - day).days + 1))
    assert is_working_day(then, *place)
    assert counted == n or (n == 0 and counted <= 1)


@settings(max_examples=80)
@given(days, st.integers(1, 40), st.sampled_from(PLACES))
def test_before_undoes_after_on_working_days(day, n, place):
    day = working_days_after(day, 0, *place)
    assert working_days_before(working_days_after(day, n, *place), n, *place) == day
