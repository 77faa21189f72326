"""Somebody who looks for a person learns nothing at the portal: the pages are the same whether or not she is registered here, and
whether or not she is protected (6.1f, S1, registers.md 1.1)."""

import re

import pytest
from django.test import Client

from electoral.protected.actions import protect_elector
from electoral.roll.models import Elector
from registers.models import AccessRequest
from tests.factories import ElectorFactory, ResidenceFactory
from tests.registers.asking import in_england, sealed, somebody
from tests.registers.at_the_portal import CREDIT, PUBLIC, begun
from tests.registers.visiting import sitting_at

pytestmark = pytest.mark.django_db
SHE, STREET = "Wanda Specimen", "9 Pretend Street, Fabletown"
OPEN_PAGES = ("", "who/", "help/", "help/electors/", "question/", "follow/", "visit/GOLD/", "visit/GOLD/PUBLIC/FULL/")  # fmt: skip
HIM = {"agree": "on", "declared_name": SHE}
AS_HER = {
    "who": {"who": "electors"}, "kind": {"kind": "ELECTOR"}, "what": {"what": ["OWN"]}, "copies": {"OWN-form": "print"}, "may": {},
    "you": {"name_": SHE, "postal_address": STREET}, "declaration": HIM,
}  # fmt: skip
AS_ANYBODY = {**PUBLIC, "purpose": {"purpose_note": f"I look for {SHE}.", "when": "newest"}}
AS_AN_AGENCY = {
    **CREDIT,
    "what": {"what": ["FULL", "OVERSEAS"]},
    "copies": {"FULL-form": "data", "OVERSEAS-form": "data"},
}
CHANGING = re.compile(
    r'csrfmiddlewaretoken" value="\w+|X-CSRFToken": "\w+|[DI][0-9A-Z]{8}\b|(?:[0-9A-Z]{4}-){3}[0-9A-Z]{4}|\d\d:\d\d|name="(?:key|once)" value="\w+'
)


def plain(response) -> str:
    return CHANGING.sub("", response.content.decode())


def seen_by_him() -> list[str]:
    """Every page that he reads: those open to all, and each question as three kinds of person, up to the answer after sending."""
    anybody = Client()
    pages = [plain(anybody.get(f"/registers/{page}")) for page in OPEN_PAGES]
    for answers in (AS_HER, AS_ANYBODY, AS_AN_AGENCY):
        browser = begun(Client())
        for name, data in answers.items():
            pages.append(plain(browser.get(f"/registers/ask/{name}/")))
            assert browser.post(f"/registers/ask/{name}/", data).status_code == 302, name
        pages.append(plain(browser.get("/registers/ask/check/")))
        pages.append(plain(browser.post("/registers/ask/send/", follow=True)))
        pages.append(plain(browser.post("/registers/ask/noted/", follow=True)))
    return pages


@pytest.mark.rule("6.1f", "S1")
def test_whether_somebody_is_registered_or_protected_shows_on_no_page(division):
    office = in_england(division)
    dro = somebody(office, "dro")
    sealed(office, by=dro)
    sitting_at(office)
    nobody = seen_by_him()
    assert len(nobody) > 25
    home = ResidenceFactory(street__locality__division=office)
    elector = ElectorFactory(residence=home, surname="Specimen", given_names="Wanda")
    assert seen_by_him() == nobody, "she is registered here"
    protect_elector(office, elector.elector_id, kind="anonymous", by=dro)
    assert Elector.objects.get(pk=elector.pk).surname == "", "her row has left the roll"
    assert seen_by_him() == nobody, "she is protected here"
    assert AccessRequest.objects.count() == 9, "his requests alone were made, and nothing of them knows her"
    assert len(set(AccessRequest.objects.values_list("applicant", "status", "promised_on"))) == 3
