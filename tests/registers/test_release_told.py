"""Outside, nothing tells the moment at which somebody was protected: the page of a copy stays as it is until its day (6.1b)."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from electoral.office.actions import operator
from electoral.protected.actions import exclude_residence, protect_elector
from registers.actions.copy import redo_copy
from registers.actions.release import expire_due_releases, take_back
from registers.models import Release
from registers.rules.release import LINK_DAYS
from tests.conftest import make_person
from tests.factories import ResidenceFactory
from tests.registers.asking import again, asked
from tests.registers.at_the_portal import come_back
from tests.registers.copies import by_hand, checked, released

pytestmark = [pytest.mark.django_db, pytest.mark.rule("E7", "6.1b")]
PAGES = ("/registers/follow/request/", "/registers/follow/request/guide/")


def pages(request):
    """What whoever follows the request sees, without what is new at each asking."""
    client = come_back(request.reference, request.word)
    shown = "".join(client.get(page).content.decode() for page in PAGES)
    return re.sub(r'(csrfmiddlewaretoken" value|X-CSRFToken": )[^>]*', "", shown)


@pytest.fixture(params=["link", "collection"])
def given(request, division):
    release, _, _ = released(asked(division, "CANDIDATE"), way=request.param, key_way="telephone")
    return release


@pytest.mark.parametrize("cause", ["protect", "leave out"])
def test_the_page_is_the_same_after_somebody_was_protected_and_the_clock_came_by(given, person, cause):
    request = given.request
    before = pages(request)
    assert "Your copy is being given out." in before
    if cause == "protect":
        protect_elector(given.division, "GE999", kind="silent", by=person("dro"))
    else:
        home = ResidenceFactory(street__locality__division=given.division)
        exclude_residence(given.division, home.pk, by=person("dro"), reason="a dog")
    assert pages(request) == before
    assert expire_due_releases(by=operator()) == 1
    assert again(request).status == "checked"
    assert pages(request) == before


def test_nor_does_it_change_while_another_copy_is_prepared_and_checked(given, person):
    request, clerk = given.request, make_person("clerk", given.division)
    before = pages(request)
    protect_elector(given.division, "GE999", kind="silent", by=person("dro"))
    expire_due_releases(by=operator())
    redo_copy(again(request), why="It ran out.", by=clerk)
    assert pages(request) == before
    by_hand(again(request))
    assert pages(request) == before
    checked(again(request))
    assert pages(request) == before


def test_from_its_day_on_every_copy_that_was_not_taken_is_told_in_the_same_words(given, division, person):
    protected = given.request
    protect_elector(given.division, "GE999", kind="silent", by=person("dro"))
    expire_due_releases(by=operator())
    ordinary, _, _ = released(asked(division, "CANDIDATE"), way=given.way, key_way="telephone")
    with time_machine.travel(timezone.now() + timedelta(days=LINK_DAYS, hours=1)):
        expire_due_releases(by=operator())
        for request in (protected, ordinary.request):
            assert "Your copy is checked." in pages(request)


def test_a_release_that_somebody_took_back_is_told_at_once(given):
    request = given.request
    take_back(given, why="Wrong address.", by=given.released_by)
    assert "Your copy is checked." in pages(request)


def test_a_new_release_is_told_with_its_own_day(given, person):
    request, clerk = given.request, make_person("clerk", given.division)
    before = pages(request)
    protect_elector(given.division, "GE999", kind="silent", by=person("dro"))
    expire_due_releases(by=operator())
    Release.objects.filter(pk=given.pk).update(expires_at=timezone.now() + timedelta(days=3))
    redo_copy(again(request), why="It ran out.", by=clerk)
    newer, _, _ = released(again(request), way="collection", key_way="letter")
    assert "Collect it at the office by" in pages(request)
    assert pages(request) != before
    take_back(newer, why="Wrong.", by=newer.released_by)
    assert "Your copy is checked." in pages(request), "what was told before it is not told again"
