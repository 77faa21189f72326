"""Whatever the table gives can be asked for at the portal, by everybody to whom it gives it, in each nation (E2, E3, S1, S2)."""

import pytest

from electoral.office.models import Jurisdiction, State
from registers.models import AccessRequest, ApplicantKind, Entitlement
from registers.rules.area import areas_allowed
from registers.rules.release import NEVER_BY_LINK
from tests.registers.at_the_portal import BODY, begun

pytestmark = pytest.mark.django_db


def copy_of(row) -> dict[str, str]:
    """What the page on form and part asks of one row."""
    asks = {"form": "data"}
    kinds = areas_allowed(row.area_code, row.fee_code)
    if kinds and "" not in kinds:
        asks["area"] = "Fable"
    if row.product_id == "AVL":
        asks["stage"] = "current"
    if row.product_id == "MARKED":
        asks["poll"] = "Mayor, 7 May 2026"
    return {f"{row.product_id}-{name}": value for name, value in asks.items()}


@pytest.mark.rule("E2", "S1", "S2")
@pytest.mark.parametrize("nation", Jurisdiction.values)
def test_what_the_table_gives_can_be_asked_for(client, division, nation, settings):
    settings.VISITOR_LIMITS = {}  # the table is longer than what one address may send within the hour
    State.objects.update(jurisdiction=nation)
    given = Entitlement.objects.filter(jurisdiction=nation, mode="supply", ended_on=None).exclude(
        decision="no"
    )
    for kind in ApplicantKind.objects.filter(pk__in=given.values("applicant")):
        rows = list(given.filter(applicant=kind))
        alone = [row for row in rows if row.product_id in NEVER_BY_LINK]
        for asked_for in filter(None, (alone, [row for row in rows if row not in alone])):
            ask_for(client, kind, asked_for)


def ask_for(client, kind, rows) -> None:
    purposes = sorted({code for row in rows for code in row.purposes.split("|") if code})
    said = {
        "purpose_note": "As the law says.",
        "enactment": "Pretend Act s 3",
        "why_marked": "Only marks show it.",
        "when": "newest",
    }
    answers = {
        "who": {"who": kind.group},
        "kind": {"kind": kind.pk},
        "what": {"what": [row.product_id for row in rows]},
        "copies": {name: value for row in rows for name, value in copy_of(row).items()},
        "purpose": {"purposes": purposes, **said},
        "may": {},
        "you": BODY,
        "declaration": {"agree": "on", "declared_name": "Vera Testperson"},
    }
    begun(client)
    for name, data in answers.items():
        response = client.post(f"/registers/ask/{name}/", data)
        assert response.status_code == 302, (kind.pk, name, response.context["form"].errors)
    assert client.post("/registers/ask/send/").url == "/registers/ask/sent/", kind.pk
    asked = AccessRequest.objects.filter(applicant=kind).latest("pk")
    assert {item.entitlement for item in asked.items.all()} == set(rows)
    assert asked.why_not_entitled() is None
