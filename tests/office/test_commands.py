"""The shell's commands that make places and the first administrator."""

import pytest
from django.core.management import CommandError, call_command

from electoral.office.models import Division, User
from electoral.office.roles import Permission


def test_a_division_is_made_with_its_state_and_area(db, capsys):
    call_command("new_division", "TIN", name="Tin", state="NT", area="Top End")
    made = Division.objects.select_related("area__state").get()
    assert (made.code, made.area.name, made.area.state.code) == ("TIN", "Top End", "NT")
    assert "Division TIN, Tin, in Top End." in capsys.readouterr().out


@pytest.mark.parametrize(("code", "words"), [("tin", "2 to 6 capitals"), ("GOLD", "never used again")])
def test_a_bad_code_is_refused_with_what_to_do(division, code, words):
    with pytest.raises(CommandError, match=words):
        call_command("new_division", code, name="Tin", state="NT")


def test_the_first_administrator_has_no_password_and_sees_no_roll(division):
    call_command("new_administrator", "ada@office.invalid", name="Ada", state="NT")
    ada = User.objects.get(email="ada@office.invalid")
    assert ada.may(Permission.REFERENCE_EDIT)
    assert not ada.may(Permission.ROLL_VIEW, division)
    assert not ada.has_usable_password()
    with pytest.raises(CommandError, match="already"):
        call_command("new_administrator", "ADA@office.invalid", name="Ada", state="NT")
    with pytest.raises(CommandError, match="no State"):
        call_command("new_administrator", "b@office.invalid", name="B", state="XX")


def test_the_first_administrator_chooses_a_password_by_letter(division, client, mailoutbox):
    call_command("new_administrator", "ada@office.invalid", name="Ada", state="NT")
    client.post("/account/password/reset/", {"email": "ada@office.invalid"})
    (letter,) = mailoutbox
    assert letter.to == ["ada@office.invalid"]
    assert "/account/password/reset/key/" in letter.body
