"""The law as the desk reads it."""

import csv
import io

import pytest
from django.urls import reverse

from registers.actions.law import change_row, verify_row
from registers.models import Entitlement
from registers.rules.wording import in_words
from tests.page import Page

EW = "england_and_wales"


@pytest.fixture
def division(division):
    division.area.state.jurisdiction = EW
    division.area.state.save()
    return division


@pytest.fixture
def clerk(division, signed_in):
    return signed_in("clerk")


def the(applicant, product, nation=EW, mode="supply"):
    return Entitlement.objects.get(
        jurisdiction=nation, applicant=applicant, product=product, mode=mode, ended_on=None
    )


def shown(client, **filters):
    return client.get(reverse("registers:law"), filters)


@pytest.mark.rule("E3")
def test_the_table_is_that_of_the_divisions_jurisdiction_until_another_is_asked_for(clerk):
    page = shown(clerk)
    assert page.context["page"].paginator.count == 165
    assert "The table of entitlements of England and Wales" in page.text
    assert {row.jurisdiction for row in page.context["page"]} == {EW}
    assert shown(clerk, jurisdiction="scotland").context["page"].paginator.count == 103
    assert shown(clerk, jurisdiction="atlantis").context["page"].paginator.count == 165


@pytest.mark.rule("E3")
def test_the_table_is_filtered_by_who_what_how_and_answer(clerk):
    def found(**filters):
        return [row.pk for row in shown(clerk, **filters).context["page"]]

    assert found(applicant="CRA", product="FULL") == [the("CRA", "FULL").pk]
    assert the("PUBLIC", "FULL", mode="inspect").pk in found(applicant="PUBLIC", mode="inspect")
    assert the("PUBLIC", "FULL").pk not in found(decision="automatic_yes", applicant="PUBLIC")
    assert found(verified="yes") == []
    assert found(applicant="no such") == found()


@pytest.mark.rule("E3")
def test_an_empty_answer_says_that_it_is_a_no(clerk):
    page = shown(clerk, applicant="CRA", product="OLD")
    assert "No row says so: not entitled" in page.text
    page = shown(clerk, verified="yes").text
    assert "No such rows" in page
    assert "No row says so" not in page


def test_the_table_goes_out_as_a_sheet_as_it_is_filtered(clerk):
    answer = shown(clerk, applicant="CRA", format="csv")
    rows = list(csv.DictReader(io.StringIO(b"".join(answer.streaming_content).decode())))
    assert {row["who"] for row in rows} == {"Credit reference agency"}
    assert len(rows) == shown(clerk, applicant="CRA").context["page"].paginator.count
    assert {row["fee"] for row in rows if row["what"] == "Full register"} == {"Register or notice on sale"}


def test_the_table_is_sorted_both_ways(clerk):
    up = [row.product.name for row in shown(clerk, sort="what").context["page"]]
    down = [row.product.name for row in shown(clerk, sort="-what").context["page"]]
    assert (up, down) == (sorted(up), sorted(down, reverse=True))


@pytest.mark.rule("E3", "E6", "E11")
def test_the_page_of_a_row_shows_all_that_it_says(clerk):
    row = the("CRA", "FULL")
    text = clerk.get(row.get_absolute_url()).text
    said = " ".join(Page(text).text.split())
    cells = (
        row.evidence_law,
        row.evidence_proposed,
        row.source_status,
        row.request_must_state,
        row.subsequent_documents,
    )
    for words in (
        row.basis,
        row.area_rule,
        row.purpose_text,
        row.offence,
        row.response_time,
        *map(in_words, cells),
    ):
        assert " ".join(words.split()) in said
    assert "for 84,312 entries, as an example, £20.00 + 85 x £1.50 = £147.50" in said
    assert "£10.00 + 85 x £5.00 = £435.00" in said
    assert "To be verified. Nobody has checked this row" in said
    assert "Confirms it too" in said
    assert "The office has set down none for this row." in said


@pytest.mark.rule("E11")
def test_a_row_shows_the_policy_who_verified_it_and_what_it_said_before(clerk, person):
    administrator, row = person("administrator"), the("CRA", "FULL")
    made = change_row(row, by=administrator, basis="reg 114 as amended")
    verify_row(made, by=administrator)
    change_row(made, by=administrator, policy="We ask for the permission each year.")
    page = clerk.get(made.get_absolute_url()).text
    assert f"by {administrator}" in page
    assert "We ask for the permission each year." in page
    assert row.get_absolute_url() in page
    old = clerk.get(row.get_absolute_url()).text
    assert "This row is not in force any more." in old
    assert made.get_absolute_url() in old


@pytest.mark.rule("E11")
def test_a_derived_row_says_so(clerk):
    page = clerk.get(the("CRA", "FULL", "northern_ireland").get_absolute_url()).text
    assert "derived from the twin regulation of England and Wales" in page
    assert "Derived" in shown(clerk, jurisdiction="northern_ireland").text


@pytest.mark.rule("E6")
def test_where_the_law_names_no_formula_the_page_says_who_sets_the_sum(clerk):
    assert "the officer sets the sum" in clerk.get(the("OTHER_ENACTMENT", "FULL").get_absolute_url()).text
    assert "the officer sets the sum" not in clerk.get(the("MP", "FULL").get_absolute_url()).text


@pytest.mark.rule("E6")
def test_the_fees_stand_with_formula_example_basis_and_how_sure(clerk):
    page = clerk.get(reverse("registers:law_fees"))
    said = " ".join(Page(page.text).text.split())
    assert "£20.00, and £1.50 for each 1,000 entries or part of them" in said
    assert "84,312 entries: £20.00 + 85 x £1.50" in said
    assert "317 entries: £20.00 + 4 x £1.50" in said
    assert "reg 120 (SI 2008/1901)" in said
    assert page.text.count("To be verified") >= 10
    assert "$" not in said
    assert "Free of charge" in clerk.get(reverse("registers:law_fees"), {"jurisdiction": "australia"}).text


@pytest.mark.rule("S3")
def test_the_roles_are_named_as_in_the_nation_with_their_units(clerk, division):
    text = clerk.get(reverse("registers:law_roles")).text
    for words in ("Electoral Registration Officer", "Electoral Administrator", "ES3", "ES4", "ES19", "B23"):
        assert words in text
    division.area.state.jurisdiction = "northern_ireland"
    division.area.state.save()
    assert "Area Electoral Officer" in clerk.get(reverse("registers:law_roles")).text


@pytest.mark.parametrize(
    ("role", "status"), [("clerk", 200), ("auditor", 200), ("cashier", 403), ("administrator", 403)]
)
def test_the_law_is_read_by_those_who_work_with_it(signed_in, role, status, division):
    client = signed_in(role)
    for name in ("law", "law_fees", "law_roles"):
        assert client.get(reverse(f"registers:{name}")).status_code == status
    assert client.get(the("CRA", "FULL").get_absolute_url()).status_code == status


def test_a_row_that_is_none_is_not_found(clerk):
    assert clerk.get(reverse("registers:law_row", args=[10**6])).status_code == 404
    assert shown(clerk, division="NOWHERE").status_code == 404
