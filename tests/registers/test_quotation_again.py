"""What was accepted for nothing is told again in a newer edition, until its copy is ordered (E6; regulation 61(16)(a))."""

from datetime import timedelta

import pytest

from electoral.office.refusals import NotPermitted, Refused
from registers.actions.copy import order_copy
from registers.actions.quotation import quote_request
from tests.conftest import make_person
from tests.page import Page
from tests.registers.asking import accepted, again, asked, in_england, sealed, somebody
from tests.registers.copies import by_hand
from tests.registers.test_request_guards import TABLE, written
from tests.registers.trying import refused_by, without_trigger

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.rule("E6")]


@pytest.fixture
def office(division):
    return in_england(division)


@pytest.fixture
def free(office):
    """A candidate's request for the lists as they stood yesterday, accepted."""
    sealed(office, "absent", stage="current", speaks_on=office.today() - timedelta(days=1))
    return accepted(asked(office, "CANDIDATE", ["AVL"]))


@pytest.fixture
def invoiced(office):
    return accepted(asked(office))


def edition_of(request):
    return request.quotation.lines.get().edition


def test_the_lists_of_today_are_quoted_in_the_place_of_those_of_yesterday(office, free):
    assert edition_of(free).speaks_on < office.today()
    todays = sealed(office, "absent", stage="current")
    quote_request(free, by=somebody(office, "clerk"))
    free = again(free)
    assert (free.status, free.quotation.version, edition_of(free)) == ("accepted", 2, todays)
    assert order_copy(free, by=somebody(office, "clerk")).round == free.round


def test_a_copy_that_was_made_is_sent_back_first(office, free, signed_in):
    request = by_hand(free)
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
