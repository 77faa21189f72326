"""What each table of money refuses to the software's own role, column by column (E6). `./office prove guards payments` takes them away."""

import pytest

from tests.prove.rows import (
    keys_of,
    may_not,
    refuses_a_row,
    refuses_a_second_value,
    refuses_another_division,
    refuses_in,
    refuses_the_same,
    refuses_the_step,
    spread,
    table,
    tables_of,
)

pytestmark = [pytest.mark.django_db, pytest.mark.rule("E6")]
ENTRY, FEE, LINE, REFUND = "payments_entry", "payments_fee", "payments_bankline", "payments_refund"
ACCOUNT, ATTEMPT, EVENT, STATEMENT, COUNTER = (
    "payments_account",
    "payments_attempt",
    "payments_providerevent",
    "payments_bankstatement",
    "payments_counter",
)
# What the rows of a table must say, so that nothing but what is tried is wrong with them.
USUAL = {
    ENTRY: {"kind": "receipt", "refund_id": None, "reverses_id": None},
    REFUND: {"method": "cash", "attempt_id": None, "approved_by_id": None},
    LINE: {"entry_id": None},
    ACCOUNT: {"accepted_by_id": None, "from_on": None, "ended_on": None},
}
NEVER_CHANGED = {ENTRY, "payments_feeline", EVENT, STATEMENT}
ONCE = {
    ATTEMPT: "division_id fee_id provider provider_reference currency amount",
    LINE: "division_id statement_id digest on currency amount text payer bank_id like_id",
    REFUND: "division_id fee_id attempt_id amount asked_by_id approved_by_id",
}
# With these too, where the column is empty as a rule.
WRITTEN = {
    (REFUND, "attempt_id"): {"method": "card", "attempt_id": 1},
    (REFUND, "approved_by_id"): {"status": "approved", "approved_by_id": 2},
}


@pytest.mark.parametrize("name", sorted(tables_of("payments")))
def test_no_row_of_money_is_removed_and_no_record_of_it_changed(name):
    for right in ("DELETE", "TRUNCATE"):
        assert may_not(right, name), right
    assert may_not("UPDATE", name) == (name in NEVER_CHANGED)


@pytest.mark.parametrize(("name", "column"), spread(ONCE))
def test_what_is_written_once_of_money_stays(name, column):
    usual = USUAL.get(name, {}) | WRITTEN.get((name, column), {})
    assert refuses_a_second_value(name, column, **usual) == f"{name}_once"


OF_A_FEE = "division_id reference subject title year number currency amount raised_by_id raised_at due_on"
OF_AN_ACCOUNT = "division_id reference name bank numbers why proposed_by_id proposed_at"
FROZEN = {
    f"{FEE} raised": OF_A_FEE,
    f"{FEE} cancelled": f"{OF_A_FEE} cancelled_on cancelled_why",
    f"{ACCOUNT} proposed": f"{OF_AN_ACCOUNT} ended_on",
    f"{ACCOUNT} in_force": f"{OF_AN_ACCOUNT} accepted_by_id checked from_on",
    f"{ACCOUNT} ended": f"{OF_AN_ACCOUNT} accepted_by_id checked from_on ended_on",
    f"{ACCOUNT} declined": f"{OF_AN_ACCOUNT} checked ended_on",
}


@pytest.mark.parametrize(("where", "column"), spread(FROZEN))
def test_an_invoice_and_an_account_do_not_change(where, column):
    name, status = where.split()
    usual = USUAL.get(name, {}) | fitting(name, status)
    assert refuses_in(name, status, column, int, **usual) == f"{name}_frozen"


@pytest.mark.parametrize("name", [ACCOUNT, ATTEMPT, LINE, FEE, REFUND])
def test_money_makes_no_step_that_its_table_has_not(name):
    """Every pair of statuses that no move joins."""
    workflow, usual = table(name).workflow, USUAL.get(name, {})
    for source in workflow.statuses.values:
        for target in set(workflow.statuses.values) - {source}:
            if (source, target) not in workflow.pairs:
                fits = usual | fitting(name, source)
                assert refuses_the_step(name, source, target, **fits) in (
                    f"{name}_status",
                    f"{name}_frozen",
                ), (source, target)
    assert refuses_the_step(name, *STEP[name], **usual | fitting(name, STEP[name][0])) == f"{name}_status"


STEP = {
    ACCOUNT: ("proposed", "ended"),
    ATTEMPT: ("paid", "open"),
    LINE: ("set_aside", "matched"),
    FEE: ("raised", "paid"),
    REFUND: ("asked", "paid"),
}


def fitting(name: str, status: str) -> dict:
    """What a row in the status must hold."""
    if name == LINE and status == "matched":
        return {"entry_id": 1}
    if name == ACCOUNT and status in ("in_force", "ended"):
        return {
            "accepted_by_id": 2,
            "from_on": "2026-01-01",
            "ended_on": "2026-01-02" if status == "ended" else None,
        }
    if name == REFUND and status not in ("asked", "declined"):
        return {"approved_by_id": 2}
    return {}


SAME = [
    (ACCOUNT, "one_account_proposed", "division_id", {}),
    (ACCOUNT, "one_account_in_force", "division_id", {"status": "in_force", "accepted_by_id": 5, "from_on": "2026-01-01"}),
    (ATTEMPT, "one_open_attempt", "division_id fee_id", {}),
    (ATTEMPT, "attempt_once", "division_id provider provider_reference", {"status": "paid"}),
    (LINE, "bank_line_once", "division_id digest", {}),
    (LINE, "one_line_an_entry", "division_id entry_id", {"status": "matched", "entry_id": 1}),
    (COUNTER, "one_counter_a_series", "division_id year series", {}),
    (ENTRY, "receipt_number_once", "division_id year kind number", {}),
    (ENTRY, "money_is_entered_once", "division_id method kind external turn", {}),
    (ENTRY, "a_refund_is_paid_once", "division_id refund_id", {"kind": "refund", "amount": -1, "refund_id": 1}),
    (ENTRY, "an_entry_is_reversed_once", "division_id reverses_id", {"kind": "bounced", "amount": -1, "reverses_id": 1}),
    (FEE, "invoice_number_once", "division_id year number", {}),
    ("payments_feeline", "fee_line_once", "division_id fee_id position", {}),
    (EVENT, "provider_event_once", "division_id provider event_id", {}),
    *[(name, f"{name}_reference_key", "reference", {}) for name in (ACCOUNT, ATTEMPT, LINE, STATEMENT, ENTRY, FEE, REFUND)],
]  # fmt: skip


@pytest.mark.parametrize(("name", "guard", "same", "usual"), SAME, ids=[guard for _, guard, _, _ in SAME])
def test_what_stands_once_is_not_written_twice(name, guard, same, usual):
    usual = USUAL.get(name, {}) | usual
    assert refuses_the_same(name, tuple(same.split()), **usual) == guard
    for differs in same.split() if " " in same else ():
        others = tuple(column for column in same.split() if column != differs and column not in usual)
        assert refuses_the_same(name, others, **usual) in ("", guard), differs


IN_FORCE = {"status": "in_force", "accepted_by_id": 2, "from_on": "2026-01-01"}
ENDED = IN_FORCE | {"status": "ended", "ended_on": "2026-01-01"}
NOT_SO = [
    (ACCOUNT, "an_account_has_two_people", {"status": "declined", "accepted_by_id": 1}),
    (ACCOUNT, "an_account_has_two_people", {"accepted_by_id": 2, "checked": "Rang the bank"}),
    (ACCOUNT, "an_account_has_two_people", IN_FORCE | {"accepted_by_id": None}),
    (ACCOUNT, "an_account_has_two_people", IN_FORCE | {"accepted_by_id": 1}),
    (ACCOUNT, "an_account_has_two_people", IN_FORCE | {"checked": ""}),
    (ACCOUNT, "an_account_has_its_days", {"from_on": "2026-01-01"}),
    (ACCOUNT, "an_account_has_its_days", {"ended_on": "2026-01-01"}),
    (ACCOUNT, "an_account_has_its_days", IN_FORCE | {"from_on": None}),
    (ACCOUNT, "an_account_has_its_days", IN_FORCE | {"ended_on": "2026-01-01"}),
    (ACCOUNT, "an_account_has_its_days", ENDED | {"from_on": None}),
    (ACCOUNT, "an_account_has_its_days", ENDED | {"ended_on": None}),
    (ACCOUNT, "an_account_has_its_days", ENDED | {"ended_on": "2025-12-31"}),
    (LINE, "a_matched_line_is_in_the_ledger", {"status": "matched"}),
    (LINE, "a_matched_line_is_in_the_ledger", {"status": "unmatched", "entry_id": 1}),
    (LINE, "a_matched_line_is_in_the_ledger", {"status": "set_aside", "entry_id": 1}),
    (ENTRY, "what_is_received_is_positive", {"amount": 0}),
    (ENTRY, "what_is_received_is_positive", {"amount": -1}),
    (ENTRY, "what_is_received_is_positive", {"kind": "refund", "amount": 1, "refund_id": 1}),
    (ENTRY, "what_is_received_is_positive", {"kind": "bounced", "amount": 0, "reverses_id": 1}),
    (ENTRY, "what_is_received_is_positive", {"kind": "unmatched", "amount": 1, "reverses_id": 1}),
    (ENTRY, "what_is_received_is_positive", {"kind": "chargeback", "amount": 1, "reverses_id": 1}),
    (ENTRY, "what_is_received_is_positive", {"kind": "won_back", "amount": -1, "reverses_id": 1}),
    (ENTRY, "what_goes_back_says_why", {"kind": "unmatched", "amount": -1}),
    (ENTRY, "what_goes_back_says_why", {"kind": "won_back", "amount": 1}),
    (ENTRY, "what_goes_back_says_why", {"refund_id": 1}),
    (ENTRY, "what_goes_back_says_why", {"reverses_id": 1}),
    (ENTRY, "what_goes_back_says_why", {"kind": "refund", "amount": -1}),
    (ENTRY, "what_goes_back_says_why", {"kind": "refund", "amount": -1, "refund_id": 1, "reverses_id": 1}),
    (ENTRY, "what_goes_back_says_why", {"kind": "bounced", "amount": -1}),
    (ENTRY, "what_goes_back_says_why", {"kind": "chargeback", "amount": -1, "reverses_id": 1, "refund_id": 1}),
    (ENTRY, "what_goes_back_says_why", {"kind": "gift", "amount": -1}),
    (FEE, "a_fee_is_something", {"amount": 0}),
    (REFUND, "a_refund_is_something", {"amount": 0}),
    (REFUND, "a_card_is_paid_back_where_it_paid", {"method": "card"}),
    (REFUND, "a_card_is_paid_back_where_it_paid", {"method": "cash", "attempt_id": 1}),
    (REFUND, "a_refund_has_two_people", {"status": "approved"}),
    (REFUND, "a_refund_has_two_people", {"status": "sent"}),
    (REFUND, "a_refund_has_two_people", {"status": "paid"}),
    (REFUND, "a_refund_has_two_people", {"status": "approved", "asked_by_id": 3, "approved_by_id": 3}),
    (REFUND, "a_refund_has_two_people", {"status": "asked", "asked_by_id": 3, "approved_by_id": 3}),
]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "guard", "changes"), NOT_SO, ids=[f"{g}-{n}" for n, (_, g, _) in enumerate(NOT_SO)]
)
def test_a_row_of_money_that_contradicts_itself_is_not_written(name, guard, changes):
    usual = USUAL.get(name, {})
    assert refuses_a_row(name, **usual) == ""
    assert refuses_a_row(name, **usual | changes) == guard


NOT_NEGATIVE = {
    ATTEMPT: "amount", LINE: "amount", STATEMENT: "lines_known lines_read", COUNTER: "last year", ENTRY: "number turn year",
    FEE: "number year", "payments_feeline": "amount position",
}  # fmt: skip


@pytest.mark.parametrize(("name", "column"), spread(NOT_NEGATIVE))
def test_no_sum_and_no_number_of_money_is_below_nothing(name, column):
    usual = USUAL.get(name, {})
    assert refuses_a_row(name, **usual | {column: -1}) == f"{name}_{column}_check"
    assert refuses_a_row(name, **usual | {column: 0}) == ""


POINTS = {
    (LINE, "entry_id"): {"status": "matched"}, (ENTRY, "refund_id"): {"kind": "refund", "amount": -1},
    (ENTRY, "reverses_id"): {"kind": "bounced", "amount": -1}, (REFUND, "attempt_id"): {"method": "card"},
}  # fmt: skip


@pytest.mark.parametrize(("name", "column"), keys_of("payments"))
def test_no_money_points_into_another_division(name, column):
    usual = USUAL.get(name, {}) | POINTS.get((name, column), {})
    usual.pop(column, None)
    of = {"refund_id": REFUND, "entry_id": ENTRY, "reverses_id": ENTRY, "like_id": LINE}
    there = USUAL.get(of.get(column, ""))
    assert refuses_another_division(name, column, there, **usual) == f"{name}_{column}_same_division"
