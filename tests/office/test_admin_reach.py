"""How far an administrator reaches: the State, areas, divisions and people of the appointment (decision 16)."""

from datetime import date, timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail

from electoral.office.models import Appointment, Area, State, User
from tests.conftest import make_person, make_place
from tests.office.test_admin import administrator, at
from walks.models import PlanningFigure

__all__ = ["administrator"]
NO_APPOINTMENTS = {
    "appointment_set-TOTAL_FORMS": "0",
    "appointment_set-INITIAL_FORMS": "0",
}  # the table is only read


def test_a_state_and_its_areas_are_edited_by_its_own_administrators(administrator, division):
    far = make_place("FAR", state="SA", area="Far Area").area
    for model, row in (("office_state", far.state), ("office_area", far)):
        there = at(model, "change", row.pk)
        assert administrator.get(there).status_code == 200, "what is another's is read"
        assert administrator.post(there, {"name": "Mine", "state": division.area.state.pk}).status_code == 403
    assert administrator.post(at("office_area", "change", division.area.pk), {"name": "North", "state": far.state.pk}).status_code == 200  # fmt: skip
    assert "Select a valid choice" in administrator.post(at("office_area", "add"), {"name": "New", "state": far.state.pk}).text  # fmt: skip
    assert administrator.post(at("office_state", "add"), {"code": "QQ"}).status_code == 403
    assert set(State.objects.values_list("name", flat=True)) == {far.state.name, division.area.state.name}
    assert Area.objects.get(pk=division.area.pk).state == division.area.state
    administrator.post(at("office_area", "change", division.area.pk), {"name": "North", "state": division.area.state.pk})  # fmt: skip
    assert Area.objects.get(pk=division.area.pk).name == "North"


@pytest.mark.parametrize("serves", ["elsewhere", "here and elsewhere", "elsewhere from tomorrow"])
def test_an_account_is_edited_only_where_all_that_its_person_does_is_the_administrators(
    administrator, division, serves
):
    """Else whoever changes its address and sends the letter for a password could read another State's roll."""
    far = make_place("FAR", state="SA", area="Far Area")
    theirs = make_person("dro", far)
    if serves == "here and elsewhere":
        Appointment.objects.create(user=theirs, role="clerk", division=division, from_on=division.today())
    if serves == "elsewhere from tomorrow":
        theirs.appointment_set.update(from_on=division.today() + timedelta(days=1))
    there = at("office_user", "change", theirs.pk)
    form = {"name": "Mine", "email": "mine@people.invalid", "is_active": "on"}
    assert administrator.post(there, form).status_code == 403
    Authenticator.objects.create(user=theirs, type=Authenticator.Type.TOTP, data={})
    for action in ("invite_again", "unlock", "take_second_factor"):
        administrator.post(at("office_user"), {"action": action, "_selected_action": [theirs.pk]})
    assert mail.outbox == []
    assert Authenticator.objects.filter(user=theirs).count() == 1
    assert User.objects.get(pk=theirs.pk).email == theirs.email
    theirs.appointment_set.exclude(division=division).update(
        from_on=date(2020, 1, 1), ended_on=division.today()
    )
    administrator.post(there, form | NO_APPOINTMENTS)
    assert User.objects.get(pk=theirs.pk).email == "mine@people.invalid"


def test_whose_address_is_changed_is_told_at_the_one_before(
    administrator, person, django_capture_on_commit_callbacks
):
    clerk = person("clerk")
    form = {"name": clerk.name, "email": "new@people.invalid", "is_active": "on"} | NO_APPOINTMENTS
    with django_capture_on_commit_callbacks(execute=True):
        administrator.post(at("office_user", "change", clerk.pk), form)
    (letter,) = mail.outbox
    assert letter.to == [clerk.email]
    assert "another address" in letter.body
    assert "new@people.invalid" not in letter.body
    with django_capture_on_commit_callbacks(execute=True):
        administrator.post(at("office_user", "change", clerk.pk), form | {"name": "Another Name"})
    assert len(mail.outbox) == 1


def test_the_planning_figures_of_another_state_are_read_and_not_changed(administrator, division):
    far = make_place("FAR", state="SA", area="Far Area").area.state
    figure = PlanningFigure.objects.filter(state=None, ended_on=None).first()
    theirs = PlanningFigure.objects.create(
        state=far,
        code=figure.code,
        value=figure.value,
        unit=figure.unit,
        meaning="x",
        from_on=date(2026, 1, 2),
    )
    there = at("walks_planningfigure", "change", theirs.pk)
    assert administrator.get(there).status_code == 200
    assert administrator.post(there, {"value": "1"}).status_code == 403
    given = {
        "state": far.pk,
        "code": "pay_form",
        "value": "1",
        "unit": "cents",
        "meaning": "x",
        "from_on": "2027-01-01",
    }
    assert "Select a valid choice" in administrator.post(at("walks_planningfigure", "add"), given).text
    assert PlanningFigure.objects.filter(state=far).get().value == figure.value
