from datetime import date

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.admin.models import LogEntry
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.urls import reverse

from electoral.office.actions import operator, outsider
from electoral.office.admin import site
from electoral.office.models import Appointment, Delegation, State, User
from electoral.office.roles import Role
from electoral.roll.models import Category
from tests.conftest import make_person, make_place
from tests.page import Page
from walks.models import NotationCode

ROLES = [role for role in Role.values if role not in (Role.ADMINISTRATOR, Role.REQUESTER)]


def at(model, page="changelist", *args):
    return reverse(f"admin:{model}_{page}", args=args)


@pytest.fixture
def administrator(signed_in):
    return signed_in("administrator")


@pytest.mark.parametrize("role", ROLES)
def test_only_an_administrator_comes_in(signed_in, role):
    client = signed_in(role)
    for address in (
        reverse("admin:index"),
        at("office_user"),
        at("roll_category"),
        at("office_appointment", "add"),
    ):
        assert client.get(address).status_code == 403


def test_one_signs_in_as_everywhere_else(client, db):
    assert (
        client.get(reverse("admin:index"), follow=True)
        .redirect_chain[-1][0]
        .startswith(reverse("account_login"))
    )


def test_every_page_of_it_opens(administrator, division):
    for model in site._registry:
        name = f"{model._meta.app_label}_{model._meta.model_name}"
        assert administrator.get(at(name)).status_code == 200, name
        row = model._base_manager.first()
        if row is not None and model is not LogEntry:
            assert administrator.get(at(name, "change", row.pk)).status_code == 200, name


def test_no_row_of_the_roll_and_no_status_is_here():
    names = {model._meta.model_name for model in site._registry}
    assert names == {
        "state",
        "area",
        "delegation",
        "division",
        "user",
        "appointment",
        "category",
        "notationcode",
        "planningfigure",
        "wording",
        "applicantkind",
        "product",
        "purpose",
        "inquirykind",
        "entitlement",
        "feerule",
        "logentry",
    }
    assert not [m for m in site._registry if hasattr(m, "workflow")]


def test_nothing_is_deleted_here(administrator, division):
    for model in site._registry:
        row = model._base_manager.first()
        if row is not None:
            name = f"{model._meta.app_label}_{model._meta.model_name}"
            assert administrator.post(at(name, "delete", row.pk), {"post": "yes"}).status_code == 403, name
            assert model._base_manager.filter(pk=row.pk).exists()


def test_a_new_person_chooses_the_password_by_letter(administrator, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        form = {"name": "Vera Testperson", "email": "Vera@People.invalid", "is_active": "on"}
        inline = {"appointment_set-TOTAL_FORMS": 0, "appointment_set-INITIAL_FORMS": 0}
        administrator.post(at("office_user", "add"), form | inline)
    person = User.objects.get(email="vera@people.invalid")
    assert not person.has_usable_password()
    assert mail.outbox[0].to == ["vera@people.invalid"]
    assert "/account/password/reset/key/" in mail.outbox[0].body


def test_a_second_account_of_the_same_address_is_refused(administrator):
    taken = administrator.user.email.upper()
    answer = administrator.post(at("office_user", "add"), {"name": "Vera", "email": taken})
    assert "There is an account with this address already" in answer.text


@pytest.mark.parametrize("account", [operator, outsider])
def test_the_accounts_of_nobody_are_not_here_and_get_no_role(administrator, division, account):
    nobody = account()
    assert administrator.get(at("office_user", "change", nobody.pk)).status_code == 302
    assert nobody.email not in administrator.get(at("office_user")).text
    form = appointment(nobody, "dro", division)
    assert "Select a valid choice" in administrator.post(at("office_appointment", "add"), form).text
    assert not nobody.appointment_set.exists()


def test_no_page_shows_a_password(administrator, person):
    somebody = person("clerk")
    page = administrator.get(at("office_user", "change", somebody.pk)).text
    assert somebody.password not in page
    assert "md5$" not in page
    assert "password" not in [i.get("name") for i in Page(page).all("input")]


def appointment(user, role, place, **more):
    return {
        "user": user.pk,
        "role": role,
        "from_on": "2026-01-01",
        "ended_on": "",
        "area": "",
        "state": "",
        "division": place.pk,
        **more,
    }


def test_an_appointment_is_made_and_ended_and_not_turned_into_another(administrator, division, person):
    cashier = person("cashier")
    administrator.post(at("office_appointment", "add"), appointment(cashier, "clerk", division))
    made = Appointment.objects.get(user=cashier, role="clerk")
    change = at("office_appointment", "change", made.pk)
    administrator.post(change, {"role": "dro", "user": administrator.user.pk, "ended_on": "2026-06-30"})
    made.refresh_from_db()
    assert (made.role, made.user, str(made.ended_on)) == ("clerk", cashier, "2026-06-30")
    assert LogEntry.objects.filter(object_id=str(made.pk)).count() == 2


def test_nobody_appoints_themselves(administrator, division):
    answer = administrator.post(
        at("office_appointment", "add"), appointment(administrator.user, "dro", division)
    )
    assert "Nobody appoints themselves" in answer.text
    assert administrator.user.appointment_set.count() == 1


def test_an_administrator_appoints_only_where_they_are_one(administrator, person):
    far = make_place("FAR", state="SA", area="Far Area")
    theirs = make_person("clerk", far)
    for place in (
        {"division": far.pk},
        {"division": "", "area": far.area.pk},
        {"division": "", "state": far.area.state.pk},
    ):
        form = appointment(person("cashier"), "dro", far, **place)
        assert "Select a valid choice" in administrator.post(at("office_appointment", "add"), form).text
    assert (
        administrator.get(at("office_appointment", "change", theirs.appointment_set.get().pk)).status_code
        == 302
    )
    assert not Appointment.objects.filter(role="dro").exists()


@pytest.mark.rule("1.8a")
def test_a_delegation_is_written_down_where_one_is_administrator_ended_and_not_changed(
    administrator, division
):
    far, state = make_place("FAR", state="SA", area="Far Area").area.state, division.area.state
    form = {"state": far.pk, "instrument": "Instrument 7 of 2026", "from_on": "1 May 2026", "ended_on": ""}
    assert "Select a valid choice" in administrator.post(at("office_delegation", "add"), form).text
    administrator.post(at("office_delegation", "add"), form | {"state": state.pk})
    given = Delegation.objects.get()
    again = administrator.post(at("office_delegation", "add"), form | {"state": state.pk})
    assert again.status_code == 200
    assert "already" in again.text or "violated" in again.text
    change = at("office_delegation", "change", given.pk)
    administrator.post(change, {"instrument": "Another", "ended_on": "1 June 2026"})
    given.refresh_from_db()
    assert (given.instrument, given.ended_on) == ("Instrument 7 of 2026", date(2026, 6, 1))
    administrator.post(change, {"ended_on": ""})
    given.refresh_from_db()
    assert given.ended_on == date(2026, 6, 1)
    with pytest.raises(IntegrityError), transaction.atomic():
        Delegation.objects.update(instrument="Another")


def test_a_code_is_given_once(administrator, division):
    state = division.area.state
    administrator.post(at("office_state", "change", state.pk), {
        "code": "XX", "name": "Pretend Territory", "time_zone": "Australia/Darwin", "jurisdiction": "australia"
    })  # fmt: skip
    state.refresh_from_db()
    assert (state.code, state.name) == ("NT", "Pretend Territory")


def test_a_time_zone_that_is_none_is_refused(administrator, division):
    form = {"name": "Pretend", "time_zone": "Mars/Olympus", "jurisdiction": "australia"}
    there = at("office_state", "change", division.area.state.pk)
    assert "There is no such time zone" in administrator.post(there, form).text
    assert not State.objects.filter(time_zone="Mars/Olympus").exists()


def test_a_sheet_taken_out_holds_no_formula(administrator):
    Category.objects.filter(code="K").update(label="=1+1", basis="@SUM(A1)")
    sheet = administrator.get(at("roll_category", "export"))
    assert sheet["Content-Type"].startswith("text/csv")
    line = next(line for line in sheet.text.splitlines() if line.startswith("K,"))
    assert line.startswith("K,'=1+1,")
    assert "'@SUM(A1)" in line
    assert len(sheet.text.splitlines()) == Category.objects.count() + 1


def test_reference_data_is_brought_in_by_its_code(administrator):
    sheet = "code,label,on_listing,objection_allowed,compulsory_action_allowed,needs_residence,basis,verified\nP,Pretend,1,1,1,1,,0\n"
    form = {
        "format": "0",
        "resource": "",
        "import_file": SimpleUploadedFile("categories.csv", sheet.encode()),
    }
    asked = administrator.post(at("roll_category", "import"), form)
    confirm = asked.context["confirm_form"]
    administrator.post(at("roll_category", "process_import"), confirm.initial)
    assert Category.objects.get(code="P").label == "Pretend"
    assert NotationCode.objects.exists()


def test_a_person_is_let_in_again_without_the_lost_second_factor(administrator, person):
    somebody = person("clerk")
    Authenticator.objects.create(user=somebody, type=Authenticator.Type.TOTP, data={})
    chosen = {"_selected_action": [somebody.pk], "action": "take_second_factor"}
    assert "they set up a new one" in administrator.post(at("office_user"), chosen, follow=True).text
    assert not Authenticator.objects.exists()
    assert LogEntry.objects.get().change_message == "Took away the second factor."


def office_form(division, **more):
    return {
        "name": division.name, "area": division.area.pk, "time_zone": "", "address": "1 Pretend Street\r\n\r\n Fabletown \r\n",
        "postal_address": "", "telephone": "08 5550 0000", "email": "gold@office.invalid", "opening_hours": "", "cheques_to": "",
        **more,
    }  # fmt: skip


def test_an_administrator_says_where_the_office_is_and_the_trail_keeps_what_was_there(
    administrator, division
):
    change = at("office_division", "change", division.pk)
    assert administrator.post(change, office_form(division)).status_code == 302
    administrator.post(change, office_form(division, telephone="08 5550 0001", cheques_to="Pretend Treasury"))
    division.refresh_from_db()
    assert division.address == "1 Pretend Street\nFabletown"
    assert division.contacts == [
        ("Address", ["1 Pretend Street", "Fabletown"]),
        ("Telephone", ["08 5550 0001"]),
        ("E-mail", ["gold@office.invalid"]),
    ]
    newest, first = (entry.get_change_message() for entry in LogEntry.objects.order_by("-pk"))
    assert (
        first
        == "Address: nothing → 1 Pretend Street, Fabletown; Telephone: nothing → 08 5550 0000; E-mail: nothing → gold@office.invalid"
    )
    assert newest == "Telephone: 08 5550 0000 → 08 5550 0001; Cheques made out to: nothing → Pretend Treasury"


def test_the_office_of_another_state_is_not_edited_nor_a_division_moved_into_it(administrator, division):
    far = make_place("FAR", state="SA", area="Far Area")
    answer = administrator.post(at("office_division", "change", far.pk), office_form(far, telephone="1"))
    assert answer.status_code == 302  # Django's own answer to what is not there for this person
    moved = administrator.post(
        at("office_division", "change", division.pk), office_form(division, area=far.area.pk)
    )
    assert "Select a valid choice" in moved.text
    far.refresh_from_db()
    division.refresh_from_db()
    assert (far.telephone, division.area.state.code) == ("", "NT")


def test_where_letters_go_is_told_apart_from_where_people_come(division):
    division.address, division.postal_address, division.opening_hours = "1 Pretend Street", "PO Box 1", " \n"
    assert division.contacts == [("Come to", ["1 Pretend Street"]), ("Write to", ["PO Box 1"])]
