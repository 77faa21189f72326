"""The division's pool of spare Walk numbers (1.2b)."""

import pytest
from django.db import IntegrityError, transaction

from electoral.office.models import Event
from electoral.office.refusals import NotPermitted, Refused
from tests.conftest import make_person
from tests.factories import WalkFactory
from tests.walks.area_story import a_line, approve, spare
from walks.actions.spare_number import give_spare_numbers, take_spare_numbers
from walks.models import SpareNumber


@pytest.mark.rule("1.2b")
def test_head_office_gives_a_range_and_the_lowest_are_taken_first(division, person):
    head = person("head_office")
    assert give_spare_numbers(division, first=90001, last=90010, by=head) == 10
    assert take_spare_numbers(division, 2) == [90001, 90002]
    assert Event.objects.get(verb="give_spare_numbers").data == {"first": 90001, "last": 90010}
    for role in ("dro", "clerk", "area_manager", "director", "administrator"):
        with pytest.raises(NotPermitted):
            give_spare_numbers(division, first=5, last=6, by=person(role))
    far = make_person("head_office", division.area.state.__class__.objects.create(code="OS", name="Far"))
    with pytest.raises(NotPermitted):
        give_spare_numbers(division, first=5, last=6, by=far)


@pytest.mark.rule("1.1a", "1.2b")
def test_a_range_with_a_number_that_is_not_free_is_refused_whole_and_the_number_named(division, dro, person):
    WalkFactory(division=division, number=12)
    WalkFactory(division=division, number=13, ended_on=division.today())
    spare(division, person, first=20, last=21)
    head = person("head_office")
    for first, last, why in (
        (10, 12, r"12 \(a Walk has it, or had it\)"),
        (13, 14, r"13 \(a Walk has it"),
        (19, 22, r"20 \(it is given already\), 21"),
    ):
        with pytest.raises(Refused, match=rf"Nothing was given\. Not free: {why}"):
            give_spare_numbers(division, first=first, last=last, by=head)
    assert SpareNumber.objects.count() == 2
    with pytest.raises(IntegrityError, match="spare_number_once"), transaction.atomic():
        SpareNumber.objects.create(division=division, number=20, given_by=head, given_on="2026-01-01")


@pytest.mark.rule("1.1a")
def test_a_number_that_carried_an_approval_is_neither_given_nor_free(division, dro, person):
    walk = WalkFactory(division=division, number=12)
    spare(division, person, first=30, last=31)
    line = a_line(division, dro, walk=walk)
    line.__class__.objects.filter(pk=line.pk)
    approve(line, person("area_manager"))
    walk.__class__.objects.filter(pk=walk.pk).update(number=99)
    with pytest.raises(Refused, match=r"12 \(it carried an approval\)"):
        give_spare_numbers(division, first=12, last=12, by=person("head_office"))


@pytest.mark.parametrize(
    ("first", "last", "why"),
    [(5, 4, "lower to the higher"), (0, 4, "within 1"), (1, 100000, "within 1"), (1, 5000, "at most 1,000")],
)
def test_a_range_that_is_none_says_what_to_do(division, person, first, last, why):
    with pytest.raises(Refused, match=why):
        give_spare_numbers(division, first=first, last=last, by=person("head_office"))


@pytest.mark.rule("1.2b")
def test_a_number_once_given_is_never_taken_back(division, person):
    spare(division, person, first=30, last=31)
    with pytest.raises(Exception, match="permission denied"), transaction.atomic():
        SpareNumber.objects.all().delete()
    with pytest.raises(IntegrityError, match="written once"), transaction.atomic():
        SpareNumber.objects.filter(number=30).update(number=32)


def test_another_divisions_numbers_are_its_own(division, other_division, person):
    spare(division, person, first=30, last=31)
    with pytest.raises(Refused, match="none left"):
        take_spare_numbers(other_division, 1)
    give_spare_numbers(other_division, first=30, last=31, by=person("head_office"))
    assert take_spare_numbers(other_division, 1) == [30]
