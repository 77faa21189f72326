"""The law at the desk and in the administration: read, changed, verified, brought in; axe on every page, both widths."""

import csv
import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from registers.models import Entitlement
from tests.conftest import make_person
from tests.journeys.browser import PICTURES, become, look_at
from tests.registers.asking import in_england

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.rule("E3", "E11")
def test_the_law_is_read_at_the_desk(screen, division):
    division.area.state.jurisdiction = "england_and_wales"
    division.area.state.save()
    become(screen, make_person("clerk", division))
    screen.goto(f"{screen.live}{reverse('registers:law')}")
    look_at(screen, "law-table")
    screen.get_by_label("Who", exact=True).select_option("CRA")
    expect(screen.get_by_role("row")).to_have_count(7)
    screen.get_by_label("What", exact=True).select_option("OLD")
    expect(screen.get_by_text("No row says so: not entitled")).to_be_visible()
    look_at(screen, "law-none")
    screen.get_by_label("What", exact=True).select_option("FULL")
    screen.get_by_role("link", name="Credit reference agency").first.click()
    expect(screen.get_by_role("heading", level=1)).to_contain_text("Full register")
    look_at(screen, "law-row")
    screen.get_by_role("link", name="All the formulas").click()
    look_at(screen, "law-fees")
    screen.get_by_role("link", name="roles and units").click()
    look_at(screen, "law-roles")


@pytest.mark.rule("E3")
def test_the_law_is_changed_verified_and_brought_in_by_an_administrator(
    page, live_server, division, tmp_path
):
    screen, page.live = page, live_server.url  # Django's pages ask for a picture that is not there
    PICTURES.mkdir(parents=True, exist_ok=True)
    become(screen, make_person("administrator", in_england(division).area.state))
    row = Entitlement.objects.get(
        jurisdiction="england_and_wales", applicant="CRA", product="FULL", mode="supply"
    )
    screen.goto(f"{screen.live}{reverse('admin:registers_entitlement_changelist')}")
    screen.screenshot(path=f"{PICTURES}/law-admin-list.png")
    screen.goto(f"{screen.live}{reverse('admin:registers_entitlement_change', args=[row.pk])}")
    screen.screenshot(path=f"{PICTURES}/law-admin-row.png", full_page=True)
    screen.get_by_label("Basis").fill("reg 114 as amended")
    screen.get_by_label("Verified").check()
    screen.get_by_role("button", name="Save", exact=True).click()
    made = Entitlement.objects.get(basis="reg 114 as amended")
    assert made.is_verified
    screen.goto(f"{screen.live}{reverse('admin:registers_entitlement_change', args=[made.pk])}")
    expect(screen.get_by_role("cell", name="This one")).to_be_visible()
    screen.screenshot(path=f"{PICTURES}/law-admin-changed.png", full_page=True)

    sheet = tmp_path / "law.csv"
    with screen.expect_download() as taken:
        screen.evaluate(
            "address => { window.location = address }", f"{reverse('admin:registers_feerule_export')}"
        )
    taken.value.save_as(sheet)
    with sheet.open(newline="") as lines:
        rows = list(csv.DictReader(lines))
    next(row for row in rows if row["fee_code"] == "marked")["base"] = "1100"
    with sheet.open("w", newline="") as out:
        writer = csv.DictWriter(out, rows[0])
        writer.writeheader()
        writer.writerows(rows)
    screen.goto(f"{screen.live}{reverse('admin:registers_feerule_import')}")
    screen.locator("input[type=file]").set_input_files(sheet)
    screen.get_by_role("button", name="Submit").click()
    screen.screenshot(path=f"{PICTURES}/law-admin-preview.png")
    screen.get_by_role("button", name="Confirm import").click()
    expect(screen.get_by_text(re.compile("1 updated"))).to_be_visible()
