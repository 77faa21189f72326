"""An edition of a day to come is in force on that day and not before; nobody under sixteen stands in it meanwhile."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from electoral.protected.actions import protect_elector
from registers.actions.inspection import begin_inspection, editions_for
from registers.actions.pricing import editions_open_to
from registers.actions.serving import serve_due_standing, serve_standing
from registers.models import Edition
from registers.queries.quotation import replaced_since
from tests.conftest import make_person
from tests.factories import ElectorFactory, LocalityFactory, ResidenceFactory, StreetFactory
from tests.registers.asking import asked, in_england, quoted
from tests.registers.editions import copied, sealed
from tests.registers.later import standing_of
from tests.registers.visiting import booked

AHEAD = timedelta(days=30)


@pytest.fixture
def dro(person):
    return person("dro")


@pytest.fixture
def england(division):
    return in_england(division)


@pytest.fixture
def elector(division):
    street = StreetFactory(
        locality=LocalityFactory(division=division, name="FABLETOWN"), name="PRETEND", type="ROAD"
    )

    def make(n, **more):
        home = ResidenceFactory(street=street, number_first=n)
        return ElectorFactory(elector_id=f"E{n}", residence=home, surname=f"Testperson{n}", register_number=str(n), **more)  # fmt: skip

    return make


def on_the_day():
    return time_machine.travel(timezone.now() + AHEAD + timedelta(days=1), tick=True)


@pytest.mark.rule("E5", "E7b")
def test_an_edition_of_a_day_to_come_is_neither_offered_nor_quoted_nor_shown_before_it(england, dro, elector):
    elector(1)
    now = sealed(england, dro)
    ahead = sealed(england, dro, speaks_on=england.today() + AHEAD)
    newest = Edition.objects.filter(division=england)
    request = quoted(asked(england, "CANDIDATE"))
    visit = booked(england)
    assert (now.is_in_force, ahead.is_in_force) == (True, False)
    assert newest.newest("register") == now
    assert list(editions_open_to(request, request.items_now.get())) == [now]
    assert request.quotation.lines.get().edition == now
    assert not replaced_since(now, now.sealed_at)
    assert editions_for(visit) == [now]
    begun = begin_inspection(visit, disclaimer_signed=True, by=make_person("clerk", england))
    assert begun.edition == now
    with on_the_day():
        assert newest.newest("register") == ahead
        assert editions_for(visit) == [ahead]
        assert list(editions_open_to(request, request.items_now.get())) == [ahead, now]
        assert replaced_since(now, now.sealed_at)


@pytest.mark.rule("E7", "E7b")
def test_standing_requests_are_served_with_it_on_its_day_and_not_before(england, dro, elector):
    elector(1)
    sealed(england, dro)
    standing_of(england)
    ahead = sealed(england, dro, speaks_on=england.today() + AHEAD)
    clerk = make_person("clerk", england)
    assert serve_standing(ahead, by=clerk) == []
    with on_the_day():
        assert serve_due_standing(by=clerk) == 1


@pytest.mark.rule("E5", "S1")
@pytest.mark.parametrize("kind", [None, "silent", "anonymous"])
def test_age_is_reckoned_on_the_day_of_the_sealing_and_never_later(england, dro, elector, tmp_path, kind):
    today = england.today()
    elector(1)
    elector(2, date_of_birth=(today + AHEAD - timedelta(days=1)).replace(year=today.year - 16))
    if kind:
        protect_elector(england, "E2", kind=kind, by=dro)
    edition = sealed(england, dro, speaks_on=today + AHEAD)
    assert [row["number"] for row in copied(edition, "FULL", dro, tmp_path)] == ["1"]


@pytest.mark.rule("E5", "S1")
@pytest.mark.parametrize("kind", [None, "silent", "anonymous"])
@pytest.mark.parametrize(("days", "published"), [(2 * 366, False), (2 * 365 - 1, True), (None, True)])
def test_of_whom_no_birth_is_known_the_day_of_coming_of_age_tells_the_age(
    england, dro, elector, kind, days, published
):
    elector(1)
    comes_of_age = england.today() + timedelta(days=days) if days else None
    elector(2, date_of_birth=None, attainment_date=comes_of_age)
    if kind:
        protect_elector(england, "E2", kind=kind, by=dro)
    assert sealed(england, dro).counts["FULL"] == 1 + published
