"""What the tables of every room refuse to the software's own role; registers and payments have files of their own.

`./office prove guards` takes them away one by one.
"""

import pytest

from tests.prove.rows import (
    may_not,
    refuses_a_row,
    refuses_a_second_value,
    refuses_the_same,
    refuses_the_step,
    spread,
    table,
    tables_of,
)

pytestmark = pytest.mark.django_db
ROOMS = ("office", "jobs", "papers", "roll", "walks", "review")
# What is loaded until the next file, drafted until it is sent, or drawn and drawn again: everything else stays for good.
MAY_GO = frozenset(
    [
        "office_remembered",
        "roll_elector",
        "roll_locality",
        "roll_stagedaddress",
        "roll_stagedelector",
        "roll_stagedprotection",
        "roll_street",
        "walks_allocation",
        "walks_areaface",
        "walks_areapart",
        "walks_ccd",
        "walks_dwellingdefault",
        "walks_requestdate",
        "walks_requestedwalk",
        "walks_stagedboundary",
        "walks_stagedccdchange",
        "walks_stagedrange",
        "walks_stagedwalk",
        "walks_streetmeeting",
        "walks_streetrange",
        "walks_workload",
        "review_advertisement_positions",
        "review_coverage",
        "review_outlet_covers",
    ]
)
# A residence is changed through its columns that are not protection's, each by its own right.
NEVER_CHANGED = {
    "office_event",
    "roll_residence",
    "walks_estimate",
    "walks_estimateline",
    "walks_lineage",
    "walks_listingline",
    "review_contact",
    "review_publicityletter",
    "review_sentpaper",
}


@pytest.mark.parametrize("name", sorted(name for room in ROOMS for name in tables_of(room)))
def test_what_the_software_may_not_do_with_a_table(name):
    assert may_not("TRUNCATE", name)
    assert may_not("DELETE", name) == (name not in MAY_GO)
    assert may_not("UPDATE", name) == (name in NEVER_CHANGED)


def test_the_administrations_own_log_is_only_added_to():
    for right in ("UPDATE", "DELETE", "TRUNCATE"):
        assert may_not(right, "django_admin_log"), right


DELEGATION, APPOINTMENT = "office_delegation", "office_appointment"
DOCUMENT, WORDING = "papers_document", "papers_wording"
KEPT = "a" * 64
# What a row must say, so that nothing but what is tried is wrong with it.
USUAL = {DOCUMENT: {"sha256": KEPT}}
AT_A_STATE = {"division_id": None, "area_id": None}


ONCE = {
    DELEGATION: "state_id instrument from_on ended_on",
    WORDING: "state_id kind title body from_on ended_on",
    DOCUMENT: "sha256 pages size kept_at",
}


@pytest.mark.rule("1.8a")
@pytest.mark.parametrize(("name", "column"), spread(ONCE))
def test_what_is_written_once_stays(name, column):
    assert refuses_a_second_value(name, column, **USUAL.get(name, {})) == f"{name}_once"


@pytest.mark.parametrize("name", ["jobs_job", DOCUMENT])
def test_no_step_is_made_that_the_life_has_not(name):
    workflow = table(name).workflow
    statuses = workflow.statuses.values
    wrong = {(a, b) for a in statuses for b in statuses if a != b and (a, b) not in workflow.pairs}
    usual = USUAL.get(name, {})
    assert {pair for pair in wrong if refuses_the_step(name, *pair, **usual) != f"{name}_status"} == set()


@pytest.mark.parametrize(
    ("name", "wrong", "constraint"),
    [
        (DELEGATION, {"from_on": "2026-03-02", "ended_on": "2026-03-01"}, "delegation_ends_after_it_begins"),
        (APPOINTMENT, AT_A_STATE | {"from_on": "2026-03-02", "ended_on": "2026-03-01"}, "appointment_ends_after_it_begins"),
        (APPOINTMENT, AT_A_STATE | {"state_id": None}, "appointment_has_one_place"),
        (APPOINTMENT, {"division_id": None}, "appointment_has_one_place"),
        ("office_division", {"code": "gold"}, "division_code"),
        ("office_division", {"code": "G"}, "division_code"),
        ("office_user", {"is_operator": True, "password": "pbkdf2$one$that$opens"}, "nobody_signs_in_as_the_operator"),
        (DOCUMENT, {"sha256": "not a digest"}, "a_kept_paper_has_its_bytes"),
        (DOCUMENT, {"sha256": "", "status": "kept"}, "a_kept_paper_has_its_bytes"),
        *((DOCUMENT, {"sha256": KEPT, name: -1}, f"papers_document_{name}_check") for name in ("pages", "position", "size")),
        *(("jobs_job", {name: -1}, f"jobs_job_{name}_check") for name in ("deaths", "done", "failures", "total")),
    ],
)  # fmt: skip
def test_a_row_that_contradicts_itself_is_not_written(name, wrong, constraint):
    assert refuses_a_row(name, **wrong) == constraint


@pytest.mark.parametrize(
    ("name", "same", "usual", "constraint"),
    [
        (DELEGATION, "state_id", {"ended_on": None}, "one_delegation_of_a_state"),
        ("office_state", "code", {}, "office_state_code_key"),
        ("office_division", "code", {"code": "GOLD"}, "office_division_code_key"),
        ("office_area", "state_id name", {}, "area_name"),
        ("office_user", "email", {"is_operator": False}, "one_account_an_address"),
        (WORDING, "state_id kind", {"ended_on": None}, "one_wording_in_force"),
        (DOCUMENT, "job_id", {"sha256": KEPT}, "papers_document_job_id_key"),
        (DOCUMENT, "reference", {"sha256": KEPT}, "papers_document_reference_key"),
        ("papers_run", "reference", {}, "papers_run_reference_key"),
        ("jobs_job", "reference", {}, "jobs_job_reference_key"),
    ],
)
def test_what_stands_once_is_not_written_twice(name, same, usual, constraint):
    assert refuses_the_same(name, tuple(same.split()), **usual) == constraint
