"""Numbers without gaps, held against SQL under the software's own role (E6, decision 20)."""

from functools import partial

import pytest

from payments.actions.ledger import next_number
from payments.models import Counter, Fee
from tests.payments.paying import invoice
from tests.payments.test_ledger import take
from tests.registers.trying import refused_by, run, without_trigger

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.rule("E6")]
RISES, YEAR, ROW, NEXT = (
    "counter_rises_by_one",
    "counter_is_of_this_year",
    "counter_has_its_row",
    "number_is_the_next",
)


def at_the_end(*steps) -> None:
    for step in steps:
        step()
    run("SET CONSTRAINTS ALL IMMEDIATE")


def counter(change: str):
    return partial(run, f"UPDATE payments_counter SET {change} WHERE series = 'receipt'")


def begun(division, year: int, last: int = 0, series: str = "receipt"):
    sql = "INSERT INTO payments_counter (division_id, year, series, last) VALUES (%s, %s, %s, %s)"
    return partial(run, sql, [division.pk, year, series, last])


def another(table: str, like: int, **changes):
    """A row like another, with these columns of its own."""
    names = (
        "division_id fee_id kind method currency amount year number external turn note by_id on at reference"
    )
    if table == "payments_fee":
        names = "division_id subject title year number currency amount status raised_by_id raised_at due_on cancelled_why reference"
    given = {"reference": "YZZZZZZZ1", **changes}
    columns = ", ".join(f'"{name}"' for name in names.split())
    values = ", ".join("%s" if name in given else f'"{name}"' for name in names.split())
    told = [given[name] for name in names.split() if name in given]
    return partial(
        run, f"INSERT INTO {table} ({columns}) SELECT {values} FROM {table} WHERE id = %s", [*told, like]
    )


@pytest.fixture
def entry(division, person):
    cashier = person("cashier")
    return take(invoice(division, cashier), cashier, 100)


def test_a_counter_rises_by_one_and_only_for_a_row_that_is_there(division, other_division, entry):
    year = entry.year
    refused = {
        "by forty": (counter("last = last + 40"), RISES),
        "back": (counter("last = 0"), RISES),
        "in another year": (counter("year = year + 1"), RISES),
        "of another division": (counter(f"division_id = {other_division.pk}"), RISES),
        "of another series": (counter("series = 'refund'"), RISES),
        "begun at seven": (begun(other_division, year, 7), RISES),
        "in a year that is over": (begun(division, year - 1), YEAR),
        "in a year far away": (begun(division, year + 3), YEAR),
        "for no row": (partial(at_the_end, counter("last = last + 1")), ROW),
        "for no row, begun": (partial(at_the_end, begun(other_division, year, 1, "invoice")), ROW),
    }  # fmt: skip
    assert {name: refused_by(attempt) for name, (attempt, _) in refused.items()} == {
        name: guard for name, (_, guard) in refused.items()
    }
    assert refused_by(begun(other_division, year)) == ""
    for trigger, guards in (("payments_counter_rises", (RISES, YEAR)), ("payments_counter_counted", (ROW,))):
        with without_trigger("payments_counter", trigger):
            assert {refused_by(attempt) for attempt, guard in refused.values() if guard in guards} <= {
                "",
                *({RISES, YEAR, ROW} - set(guards)),
            }


def test_a_year_that_was_left_gives_no_number_any_more(division, entry):
    begin = begun(division, entry.year + 1)
    assert refused_by(counter("last = last + 1"), begin) == YEAR


@pytest.mark.parametrize("table", ["payments_entry", "payments_fee"])
def test_a_row_has_the_next_number_of_its_series_and_no_other(division, entry, table):
    like = entry.pk if table == "payments_entry" else entry.fee_id
    series = "receipt" if table == "payments_entry" else "invoice"
    count = partial(next_number, division, series)
    refused = {
        "777 of 2020": partial(another(table, like, year=2020, number=777)),
        "a number beyond": another(table, like, number=2),
        "a year of its own": another(table, like, year=entry.year - 1),
    }
    assert {name: refused_by(attempt) for name, attempt in refused.items()} == dict.fromkeys(refused, NEXT)
    assert refused_by(partial(at_the_end, another(table, like, number=2)), count) == ""
    with without_trigger(table, f"{table}_number"):
        assert {refused_by(attempt) for attempt in refused.values()} == {""}


def test_what_is_given_in_order_stands_in_order(division, person):
    cashier = person("cashier")
    for _ in range(3):
        invoice(division, cashier)
    assert sorted(Fee.objects.values_list("number", flat=True)) == [1, 2, 3]
    assert Counter.objects.get().last == 3
