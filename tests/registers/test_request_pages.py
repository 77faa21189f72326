"""The desk's pages of requests, from the work list to the last step (E2, E3, E6, E10, E11)."""

import pytest
from django.urls import reverse

from electoral.office.models import User
from registers.models import AccessRequest, Product
from registers.states import RequestStatus as S
from registers.views.request_step import STEPS
from tests.registers.asking import accepted, asked, confirmed, in_england, quoted, seen_evidence, somebody


@pytest.fixture
def desk(signed_in, division):
    """A signed-in clerk, at a division in England."""
    in_england(division)
    return signed_in("clerk")


def page(request, verb=""):
    return request.get_absolute_url() + (f"{verb}/" if verb else "")


def test_the_list_shows_a_request_with_its_next_step_and_who_has_it(desk, division):
    request = asked(division)
    text = desk.get(reverse("registers:requests")).text
    for said in (request.reference, "The entitlement is to be decided.", "Electoral Administrator", "Full register, data"):
        assert said in text, said
    assert "The officer" not in text


def test_the_list_is_filtered_by_step_status_who_what_and_lateness(desk, division):
    first, second = asked(division), confirmed(asked(division, "CANDIDATE"))
    there = reverse("registers:requests")
    for query, found in (
        ("step=decide", {first}), ("step=quote", {second}), ("status=confirmed", {second}), ("applicant=CRA", {first}),
        ("product=FULL", {first, second}), ("product=AVL", set()), ("overdue=on", set()), (f"q={first.reference}", {first}),
        ("step=nonsense&status=nonsense", {first, second}),
    ):  # fmt: skip
        text = desk.get(f"{there}?{query}").text
        assert {r for r in (first, second) if r.reference in text} == found, query
    assert "Nothing matches this filter" in desk.get(f"{there}?product=AVL").text
