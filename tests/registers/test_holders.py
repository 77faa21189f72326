"""Who already holds an address (X6)."""

from datetime import timedelta

import pytest
import time_machine
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from electoral.office.models import Event
from electoral.office.refusals import NotPermitted, Refused
from electoral.protected.actions import protect_elector
from electoral.roll.models import Residence, Street
from registers.actions import holders, look
from registers.actions.inspection import end_inspection
from registers.actions.supply import record_supply
from registers.models import HolderLook
from tests.conftest import make_person
from tests.registers.visiting import PEOPLE, WARD, begun, published, registered
from tests.steps import work_off
from walks.actions import build_walks
from walks.actions.listing import order_listings
from walks.models import Walk


@pytest.fixture
def office(division):
    division = registered(division)
    division.edition = published(division)
    return division


def supply(office, product="Full register", **more):
    return record_supply(
        office, kind=more.pop("kind", "supply"), subject=more.pop("subject", "D0000000Y"), applicant="Credit reference agency",
        name="Rita Testperson", product=product, basis="reg 114", by=office.clerk, **({"edition": office.edition} | more),
    )  # fmt: skip


def home(key: str) -> Residence:
    return Residence.objects.select_related("division", "street__locality").get(address_id=key)


def held(office, key: str, **more):
    return holders.holders_of(home(key), reason="Somebody is in danger.", by=more.pop("by", office.dro))


@pytest.mark.rule("X6")
def test_a_copy_is_named_when_its_product_its_area_and_its_edition_show_the_address(office):
    whole, ward = supply(office), supply(office, area=WARD)
    supply(office, area="ward:W99")
    supply(office, "List of overseas electors")
    open_one = supply(office, "Open register (edited register)")
    earlier = supply(office, "A product of another time")
    supply(office, kind="refusal")
    supply(office, edition=None)
    assert set(held(office, "T2").supplies) == {whole, ward, open_one, earlier}
    other = published(office, speaks_on=office.today() - timedelta(days=30))
    assert set(held(office, "T2").supplies) == {whole, ward, open_one, earlier}, (
        "nobody was given the other edition"
    )
    assert supply(office, edition=other) in held(office, "T2").supplies


@pytest.mark.rule("X6")
def test_an_address_whose_electors_all_opted_out_is_not_in_the_open_register(division):
    people = [(key, surname, given, home, {"open_register": "N"}) for key, surname, given, home, _ in PEOPLE]
    office = registered(division, people=people)
    office.edition = published(office)
    supply(office, "Open register (edited register)")
    full = supply(office)
    assert held(office, "T1").supplies == [full]


@pytest.mark.rule("X6")
def test_what_was_destroyed_or_recalled_since_is_said(office):
    first, other = lines = [supply(office), supply(office, subject="D1111111Y")]
    supply(office, kind="destroyed", edition=None)
    said = holders.ended(lines)
    assert list(said) == [first.reference]
    assert said[first.reference].startswith("Destroyed by the recipient")
    supply(office, kind="left", subject=other.subject, edition=None)
    assert holders.ended(lines)[other.reference].startswith("Ended, may be held")


@pytest.mark.rule("X6")
def test_of_two_copies_of_one_request_the_second_is_held_although_the_first_was_taken_back(office):
    first, second = supply(office, sha256="a" * 64), supply(office, sha256="b" * 64)
    supply(office, kind="recall", edition=None, sha256="a" * 64)
    assert list(holders.ended([first, second])) == [first.reference]


@pytest.mark.rule("X6")
def test_visits_at_which_the_street_or_the_number_was_on_the_screen_are_named(office):
    visit = begun(office)
    look.look_at_street(visit, Street.objects.get(name="PRETEND"), number=2, by=visit.supervisor)
    end_inspection(visit, by=visit.supervisor)
    assert held(office, "T2").inspections == [visit]
    assert held(office, "T1").inspections == []
    assert held(office, "T7").inspections == []
    whole = begun(office)
    look.look_at_street(whole, Street.objects.get(name="PRETEND"), by=whole.supervisor)
    assert set(held(office, "T1").inspections) == {whole}


@pytest.mark.rule("X6", "6.1f")
def test_the_answer_is_the_same_before_and_after_somebody_there_is_protected(office):
    supply(office)
    supply(office, "Record of anonymous entries", edition=None)
    before = held(office, "T2")
    protect_elector(office, "E3", kind="anonymous", by=office.dro)
    after = held(office, "T2")
    assert (after.supplies, after.records, after.inspections) == (
        before.supplies,
        before.records,
        before.inspections,
    )
    assert len(after.supplies) == len(after.records) == 1
    assert held(office, "T7").records == after.records, "the record is named for every address"


@pytest.mark.rule("X6")
def test_only_the_officer_asks_and_each_question_is_written_down_with_its_reason(office):
    for role in ("clerk", "auditor", "cashier"):
        with pytest.raises(NotPermitted):
            held(office, "T2", by=make_person(role, office))
    with pytest.raises(Refused, match="Say why"):
        holders.holders_of(home("T2"), reason="  ", by=office.dro)
    assert not HolderLook.objects.exists()
    held(office, "T2")
    assert HolderLook.objects.values_list("address_id", "reason", "by").get() == (
        "T2",
        "Somebody is in danger.",
        office.dro.pk,
    )
    assert Event.objects.filter(verb="look_for_holders", subject=home("T2").reference).exists()


@pytest.mark.rule("X6")
@pytest.mark.django_db(transaction=True)
def test_the_question_is_committed_before_the_answer(office):
    with pytest.raises(RuntimeError), transaction.atomic():
        held(office, "T2")
    assert not HolderLook.objects.exists()


@pytest.mark.rule("X6")
def test_questions_are_rationed_for_a_person_and_for_a_division(office, monkeypatch):
    monkeypatch.setattr(holders, "LOOKS_AN_HOUR", 2)
    monkeypatch.setattr(holders, "LOOKS_AN_HOUR_OF_A_DIVISION", 3)
    for _ in range(2):
        held(office, "T2")
    with pytest.raises(Refused, match="Too many"):
        held(office, "T2")
    other = make_person("dro", office)
    held(office, "T2", by=other)
    with pytest.raises(Refused, match="Too many"):
        held(office, "T2", by=other)
    with time_machine.travel(timezone.now() + timedelta(hours=2)):
        held(office, "T2")


@pytest.mark.rule("X6")
def test_the_page_joins_copies_visits_and_paper(office, client):
    supply(office, organisation="Pretend Credit Ltd")
    build_walks(office, by=office.dro)
    order_listings(office, list(Walk.objects.filter(division=office)), by=office.dro)
    work_off()
    client.force_login(office.dro, backend="allauth.account.auth_backends.AuthenticationBackend")
    url = reverse("holders")
    asked = {"address": "2 pretend street", "reason": "Somebody is in danger."}
    page = client.post(url, asked)
    assert "Pretend Credit Ltd" in page.content.decode()
    assert "Listing of Walk" in page.content.decode()
    assert "no-store" in page["Cache-Control"]
    several = client.post(url, asked | {"address": "pretend"}).content.decode()
    assert "Which address?" in several
    assert HolderLook.objects.count() == 1, "nothing was answered yet"
    chosen = client.post(url, asked | {"residence": home("T1").reference})
    assert chosen.context["held"].residence == home("T1")
    assert "No such address" in client.post(url, asked | {"address": "zzzzzzzz"}).content.decode()
    assert client.post(url, {"address": "2 pretend street", "reason": ""}).context.get("held") is None
    assert client.get(url, {"address": "2 pretend street"}).context.get("held") is None, (
        "an address searches nothing"
    )


@pytest.mark.parametrize("role", ["clerk", "auditor", "administrator"])
def test_the_page_is_for_the_officer_alone(office, signed_in, role):
    client = signed_in(role)
    assert client.get(reverse("holders")).status_code == 403
    assert client.post(reverse("holders"), {"address": "2 pretend street", "reason": "x"}).status_code == 403


def test_an_address_of_another_division_is_not_found(office, signed_in, other_division):
    client = signed_in("dro", other_division)
    answer = client.post(reverse("holders"), {"address": home("T2").reference, "reason": "x"})
    assert answer.context["found"] == []
    assert not HolderLook.objects.exists()
