"""How much one visitor's address may send to the office within the hour; nobody else is shut out by it (E1, E2, E3, E7)."""

import io
import re
from datetime import timedelta

import pytest
import time_machine
from django.conf import settings as live
from django.test import Client
from django.utils import timezone

from electoral import settings as written
from electoral.office.models import Remembered
from registers.models import AccessRequest, Evidence, Inquiry, InquiryKind, Inspection, Sitting
from registers.rules.inspection import BOOKED_AN_HOUR
from registers.views.outside import TOO_MUCH
from tests.registers.asking import asked, in_england
from tests.registers.at_the_portal import CREDIT, answered, sent
from tests.registers.papers import PDF
from tests.registers.visiting import sitting_at

pytestmark = pytest.mark.django_db
FLOODING, HONEST = "203.0.113.9", "198.51.100.4"


@pytest.fixture
def office(division):
    return in_england(division)


@pytest.fixture(autouse=True)
def _two_an_hour(settings):
    settings.VISITOR_LIMITS = dict.fromkeys(live.VISITOR_LIMITS, "2/h/ip")


def sends_request(address: str):
    client = answered(Client(REMOTE_ADDR=address), CREDIT)
    return client.post("/registers/ask/send/", follow=True)


def asks(address: str):
    said = {"office": "GOLD", "kind": InquiryKind.objects.first().pk, "text": "My long question", "name": "Vera Testperson"}  # fmt: skip
    return Client(REMOTE_ADDR=address).post("/registers/question/", said, follow=True)


def books(address: str):
    client, url = Client(REMOTE_ADDR=address), "/registers/visit/GOLD/PUBLIC/FULL/"
    page = client.get(url).content.decode()
    sitting = Sitting.objects.get().pk
    key = re.search(r'name="key" value="(\w+)"', page)[1]
    said = {"key": key, "name": "Vera Testperson", "sitting": sitting, "needs": "My long question"}
    return client.post(url, said, follow=True)


WAYS = [(sends_request, AccessRequest), (asks, Inquiry), (books, Inspection)]


@pytest.mark.rule("E1", "E2", "E7")
@pytest.mark.parametrize(("send", "model"), WAYS)
def test_one_address_sends_so_much_within_the_hour_and_nobody_else_is_shut_out(office, send, model):
    sitting_at(office, seats=9, hours=30)
    for _ in range(2):
        assert TOO_MUCH not in send(FLOODING).content.decode()
    assert TOO_MUCH in send(FLOODING).content.decode()
    assert model.objects.count() == 2
    assert TOO_MUCH not in send(HONEST).content.decode()
    assert model.objects.count() == 3
    with time_machine.travel(timezone.now() + timedelta(minutes=61)):
        send(FLOODING)
    assert model.objects.count() == 4, "an hour later it goes on"


@pytest.mark.rule("E3")
def test_evidence_is_limited_too(office):
    mine = asked(office)
    client = Client(REMOTE_ADDR=FLOODING)
    client.post("/registers/follow/", {"reference": mine.reference, "word": mine.word})
    for n in range(3):
        file = io.BytesIO(PDF + b"\n" * n)
        file.name = "permission.pdf"
        page = client.post("/registers/follow/request/evidence/", {"code": "cra_permission", "title": "Ours", "file": file})  # fmt: skip
    assert TOO_MUCH in page.content.decode()
    assert Evidence.objects.count() == 2


@pytest.mark.rule("E1", "E2")
@pytest.mark.parametrize("send", [asks, books])
def test_what_was_typed_is_still_there_when_it_was_too_much(office, send):
    sitting_at(office, seats=9, hours=30)
    send(FLOODING)
    send(FLOODING)
    assert "My long question" in send(FLOODING).content.decode()


@pytest.mark.rule("E2")
def test_a_request_that_was_too_much_is_sent_later_from_the_same_answers(office):
    client = Client(REMOTE_ADDR=FLOODING)
    sent(client)
    sent(client)
    client.post("/registers/follow/leave/")
    answered(client, CREDIT)
    refused = client.post("/registers/ask/send/")
    assert "Back to your answers" in refused.content.decode()
    assert refused.status_code == 409
    assert TOO_MUCH in refused.content.decode()
    with time_machine.travel(timezone.now() + timedelta(minutes=61)):
        assert client.post("/registers/ask/send/").url == "/registers/ask/sent/"
    assert AccessRequest.objects.count() == 3


def test_the_address_itself_is_kept_nowhere(office):
    asks(FLOODING)
    assert Remembered.objects.exists()
    assert not [row for row in Remembered.objects.values_list("cache_key", "value") if FLOODING in str(row)]


@pytest.mark.rule("E7")
def test_an_office_or_a_school_behind_one_address_can_work_and_takes_a_small_part_of_the_visits():
    hour = {name: int(limit.removesuffix("/h/ip")) for name, limit in written.VISITOR_LIMITS.items()}
    assert set(hour) == {"requests", "questions", "visits", "evidence"}
    assert min(hour.values()) >= 15
    assert hour["visits"] * 6 <= BOOKED_AN_HOUR
