"""The register of supplies as the desk reads it (E9)."""

import csv
import io

import pytest
from django.urls import reverse

from electoral.office.actions import outsider
from registers.actions.inspection import cancel_inspection, end_inspection, refuse_inspection
from registers.actions.supply import record_supply
from registers.models import Supply
from tests.registers.asking import in_england, somebody
from tests.registers.visiting import begun, booked


@pytest.fixture
def lines(division):
    """A copy, a visit, a refusal and a cancelled visit."""
    office = in_england(division)
    clerk = somebody(office, "clerk")
    record_supply(
        office, kind="supply", subject="D0000000Y", applicant="Credit reference agency", organisation="=Pretend Credit Ltd", name="Rita Testperson",
        product="Full register", basis="reg 114", by=clerk, entries=84312, sha256="a" * 64, form="data", way="link",
    )  # fmt: skip
    end_inspection(begun(office), by=clerk)
    refuse_inspection(booked(office, "MARKED"), reason="The unmarked register will do.", by=clerk)
    cancel_inspection(booked(office), by=outsider())
    return office


def listed(client, **asked) -> list[str]:
    page = client.get(reverse("registers:supplies"), asked).context["page"]
    return [line.kind for line in page]


@pytest.mark.rule("E9")
def test_copies_visits_and_refusals_are_found_by_kind_product_applicant_day_and_who(lines, signed_in):
    client = signed_in("auditor")
    assert sorted(listed(client)) == ["inspection", "inspection", "refusal", "supply"]
    assert listed(client, kind="refusal") == ["refusal"]
    assert listed(client, applicant="Credit reference agency") == ["supply"]
    assert listed(client, who="pretend credit") == ["supply"]
    assert listed(client, who="d0000000y") == ["supply"]
    assert listed(client, product="Marked register and marked lists") == ["refusal"]
    assert listed(client, first="1 January 2020", last="2 January 2020") == []
    assert len(listed(client, first=f"{lines.today():%-d %B %Y}", last=f"{lines.today():%-d %B %Y}")) == 4
    assert len(listed(client, kind="nonsense", first="never")) == 4, "what is no choice filters nothing"


@pytest.mark.rule("E9")
def test_the_sheet_holds_every_column_and_no_formula(lines, signed_in):
    client = signed_in("clerk")
    answer = client.get(reverse("registers:supplies"), {"format": "csv", "kind": "supply"})
    (row,) = csv.DictReader(io.StringIO(b"".join(answer.streaming_content).decode()))
    assert row["organisation"] == "'=Pretend Credit Ltd"
    assert (row["entries"], row["sha256"], row["basis"]) == ("84312", "a" * 64, "reg 114")


def test_a_line_has_a_page_that_offers_no_change(lines, signed_in):
    client = signed_in("clerk")
    for line in Supply.objects.exclude(kind="supply"):
        page = client.get(line.get_absolute_url()).content.decode()
        assert line.basis.split(",")[0] in page
        assert '<form method="post"' not in page.split("<main")[1]
        assert client.post(line.get_absolute_url(), {"name": "x"}).status_code in (200, 405)
    assert not Supply.objects.filter(name="x").exists()


def test_the_register_of_another_division_does_not_exist(lines, signed_in, other_division):
    client = signed_in("clerk", other_division)
    assert listed(client) == []
    assert client.get(Supply.objects.first().get_absolute_url()).status_code == 404
    assert client.get(reverse("registers:supplies"), {"division": lines.code}).status_code == 404
    assert listed(signed_in("cashier")) == []
