"""Booking a visit at the portal, without an account (E3, E4, E7, regulations 43 and 118)."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from registers.actions.inspection import refuse_inspection
from registers.models import Entitlement, Inspection, Sitting
from tests.conftest import make_place
from tests.registers.asking import in_england, somebody
from tests.registers.visiting import booked, sitting_at

FULL = "/registers/visit/GOLD/PUBLIC/FULL/"
MARKED = "/registers/visit/GOLD/PUBLIC/MARKED/"


@pytest.fixture
def office(division):
    division.time_zone = "Europe/London"
    division.save()
    return in_england(division)


@pytest.fixture
def outside(office) -> Client:
    return Client()


def hidden_key(page) -> str:
    return re.search(r'name="key" value="(\w+)"', page.content.decode())[1]


def book(client: Client, sitting: Sitting, *, url: str = FULL, **more):
    given = {"key": hidden_key(client.get(url)), "name": "Vera Testperson", "sitting": sitting.pk}
    return client.post(url, given | more, follow=True)


def told(page) -> tuple[str, str]:
    """The reference and the word."""
    found = re.findall(r'<strong class="mono">([^<]+)</strong>', page.content.decode())
    return found[0], found[1]


@pytest.mark.rule("E4", "E7")
def test_the_limits_and_the_offence_are_read_before_anything_is_asked(outside, office):
    sitting_at(office)
    page = outside.get("/registers/visit/", follow=True)
    assert page.redirect_chain[-1][0] == "/registers/visit/GOLD/"
    assert "Marked register" in page.content.decode()
    assert "Record of anonymous entries" not in page.content.decode()
    text = outside.get(FULL).content.decode()
    row = Entitlement.objects.in_force().get(jurisdiction="england_and_wales", product="FULL", mode="inspect")
    for said in (row.purpose_text, row.offence, "To be verified", "You need not sign to look"):
        assert said in text
        assert text.index(said) < text.index('name="name"')


@pytest.mark.rule("E7")
def test_a_visit_is_booked_without_an_account_and_its_word_is_told_once(outside, office):
    sitting = sitting_at(office)
    page = book(outside, sitting)
    reference, word = told(page)
    visit = Inspection.objects.get()
    assert (visit.reference, visit.sitting, visit.name, visit.product_id) == (
        reference,
        sitting,
        "Vera Testperson",
        "FULL",
    )
    assert word not in outside.get(reverse("portal:visit_booked")).content.decode()
    assert word not in str(Inspection.objects.values_list())
    assert "no-store" in page["Cache-Control"]
    mine = outside.get(reverse("portal:visit")).content.decode()
    assert reference in mine
    assert "Pretend House" in mine


def test_times_are_the_offices_own(outside, office):
    with time_machine.travel("2027-07-01T00:00Z", tick=True):
        Sitting.objects.create(division=office, starts_at="2027-07-05T09:00Z", place="Pretend House")
        assert "10:00 a.m. to 10:30 a.m." in outside.get(FULL).content.decode()
        assert "Monday 5 July 2027" in outside.get(FULL).content.decode()


def test_a_form_that_is_sent_twice_books_one_seat(outside, office):
    sitting = sitting_at(office, seats=5)
    given = {"key": hidden_key(outside.get(FULL)), "name": "Vera Testperson", "sitting": sitting.pk}
    for _ in range(3):
        assert outside.post(FULL, given).status_code == 302
    assert Inspection.objects.count() == 1


@pytest.mark.rule("E7")
def test_a_seat_that_was_taken_meanwhile_is_said_beside_the_times_and_nothing_typed_is_lost(outside, office):
    sitting = sitting_at(office)
    booked(office, sitting=sitting)
    other = sitting_at(office, hours=5)
    page = book(outside, sitting, needs="Step-free access")
    assert "Choose another" in page.content.decode()
    assert "Step-free access" in page.content.decode()
    assert Inspection.objects.count() == 1
    assert book(outside, other).status_code == 200
    assert Inspection.objects.count() == 2


@pytest.mark.rule("E7")
def test_a_marked_register_asks_for_its_six_particulars(outside, office):
    sitting = sitting_at(office)
    assert Inspection.objects.count() == 0
    page = book(outside, sitting, url=MARKED)
    for field in ("documents", "purposes", "purpose", "why_marked"):
        assert page.context["form"].errors[field]
    whole = {"documents": "All wards, 6 May 2027", "purposes": ["Electoral purposes"], "purpose": "A study of turnout.",
             "why_marked": "Only the marks show it.", "on_screen": "print"}  # fmt: skip
    page = book(outside, sitting, url=MARKED, **whole)
    assert "We have your request" in page.content.decode()
    visit = Inspection.objects.get()
    assert (visit.documents, visit.on_screen) == ("All wards, 6 May 2027", False)
    assert visit.purpose == "Electoral purposes; A study of turnout."


@pytest.mark.rule("E3b", "E7")
def test_a_refusal_is_read_with_its_reason_where_the_visit_is_followed(outside, office):
    visit = booked(office, "MARKED")
    page = outside.post(
        reverse("portal:follow"), {"reference": visit.reference, "word": visit.word}, follow=True
    )
    refuse_inspection(
        visit,
        reason="The register without marks will do.",
        open_instead="The full register.",
        by=somebody(office, "clerk"),
    )
    page = outside.get(reverse("portal:visit")).content.decode()
    assert "The register without marks will do." in page
    assert "The full register." in page


def test_with_the_word_a_visit_is_moved_and_cancelled_from_another_browser(outside, office):
    visit, other = booked(office, sitting=sitting_at(office)), sitting_at(office, hours=30)
    outside.post(reverse("portal:follow"), {"reference": visit.reference, "word": visit.word})
    assert visit.reference in outside.get(reverse("portal:visit")).content.decode()
    outside.post(reverse("portal:visit_change"), {"sitting": other.pk})
    visit.refresh_from_db()
    assert visit.sitting == other
    assert "Cancel the visit?" in outside.get(reverse("portal:visit_cancel")).content.decode()
    outside.post(reverse("portal:visit_cancel"))
    visit.refresh_from_db()
    assert visit.status == "cancelled"
    assert outside.post(reverse("portal:visit_cancel")).status_code == 409


def test_without_the_word_nothing_of_a_visit_is_seen_or_changed(outside, office):
    visit = booked(office)
    for name in ("visit", "visit_booked", "visit_change", "visit_cancel"):
        assert outside.get(reverse(f"portal:{name}")).url == reverse("portal:follow")
    assert outside.post(reverse("portal:visit_cancel")).url == reverse("portal:follow")
    wrong = outside.post(
        reverse("portal:follow"), {"reference": visit.reference, "word": "AAAA-BBBB-CCCC-DDDD"}
    )
    assert visit.name not in wrong.content.decode()
    visit.refresh_from_db()
    assert visit.status == "booked"


def test_a_session_that_somebody_planted_does_not_see_what_is_booked(office):
    sitting, planted = sitting_at(office), Client()
    planted.get(FULL)
    victim = Client()
    victim.cookies["sessionid"] = planted.cookies["sessionid"].value
    book(victim, sitting)
    assert planted.get(reverse("portal:visit")).status_code == 302


@pytest.mark.rule("E3")
@pytest.mark.parametrize("tail", ["PUBLIC/ANON/", "PUBLIC/OWN/", "CRA/FULL/", "PUBLIC/NONE/", "NONE/FULL/"])
def test_what_is_not_open_to_inspection_has_no_page(outside, office, tail):
    assert outside.get(f"/registers/visit/GOLD/{tail}").status_code == 404
    assert outside.post(f"/registers/visit/GOLD/{tail}", {"name": "x"}).status_code == 404


def test_only_free_times_of_this_office_can_be_chosen(outside, office):
    elsewhere = sitting_at(make_place("LEAD"))
    over, closed = sitting_at(office, hours=-2), sitting_at(office, hours=3)
    Sitting.objects.filter(pk=closed.pk).update(closed_on=office.today())
    sitting_at(office, hours=4, place="Another House")
    for sitting in (elsewhere, over, closed):
        assert "Choose another" in book(outside, sitting).content.decode()
    for odd in ("x", "-1", "9999999999999999999999", ""):
        key = hidden_key(outside.get(FULL))
        assert outside.post(FULL, {"key": key, "name": "Vera", "sitting": odd}).status_code == 200
    assert not Inspection.objects.exists()


def test_later_days_are_a_page_away_and_an_odd_day_is_no_error(outside, office):
    with time_machine.travel(timezone.now().replace(hour=1), tick=True):
        for day in range(1, 9):
            sitting_at(office, hours=24 * day)
        page = outside.get(FULL).content.decode()
        assert len(re.findall('type="radio" name="sitting"', page)) == 5
        later = re.search(r'href="(\?from=[\d-]+)"', page)[1]
        assert len(re.findall('type="radio" name="sitting"', outside.get(FULL + later).content.decode())) == 3
        for odd in ("x", "2027-13-45", "9999-12-31", ""):
            assert outside.get(FULL, {"from": odd}).status_code == 200
        last = Sitting.objects.order_by("-starts_at").first()
        assert told(book(outside, last)), "a time of another page may be chosen"
    assert Inspection.objects.get().sitting.starts_at > timezone.now() + timedelta(days=5)


def test_when_no_time_is_free_the_page_says_what_to_do(outside, office):
    assert "You may come without an appointment" in outside.get(FULL).content.decode()
    two = make_place("LEAD")
    assert two.name in outside.get("/registers/visit/").content.decode()


@pytest.mark.parametrize(
    "given",
    [
        {"name": "x" * 200},
        {"name": "Vera\x00Testperson"},
        {"email": "no"},
        {"needs": "y" * 400},
        {"name": ""},
    ],
)
def test_what_does_not_fit_is_said_beside_the_field(outside, office, given):
    page = book(outside, sitting_at(office), **given)
    assert page.status_code == 200
    assert page.context["form"].errors
    assert not Inspection.objects.exists()
