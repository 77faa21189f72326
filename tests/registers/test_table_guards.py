"""What each table of the registers refuses to the software's own role, column by column (E3, E7, E9). `./office prove guards
registers` takes them away one by one."""

from functools import partial

import pytest

from tests.prove.rows import (
    FIRST,
    changed,
    columns,
    inserted,
    may_not,
    put,
    refuses_a_second_value,
    refuses_in,
    refuses_the_step,
    spread,
    table,
    tables_of,
)
from tests.registers.trying import refused_by, run

pytestmark = [pytest.mark.django_db, pytest.mark.rule("E9")]
REQUEST, RELEASE, COPY = "registers_accessrequest", "registers_release", "registers_copy"
EDITION, ROW, EVIDENCE = "registers_edition", "registers_editionrow", "registers_evidence"
VISIT, SITTING, INQUIRY = "registers_inspection", "registers_sitting", "registers_inquiry"
LAW, FORMULA, STANDING = "registers_entitlement", "registers_feerule", "registers_standing"
# What the rows of a table must say, so that nothing but what is tried is wrong with them.
USUAL = {
    REQUEST: {"seconded_by_id": None, "checked_by_id": None, "released_by_id": None},
    EDITION: {"family": "register", "earlier_id": None, "later_id": None},
    ROW: {"section": 0},
    VISIT: {"seconded_by_id": None, "entitlement_id": FIRST + 1, "division_id": FIRST + 1},
    LAW: {"ended_on": None},
    FORMULA: {"ended_on": None},
    STANDING: {"ended_on": None},
    "registers_decision": {"step": "refuse", "access": False},
    "registers_message": {"inquiry_id": None, "internal": False},
}
NEVER_CHANGED = {
    "registers_decision", "registers_downloadtry", ROW, "registers_holderlook", "registers_inspectionlook", "registers_message",
    "registers_quotation", "registers_quotationline", "registers_requestitem", "registers_supply",
}  # fmt: skip
MAY_GO = {"registers_mark", "registers_stagedmark"}  # as loaded, until the next file


@pytest.mark.parametrize("name", sorted(tables_of("registers")))
def test_no_row_is_removed_and_no_record_changed(name):
    assert may_not("TRUNCATE", name)
    assert may_not("DELETE", name) == (name not in MAY_GO)
    assert may_not("UPDATE", name) == (name in NEVER_CHANGED)


ONCE = {
    REQUEST: "division_id channel declared_at declared_name secret received_at standing_id",
    COPY: "division_id request_id round job_id ordered_by_id sha256 suffix size entries made_at destroyed_at",
    RELEASE: "division_id request_id copy_id way token sha256 size released_by_id handed_over_at destroyed_at",
    EVIDENCE: "division_id request_id code title sha256 suffix size seen_by_id seen_at destroyed_at",
    INQUIRY: "division_id kind_id secret promised_on answered_at",
    VISIT: "division_id applicant_id product_id edition_id secret agreed_by_id seconded_by_id supervisor_id begun_at ended_at",
    SITTING: "division_id starts_at minutes place closed_on",
    STANDING: "division_id request_id entitlement_id product_id poll from_on ended_on",
    LAW: """jurisdiction applicant_id applicant_name product_id mode decision conditional trigger basis area_code area_rule fee_code
        default_format other_format subsequent_documents request_must_state purposes purpose_text onward_text evidence_code
        evidence_law evidence_proposed response_time special_handling offence second_person standing_code source_status
        text_read source verified_by_id verified_on from_on ended_on""",
    FORMULA: "jurisdiction fee_code format base per_block block_size basis verified_by_id verified_on from_on ended_on",
}  # fmt: skip
# With these, where the column is empty as a rule.
WRITTEN = {
    (VISIT, "seconded_by_id"): {"seconded_by_id": 2},
    **{
        (name, "ended_on"): {"ended_on": columns(table(name), 1)["from_on"]}
        for name in (LAW, FORMULA, STANDING)
    },
}


@pytest.mark.rule("E3", "E4", "E6", "E7")
@pytest.mark.parametrize(("name", "column"), spread(ONCE))
def test_what_is_written_once_stays(name, column):
    usual = USUAL.get(name, {}) | WRITTEN.get((name, column), {})
    assert refuses_a_second_value(name, column, **usual) == f"{name}_once"


OF_THE_LAW = "division_id applicant_id product_id entitlement_id"  # while it is under way, its row of the table holds these
OF_A_VISIT = (
    "sitting_id seat edition_id name email telephone documents purpose why_marked on_screen needs secret booked_at agreed_by_id "
    "supervisor_id disclaimer_signed begun_at"
)
FROZEN = {
    f"{EDITION} sealed": "division_id family title speaks_on poll polls_on stage job_id ordered_by_id ordered_at sealed_at entries numbers_given",
    f"{VISIT} begun": OF_A_VISIT,
    **{
        f"{VISIT} {over}": f"{OF_THE_LAW} {OF_A_VISIT} ended_at"
        for over in ("ended", "missed", "cancelled", "refused")
    },
}


def put_the_law() -> None:
    """A row under which a visit may go on, so that nothing but its status refuses the change."""
    put("office_state", jurisdiction="england_and_wales")
    put("office_area", state_id=FIRST + 1)
    put("office_division", area_id=FIRST + 1, code="GOLD")
    put(
        LAW,
        jurisdiction="england_and_wales",
        mode="inspect",
        decision="automatic_yes",
        second_person=False,
        ended_on=None,
    )


@pytest.mark.rule("E5", "E7")
@pytest.mark.parametrize(("where", "column"), spread(FROZEN))
def test_what_is_over_does_not_change(where, column):
    name, status = where.split()
    assert refuses_in(name, status, column, put_the_law, **USUAL[name]) == f"{name}_frozen"


def test_the_counts_of_a_sealed_edition_stand():
    sealed = partial(put, EDITION, status="sealed", **USUAL[EDITION])
    assert refused_by(changed(EDITION, counts='{"FULL": 1}'), sealed) == f"{EDITION}_frozen"


STEP = {REQUEST: ("sent", "closed"), RELEASE: ("withdrawn", "open"), EDITION: ("dropped", "ordered"), VISIT: ("booked", "ended"),
        INQUIRY: ("closed", "open")}  # fmt: skip


@pytest.mark.rule("E2", "E3", "E7")
@pytest.mark.parametrize("name", STEP)
def test_no_step_is_made_that_the_table_has_not(name):
    """Every pair of statuses that no move joins; one that nothing else could refuse."""
    workflow, usual = table(name).workflow, USUAL.get(name, {})
    statuses = workflow.statuses.values
    wrong = {(a, b) for a in statuses for b in statuses if a != b and (a, b) not in workflow.pairs}
    assert {pair for pair in wrong if refuses_the_step(name, *pair, **usual) == ""} == set()
    assert refuses_the_step(name, *STEP[name], **usual) == f"{name}_status"


@pytest.mark.parametrize(
    "name", [REQUEST, EDITION, INQUIRY]
)  # a release and a visit are refused before for want of a request or a law
def test_nothing_is_born_but_in_its_first_status(name):
    for status in set(table(name).workflow.statuses.values) - {table(name).workflow.first}:
        row = columns(table(name), 1, **USUAL.get(name, {}) | {"status": status})
        assert refused_by(partial(inserted, name, row)) == f"{name}_status", status


@pytest.mark.rule("E5")
@pytest.mark.parametrize("status", ["sealed", "dropped"])
def test_no_row_is_added_to_an_edition_that_is_not_being_made(status):
    row = columns(table(ROW), 1, edition_id=FIRST + 1, division_id=1, section=0)
    being_made, over = (partial(put, EDITION, status=s, **USUAL[EDITION]) for s in ("ordered", status))
    assert refused_by(partial(inserted, ROW, row), being_made) == ""
    assert refused_by(partial(inserted, ROW, row), over) == "edition_is_sealed"
    several = f"INSERT INTO {ROW} SELECT (jsonb_populate_record(r, jsonb_build_object('id', n, 'position', n))).* FROM {ROW} r, generate_series(2, 4) n"
    sealed = partial(run, f"UPDATE {EDITION} SET status = 'sealed' WHERE id = {FIRST + 1}")
    assert (
        refused_by(
            partial(run, several), being_made, partial(put, ROW, edition_id=FIRST + 1, section=0), sealed
        )
        == "edition_is_sealed"
    )
