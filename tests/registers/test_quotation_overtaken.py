"""A quotation that time, a newer edition or another formula has overtaken goes back to the office, which is told (E6, E10)."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from registers.actions.law import change_row
from registers.models import AccessRequest, FeeRule
from registers.queries.quotation import holds_no_more
from registers.waiting.request import waiting_for
from tests.page import Page
from tests.registers.asking import again, asked, in_england, item, quoted, sealed

LABEL = "Requests whose quotation holds no more"


@pytest.fixture
def desk(signed_in, division):
    in_england(division)
    return signed_in("clerk")


def text_of(answer) -> str:
    return " ".join(Page(answer.text).text.split())


def counted(user) -> int:
    return next(queue["count"] for queue in waiting_for(user) if queue["label"] == LABEL)


def found(division) -> set:
    return set(AccessRequest.objects.filter(holds_no_more(AccessRequest, division.today())))


OVERTAKEN = {
    "a newer edition": lambda division, person: sealed(division),
    "another formula": lambda division, person: change_row(
        FeeRule.objects.get(jurisdiction="england_and_wales", fee_code="register", format="data"),
        by=person("administrator"), base=2500,
    ),
}  # fmt: skip
NOT_OVERTAKEN = {
    "lists of absent voters": lambda division, person: sealed(division, "absent", stage="current"),
    "an edition of an earlier day": lambda division, person: sealed(division, speaks_on=division.today() - timedelta(1)),
    "a formula of another form": lambda division, person: change_row(
        FeeRule.objects.get(jurisdiction="england_and_wales", fee_code="register", format="print"),
        by=person("administrator"), base=2500,
    ),
}  # fmt: skip


@pytest.mark.rule("E6", "E10")
@pytest.mark.parametrize("what", OVERTAKEN)
def test_what_overtakes_a_quotation_brings_it_back_to_the_office(desk, division, person, what):
    wanted, other = quoted(asked(division)), quoted(asked(division, "CANDIDATE"))
    assert (found(division), counted(desk.user)) == (set(), 0)
    OVERTAKEN[what](division, person)
    assert again(wanted).why_the_quotation_does_not_hold()
    assert (found(division), counted(desk.user)) == ({wanted}, 1)
    text = text_of(desk.get(wanted.get_absolute_url()))
    assert (
        "The quotation holds no more. The cost is to be told again. Electoral Administrator has it." in text
    )
    assert "The office makes a new quotation" in text
    listed = text_of(desk.get("/supply/", {"step": "requote"}))
    assert wanted.reference in listed
    assert other.reference not in listed
    assert "The cost is to be told again" in listed
    desk.post(f"{wanted.get_absolute_url()}quote/")
    assert (found(division), counted(desk.user)) == (set(), 0)


@pytest.mark.rule("E6")
@pytest.mark.parametrize("what", NOT_OVERTAKEN)
def test_what_is_of_another_kind_leaves_a_quotation_as_it_is(desk, division, person, what):
    wanted = quoted(asked(division))
    NOT_OVERTAKEN[what](division, person)
    assert again(wanted).why_the_quotation_does_not_hold() is None
    assert found(division) == set()


@pytest.mark.rule("E6")
def test_after_its_day_a_quotation_holds_no_more(desk, division):
    wanted = quoted(asked(division))
    days = wanted.quotation.valid_until - division.today()
    with time_machine.travel(timezone.now() + days):
        assert found(division) == set()
    with time_machine.travel(timezone.now() + days + timedelta(days=1)):
        assert found(division) == {wanted}


@pytest.mark.rule("E6")
def test_of_final_lists_those_of_the_same_poll_alone_overtake(desk, division):
    wanted = quoted(
        asked(division, "REG_PARTY", items=[item("AVL", stage="current"), item("MARKED", poll="Mayor 2026")])
    )
    sealed(division, "marked", poll="Another 2026")
    assert found(division) == set()
    sealed(division, "marked", poll="Mayor 2026")
    assert found(division) == {wanted}


@pytest.mark.rule("E10")
def test_the_button_that_they_accepted_says_why_it_cannot_be_pressed(desk, division):
    wanted = quoted(asked(division))
    there = wanted.get_absolute_url()
    assert f'href="{there}accept/"' in desk.get(there).text
    sealed(division)
    assert f'href="{there}accept/"' not in desk.get(there).text
