"""Which rows of the registers contradict themselves, another row or their division, and are not written (E3, E5, E6, E7, E9)."""

import pytest

from tests.prove.rows import keys_of, refuses_a_row, refuses_another_division, refuses_the_same, spread, table
from tests.registers.test_table_guards import (
    COPY,
    EDITION,
    EVIDENCE,
    FORMULA,
    INQUIRY,
    LAW,
    RELEASE,
    REQUEST,
    ROW,
    SITTING,
    STANDING,
    USUAL,
    VISIT,
)

pytestmark = [pytest.mark.django_db, pytest.mark.rule("E9")]
DECISION, ITEM, QUOTATION, QUOTED = (
    f"registers_{name}" for name in ("decision", "requestitem", "quotation", "quotationline")
)
LOOK, MESSAGE, MARK, SUPPLY = (f"registers_{name}" for name in ("holderlook", "message", "mark", "supply"))
SAME = [
    (REQUEST, "one_request_an_invoice", "division_id fee_id", {}),
    (ITEM, "item_once", "division_id request_id round position", {}),
    (DECISION, "decided_once", "division_id request_id round", {}),
    (QUOTATION, "quotation_once", "division_id request_id version", {}),
    (QUOTED, "quotation_line_once", "division_id quotation_id position", {}),
    (COPY, "one_copy_at_a_time", "division_id request_id", {"destroyed_at": None}),
    (COPY, "registers_copy_job_id_key", "job_id", {}),
    (RELEASE, "one_open_release", "division_id request_id", {}),
    (RELEASE, "a_link_is_one", "division_id token", {"status": "withdrawn"}),
    (EDITION, "registers_edition_job_id_key", "job_id", {}),
    (ROW, "edition_row_once", "division_id edition_id position", {}),
    (MARK, "mark_once", "division_id poll elector_id", {}),
    (VISIT, "a_seat_is_for_one", "division_id sitting_id seat", {"status": "booked"}),
    (VISIT, "a_seat_is_for_one", "division_id sitting_id seat", {"status": "begun"}),
    (VISIT, "a_seat_is_for_one", "division_id sitting_id seat", {"status": "ended"}),
    (VISIT, "a_supervisor_watches_one", "division_id supervisor_id", {"status": "begun"}),
    (SITTING, "sitting_once", "division_id starts_at place", {}),
    (LAW, "one_row_of_the_table", "jurisdiction applicant_id product_id mode", {}),
    (FORMULA, "one_formula", "jurisdiction fee_code format", {}),
    *[(name, f"{name}_reference_key", "reference", {}) for name in (REQUEST, RELEASE, EDITION, VISIT, INQUIRY, STANDING, SUPPLY)],
]  # fmt: skip


@pytest.mark.rule("E3", "E5", "E6", "E7")
@pytest.mark.parametrize(
    ("name", "guard", "same", "usual"), SAME, ids=[f"{g}-{n}" for n, (_, g, _, _) in enumerate(SAME)]
)
def test_what_stands_once_is_not_written_twice(name, guard, same, usual):
    usual = USUAL.get(name, {}) | usual
    assert refuses_the_same(name, (), **usual) == ""
    assert refuses_the_same(name, tuple(same.split()), **usual) == guard


AGAIN = [
    (COPY, "division_id request_id", {}),  # destroyed
    (RELEASE, "division_id request_id", {"status": "withdrawn"}),
    (RELEASE, "division_id token", {"status": "withdrawn", "token": ""}),
    *[(VISIT, "division_id sitting_id seat", {"status": status}) for status in ("missed", "cancelled", "refused")],
    (VISIT, "division_id supervisor_id", {"status": "ended"}),
    (LAW, "jurisdiction applicant_id product_id mode", {"ended_on": "2026-02-01"}),
    (FORMULA, "jurisdiction fee_code format", {"ended_on": "2026-02-01"}),
]  # fmt: skip


@pytest.mark.parametrize(("name", "same", "usual"), AGAIN)
def test_what_is_over_leaves_its_place(name, same, usual):
    assert refuses_the_same(name, tuple(same.split()), **USUAL.get(name, {}) | usual) == ""


NUMBER = {
    "section": 2,
    "surname": "",
    "given_names": "",
    "address": "",
    "address_id": "",
    "elector_id": "",
    "by_name": 0,
    "opted_out": True,
}
NOT_SO = [
    *[(ROW, "an_anonymous_entry_is_a_number", NUMBER, {column: value}) for column, value in (
        ("surname", "x"), ("given_names", "x"), ("address", "x"), ("address_id", "x"), ("elector_id", "x"), ("by_name", 1), ("opted_out", False))],
    (EDITION, "a_notice_lies_between_two_editions", {}, {"earlier_id": 1}),
    (EDITION, "a_notice_lies_between_two_editions", {}, {"later_id": 1}),
    (EDITION, "a_notice_lies_between_two_editions", {"family": "notice", "earlier_id": 1, "later_id": 2}, {"earlier_id": None}),
    (EDITION, "a_notice_lies_between_two_editions", {"family": "notice", "earlier_id": 1, "later_id": 2}, {"later_id": None}),
    (REQUEST, "the_second_person_is_another", {"confirmed_by_id": 1, "seconded_by_id": 2}, {"seconded_by_id": 1}),
    (REQUEST, "the_checker_is_another", {"prepared_by_id": 1, "checked_by_id": 2}, {"checked_by_id": 1}),
    (REQUEST, "who_confirms_does_not_release", {"confirmed_by_id": 1, "released_by_id": 2}, {"released_by_id": 1}),
    (DECISION, "a_confirmation_says_yes_to_both", {"step": "confirm", "access": True, "use": True}, {"access": False}),
    (DECISION, "a_confirmation_says_yes_to_both", {"step": "confirm", "access": True, "use": True}, {"use": False}),
    (DECISION, "a_confirmation_says_yes_to_both", {"step": "second", "access": True, "use": True}, {"use": False}),
    (DECISION, "a_refusal_says_no", {"use": False}, {"access": True, "use": True}),
    (RELEASE, "what_is_handed_over_says_when", {"status": "handed_over"}, {"handed_over_at": None}),
    (VISIT, "an_inspection_is_supervised", {"status": "begun"}, {"supervisor_id": None}),
    (VISIT, "an_inspection_is_supervised", {"status": "ended"}, {"supervisor_id": None}),
    (VISIT, "the_second_who_agrees_is_another", {"agreed_by_id": 1, "seconded_by_id": 2}, {"seconded_by_id": 1}),
    (SITTING, "a_sitting_has_a_seat", {}, {"seats": 0}),
    (SITTING, "a_sitting_has_a_seat", {}, {"minutes": 0}),
    (LAW, "entitlement_ends_after_it_begins", {"ended_on": "2026-01-01"}, {"ended_on": "2025-12-31"}),
    (LAW, "a_verified_row_names_who", {}, {"verified_by_id": None}),
    (LAW, "a_verified_row_names_who", {}, {"verified_on": None}),
    (FORMULA, "a_verified_formula_names_who", {}, {"verified_by_id": None}),
    (FORMULA, "a_verified_formula_names_who", {}, {"verified_on": None}),
    (FORMULA, "a_block_is_something", {}, {"block_size": 0}),
    (STANDING, "standing_ends_after_it_begins", {"ended_on": "2026-01-01"}, {"ended_on": "2025-12-31"}),
    (LOOK, "a_look_has_a_reason", {}, {"reason": ""}),
    (MESSAGE, "a_message_has_one_thread", {}, {"request_id": None}),
    (MESSAGE, "a_message_has_one_thread", {}, {"inquiry_id": 1}),
    (MESSAGE, "only_the_office_writes_inside", {"internal": True}, {"from_office": False}),
]  # fmt: skip


@pytest.mark.rule("E3", "E3b", "E3c", "E5", "E7", "X6")
@pytest.mark.parametrize(
    ("name", "guard", "usual", "wrong"), NOT_SO, ids=[f"{row[1]}-{n}" for n, row in enumerate(NOT_SO)]
)
def test_a_row_that_contradicts_itself_is_not_written(name, guard, usual, wrong):
    usual = USUAL.get(name, {}) | usual
    assert refuses_a_row(name, **usual) == ""
    assert refuses_a_row(name, **usual | wrong) == guard


NOT_NEGATIVE = {
    REQUEST: "round signed_round", ITEM: "position round", EVIDENCE: "size", DECISION: "round", QUOTATION: "amount round version",
    QUOTED: "amount entries position", COPY: "entries round size", RELEASE: "size", "registers_downloadtry": "sent", SUPPLY: "entries",
    EDITION: "entries", ROW: "by_name position section", "registers_stagedmark": "line", FORMULA: "base per_block",
    VISIT: "seat", "registers_inspectionlook": "number page shown", "registers_inquirykind": "working_days",
}  # fmt: skip


@pytest.mark.parametrize(("name", "column"), spread(NOT_NEGATIVE))
def test_no_number_is_below_nothing(name, column):
    usual = USUAL.get(name, {})
    assert refuses_a_row(name, **usual | {column: -1}) == f"{name}_{column}_check"
    assert refuses_a_row(name, **usual | {column: 0}) == ""


POINTS = {
    (EDITION, "earlier_id"): {"family": "notice", "later_id": 1}, (EDITION, "later_id"): {"family": "notice", "earlier_id": 1},
    (MESSAGE, "inquiry_id"): {"request_id": None},
}  # fmt: skip


@pytest.mark.rule("E3", "E7")
@pytest.mark.parametrize(("name", "column"), keys_of("registers"))
def test_nothing_points_into_another_division(name, column):
    usual = USUAL.get(name, {}) | POINTS.get((name, column), {})
    usual.pop(column, None)
    target = next(
        f for f in table(name)._meta.concrete_fields if f.column == column
    ).related_model._meta.db_table
    assert (
        refuses_another_division(name, column, USUAL.get(target), **usual) == f"{name}_{column}_same_division"
    )
