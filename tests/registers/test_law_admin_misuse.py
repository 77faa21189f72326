"""What an administrator may try with the law by mistake, and what the page then says (E3, E6, E11)."""

from datetime import timedelta

import pytest

from electoral.office.refusals import Refused
from registers.actions.law import change_row
from registers.models import ApplicantKind, Entitlement, InquiryKind, Product, Purpose
from tests.page import Page
from tests.registers.asking import again, asked, confirmed, quoted
from tests.registers.test_law_admin import (
    EW,
    administrator,
    at,
    brought_in,
    filled,
    newest,
    row,
    rows_ever,
    taken_out,
    todays_date,
)

__all__ = ["administrator", "row"]


def text_of(answer) -> str:
    return " ".join(Page(answer.text).text.split())


@pytest.mark.rule("E3")
def test_a_pair_that_has_a_row_is_not_added_again_and_the_page_says_where_it_is_changed(administrator, row):
    address, before = at("entitlement", "add"), rows_ever()
    given = filled(administrator, address, jurisdiction=EW, applicant="CRA", applicant_name="CRA", product="FULL", mode="supply",
                   decision="no", basis="reg 1", area_code="none", fee_code="none", evidence_code="none", standing_code="none",
                   source_status="MEMORY")  # fmt: skip
    answer = administrator.post(address, given)
    assert answer.status_code == 200
    assert "There is a row for this already. Change that one: the change begins on its day." in text_of(
        answer
    )
    assert rows_ever() == before


@pytest.mark.rule("E3")
def test_a_change_to_come_is_not_moved_before_its_day_and_nothing_typed_is_lost(administrator, row):
    then = todays_date() + timedelta(40)
    to_come = change_row(row, by=administrator.user, on=then, basis="reg 114 as amended")
    change = at("entitlement", "change", to_come.pk)
    answer = administrator.post(change, filled(administrator, change, from_on=todays_date().isoformat(), basis="typed"))  # fmt: skip
    assert answer.status_code == 200
    assert f"It begins on {then:%-d %B %Y} or later" in text_of(answer)
    assert "typed" in answer.text
    assert newest(row) == to_come
    assert filled(administrator, change)["from_on"] == then


@pytest.mark.rule("E3")
@pytest.mark.parametrize("model", [Entitlement, Product, Purpose, ApplicantKind, InquiryKind])
def test_nothing_of_the_law_is_deleted_here(administrator, db, model):
    name = model._meta.model_name
    first, before = model.objects.first(), model.objects.count()
    assert administrator.post(at(name, "delete", first.pk), {"post": "yes"}).status_code == 403
    administrator.post(at(name), {"action": "delete_selected", "_selected_action": [first.pk], "post": "yes"})
    assert model.objects.count() == before


@pytest.mark.rule("E3")
def test_a_code_is_not_changed_under_a_live_request(administrator, division):
    wanted = confirmed(asked(division))
    product = wanted.items.get().product
    there = at("product", "change", product.pk)
    administrator.post(there, {"code": "OPEN2", "name": product.name, "about": product.about})
    assert not Product.objects.filter(code="OPEN2").exists()
    assert again(wanted).why_not_entitled() is None


@pytest.mark.rule("E3", "E4")
def test_a_change_of_the_law_under_a_live_request_stops_it_with_a_reason(administrator, division, signed_in):
    wanted = confirmed(asked(division))
    its = wanted.items.get().entitlement
    change = at("entitlement", "change", its.pk)
    administrator.post(change, filled(administrator, change, purpose_text="Only on Mondays."))
    with pytest.raises(Refused, match="limits have changed"):
        quoted(again(wanted))


@pytest.mark.rule("E3")
def test_a_sheet_that_names_a_pair_twice_is_laid_over_whole_or_not_at_all(administrator, row):
    line = next(line for line in taken_out(administrator, "entitlement") if line["applicant"] == "CRA" and line["product"] == "FULL" and line["jurisdiction"] == EW)  # fmt: skip
    twice = [line | {"basis": "first"}, line | {"basis": "second"}]
    brought_in(administrator, "entitlement", twice)
    in_force = Entitlement.objects.filter(jurisdiction=EW, applicant="CRA", product="FULL", mode="supply", ended_on=None)  # fmt: skip
    assert in_force.count() == 1
