"""What somebody of the office with bad intent tries at the desk, and does not get (E3, E7b, E9; regulations 43 and 94(3))."""

from datetime import timedelta

import pytest
from django.core import mail
from django.template.defaultfilters import filesizeformat

from electoral.office.references import new_reference
from registers.actions.copy import order_copy
from registers.actions.inspection import end_inspection
from registers.models import (
    AccessRequest,
    Copy,
    Edition,
    Inspection,
    Quotation,
    Release,
    RequestItem,
    Sitting,
)
from registers.states import RequestStatus as S
from tests.conftest import make_person
from tests.page import Page
from tests.registers.asking import again, asked, confirmed, in_england, item, paid, quoted, sealed
from tests.registers.copies import checked, released
from tests.registers.editions import ELECTORS, sheet
from tests.registers.visiting import PEOPLE, agreed, begun, booked, published, registered, sitting_at
from tests.steps import load_file, work_off

LISTS = ("", "editions/", "releases/", "inspections/", "inspections/sittings/", "queries/", "standing/", "supplies/", "evidence/", "law/")  # fmt: skip


def text_of(answer) -> str:
    return " ".join(Page(answer.text).text.split())


def sheet_of(client, address: str) -> str:
    return b"".join(client.get(address, {"format": "csv", "when": "all"}).streaming_content).decode()


@pytest.fixture
def desk(signed_in, division):
    in_england(division)
    return signed_in("clerk")


@pytest.mark.rule("E7", "E7b", "E9")
def test_a_copy_goes_to_who_asked_whatever_else_is_posted(desk, division, person):
    friend = {"email": "friend@people.invalid", "name": "A Friend", "organisation": "Friends", "request": "D0000000Y", "destroy_by": "2099-01-01"}  # fmt: skip
    wanted = checked(confirmed(asked(division, "CANDIDATE"), by=person("dro")))
    until = wanted.destroy_by
    page = desk.post(
        f"{wanted.get_absolute_url()}release/", {"way": "link", "key_way": "telephone", **friend}
    )
    assert "The copy is released" in text_of(page)
    (letter,) = mail.outbox
    assert letter.recipients() == [wanted.email]
    release = Release.objects.get()
    assert (release.request.name, release.request.email, release.request.destroy_by) == (wanted.name, wanted.email, until)  # fmt: skip
    assert "A Friend" not in sheet_of(desk, "/supply/supplies/")


@pytest.mark.rule("E3", "E6", "E7b")
def test_no_edition_of_another_office_kind_or_life_can_be_quoted(desk, division, other_division):
    wanted = confirmed(asked(division))
    sealed(division)
    number = wanted.items.get().pk
    other_division.area.state.save()
    theirs = sealed(in_england(other_division), entries=3)
    lists = sealed(division, "absent", entries=3, stage="current")
    ordered = Edition.objects.create(division=division, family="register", title="x", speaks_on=division.today(), ordered_by=desk.user)  # fmt: skip
    for edition in (theirs, lists, ordered):
        page = desk.post(f"{wanted.get_absolute_url()}quote/", {f"edition_{number}": edition.pk})
        assert "There is a problem" in text_of(page), edition
    assert not Quotation.objects.exists()
    assert again(wanted).status == S.CONFIRMED


@pytest.mark.rule("E6")
def test_a_sum_that_the_formula_names_is_not_typed(desk, division):
    wanted = confirmed(asked(division))
    sealed(division)
    desk.post(
        f"{wanted.get_absolute_url()}quote/", {f"amount_{wanted.items.get().pk}": "0.01", "amount": "1"}
    )
    assert Quotation.objects.get().amount == 14750


@pytest.mark.rule("E7b")
@pytest.mark.parametrize("step", ["confirm", "reopen"])
def test_nothing_wider_is_smuggled_in_with_a_step(desk, division, step):
    wanted = asked(division, "CANDIDATE", items=[item("AVL")])
    other = asked(division, "CANDIDATE", ["FULL"]).items.get()
    if step == "reopen":
        wanted = confirmed(wanted)
    body = {"access": "on", "use": "on", "reason": "x", "why": "x", "product_1": "FULL", "product": "MARKED", "area": "", "form_1": "print",
            "later_1": "on", "applicant": "POLICE", "keep": [wanted.items.get().pk, other.pk]}  # fmt: skip
    desk.post(f"{wanted.get_absolute_url()}{step}/", body)
    kept = {(i.product_id, i.form, i.area, i.later) for i in RequestItem.objects.filter(request=wanted)}
    assert kept == {("AVL", "data", "", False)}
    assert again(wanted).applicant_id == "CANDIDATE"


@pytest.mark.rule("E2", "E3")
def test_a_request_is_keyed_in_for_ones_own_office_and_a_product_that_there_is(desk, division, other_division):  # fmt: skip
    body = {
        "channel": "counter", "product_1": "FULL", "form_1": "data", "name": "Vera Testperson", "postal_address": "1 Pretend Street",
        "purposes": ["ELECTORAL"], "purpose_note": "For the poll.", "wanted_on": "14 May 2027", "declared_name": "Vera Testperson",
        "division": other_division.code, "status": "checked", "confirmed_by": desk.user.pk,
    }  # fmt: skip
    there = "/supply/requests/new/?applicant=CANDIDATE"
    assert desk.post(f"{there}&division={other_division.code}", body).status_code == 404
    assert "There is a problem" in text_of(desk.post(there, body | {"product_1": "EVERYTHING"}))
    assert not AccessRequest.objects.exists()
    desk.post(there, body)
    made = AccessRequest.objects.get()
    assert (made.division, made.status, made.confirmed_by) == (division, S.SENT, None)


@pytest.mark.rule("E7")
def test_no_edition_of_another_office_is_shown_to_a_visitor(desk, division, other_division):
    mine = [sealed(division, "absent", stage="current", speaks_on=division.today() - timedelta(days=n)) for n in (0, 1)]  # fmt: skip
    theirs = sealed(in_england(other_division), "absent", stage="current")
    visit = booked(division, "AVL")
    visit = agreed(visit) if visit.needs_a_word else visit
    page = desk.post(f"{visit.get_absolute_url()}begin/", {"edition": theirs.reference, "disclaimer_signed": "yes"})  # fmt: skip
    assert "There is a problem" in text_of(page)
    assert Inspection.objects.get().status == "booked"
    desk.post(f"{visit.get_absolute_url()}begin/", {"edition": mine[1].reference, "disclaimer_signed": "yes"})
    assert Inspection.objects.get().edition == mine[1]


@pytest.mark.rule("E7")
def test_of_a_register_only_the_one_in_force_is_shown_whatever_is_posted(desk, division):
    old, new = (sealed(division, speaks_on=division.today() - timedelta(days=days)) for days in (9, 0))
    visit = booked(division)
    desk.post(f"{visit.get_absolute_url()}begin/", {"edition": old.reference, "disclaimer_signed": "yes"})
    assert Inspection.objects.get().edition == new


def test_sittings_of_another_office_are_neither_closed_nor_booked(desk, division, other_division):
    sealed(division)
    theirs = sitting_at(in_england(other_division), hours=20)
    desk.post("/supply/inspections/sittings/close/", {"sitting": [theirs.pk]})
    assert Sitting.objects.get(pk=theirs.pk).closed_on is None
    page = desk.post("/supply/inspections/new/PUBLIC/FULL/", {"sitting": theirs.pk, "name": "Vera Testperson", "on_screen": "screen"})  # fmt: skip
    assert page.status_code == 200
    assert not Inspection.objects.exists()


@pytest.mark.rule("E7", "E9")
def test_nothing_is_looked_up_by_an_address_with_a_question_in_it(division, client):
    office = registered(division)
    published(office)
    visit = begun(office)
    client.force_login(visit.supervisor)
    there = f"{visit.get_absolute_url()}screen/"
    assert "Testperson" in text_of(client.post(there, {"street": "pretend"}))
    for question in ({"street": "pretend"}, {"place": 1, "page": 1}, {"name": "Testperson"}, {"q": "Testperson"}, {"format": "csv"}):  # fmt: skip
        answer = client.get(there, question)
        assert "Testperson" not in text_of(answer), question
        assert "no-store" in answer["Cache-Control"]
    assert "Testperson" not in text_of(client.post(there, {"name": "Testperson", "surname": "Testperson", "q": "Testperson"}))  # fmt: skip


@pytest.mark.rule("E7", "E9")
def test_what_was_looked_at_is_in_no_sheet_and_no_list(division, client):
    """Streets stand on the page of the visit; who was shown stands nowhere."""
    office = registered(division)
    published(office)
    visit = begun(office)
    client.force_login(visit.supervisor)
    client.post(f"{visit.get_absolute_url()}screen/", {"street": "oak"})
    end_inspection(visit, by=visit.supervisor)
    assert "OAK" in text_of(client.get(visit.get_absolute_url())).upper()
    for address in ("/supply/inspections/", "/supply/supplies/"):
        for said in (sheet_of(client, address), text_of(client.get(address, {"when": "all"}))):
            assert visit.name in said
            assert "OAK" not in said.upper(), address
            assert ", Eve" not in said, address
    assert ", Eve" not in text_of(client.get(visit.get_absolute_url()))


@pytest.mark.rule("E9")
def test_who_stands_in_a_sealed_edition_alone_is_found_by_no_box_no_sheet_and_no_program(division, client):
    """Regulation 94(3): the desk is no way to look somebody up in a register."""
    office = registered(division, people=[*PEOPLE, ("E9", "Quixotely", "Zed", "T7", {"open_register": "N"})])
    edition = published(office)
    staying = [
        {"elector_id": key, "surname": surname, "given_names": given, "address_id": home, "register_number": str(100 + n)}
        for n, (key, surname, given, home, _) in enumerate(PEOPLE)
    ]  # fmt: skip
    load_file("electors", sheet(ELECTORS, *staying), office, office.dro, allow_gone=True)
    assert edition.rows.filter(surname="Quixotely").exists()
    released(asked(office, "CANDIDATE"))
    client.force_login(office.dro)
    for address in LISTS:
        for box in ("q", "who", "surname", "name"):
            assert "Quixotely" not in text_of(client.get(f"/supply/{address}", {box: "Zed", "when": "all"})), address  # fmt: skip
    assert "Nothing found" in client.get("/search/", {"q": "Quixotely"}).text
    for name, address in client.get("/api/").json().items():
        assert "Quixotely" not in client.get(address, {"q": "Quixotely"}).text, name
    assert "Quixotely" not in text_of(client.get(edition.get_absolute_url()))


@pytest.mark.rule("6.1b", "E7b")
def test_neither_count_nor_size_of_the_record_of_anonymous_entries_is_told(division, client):
    people = [(f"A{n}", "Hidden", f"Person {n}", "T7", {}) for n in range(7)]
    lines = "".join(f"A{n},anonymous,court order,2026-01-01\n" for n in range(7))
    office = registered(division, people=[*PEOPLE, *people], protect=lines)
    published(office)
    wanted = paid(asked(office, "POLICE", ["ANON"], name="Superintendent Sam Notional"))
    order_copy(wanted, by=office.dro)
    work_off()
    copy = Copy.objects.get()
    assert copy.size
    client.force_login(make_person("clerk", office))
    here = wanted.get_absolute_url()
    pages = {page: text_of(client.get(here + page)) for page in ("", "copy/")}
    pages["list"] = text_of(client.get("/supply/"))
    pages["jobs"] = text_of(client.get(copy.job.get_absolute_url()))
    pages["sheet"] = sheet_of(client, "/supply/")
    pages["api"] = client.get("/api/requests/").text
    for page, said in pages.items():
        for told in (filesizeformat(copy.size), str(copy.size), "7 entries", "Hidden", "Person 3"):
            assert told.replace("\xa0", " ") not in said.replace("\xa0", " "), (page, told)


@pytest.mark.parametrize("step", ["confirm", "quote", "withdraw"])
def test_a_step_that_was_taken_in_another_window_ends_in_a_sentence(desk, division, step):
    wanted = asked(division, "CANDIDATE")
    if step == "confirm":
        body = {"access": "on", "use": "on", "reason": "x"}
        confirmed(wanted, by=desk.user)
    else:
        body = {"why": ""}
        wanted = quoted(wanted)
        sealed(division)
        desk.post(f"{wanted.get_absolute_url()}withdraw/", {"why": ""})
    page = desk.post(f"{wanted.get_absolute_url()}{step}/", body, follow=True)
    assert page.redirect_chain == [(wanted.get_absolute_url(), 302)]
    assert "It is " in text_of(page)


@pytest.mark.parametrize("address", ["copy/", "release/", "evidence/1/", "confirm/"])
def test_a_request_that_nobody_has_is_not_found(desk, division, address):
    assert desk.get(f"/supply/requests/{new_reference('D')}/{address}").status_code == 404
