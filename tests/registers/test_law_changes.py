"""The table changes by rows that begin and end; nothing in it is overwritten, by nobody."""

import csv
import shutil
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from electoral.office.refusals import NotPermitted, Refused
from registers.actions.answer import answer
from registers.actions.law import FOLDER, begin_row, change_row, load_law, verify_row
from registers.models import Entitlement, FeeRule, InquiryKind, Product
from tests.conftest import make_person, make_place
from tests.registers.asking import in_england

EW = "england_and_wales"


@pytest.fixture
def administrator(person, division):
    in_england(division)
    return person("administrator")


@pytest.fixture
def today(db):
    return timezone.localdate()


@pytest.fixture
def row(db):
    return Entitlement.objects.get(jurisdiction=EW, applicant="CRA", product="FULL", mode="supply")


@pytest.fixture
def folder(tmp_path):
    """A copy of the files, for a release that says something else."""
    return shutil.copytree(FOLDER, tmp_path / "law")


def rewrite(file, change) -> None:
    with file.open(newline="", encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines))
    rows = [change(row) for row in rows]
    with file.open("w", newline="", encoding="utf-8") as out:
        sheet = csv.DictWriter(out, rows[0])
        sheet.writeheader()
        sheet.writerows(rows)


def with_basis(basis):
    def change(line):
        mine = (line["jurisdiction"], line["applicant_code"], line["product_code"], line["mode"])
        return {**line, "basis": basis} if mine == ("EW", "CRA", "FULL", "SUPPLY") else line

    return change


def in_force(row, on=None):
    same = {name: getattr(row, name) for name in ("jurisdiction", "applicant", "product", "mode")}
    return Entitlement.objects.in_force(on).get(**same)


@pytest.mark.rule("E3")
def test_a_change_ends_one_row_and_begins_another(row, administrator, today):
    made = change_row(row, by=administrator, decision="no", basis="reg 114 as amended")
    row.refresh_from_db()
    assert (row.ended_on, row.decision) == (today, "automatic_yes")
    assert (made.from_on, made.ended_on, made.decision, made.basis) == (
        today,
        None,
        "no",
        "reg 114 as amended",
    )
    assert made.evidence_code == row.evidence_code
    given = answer(jurisdiction=EW, applicant="CRA", product="FULL", on=today)
    assert (given.decision, given.row) == ("no", made)


@pytest.mark.rule("E3")
def test_a_change_to_come_waits_for_its_day(row, administrator, today):
    then = today + timedelta(30)
    made = change_row(row, by=administrator, on=then, decision="no")
    assert in_force(row, then - timedelta(1)) == row
    assert in_force(row, then) == made


@pytest.mark.rule("E3")
def test_a_verification_names_who_and_when_and_is_lost_by_a_change(row, administrator, today):
    verify_row(row, by=administrator)
    row.refresh_from_db()
    assert (row.verified_by, row.verified_on, row.is_verified) == (administrator, today, True)
    with pytest.raises(Refused, match="already"):
        verify_row(row, by=administrator)
    made = change_row(row, by=administrator, basis="reg 114 as amended")
    assert (made.verified_by, made.verified_on) == (None, None)
    row.refresh_from_db()
    assert row.verified_by == administrator


@pytest.mark.rule("E11")
def test_the_offices_own_policy_changes_in_the_row_and_leaves_the_verification(row, administrator):
    verify_row(row, by=administrator)
    assert change_row(row, by=administrator, policy="We ring them back.").pk == row.pk
    row.refresh_from_db()
    assert (row.policy, row.is_verified) == ("We ring them back.", True)


def test_what_says_the_same_changes_nothing(row, administrator):
    assert change_row(row, by=administrator, basis=row.basis) == row
    assert in_force(row) == row


def test_what_has_ended_is_not_changed_nor_verified(row, administrator):
    change_row(row, by=administrator, decision="no")
    for step in (
        lambda: change_row(row, by=administrator, basis="x"),
        lambda: verify_row(row, by=administrator),
    ):
        with pytest.raises(Refused, match="ended on"):
            step()


def test_a_row_does_not_begin_before_the_one_that_it_follows(row, administrator):
    with pytest.raises(Refused, match="1 January 2026 or later"):
        change_row(row, by=administrator, on=date(2025, 12, 31), decision="no")


@pytest.mark.parametrize("role", ["clerk", "dro", "auditor", "cashier", "head_office"])
def test_only_an_administrator_changes_the_law(row, person, role):
    somebody = person(role)
    new = Entitlement(jurisdiction=EW, applicant_id="MP", product_id="OLD")
    for step in (
        lambda: change_row(row, by=somebody, decision="no"),
        lambda: verify_row(row, by=somebody),
        lambda: begin_row(new, by=somebody),
    ):
        with pytest.raises(NotPermitted):
            step()


def test_a_formula_changes_in_the_same_way(administrator, today):
    rule = FeeRule.objects.get(jurisdiction=EW, fee_code="register", format="data")
    verify_row(rule, by=administrator)
    made = change_row(rule, by=administrator, base=2500)
    rule.refresh_from_db()
    assert (rule.base, rule.ended_on, made.base, made.is_verified) == (2000, today, 2500, False)


@pytest.mark.rule("E6")
def test_what_is_free_stays_free(administrator):
    rule = FeeRule.objects.get(jurisdiction=EW, fee_code="none", format="data")
    with pytest.raises(Refused, match="for what is free"):
        change_row(rule, by=administrator, base=1)


@pytest.mark.parametrize(
    ("field", "value"),
    [("area_code", "planet"), ("fee_code", "gift"), ("evidence_code", "a wink"), ("standing_code", "ever"),
     ("purposes", "CRIME|FUN"), ("decision", "maybe")],
)  # fmt: skip
def test_a_code_that_nobody_knows_is_refused_and_nothing_is_half_done(row, administrator, field, value):
    with pytest.raises(Refused):
        change_row(row, by=administrator, **{field: value})
    assert in_force(row) == row


@pytest.mark.rule("E3")
@pytest.mark.parametrize(
    "change",
    [{"decision": "no"}, {"second_person": False}, {"fee_code": "none"}, {"basis": "x"}, {"applicant_id": "MP"},
     {"from_on": date(2020, 1, 1)}, {"standing_code": "none"}],
)  # fmt: skip
def test_the_database_holds_what_a_row_says(row, change):
    with pytest.raises(IntegrityError, match="written once"), transaction.atomic():
        Entitlement.objects.filter(pk=row.pk).update(**change)


@pytest.mark.rule("E6")
def test_the_database_holds_what_a_formula_says_and_forgets_no_verification(row, administrator):
    rule = FeeRule.objects.get(jurisdiction=EW, fee_code="register", format="data")
    verify_row(rule, by=administrator)
    for change in (
        {"base": 1},
        {"per_block": 1},
        {"block_size": 1},
        {"verified_on": None, "verified_by": None},
    ):
        with pytest.raises(IntegrityError, match="written once"), transaction.atomic():
            FeeRule.objects.filter(pk=rule.pk).update(**change)
    for table in (Entitlement, FeeRule):
        with pytest.raises(Exception, match="permission denied"), transaction.atomic():
            table.objects.first().delete()


@pytest.mark.rule("E3")
def test_a_verified_row_names_who(row):
    with pytest.raises(IntegrityError, match="a_verified_row_names_who"), transaction.atomic():
        Entitlement.objects.filter(pk=row.pk).update(verified_on=date(2026, 11, 1))


def test_two_rows_of_one_pair_are_never_in_force_together(row):
    row.pk = None
    with pytest.raises(IntegrityError, match="one_row_of_the_table"), transaction.atomic():
        row.save(force_insert=True)


def test_the_files_laid_over_again_change_nothing(db):
    assert load_law() == {"entitlements": 0, "fees": 0}


@pytest.mark.rule("E3")
def test_a_release_that_says_otherwise_ends_a_row_and_begins_another(row, folder):
    rewrite(folder / "entitlements.csv", with_basis("reg 114 of 2027"))
    assert load_law(folder, on=date(2027, 1, 1)) == {"entitlements": 1, "fees": 0}
    row.refresh_from_db()
    assert row.ended_on == date(2027, 1, 1)
    assert in_force(row).basis == "reg 114 of 2027"


@pytest.mark.rule("E3")
def test_a_release_that_says_what_it_always_said_leaves_what_the_office_changed(row, administrator):
    made = change_row(row, by=administrator, basis="reg 114 as amended")
    product, kind = Product.objects.get(code="FULL"), InquiryKind.objects.first()
    Product.objects.filter(pk=product.pk).update(about="Our words.")
    InquiryKind.objects.filter(pk=kind.pk).update(working_days=77)
    assert load_law()["entitlements"] == 0
    product.refresh_from_db()
    kind.refresh_from_db()
    assert in_force(row) == made
    assert (product.about, kind.working_days) == ("Our words.", 77)


@pytest.mark.rule("E3")
def test_a_release_never_ends_a_row_that_somebody_verified(row, administrator, folder):
    verify_row(row, by=administrator)
    rewrite(folder / "entitlements.csv", with_basis("reg 114 of 2027"))
    assert load_law(folder)["entitlements"] == 0
    assert in_force(row) == row


def test_an_applicant_without_a_group_is_refused(folder, db):
    rewrite(
        folder / "entitlements.csv", lambda line: {**line, "applicant_code": line["applicant_code"] + "X"}
    )
    with pytest.raises(Refused, match="does not say to which group"):
        load_law(folder)


@pytest.mark.rule("E3")
def test_the_law_of_a_nation_is_for_its_own_administrators(division, person, row):
    """The office of the fixture lies in Australia; the row is of England and Wales."""
    stranger = person("administrator")
    new = Entitlement(jurisdiction=EW)
    for change in (begin_row, change_row, verify_row):
        with pytest.raises(NotPermitted, match="in that nation"):
            change(new if change is begin_row else row, by=stranger)
    at_home = make_person("administrator", in_england(make_place("FAR", state="EN", area="Far Area")))
    assert verify_row(row, by=at_home).is_verified
