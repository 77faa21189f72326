"""The law in the administration: an edit begins a row, a tick verifies it, a sheet is laid over with a preview."""

import csv
import io
from datetime import timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from tablib import Dataset

from electoral.office.models import Division
from registers.actions.law import change_row, verify_row
from registers.models import Entitlement, FeeRule, InquiryKind
from registers.resources.law import EntitlementResource
from tests.page import Page
from tests.registers.asking import in_england

EW = "england_and_wales"


def todays_date():
    """As it is where the administrator is: a day begins there hours before it does at Greenwich."""
    return Division.objects.get().today()


def rows_ever() -> int:
    return Entitlement.objects.count()


def at(model, page="changelist", *args):
    return reverse(f"admin:registers_{model}_{page}", args=args)


@pytest.fixture
def administrator(signed_in, division):
    in_england(division)
    return signed_in("administrator")


@pytest.fixture
def row(db):
    return Entitlement.objects.get(jurisdiction=EW, applicant="CRA", product="FULL", mode="supply")


def form_of(client, address) -> dict:
    """What the page's form would send."""
    return client.get(address).context["adminform"].form


def filled(client, address, **given) -> dict:
    form = form_of(client, address)
    values = {name: form[name].value() for name in form.fields}
    return {name: value for name, value in (values | given).items() if value not in (None, False)}


def newest(row):
    same = {name: getattr(row, name) for name in ("jurisdiction", "applicant", "product", "mode")}
    return Entitlement.objects.filter(**same).order_by("-pk").first()


@pytest.mark.rule("E3")
def test_an_edit_on_the_page_begins_a_row_and_the_page_shows_both(administrator, row):
    change = at("entitlement", "change", row.pk)
    answer = administrator.post(change, filled(administrator, change, basis="reg 114 as amended"))
    made = newest(row)
    assert answer.status_code == 302
    assert (made.basis, made.from_on, made.is_verified) == ("reg 114 as amended", todays_date(), False)
    row.refresh_from_db()
    assert row.ended_on == made.from_on
    assert LogEntry.objects.filter(object_id=str(made.pk)).exists()
    page = administrator.get(at("entitlement", "change", made.pk))
    assert f"../../{row.pk}/change/" in page.text
    assert "This one" in page.text


@pytest.mark.rule("E3")
def test_a_tick_verifies_in_the_name_of_who_ticked(administrator, row):
    change = at("entitlement", "change", row.pk)
    administrator.post(change, filled(administrator, change, read="on"))
    row.refresh_from_db()
    assert (row.verified_by, row.verified_on) == (administrator.user, todays_date())
    assert newest(row) == row
    assert "read" not in form_of(administrator, change).fields
    administrator.post(change, filled(administrator, change, basis="another"))
    assert not newest(row).is_verified


def test_an_edit_with_a_tick_verifies_the_new_row(administrator, row):
    change = at("entitlement", "change", row.pk)
    administrator.post(change, filled(administrator, change, basis="another", read="on"))
    row.refresh_from_db()
    assert newest(row).verified_by == administrator.user
    assert row.verified_by is None


def test_rows_are_verified_from_the_list_too(administrator, row):
    chosen = {"_selected_action": [row.pk, newest(row).pk], "action": "verify"}
    assert "Verified: 1." in administrator.post(at("entitlement"), chosen, follow=True).text
    row.refresh_from_db()
    assert row.verified_by == administrator.user
    assert LogEntry.objects.filter(object_id=str(row.pk), change_message__startswith="Verified").count() == 1


def test_who_and_what_of_a_row_do_not_change(administrator, row):
    change = at("entitlement", "change", row.pk)
    fields = form_of(administrator, change).fields
    assert not {
        "applicant",
        "product",
        "mode",
        "jurisdiction",
        "verified_by",
        "verified_on",
        "ended_on",
    } & set(fields)
    administrator.post(change, filled(administrator, change, applicant="MP", basis="x"))
    assert newest(row).applicant_id == "CRA"


def test_what_has_ended_is_read_and_not_changed(administrator, row):
    made = change_row(row, by=administrator.user, basis="another")
    change = at("entitlement", "change", row.pk)
    page = administrator.get(change)
    assert page.status_code == 200
    assert "_save" not in [field.get("name") for field in Page(page.text).all("input")]
    assert administrator.post(change, {"basis": "third"}).status_code == 403
    assert newest(row) == made


def test_a_row_begins_today_or_later_with_codes_that_are_known(administrator, row):
    change = at("entitlement", "change", row.pk)
    wrong = filled(administrator, change, from_on="2026-01-01", basis="x")
    assert "It begins today or later" in administrator.post(change, wrong).text
    wrong = filled(administrator, change, area_code="planet", purposes="FUN")
    said = administrator.post(change, wrong).text
    assert "Write one of: constituency" in said
    assert "These are no purposes: FUN" in said
    assert newest(row) == row


def test_a_pair_that_the_table_lacks_is_added(administrator):
    address = at("entitlement", "add")
    given = filled(administrator, address, jurisdiction=EW, applicant="MP", applicant_name="MP", product="OLD",
                   mode="supply", decision="no", basis="reg 97", area_code="none", fee_code="none", evidence_code="none",
                   standing_code="none", source_status="MEMORY")  # fmt: skip
    assert administrator.post(address, given).status_code == 302
    made = Entitlement.objects.get(jurisdiction=EW, applicant="MP", product="OLD")
    assert (made.from_on, made.is_verified) == (todays_date(), False)


def test_the_list_shows_what_is_in_force_until_one_asks_for_what_ended(administrator, row):
    change_row(row, by=administrator.user, basis="another")
    only = {"applicant__code__exact": "CRA", "product__code__exact": "FULL", "jurisdiction__exact": EW}

    def shown(**more):
        return [r.pk for r in administrator.get(at("entitlement"), only | more).context["cl"].queryset]

    assert shown() == [newest(row).pk]
    assert shown(standing="ended") == [row.pk]
    assert sorted(shown(standing="every")) == sorted([row.pk, newest(row).pk])


@pytest.mark.rule("E11")
def test_to_be_verified_stands_in_the_list_and_is_filtered_by(administrator, row):
    assert "To be verified" in administrator.get(at("entitlement")).text
    verify_row(row, by=administrator.user)
    rows = administrator.get(at("entitlement"), {"verified": "yes"}).context["cl"].queryset
    assert list(rows) == [row]


def taken_out(client, model) -> list[dict]:
    return list(csv.DictReader(io.StringIO(client.get(at(model, "export")).text)))


def brought_in(client, model, rows, *, confirm=True):
    """The preview of a sheet; with `confirm`, the sheet is laid over too."""
    out = io.StringIO()
    sheet = csv.DictWriter(out, rows[0])
    sheet.writeheader()
    sheet.writerows(rows)
    file = SimpleUploadedFile("law.csv", out.getvalue().encode())
    preview = client.post(at(model, "import"), {"format": "0", "resource": "", "import_file": file})
    if confirm:
        client.post(at(model, "process_import"), preview.context["confirm_form"].initial)
    return preview


@pytest.mark.rule("E3")
def test_the_table_goes_out_and_comes_in_again_unchanged(administrator):
    rows, before = taken_out(administrator, "entitlement"), rows_ever()
    assert len(rows) == 363
    rows = rows[::4]  # some of each nation and answer: a sheet of all takes its time
    assert not {"id", "verified_by", "verified_on", "from_on", "ended_on"} & set(rows[0])
    sheet = Dataset(*(row.values() for row in rows), headers=list(rows[0]))
    result = EntitlementResource().import_data(sheet, raise_errors=True, user=administrator.user)
    assert (result.totals["skip"], rows_ever()) == (len(rows), before)


@pytest.mark.rule("E3")
def test_a_sheet_is_previewed_and_then_laid_over(administrator, row):
    before = rows_ever()
    lines = [line for line in taken_out(administrator, "entitlement") if line["applicant"] == "CRA"]
    mine = next(line for line in lines if (line["jurisdiction"], line["product"]) == (EW, "FULL"))
    mine["basis"] = "reg 114 as amended"
    added = {**mine, "product": "OTHERDOC", "basis": "reg 118"}
    preview = brought_in(administrator, "entitlement", [*lines, added], confirm=False)
    assert "as amended" in "".join(Page(preview.text).text)
    assert rows_ever() == before
    brought_in(administrator, "entitlement", [*lines, added])
    made = newest(row)
    row.refresh_from_db()
    assert (made.basis, made.from_on, row.ended_on) == ("reg 114 as amended", todays_date(), todays_date())
    assert Entitlement.objects.get(jurisdiction=EW, applicant="CRA", product="OTHERDOC").basis == "reg 118"
    assert rows_ever() == before + 2


def test_a_sheet_with_a_code_that_nobody_knows_is_told_so_and_changes_nothing(administrator, row):
    line = next(line for line in taken_out(administrator, "entitlement") if line["applicant"] == "CRA")
    preview = brought_in(administrator, "entitlement", [line | {"area_code": "planet"}], confirm=False)
    assert "Write one of" in preview.text
    assert newest(row) == row


@pytest.mark.rule("E6")
def test_formulas_are_laid_over_too(administrator):
    lines = taken_out(administrator, "feerule")
    mine = next(
        x for x in lines if (x["jurisdiction"], x["fee_code"], x["format"]) == (EW, "register", "data")
    )
    brought_in(administrator, "feerule", [mine | {"base": "2500"}])
    rules = FeeRule.objects.filter(jurisdiction=EW, fee_code="register", format="data").order_by("pk")
    assert [(rule.base, rule.ended_on is None) for rule in rules] == [(2000, False), (2500, True)]


@pytest.mark.rule("E1")
def test_the_days_of_a_kind_of_query_are_the_offices(administrator):
    kind = InquiryKind.objects.first()
    administrator.post(at("inquirykind", "change", kind.pk), {"label": kind.label, "working_days": 9})
    kind.refresh_from_db()
    assert kind.working_days == 9


def test_a_change_to_come_leaves_the_row_of_today_in_force(administrator, row):
    change, then = at("entitlement", "change", row.pk), todays_date() + timedelta(40)
    administrator.post(change, filled(administrator, change, from_on=then.isoformat(), decision="no"))
    row.refresh_from_db()
    assert (row.ended_on, row.decision, newest(row).decision) == (then, "automatic_yes", "no")


@pytest.mark.rule("E6")
def test_a_formula_is_told_as_money_and_stands_in_the_list_until_its_last_day_is_past(administrator):
    rule = FeeRule.objects.get(jurisdiction=EW, fee_code="register", format="data", ended_on=None)
    form = administrator.get(at("feerule", "change", rule.pk))
    assert "In pence or cents: 1000 is £10.00" in form.text
    tomorrow = todays_date() + timedelta(days=1)
    administrator.post(
        at("feerule", "change", rule.pk),
        filled(administrator, at("feerule", "change", rule.pk), base="2500", from_on=tomorrow.isoformat()),
    )
    shown = " ".join(
        Page(administrator.get(at("feerule", "changelist"), {"q": "register"}).text).text.split()
    )
    assert "£20.00 + £1.50 for each 1,000 entries" in shown
    assert "£25.00 + £1.50 for each 1,000 entries" in shown
