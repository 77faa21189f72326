"""Each change of the law that the software acts on stands in the trail, which nobody can edit: who, when, which row (E3)."""

import pytest

from electoral.office.models import Event
from electoral.office.refusals import Refused
from registers.actions.law import begin_row, change_row, verify_row
from registers.models import Entitlement, FeeRule
from tests.registers.asking import in_england

pytestmark = [pytest.mark.django_db, pytest.mark.rule("E3", "E6")]
EW = "england_and_wales"


@pytest.fixture
def administrator(person, division):
    in_england(division)
    return person("administrator")


@pytest.fixture
def row(db):
    return Entitlement.objects.get(
        jurisdiction=EW, applicant="CRA", product="FULL", mode="supply", ended_on=None
    )


def trail() -> list[tuple]:
    return list(
        Event.objects.filter(verb__endswith="_law_row")
        .order_by("pk")
        .values_list("verb", "subject", "by", "data")
    )


def test_a_change_says_who_which_row_what_and_which_row_before(row, administrator):
    made = change_row(row, by=administrator, basis="reg 114 as amended", fee_code="marked")
    told = {"row": str(made), "changed": ["basis", "fee_code"], "before": f"entitlement:{row.pk}"}
    assert trail() == [("change_law_row", f"entitlement:{made.pk}", administrator.pk, told)]


def test_a_policy_a_beginning_and_a_verification_stand_there_too(row, administrator):
    change_row(row, by=administrator, policy="We ring them back.")
    rule = FeeRule(
        jurisdiction=EW, fee_code="map", format="data", base=1, per_block=1, block_size=1, basis="x"
    )
    begin_row(rule, by=administrator)
    verify_row(rule, by=administrator)
    assert [told[:3] for told in trail()] == [
        ("change_law_row", f"entitlement:{row.pk}", administrator.pk),
        ("begin_law_row", f"feerule:{rule.pk}", administrator.pk),
        ("verify_law_row", f"feerule:{rule.pk}", administrator.pk),
    ]


def test_what_changes_nothing_or_is_refused_leaves_no_word(row, administrator):
    change_row(row, by=administrator, basis=row.basis)
    with pytest.raises(Refused):
        change_row(row, by=administrator, area_code="planet")
    assert trail() == []
