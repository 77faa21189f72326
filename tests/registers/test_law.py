"""Every row of the table, as the database answers; and every pair without a row."""

import csv
import re
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from electoral.office.models import Jurisdiction
from registers.actions.answer import answer, indicative, offered, open_to_anybody, purposes_of
from registers.actions.law import FOLDER, NATIONS
from registers.models import ApplicantKind, Entitlement, FeeRule, Product, Purpose

ON = date(2026, 11, 22)
EW = "england_and_wales"
with (FOLDER / "entitlements.csv").open(newline="", encoding="utf-8") as lines:
    TABLE = list(csv.DictReader(lines))
pytestmark = pytest.mark.django_db


def key(row) -> tuple[str, str, str, str]:
    return NATIONS[row["jurisdiction"]], row["applicant_code"], row["product_code"], row["mode"].lower()


def asked(nation, applicant, product, mode="supply", on=ON):
    return answer(jurisdiction=nation, applicant=applicant, product=product, mode=mode, on=on)


PAIRS = {key(row) for row in TABLE}


@pytest.mark.rule("E3")
@pytest.mark.parametrize("row", TABLE, ids=lambda row: "-".join(key(row)))
def test_the_row_is_answered_as_its_code_says(row):
    given = asked(*key(row))
    assert given.row is not None
    decision = {"automatic_yes": "yes", "officer_decides": "officer", "no": "no"}[row["decision"]]
    assert given.decision == decision
    assert given.row.fee_code == row["fee_code"]
    assert given.row.second_person == (row["second_person"] == "yes")
    assert given.row.verified_on is None
    assert given.row.basis
    given.row.full_clean()
    assert [p.code for p in purposes_of(given.row)] == given.row.purpose_codes
    if decision == "no":
        assert given.failed
        assert len(given.failed) <= 300  # as a decision keeps it
        assert len("\n".join(given.open_instead)) <= 1000


def test_the_table_has_the_rows_that_were_researched():
    assert len(TABLE) == len(PAIRS) == Entitlement.objects.in_force(ON).count() == 363


@pytest.mark.rule("E3")
def test_a_conditional_row_is_never_an_unconditional_yes():
    rows = Entitlement.objects.in_force(ON)
    assert not rows.filter(conditional=True, decision="automatic_yes").exists()
    assert not rows.filter(conditional=True, mode="supply", second_person=False).exists()
    assert {r["decision"] for r in TABLE if r["allowed"] == "NO"} == {"no"}


@pytest.mark.rule("E3")
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.data())
def test_a_pair_without_a_row_is_denied(data):
    applicants = sorted({row["applicant_code"] for row in TABLE})
    products = sorted({row["product_code"] for row in TABLE} | {"SERVICE", ""})
    drawn = st.tuples(st.sampled_from(Jurisdiction.values), st.sampled_from([*applicants, "NOBODY"]),
                      st.sampled_from(products), st.sampled_from(["supply", "inspect"]))  # fmt: skip
    pair = data.draw(drawn.filter(lambda pair: pair not in PAIRS))
    given = asked(*pair)
    assert (given.decision, given.row) == ("no", None)
    assert "names no law" in given.failed
    assert not given.needed


@pytest.mark.rule("E3")
def test_before_a_row_begins_and_after_it_ends_nobody_is_entitled(db):
    row = asked(EW, "MP", "FULL").row
    assert asked(EW, "MP", "FULL", on=date(2025, 12, 31)).decision == "no"
    row.ended_on = date(2027, 1, 1)
    row.save(update_fields=["ended_on"])
    assert asked(EW, "MP", "FULL", on=date(2026, 12, 31)).decision == "yes"
    assert asked(EW, "MP", "FULL", on=date(2027, 1, 1)).decision == "no"


@pytest.mark.rule("E3b")
@pytest.mark.parametrize(
    ("nation", "applicant", "product", "words"),
    [
        (EW, "PUBLIC", "FULL", ["may look at it", "open register"]),
        (EW, "PUBLIC", "MARKED", ["may ask to look at it", "open register"]),
        (EW, "PUBLIC", "AVL", ["may look at it"]),
        (EW, "MEDIA_COMMERCIAL", "FULL", ["may look at it", "open register"]),
        (EW, "CRA", "AVL", ["may look at it", "This applicant may ask for: Full register; List of overseas electors; Notice of alteration"]),
        (EW, "CRA", "OPEN", ["may look at it", "as a member of the public"]),
        (EW, "RESEARCHER", "OLD", ["keep old registers", "British Library", "Public library"]),
        ("scotland", "PROSPECTIVE_CANDIDATE", "FULL", ["may look at it", "open register"]),
        ("australia", "PUBLIC", "ROLL", ["may look at it"]),
    ],
)  # fmt: skip
def test_who_is_denied_is_told_what_is_open_instead(nation, applicant, product, words):
    given = asked(nation, applicant, product)
    assert given.decision == "no"
    told = " ".join(given.open_instead)
    assert [word for word in words if word not in told] == []


@pytest.mark.rule("E3b", "S1")
def test_nothing_is_open_instead_of_the_record_of_anonymous_entries():
    assert asked(EW, "PUBLIC", "ANON").open_instead == []
    assert asked("australia", "PUBLIC", "CERT").open_instead == []


@pytest.mark.rule("E3")
def test_an_officer_is_told_what_is_still_needed():
    given = asked(EW, "MP", "MARKED")
    assert given.decision == "officer"
    assert any("office held" in part for part in given.needed)
    assert given.row.request_must_state in given.needed


@pytest.mark.rule("E4")
def test_the_police_of_northern_ireland_vet_nobody_with_the_register():
    rows = Entitlement.objects.in_force(ON).filter(applicant__in=("POLICE", "NCA"), mode="supply")
    vets = rows.filter(product__in=("FULL", "NOTICE", "OVERSEAS"), purposes__contains="VETTING")
    assert set(vets.values_list("jurisdiction", flat=True)) == {EW, "scotland"}
    assert not vets.exclude(purpose_text__contains="vet").exists()


@pytest.mark.rule("E4")
def test_what_people_outside_read_bears_no_note_of_research():
    """What is still to be verified stands in the status of the source, which the office alone reads."""
    told = (
        "basis",
        "offence",
        "purpose_text",
        "onward_text",
        "area_rule",
        "applicant__name",
        "product__name",
    )
    texts = {(name, text) for name in told for text in Entitlement.objects.values_list(name, flat=True)}
    assert [pair for pair in texts if re.search(r"verify|\?|by choice", pair[1])] == []


@pytest.mark.rule("S1")
def test_no_list_of_people_of_one_kind_is_on_offer():
    assert set(Product.objects.values_list("code", flat=True)) == {
        "FULL", "OPEN", "NOTICE", "OVERSEAS", "AVL", "MARKED", "ANON", "OTHERDOC", "OWN", "OLD", "ROLL", "CERT", "HAB", "PVA"
    }  # fmt: skip
    may = Entitlement.objects.in_force(ON).exclude(decision="no").filter(product="ANON")
    assert set(may.values_list("applicant", flat=True)) == {
        "POLICE", "NCA", "SECURITY_SERVICES", "RETURNING_OFFICER", "JURY_SUMMONING"
    }  # fmt: skip
    assert not may.filter(second_person=False).exists()


@pytest.mark.rule("S2")
def test_every_group_of_users_has_its_kinds_and_each_kind_its_rows():
    groups = set(ApplicantKind.objects.values_list("group", flat=True))
    assert len(groups) == 8
    assert not ApplicantKind.objects.filter(entitlement=None).exists()


@pytest.mark.rule("S1", "S2")
def test_what_is_offered_is_what_has_a_row_and_the_open_comes_first():
    answers = offered(EW, "CRA", ON)
    assert [a.row.product_id for a in answers if a.decision == "yes"] == ["FULL", "OVERSEAS", "NOTICE"]
    assert [a.decision for a in answers] == sorted(
        (a.decision for a in answers), key=["yes", "officer", "no"].index
    )
    assert {(a.row.product_id, a.row.mode) for a in answers} == {p[2:] for p in PAIRS if p[:2] == (EW, "CRA")}
    assert {(r.product_id, r.mode) for r in open_to_anybody(EW, ON)} >= {
        ("FULL", "inspect"),
        ("OPEN", "supply"),
    }
    assert all(r.decision != "no" for r in open_to_anybody(EW, ON))


@pytest.mark.rule("E6")
@pytest.mark.parametrize(
    ("nation", "applicant", "product", "form", "entries", "amount"),
    [
        (EW, "CRA", "FULL", "data", 84_312, 147_50),
        (EW, "CRA", "OVERSEAS", "data", 317, 26_00),
        (EW, "PUBLIC", "OPEN", "print", 61_001, 320_00),
        (EW, "MP", "MARKED", "data", 6_450, 17_00),
        ("northern_ireland", "MP", "MARKED", "data", 6_450, 30_50),
        ("northern_ireland", "MP", "MARKED", "print", 6_450, 45_00),
        (EW, "CANDIDATE", "FULL", "data", 84_312, 0),
        ("australia", "REG_PARTY", "ROLL", "data", 120_000, 0),
    ],
)
def test_the_sum_follows_the_formula_of_the_nation(nation, applicant, product, form, entries, amount):
    row = asked(nation, applicant, product).row
    assert indicative(row, form, entries, ON).amount == amount


@pytest.mark.rule("E6")
def test_no_sum_is_told_where_the_law_names_no_formula_or_there_is_nothing_to_sell():
    for pair in ((EW, "OTHER_ENACTMENT", "FULL"), ("australia", "PRESCRIBED_AUTHORITY", "ROLL")):
        assert indicative(asked(*pair).row, "data", 1000, ON) is None
    overseas = asked(EW, "CRA", "OVERSEAS").row
    assert indicative(overseas, "data", 0, ON) is None
    assert indicative(overseas, "stone", 10, ON) is None
    assert indicative(asked(EW, "MP", "OVERSEAS").row, "data", 0, ON).amount == 0


@pytest.mark.rule("E6")
def test_every_row_that_supplies_has_a_formula_for_data_and_print_or_an_officer():
    known = set(FeeRule.objects.in_force(ON).values_list("jurisdiction", "fee_code", "format"))
    rows = Entitlement.objects.in_force(ON).filter(mode="supply").exclude(fee_code="officer_sets")
    for row in rows:
        assert {(row.jurisdiction, row.fee_code, form) for form in ("data", "print")} <= known, row


@pytest.mark.rule("E11")
def test_scottish_and_irish_rows_say_that_they_are_derived():
    for row in Entitlement.objects.in_force(ON):
        assert row.is_derived == (row.jurisdiction in ("scotland", "northern_ireland")), row


def test_the_purposes_that_rows_name_are_all_told_in_words():
    codes = {code for row in Entitlement.objects.all() for code in row.purpose_codes}
    assert codes <= set(Purpose.objects.values_list("code", flat=True))
