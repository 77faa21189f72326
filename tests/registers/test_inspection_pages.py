"""The desk's pages of visits and sittings (E7, E10)."""

import csv
import io
from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from registers.models import Inspection, Sitting
from tests.registers.asking import in_england, somebody
from tests.registers.visiting import booked, published, registered, sitting_at


@pytest.fixture
def office(division):
    return in_england(division)


@pytest.fixture
def desk(office, client):
    client.user = somebody(office, "clerk")
    client.force_login(client.user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def at(name: str, *args) -> str:
    return reverse(f"registers:{name}", args=args)


def text(answer) -> str:
    return answer.content.decode()


@pytest.mark.rule("E7")
def test_from_the_first_sitting_to_the_end_of_a_visit_by_the_pages_alone(division, client):
    office = registered(division)
    published(office)
    clerk = office.clerk
    client.force_login(clerk, backend="allauth.account.auth_backends.AuthenticationBackend")
    page = client.post(at("visit_receive"), {"minutes": 20, "place": "Front desk"}, follow=True)
    assert "What do they want to look at?" in text(page)
    sitting = Sitting.objects.get()
    page = client.post(at("visit_book", "PUBLIC", "FULL"), {"name": "Vera Testperson", "sitting": sitting.pk})
    assert "shown this once" in text(page)
    visit = Inspection.objects.get()
    assert "Begin" in text(client.get(visit.get_absolute_url()))
    begin = at("inspection_begin", visit.reference)
    assert "You supervise this visit in your own name" in text(client.get(begin))
    assert "error" in text(client.post(begin, {"other": "x"})).lower()
    page = client.post(begin, {"disclaimer_signed": "no"}, follow=True)
    assert "kiosk__find" in text(page)
    page = client.post(at("inspection_screen", visit.reference), {"street": "pretend"})
    assert "Cal" in text(page)
    page = client.post(at("inspection_move", visit.reference, "end"), follow=True)
    assert "stands in the register of supplies" in text(page)
    assert "PRETEND STREET, MOCKTON" in text(page)
    visit.refresh_from_db()
    assert (visit.status, visit.supervisor, visit.disclaimer_signed) == ("ended", clerk, False)


def test_sittings_are_opened_listed_and_closed_by_the_pages(office, desk):
    with time_machine.travel("2027-04-20T00:00Z", tick=True):
        desk.force_login(desk.user, backend="allauth.account.auth_backends.AuthenticationBackend")
        given = {"weekdays": ["0", "4"], "first": "26 April 2027", "last": "30 April 2027", "begins": "10:00", "ends": "12:00",
                 "minutes": "30", "seats": "2", "place": "Pretend House"}  # fmt: skip
        page = desk.post(at("sittings_open"), given, follow=True)
        assert "8 sittings are open" in text(page)
        wrong = desk.post(at("sittings_open"), given | {"last": "1 April 2027", "ends": "09:00"})
        assert set(wrong.context["form"].errors) == {"last", "ends"}
        two = list(Sitting.objects.values_list("pk", flat=True)[:2])
        assert "2 closed" in text(desk.post(at("sittings_close"), {"sitting": [*two, "x", "0"]}, follow=True))
        assert len(desk.get(at("sittings")).context["page"]) == 6
        assert len(desk.get(at("sittings"), {"show": "closed"}).context["page"]) == 2
        assert len(desk.get(at("sittings"), {"first": "27 April 2027", "show": "free"}).context["page"]) == 4
        sheet = b"".join(desk.get(at("sittings"), {"format": "csv"}).streaming_content).decode()
        assert len(list(csv.reader(io.StringIO(sheet)))) == 7
        assert desk.post(at("sittings_close"), {}).status_code == 409


def test_visits_are_found_by_day_status_product_and_what_is_to_be_decided(office, desk):
    now, marked = booked(office), booked(office, "MARKED", sitting=sitting_at(office, hours=50))
    with time_machine.travel(timezone.now() - timedelta(days=5)):
        past = booked(office, "OPEN")

    def found(**asked):
        return {one.reference for one in desk.get(at("inspections"), asked).context["page"]}

    assert found() == {now.reference, marked.reference}
    assert found(when="today") == {now.reference}
    assert found(when="past") == {past.reference}
    assert found(when="all") == {now.reference, marked.reference, past.reference}
    assert found(when="all", decide="on") == {marked.reference}
    assert found(when="all", product="OPEN") == {past.reference}
    assert found(when="all", status="ended") == set()
    sheet = b"".join(desk.get(at("inspections"), {"when": "all", "format": "csv"}).streaming_content).decode()
    assert len(list(csv.reader(io.StringIO(sheet)))) == 4


@pytest.mark.rule("E10", "E11")
def test_the_page_of_a_visit_shows_the_next_step_who_has_it_and_the_law(office, desk):
    visit = booked(office, "MARKED")
    page = text(desk.get(visit.get_absolute_url()))
    assert "Nobody has agreed to it yet" in page
    assert "It is to be shown by" in page
    assert "It lies with the divisional office." in page
    assert "To be verified" in page
    assert "The appointment is still to come." in page, "a refused step shows its reason"
    desk.post(at("inspection_move", visit.reference, "agree"))
    page = text(desk.get(visit.get_absolute_url()))
    assert "It lies with the officer." in page
    assert desk.post(at("inspection_move", visit.reference, "second")).status_code == 403


def test_a_visit_is_refused_and_cancelled_with_a_reason(office, desk):
    visit, other = booked(office, "MARKED"), booked(office)
    assert desk.post(at("inspection_refuse", visit.reference), {"reason": ""}).context["form"].errors
    page = desk.post(
        at("inspection_refuse", visit.reference), {"reason": "The unmarked one will do."}, follow=True
    )
    assert "The unmarked one will do." in text(page)
    assert desk.post(at("inspection_cancel", other.reference), {"why": ""}).context["form"].errors
    desk.post(at("inspection_cancel", other.reference), {"why": "The roof leaks."})
    assert set(Inspection.objects.values_list("status", flat=True)) == {"refused", "cancelled"}


def test_the_visits_of_another_division_do_not_exist(office, other_division, signed_in):
    visit = booked(office)
    client = signed_in("clerk", other_division)
    for name in (
        "inspection",
        "inspection_begin",
        "inspection_screen",
        "inspection_refuse",
        "inspection_cancel",
    ):
        assert client.get(at(name, visit.reference)).status_code == 404
    for step in ("agree", "second", "end", "miss"):
        assert client.post(at("inspection_move", visit.reference, step)).status_code == 404
    theirs = sitting_at(office, hours=8)
    assert client.post(at("sittings_close"), {"sitting": [theirs.pk]}).status_code == 409
    assert Sitting.objects.get(pk=theirs.pk).closed_on is None


@pytest.mark.parametrize("role", ["auditor", "cashier"])
def test_who_only_reads_or_is_of_another_room_takes_no_step(office, signed_in, role):
    visit, client = booked(office), signed_in(role)
    seen = 200 if role == "auditor" else 404
    assert client.get(visit.get_absolute_url()).status_code == seen
    assert client.get(at("inspection_begin", visit.reference)).status_code == (403 if seen == 200 else 404)
    assert client.get(at("sittings_open")).status_code == 403
    assert client.get(at("inspections")).status_code == 200


def test_the_pages_say_what_to_do_where_there_is_nothing(office, desk):
    for name in ("inspections", "sittings"):
        assert "Open sittings" in text(desk.get(at(name)))
    assert "No time is free" in text(desk.get(at("visit_book", "PUBLIC", "FULL")))
