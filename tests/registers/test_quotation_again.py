"""What was accepted for nothing is told again in a newer edition, until its copy is ordered (E6; regulation 61(16)(a))."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from electoral.office.refusals import NotPermitted, Refused
from registers.actions.copy import order_copy
from registers.actions.quotation import quote_request
from tests.conftest import make_person
from tests.page import Page
from tests.registers import copies
from tests.registers.asking import accepted, again, asked, in_england, sealed, somebody
from tests.registers.test_request_guards import TABLE, written
from tests.registers.trying import refused_by, without_trigger

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.rule("E6")]


@pytest.fixture
def office(division):
    return in_england(division)


def of_lists(office, speaks_on):
    """A candidate's request for the lists as they stood on a day, accepted."""
    sealed(office, "absent", stage="current", speaks_on=speaks_on)
    return accepted(asked(office, "CANDIDATE", ["AVL"]))


@pytest.fixture
def free(office):
    return of_lists(office, office.today())


@pytest.fixture
def of_yesterday(office):
    return of_lists(office, office.today() - timedelta(days=1))


@pytest.fixture
def invoiced(office):
    return accepted(asked(office))


def edition_of(request):
    return request.quotation.lines.get().edition


@pytest.mark.rule("E6", "E7")
def test_the_lists_of_today_are_quoted_in_the_place_of_those_of_yesterday(office, of_yesterday):
    clerk = somebody(office, "clerk")
    with pytest.raises(Refused, match="of an earlier day"):
        order_copy(of_yesterday, by=clerk)
    todays = sealed(office, "absent", stage="current")
    quote_request(of_yesterday, by=clerk)
    free = again(of_yesterday)
    assert (free.status, free.quotation.version, edition_of(free)) == ("accepted", 2, todays)
    assert order_copy(free, by=clerk).round == free.round


@pytest.mark.rule("E7")
def test_lists_of_yesterday_are_not_released(office, free):
    request = copies.checked(free)
    with (
        time_machine.travel(timezone.now() + timedelta(days=1)),
        pytest.raises(Refused, match="of an earlier day"),
    ):
        copies.released(request)
    copies.released(request)


def test_a_copy_that_was_made_is_sent_back_first(office, free, signed_in, time_machine):
    request = copies.by_hand(free)
    time_machine.move_to(timezone.now() + timedelta(days=1))
    desk = signed_in("clerk")
    assert "tell the cost again" in Page(desk.get(f"{request.get_absolute_url()}copy/").text).text
    with pytest.raises(Refused, match="It is prepared"):
        quote_request(request, by=somebody(office, "clerk"))
    desk.post(f"{request.get_absolute_url()}redo/", {"why": "Of yesterday"})
    page = desk.get(request.get_absolute_url()).text
    assert "Tell the cost again, in newer editions" in page
    todays = sealed(office, "absent", stage="current")
    desk.post(f"{request.get_absolute_url()}quote/")
    assert (again(request).status, edition_of(again(request))) == ("accepted", todays)


def test_what_was_accepted_for_a_sum_stands(office, invoiced, signed_in):
    with pytest.raises(Refused, match="accepted for a sum"):
        quote_request(invoiced, by=somebody(office, "clerk"))
    assert "Tell the cost" not in signed_in("clerk").get(invoiced.get_absolute_url()).text
    assert again(invoiced).quotation.version == 1


def test_while_its_copy_is_ordered_nothing_is_told_anew(office, free, signed_in):
    order_copy(free, by=somebody(office, "clerk"))
    with pytest.raises(Refused, match="ordered already"):
        quote_request(free, by=somebody(office, "clerk"))
    assert "Tell the cost" not in signed_in("clerk").get(free.get_absolute_url()).text


@pytest.mark.parametrize("role", ["auditor", "cashier", "administrator"])
def test_who_does_not_work_at_requests_tells_no_cost(office, free, role):
    with pytest.raises(NotPermitted):
        quote_request(free, by=make_person(role, office))


@pytest.mark.parametrize("settled", ["invoiced", "ordered"])
def test_the_database_holds_what_is_settled(office, free, invoiced, settled):
    request = {"invoiced": invoiced, "ordered": free}[settled]
    if settled == "ordered":
        order_copy(free, by=somebody(office, "clerk"))
    back = written(request, status="quoted")
    assert refused_by(back) == "request_is_settled"
    with without_trigger(TABLE, "registers_accessrequest_entitled"):
        back()
    assert again(request).status == "quoted"


def test_what_is_free_and_has_no_copy_goes_back_by_sql_too(free):
    written(free, status="quoted")()
    assert again(free).status == "quoted"
