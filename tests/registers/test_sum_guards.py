"""What SQL under the software's own role cannot write of a price, of what is asked for and of who asks (E2, E4, E6, decision 10)."""

from functools import partial

import pytest
from django.db import IntegrityError, transaction

from registers.models import FeeRule, Form, QuotationLine, RequestItem
from tests.conftest import make_person
from tests.registers.asking import accepted, asked, confirmed, item, paid, quoted, sealed, somebody
from tests.registers.trying import refused_by, run, without_trigger

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.rule("E6")]
LINES, LOW, FORMULA = "quotation_is_its_lines", "quotation_is_not_too_low", "line_has_its_formula"
SUM_OF = {
    "registers_quotation": "registers_quotation_sum",
    "registers_quotationline": "registers_quotationline_sum",
}
AT_THE_END = partial(run, "SET CONSTRAINTS ALL IMMEDIATE")


def told(request, amount: int, *lines: dict) -> None:
    """Another quotation of the request and its lines, with what differs from the lines of the last, as SQL; and the end of it."""
    run(
        "INSERT INTO registers_quotation (division_id, request_id, round, version, currency, amount, valid_until, by_id, at) "
        "SELECT division_id, request_id, round, version + 1, currency, %s, valid_until, by_id, now() FROM registers_quotation WHERE id = %s",
        [amount, request.quotation.pk],
    )
    before = list(QuotationLine.objects.filter(quotation__request=request, quotation__version=1))
    for line, changes in zip(before, lines, strict=False):
        line_of(request.quotation.pk, line.pk, **changes)
    AT_THE_END()


def line_of(quotation: int, like: int, **changes) -> None:
    """A line like another, with these columns of its own."""
    columns = [
        f.column
        for f in QuotationLine._meta.concrete_fields
        if f.column not in ("id", "quotation_id", *changes)
    ]
    names = ", ".join(f'"{name}"' for name in columns)
    marks = "".join(f", {name}" for name in changes)
    run(
        f"INSERT INTO registers_quotationline (quotation_id{marks}, {names}) "
        f"SELECT %s{', %s' * len(changes)}, {names} FROM registers_quotationline WHERE id = %s",
        [quotation, *changes.values(), like],
    )


def one_more(request) -> None:
    """A line of nothing in a quotation that stands."""
    line_of(request.quotation.pk, request.quotation.lines.get().pk, position=9, amount=0)
    AT_THE_END()


@pytest.fixture
def sold(division):
    """The full register as data of 84,312 entries, told to a credit agency at 20.00 + 85 x 1.50."""
    request = quoted(asked(division))
    assert request.quotation.amount == 14750
    return request


def test_a_quotation_is_the_sum_of_a_line_for_each_thing_asked_for(sold):
    refused = {
        "nothing, with no line": partial(told, sold, 0),
        "less than its lines": partial(told, sold, 0, {}),
        "more than its lines": partial(told, sold, 14751, {}),
        "a line more": partial(one_more, sold),
    }
    assert {name: refused_by(attempt) for name, attempt in refused.items()} == dict.fromkeys(refused, LINES)
    assert refused_by(partial(told, sold, 14750, {})) == ""


@pytest.mark.parametrize("table", SUM_OF)
def test_each_of_the_two_looks_at_the_sum_by_itself(sold, table):
    other = next(name for name in SUM_OF if name != table)
    by_itself = {
        "registers_quotation": partial(told, sold, 0),
        "registers_quotationline": partial(one_more, sold),
    }
    with without_trigger(other, SUM_OF[other]):
        assert refused_by(by_itself[table]) == LINES
        with without_trigger(table, SUM_OF[table]):
            assert refused_by(by_itself[table]) == ""


def test_what_has_a_formula_is_told_for_no_less_than_it_gives(sold):
    free = FeeRule.objects.get(
        jurisdiction="england_and_wales", fee_code="none", format="data", ended_on=None
    )
    printed = FeeRule.objects.get(
        jurisdiction="england_and_wales", fee_code="register", format="print", ended_on=None
    )
    refused = {
        "nothing": (partial(told, sold, 0, {"amount": 0}), LOW),
        "nothing, for no entry": (partial(told, sold, 0, {"amount": 0, "entries": 0}), LOW),
        "a penny less": (partial(told, sold, 14749, {"amount": 14749}), LOW),
        "the price of one entry": (partial(told, sold, 2150, {"amount": 2150, "entries": 1}), LOW),
        "by an officer, who sets none here": (partial(told, sold, 0, {"amount": 0, "formula_id": None}), FORMULA),
        "at the formula of what is free": (partial(told, sold, 0, {"amount": 0, "formula_id": free.pk}), FORMULA),
        "at the formula of the print": (partial(told, sold, 43500, {"amount": 43500, "formula_id": printed.pk}), FORMULA),
    }  # fmt: skip
    assert {name: refused_by(attempt) for name, (attempt, _) in refused.items()} == {
        name: guard for name, (_, guard) in refused.items()
    }
    with without_trigger("registers_quotationline", "registers_quotationline_formula"):
        assert {refused_by(attempt) for attempt, guard in refused.values() if guard == FORMULA} == {""}


def test_a_formula_that_ended_prices_nothing_any_more(division, sold):
    rule = sold.quotation.lines.get().formula
    from_on = rule.from_on
    FeeRule.objects.filter(pk=rule.pk).update(ended_on=from_on)
    assert refused_by(partial(told, sold, 14750, {})) == FORMULA
    assert refused_by(partial(told, sold, 0, {"formula_id": None, "amount": 0})) == "", (
        "an officer sets the sum"
    )


def test_a_line_is_for_a_thing_of_its_own_request(division, sold):
    other = quoted(asked(division, "GOVT_DEPT", name="Ada Testperson"))
    foreign = partial(told, sold, 14750, {"item_id": other.items.get().pk})
    assert refused_by(foreign) == "line_is_of_its_request"
    with without_trigger("registers_quotationline", "registers_quotationline_formula"):
        assert refused_by(foreign) == ""


def test_marked_registers_of_one_request_are_borne_by_one_of_them_and_by_no_other(division):
    polls = [item("MARKED", poll=poll) for poll in ("Mayor 2026", "Council 2026")]
    request = confirmed(asked(division, "CANDIDATE", items=polls))
    for wanted in polls:
        sealed(request.division, "marked", entries=1000, poll=wanted.poll)
    request = quoted(request)
    first, second = request.quotation.lines.all()
    assert (first.amount, second.amount) == (1200, 0)
    assert refused_by(partial(told, request, 1200, {}, {})) == ""
    assert refused_by(partial(told, request, 0, {"amount": 0}, {"amount": 0})) == LOW


@pytest.mark.rule("E2", "E4")
def test_things_are_asked_for_while_the_request_is_sent_and_never_after(division):
    sent, asked_back, done = (
        asked(division),
        asked(division, name="Bea Testperson"),
        paid(asked(division, name="Ada Testperson")),
    )
    run("UPDATE registers_accessrequest SET status = 'asked' WHERE id = %s", [asked_back.pk])

    def more(request, round=1):
        like = request.items.first()
        told = {
            "product": like.product,
            "entitlement": like.entitlement,
            "form": Form.PRINT,
            "position": 9,
            "round": round,
        }
        return partial(RequestItem.objects.create, division=division, request=request, **told)

    late = {"asked": more(asked_back), "paid": more(done), "another round": more(sent, 2)}
    assert {name: refused_by(add) for name, add in late.items()} == dict.fromkeys(
        late, "item_is_asked_for_in_time"
    )
    assert refused_by(more(sent)) == ""
    with without_trigger("registers_requestitem", "registers_requestitem_in_time"):
        assert {refused_by(add) for add in late.values()} == {""}


SENT = {
    "applicant_id": "GOVT_DEPT", "organisation": "Another Body Ltd", "name": "Else Testperson", "authority": "x", "email": "else@people.invalid",
    "telephone": "0", "postal_address": "9 Pretend Street", "purposes": "", "purpose_note": "x", "enactment": "x", "why_marked": "x",
    "wanted_on": "2020-01-01",
}  # fmt: skip


@pytest.mark.rule("E2", "E4")
def test_who_asks_where_it_goes_and_what_for_stay_as_they_were_sent(division):
    request = paid(asked(division))
    for name, value in SENT.items():
        change = partial(
            run, f"UPDATE registers_accessrequest SET {name} = %s WHERE id = %s", [value, request.pk]
        )
        assert refused_by(change) == "request_is_as_sent", name
        with without_trigger("registers_accessrequest", "registers_accessrequest_as_sent"):
            assert refused_by(change) == "", name


def given_away(request, clerk, other) -> None:
    """A price of nothing, and every step to the release, as SQL in one transaction."""
    people = {"accepted": "", "prepared": f", prepared_by_id = {clerk.pk}", "checked": f", checked_by_id = {other.pk}", "released": f", released_by_id = {other.pk}"}  # fmt: skip
    run(
        "INSERT INTO registers_quotation (division_id, request_id, round, version, currency, amount, valid_until, by_id, at) "
        "SELECT division_id, request_id, round, 9, currency, 0, valid_until, by_id, now() FROM registers_quotation WHERE request_id = %s",
        [request.pk],
    )
    for status, who in people.items():
        run(f"UPDATE registers_accessrequest SET status = '{status}'{who} WHERE id = {request.pk}")


def test_sql_alone_brings_nothing_that_is_sold_out_of_the_office_unpaid(division, sold):
    """At the end of the transaction nothing of it stands."""
    people = somebody(division, "clerk"), make_person("dro", division)
    with pytest.raises(IntegrityError), transaction.atomic():
        given_away(sold, *people)
    sold.refresh_from_db()
    assert (sold.status, sold.quotation.version) == ("quoted", 1)
    for table, trigger in SUM_OF.items():
        with without_trigger(table, trigger):
            ends = refused_by(partial(given_away, sold, *people))
            assert ends == "", "each step by itself passes: the sum alone holds it"


def test_what_is_honestly_told_passes_to_its_end(division):
    """Free, sold and printed: the guards stand in nobody's way."""
    for applicant, form in (("CRA", "data"), ("CRA", "print"), ("POLICE", "data")):
        assert (
            accepted(asked(division, applicant, form=form, name=f"{applicant.title()} Testperson")).status
            == "accepted"
        )
