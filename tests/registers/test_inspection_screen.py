"""The visitor's screen: by street and number, never by name; nothing of it outlives the visit (E7, regulation 43(1A))."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from electoral.office.refusals import NotPermitted, Refused
from electoral.protected.actions import protect_elector
from electoral.roll.models import Street
from registers.actions import look
from registers.actions.inspection import end_inspection
from registers.forms.inspection import PageForm, StreetForm
from registers.models import EditionRow, InspectionLook, Supply
from tests.conftest import make_person
from tests.registers.visiting import PEOPLE, begun, published, registered, sitting_at

NAMES = sorted({word for _, surname, given, *_ in PEOPLE for word in (surname, given)})


@pytest.fixture
def office(division):
    division = registered(division)
    division.edition = published(division)
    return division


@pytest.fixture
def visit(office):
    return begun(office)


def street(name: str) -> Street:
    return Street.objects.get(name=name)


def shown_at(visit, name: str, **more) -> list[str]:
    page = look.look_at_street(visit, street(name), by=visit.supervisor, **more)
    return [" ".join(map(str, cells)) for cells in page.lines]


def screen_of(visit) -> Client:
    client = Client()
    client.force_login(visit.supervisor, backend="allauth.account.auth_backends.AuthenticationBackend")
    client.screen = reverse("registers:inspection_screen", args=[visit.reference])
    return client


@pytest.mark.rule("E7")
def test_a_street_shows_its_entries_and_a_number_its_own(visit):
    everybody = " ".join(shown_at(visit, "PRETEND"))
    assert all(given in everybody for given in ("Ann", "Bea", "Cal", "Dan"))
    assert "Eve" not in everybody
    (only,) = shown_at(visit, "PRETEND", number=2)
    assert "Cal" in only
    assert shown_at(visit, "PRETEND", number=99) == []
    assert list(InspectionLook.objects.order_by("pk").values_list("street", "number", "shown")) == [
        ("PRETEND STREET, MOCKTON", None, 4),
        ("PRETEND STREET, MOCKTON, number 2", 2, 1),
        ("PRETEND STREET, MOCKTON, number 99", 99, 0),
    ]


@pytest.mark.rule("E7")
def test_typing_a_persons_name_finds_a_street_of_that_name_or_nothing(visit):
    """Oak and Pretend are surnames and streets; what is shown is the street's, never the person's."""
    found = {word: [s.name for s in look.streets_named(visit, word, by=visit.supervisor)] for word in NAMES}
    assert found == {word: [] for word in NAMES} | {"Oak": ["OAK"], "Pretend": ["PRETEND"]}
    assert [s for s in shown_at(visit, "OAK") if "Ann" in s] == [], "Ann Oak lives elsewhere"
    kept = str(list(InspectionLook.objects.values_list("street", flat=True)))
    assert not [word for word in NAMES if word in kept], "what was typed is kept nowhere"


@pytest.mark.rule("E7")
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(words=st.text(max_size=40))
def test_whatever_is_typed_the_rows_are_those_of_a_street_by_its_own_name(visit, words):
    streets = look.streets_named(visit, words, by=visit.supervisor)
    assert {s.name for s in streets} <= {"OAK", "PRETEND"}
    assert all(any(part in f"{s}".lower() for part in words.lower().split()) for s in streets)


@pytest.mark.rule("E7")
def test_nothing_that_the_screen_takes_is_a_name(visit, monkeypatch):
    assert set(StreetForm().fields) == {"street", "number"}
    assert set(PageForm().fields) == {"place", "number", "page"}
    client = screen_of(visit)
    for name in ("name", "surname", "q", "elector", "given_names"):
        for answer in (
            client.get(client.screen, {name: "Testperson"}),
            client.post(client.screen, {name: "Testperson", "street": "zz"}),
        ):
            assert b"Testperson" not in answer.content
    assert b"Cal" not in client.get(client.screen, {"street": "PRETEND"}).content, (
        "an address searches nothing"
    )


@pytest.mark.rule("E7")
def test_a_page_holds_fifty_entries_and_the_next_one_the_rest(division, person):
    people = [(f"E{n}", "Testperson", f"P{n:03}", "T1", {}) for n in range(120)]
    division = registered(division, people=people)
    published(division)
    visit = begun(division)
    pages = [shown_at(visit, "PRETEND", page=n) for n in (1, 2, 3, 4)]
    assert [len(page) for page in pages] == [50, 50, 20, 0]
    assert len({line for page in pages for line in page}) == 120


@pytest.mark.rule("E7", "6.1g")
def test_who_is_protected_after_the_sealing_is_shown_as_the_law_has_them_today(office):
    """Anonymous: a number at the end; in Australia silent: a name without an address."""
    visit = begun(office)
    assert any("Cal" in line for line in shown_at(visit, "PRETEND"))
    protect_elector(office, "E3", kind="anonymous", by=office.dro)
    assert not any("Cal" in line for line in shown_at(visit, "PRETEND"))
    rest = [
        " ".join(map(str, cells)).split() for cells in look.look_at_the_rest(visit, by=visit.supervisor).lines
    ]
    assert rest == [["5N"]]
    protect_elector(office, "E5", kind="silent", by=office.dro)
    assert look.streets_named(visit, "oak", by=visit.supervisor) == [], (
        "a street where nobody is shown is not named"
    )
    rest = [
        " ".join(map(str, cells)).split() for cells in look.look_at_the_rest(visit, by=visit.supervisor).lines
    ]
    assert rest == [["4", "Testperson", "Eve"], ["5N"]]


def test_a_door_taken_away_is_missed(office, monkeypatch):
    """The control: read plainly, the sealed rows would still name a person who was protected since."""
    protect_elector(office, "E3", kind="anonymous", by=office.dro)
    assert (
        EditionRow.objects.filter(edition=office.edition, elector_id="E3", surname="Testperson")
        .exclude(address="")
        .exists()
    )


@pytest.mark.rule("E7", "S1")
def test_the_open_register_leaves_out_who_asked_for_it(office):
    open_one = begun(office, "OPEN", by=office.dro)
    assert not any("Bea" in line for line in shown_at(open_one, "PRETEND"))
    assert len(shown_at(open_one, "PRETEND")) == 3


@pytest.mark.rule("E7")
def test_papers_of_an_election_are_never_on_the_screen(office):
    visit = begun(office, "OTHERDOC", by=office.dro)
    assert visit.is_on_paper
    with pytest.raises(Refused, match="on paper"):
        look.look_at_street(visit, street("OAK"), by=office.dro)
    printed = begun(office, "FULL", on_screen=False)
    with pytest.raises(Refused, match="on paper"):
        look.look_at_the_rest(printed, by=printed.supervisor)


@pytest.mark.rule("E7")
def test_the_screen_works_for_the_supervisor_alone(office, visit):
    for other in (office.dro, make_person("clerk", office)):
        with pytest.raises(Refused, match="somebody else"):
            look.look_at_street(visit, street("OAK"), by=other)
        client = screen_of(visit)
        client.force_login(other, backend="allauth.account.auth_backends.AuthenticationBackend")
        assert b"Nothing to show" in client.post(client.screen, {"street": "oak"}).content
    with pytest.raises(NotPermitted):
        look.look_at_street(visit, street("OAK"), by=make_person("auditor", office))
    assert not InspectionLook.objects.exists()


@pytest.mark.rule("E7")
def test_a_reload_after_the_end_shows_nothing(visit):
    client = screen_of(visit)
    first = client.post(client.screen, {"street": "oak street"})
    assert b"Eve" in first.content
    end_inspection(visit, by=visit.supervisor)
    for again in (client.post(client.screen, {"street": "oak street"}), client.get(client.screen)):
        assert b"Eve" not in again.content
        assert b"Nothing to show" in again.content
    assert "1 look." in Supply.objects.get().reason


@pytest.mark.rule("E7")
def test_when_the_minutes_are_up_the_screen_is_empty(office):
    visit = begun(office, sitting=sitting_at(office, minutes=10, hours=0.001))
    client = screen_of(visit)
    with time_machine.travel(timezone.now() + timedelta(minutes=9)):
        assert b"Eve" in client.post(client.screen, {"street": "oak"}).content
    with time_machine.travel(timezone.now() + timedelta(minutes=11)):
        assert b"The time of this visit is up" in client.post(client.screen, {"street": "oak"}).content


@pytest.mark.rule("E7", "E9")
def test_the_page_is_marked_kept_by_no_browser_and_printed_as_one_sentence(visit):
    client = screen_of(visit)
    answer = client.post(client.screen, {"street": "12 oak", "number": ""})
    answer = client.post(client.screen, {"street": "7 oak street"})
    page = answer.content.decode()
    assert "Eve" in page, "a number typed before the street is understood"
    assert "no-store" in answer["Cache-Control"]
    mark = page.split("kiosk__mark")[1]
    assert visit.reference in mark
    assert str(visit.supervisor) in mark
    assert "inspection_print.css" in page
    assert "This page is not printed" in page
    assert "csv" not in page.lower()
    assert " download" not in page
    assert "navigation__link" not in page


def test_a_street_of_another_division_is_not_shown(office, visit, other_division):
    from tests.factories import ResidenceFactory, StreetFactory

    theirs = StreetFactory(locality__division=other_division, name="ELSEWHERE")
    ResidenceFactory(street=theirs)
    client = screen_of(visit)
    assert client.post(client.screen, {"place": theirs.pk, "page": 1}).status_code == 404
    with pytest.raises(Refused):
        look.look_at_street(visit, theirs, by=visit.supervisor)
    for odd in ("-1", "x", "99999999999999999999", ""):
        assert client.post(client.screen, {"place": street("OAK").pk, "page": odd}).status_code == 200
