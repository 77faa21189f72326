"""Each condition of what the database calls entitled and paid, alone: everything in order but that one thing (E3, E4, E6).

The triggers of requests, quotations, copies and releases ask these two functions; who asks them when is in test_request_guards.
"""

from functools import partial

import pytest
from django.db import connection, transaction

from tests.prove.rows import FIRST, changed, columns, inserted, put, table
from tests.registers.test_table_guards import LAW, REQUEST
from tests.registers.trying import refused_by

pytestmark = [pytest.mark.django_db, pytest.mark.rule("E3", "E6")]
ITEM, DECISION, QUOTATION, FEE, ENTRY = (
    "registers_requestitem",
    "registers_decision",
    "registers_quotation",
    "payments_fee",
    "payments_entry",
)
ONE = FIRST + 1  # the id of the first row put of each table
ASKED = {
    "division_id": ONE, "applicant_id": "FABLE", "round": 1, "signed_round": 1, "status": "accepted", "confirmed_by_id": 11, "seconded_by_id": 12,
    "checked_by_id": None, "released_by_id": None, "fee_id": ONE, "reference": "D2222222",
}  # fmt: skip
ROW = {
    "jurisdiction": "england_and_wales", "applicant_id": "FABLE", "product_id": "FULL", "mode": "supply", "decision": "automatic_yes",
    "ended_on": None, "standing_code": "none", "second_person": True, "from_on": "2020-01-01",
}  # fmt: skip
WANTED = {"request_id": ONE, "round": 1, "product_id": "FULL", "entitlement_id": ONE, "later": False}
SAID = {"request_id": ONE, "round": 1, "access": True, "use": True}
CONFIRMED, SECONDED = SAID | {"step": "confirm", "by_id": 11}, SAID | {"step": "second", "by_id": 12}
QUOTED = {"request_id": ONE, "round": 1, "version": 1, "amount": 500, "currency": "GBP"}
INVOICE = {"subject": "D2222222", "status": "raised", "amount": 500, "currency": "GBP"}
PAID = {"fee_id": ONE, "kind": "receipt", "amount": 500, "refund_id": None, "reverses_id": None}
IN_ORDER = {
    REQUEST: [ASKED], LAW: [ROW], ITEM: [WANTED], DECISION: [CONFIRMED, SECONDED], QUOTATION: [QUOTED], FEE: [INVOICE], ENTRY: [PAID],
}  # fmt: skip


def put_in_order(**instead) -> None:
    """A request with all that it needs, and other rows in some tables."""
    put("office_state", jurisdiction="england_and_wales")
    put("office_area", state_id=ONE)
    put("office_division", area_id=ONE, code="GOLD")
    for name, rows in (IN_ORDER | instead).items():
        for n, row in enumerate(rows, 1):
            put(name, n, **row)


def answer(function: str, **instead):
    """What the function says of the request; all is undone."""
    with transaction.atomic():
        put_in_order(**instead)
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {function}(r) FROM {REQUEST} r WHERE id = {ONE}")
            (said,) = cursor.fetchone()
        transaction.set_rollback(True)
    return said


entitled, paid = partial(answer, "request_is_entitled"), partial(answer, "request_is_paid")
NO_ROW, UNDECIDED, ALONE = "has no row of the table", "is not confirmed", "lacks its second person"
CHANGED, TOLD = "is signed for limits that have changed", ASKED | {"status": "quoted"}
TEXTS = (
    f.column for f in table(LAW)._meta.concrete_fields if f.get_internal_type() in ("CharField", "TextField")
)
ALIKE = dict.fromkeys(TEXTS, "x") | {"conditional": False} | ROW
ENDED = ALIKE | {"ended_on": "2021-01-01"}
OTHER_LIMITS = [ENDED, ALIKE | {"offence": "Another"}]
NOT_SIGNED = {"source": "Elsewhere", "text_read": "Again", "source_status": "READ", "policy": "Ours"}
SAYS_THE_SAME = [ENDED, ALIKE | NOT_SIGNED]
LACKS = {
    "a thing asked for": ({ITEM: []}, "asks for nothing"),
    "a thing asked for in this round": ({ITEM: [WANTED | {"round": 2}]}, "asks for nothing"),
    "a thing asked for by this request": ({ITEM: [WANTED | {"request_id": 5}]}, "asks for nothing"),
    "a row": ({ITEM: [WANTED | {"entitlement_id": None}]}, NO_ROW),
    "a row for one of two": ({ITEM: [WANTED, WANTED | {"entitlement_id": None}]}, NO_ROW),
    "a yes": ({LAW: [ROW | {"decision": "no"}]}, NO_ROW),
    "a row in force": ({LAW: [ROW | {"ended_on": "2021-01-01"}]}, NO_ROW),
    "leave to ask for later documents": ({ITEM: [WANTED | {"later": True}]}, NO_ROW),
    "a row for copies": ({LAW: [ROW | {"mode": "inspect"}]}, NO_ROW),
    "a row of this applicant": ({LAW: [ROW | {"applicant_id": "OTHER"}]}, NO_ROW),
    "a row of this product": ({LAW: [ROW | {"product_id": "OPEN"}]}, NO_ROW),
    "a row of this nation": ({LAW: [ROW | {"jurisdiction": "scotland"}]}, NO_ROW),
    "a yes of today": ({LAW: [ENDED, ALIKE | {"decision": "no"}]}, NO_ROW),
    "a signature to the limits of today, before it was accepted": ({REQUEST: [TOLD], LAW: OTHER_LIMITS}, CHANGED),
    "a signature to these limits": ({REQUEST: [ASKED | {"signed_round": 2}]}, "is not signed for the limits as they are"),
    "a decision": ({DECISION: [SECONDED]}, UNDECIDED),
    "a decision of this request": ({DECISION: [CONFIRMED | {"request_id": 5}, SECONDED]}, UNDECIDED),
    "a decision of this round": ({DECISION: [CONFIRMED | {"round": 2}, SECONDED]}, UNDECIDED),
    "a decision that says yes": ({DECISION: [CONFIRMED | {"step": "refuse", "access": False}, SECONDED]}, UNDECIDED),
    "a decision of who stands on it": ({DECISION: [CONFIRMED | {"by_id": 13}, SECONDED]}, UNDECIDED),
    "a second person": ({DECISION: [CONFIRMED]}, ALONE),
    "a second person when it is quoted": ({REQUEST: [ASKED | {"status": "quoted"}], DECISION: [CONFIRMED]}, ALONE),
    "a second person of this request": ({DECISION: [CONFIRMED, SECONDED | {"request_id": 5}]}, ALONE),
    "a second person of this round": ({DECISION: [CONFIRMED, SECONDED | {"round": 2}]}, ALONE),
    "a second yes": ({DECISION: [CONFIRMED, SECONDED | {"step": "refuse", "access": False}]}, ALONE),
    "the second who stands on it": ({DECISION: [CONFIRMED, SECONDED | {"by_id": 13}]}, ALONE),
    "a second who is another": ({REQUEST: [ASKED | {"seconded_by_id": None}], DECISION: [CONFIRMED, SECONDED | {"by_id": 11}]}, ALONE),
}  # fmt: skip


@pytest.mark.rule("E4")
@pytest.mark.parametrize("what", LACKS)
def test_a_request_that_lacks_one_thing_is_not_entitled(what):
    instead, why = LACKS[what]
    assert entitled(**instead) == why


STILL = {
    "as it is": {},
    "a row that ends later": {LAW: [ROW | {"ended_on": "2099-01-01"}]},
    "later documents where the row gives them": {LAW: [ROW | {"standing_code": "while_paid"}], ITEM: [WANTED | {"later": True}]},
    "one person where the row asks for one": {LAW: [ROW | {"second_person": False}], DECISION: [CONFIRMED]},
    "the second still to come": {REQUEST: [ASKED | {"status": "confirmed"}], DECISION: [CONFIRMED]},
    "an officer's yes": {LAW: [ROW | {"decision": "officer_decides"}]},
    "other limits of today, once it was accepted": {LAW: OTHER_LIMITS},
    "a row of today that differs in what nobody signs": {REQUEST: [TOLD], LAW: SAYS_THE_SAME},
}  # fmt: skip


@pytest.mark.parametrize("what", STILL)
def test_a_request_with_everything_in_order_is_entitled(what):
    assert entitled(**STILL[what]) is None


OWES = {
    "a quotation": {QUOTATION: []},
    "a quotation of this round": {QUOTATION: [QUOTED | {"round": 2}]},
    "a quotation of this request": {QUOTATION: [QUOTED | {"request_id": 5}]},
    "a free quotation of its own": {QUOTATION: [QUOTED | {"amount": 900}, QUOTED | {"request_id": 5, "amount": 0}]},
    "the last quotation": {QUOTATION: [QUOTED | {"version": 1, "amount": 0}, QUOTED | {"version": 2, "amount": 900}]},
    "an invoice": {REQUEST: [ASKED | {"fee_id": None}]},
    "an invoice of this request": {FEE: [INVOICE | {"subject": "D3333333"}]},
    "an invoice that stands": {FEE: [INVOICE | {"status": "cancelled"}]},
    "an invoice of that sum": {FEE: [INVOICE | {"amount": 400}]},
    "an invoice in that currency": {FEE: [INVOICE | {"currency": "AUD"}]},
    "money": {ENTRY: []},
    "all of the money": {ENTRY: [PAID | {"amount": 499}]},
    "money for this invoice": {ENTRY: [PAID | {"fee_id": 5}]},
    "money that did not go back": {ENTRY: [PAID, PAID | {"kind": "refund", "amount": -1, "refund_id": 1}]},
}  # fmt: skip


@pytest.mark.parametrize("what", OWES)
def test_a_request_that_owes_one_thing_is_not_paid(what):
    assert paid(**OWES[what]) is False


IS_PAID = {
    "as it is": {},
    "of nothing": {QUOTATION: [QUOTED | {"amount": 0}], ENTRY: []},
    "the last of nothing": {QUOTATION: [QUOTED, QUOTED | {"version": 2, "amount": 0}], ENTRY: []},
    "in parts": {ENTRY: [PAID | {"amount": 200}, PAID | {"amount": 300}]},
    "more than it costs": {ENTRY: [PAID | {"amount": 501}]},
}  # fmt: skip


@pytest.mark.parametrize("what", IS_PAID)
def test_a_request_with_its_money_is_paid(what):
    assert paid(**IS_PAID[what]) is True


GUARDED = [("sent", "confirmed"), ("confirmed", "quoted"), ("quoted", "accepted"), ("accepted", "prepared"), ("prepared", "checked"), ("checked", "released")]  # fmt: skip
PEOPLE = {"prepared_by_id": 14, "checked_by_id": 15, "released_by_id": 16}
UNENTITLED, UNPAID, UNMANNED = "request_is_entitled", "request_is_paid", "request_has_its_people"


def step(source: str, target: str, *, instead=None, **written) -> str:
    """Which guard refuses the step of a request that stands there, with `written` on it, and other rows in some tables."""
    stands = partial(put_in_order, **{REQUEST: [ASKED | PEOPLE | {"status": source}], **(instead or {})})
    return refused_by(changed(REQUEST, status=target, **written), stands)


@pytest.mark.parametrize(("source", "target"), GUARDED)
def test_a_step_is_made_with_everything_and_not_without_a_row_or_money_where_it_costs(source, target):
    assert step(source, target) == ""
    assert step(source, target, instead={LAW: [ROW | {"decision": "no"}]}) == UNENTITLED
    told_or_accepted = target in ("confirmed", "quoted", "accepted")
    assert step(source, target, instead={LAW: OTHER_LIMITS}) == (UNENTITLED if told_or_accepted else "")
    assert step(source, target, instead={LAW: SAYS_THE_SAME}) == ""
    costs = target in ("prepared", "checked", "released")
    assert step(source, target, instead={ENTRY: []}) == (UNPAID if costs else "")


@pytest.mark.parametrize("status", ["confirmed", "quoted"])
def test_a_second_confirmation_and_a_second_quotation_are_steps_too(status):
    assert step(status, status, needs="A large print") == ""
    assert (
        step(status, status, needs="A large print", instead={LAW: [ROW | {"decision": "no"}]}) == UNENTITLED
    )
    assert (
        step("accepted", "accepted", needs="A large print", instead={LAW: [ROW | {"decision": "no"}]}) == ""
    )


@pytest.mark.parametrize(
    ("source", "target", "written"),
    [
        ("accepted", "prepared", {"prepared_by_id": None}),
        ("prepared", "checked", {"prepared_by_id": None}),
        ("checked", "released", {"prepared_by_id": None}),
        ("prepared", "checked", {"checked_by_id": None}),
        ("checked", "released", {"checked_by_id": None}),
        ("checked", "released", {"released_by_id": None}),
        ("prepared", "checked", {"checked_by_id": 14}),
        ("checked", "released", {"checked_by_id": 14}),
        ("checked", "released", {"released_by_id": 11}),
    ],
)
def test_each_step_has_its_people_and_people_who_differ(source, target, written):
    assert step(source, target, **written) == UNMANNED


COPY, RELEASE = "registers_copy", "registers_release"
MADE_IN = {QUOTATION: ("confirmed", "quoted"), COPY: ("accepted",), RELEASE: ("released",)}


def part(name: str, status: str, *, instead=None, **asked) -> str:
    """Which guard refuses a quotation, copy or release of the request, as the software's role writes it."""
    row = columns(table(name), 9, request_id=ONE, division_id=ONE)
    return refused_by(partial(inserted, name, row), partial(put_in_order, **{REQUEST: [ASKED | asked | {"status": status}], **(instead or {})}))  # fmt: skip


@pytest.mark.parametrize("name", MADE_IN)
def test_a_part_of_a_request_is_made_in_its_time_for_who_is_entitled_and_has_paid(name):
    statuses = table(REQUEST).workflow.statuses.values
    assert {status for status in statuses if part(name, status) == ""} == set(MADE_IN[name])
    assert {part(name, status) for status in set(statuses) - set(MADE_IN[name])} == {f"{name}_of_request"}
    for status in MADE_IN[name]:
        assert part(name, status, instead={LAW: [ROW | {"decision": "no"}]}) == UNENTITLED
        assert part(name, status, instead={ENTRY: []}) == ("" if name == QUOTATION else UNPAID)


def test_nothing_is_quoted_before_the_second_person_where_the_row_asks_for_one():
    alone = {DECISION: [CONFIRMED]}
    assert part(QUOTATION, "confirmed", instead=alone, seconded_by_id=None) == UNENTITLED
    one_is_enough = alone | {LAW: [ROW | {"second_person": False}]}
    assert part(QUOTATION, "confirmed", instead=one_is_enough, seconded_by_id=None) == ""
