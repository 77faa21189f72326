"""The desk's pages of requests, from the work list to the last step (E2, E3, E6, E10, E11)."""

import pytest
from django.urls import reverse
from django.utils.html import escape

from registers.actions.evidence import give_evidence
from registers.models import AccessRequest, Product
from registers.states import RequestStatus as S
from registers.views.request_step import STEPS
from registers.waiting.request import waiting_for
from tests.page import renewed
from tests.registers.asking import (
    accepted,
    asked,
    confirmed,
    in_england,
    quoted,
    sealed,
    seen_evidence,
    somebody,
)
from tests.steps import work_off


@pytest.fixture
def desk(signed_in, division):
    """A signed-in clerk, at a division in England."""
    in_england(division)
    return signed_in("clerk")


def page(request, verb=""):
    return request.get_absolute_url() + (f"{verb}/" if verb else "")


def test_the_list_shows_a_request_with_its_next_step_and_who_has_it(desk, division):
    request = asked(division)
    seen_evidence(request, desk.user)
    text = desk.get(reverse("registers:requests")).text
    for said in (
        request.reference,
        "The entitlement is to be decided.",
        "Electoral Administrator",
        "Full register, data",
    ):
        assert said in text, said
    assert "The officer" not in text


def test_the_list_is_filtered_by_step_status_who_what_and_lateness(desk, division):
    first, second = asked(division), confirmed(asked(division, "CANDIDATE"))
    seen_evidence(first, desk.user)
    there = reverse("registers:requests")
    for query, found in (
        ("step=decide", {first}), ("step=quote", {second}), ("status=confirmed", {second}), ("applicant=CRA", {first}),
        ("product=FULL", {first, second}), ("product=AVL", set()), ("overdue=on", set()), (f"q={first.reference}", {first}),
        ("step=nonsense&status=nonsense", {first, second}),
    ):  # fmt: skip
        text = desk.get(f"{there}?{query}").text
        assert {r for r in (first, second) if r.reference in text} == found, query
    assert "Nothing matches this filter" in desk.get(f"{there}?product=AVL").text


@pytest.mark.rule("E10")
def test_the_page_says_where_it_stands_who_may_take_the_step_and_who_can_be_asked(desk, division, person):
    officer = person("dro")
    request = asked(division)
    shown = give_evidence(request, code="cra_permission", title="A letter", by=desk.user)
    assert request.evidence_codes() == {shown.code}
    text = desk.get(page(request)).text
    for said in ("The entitlement is to be decided.", f"May take it: {', '.join(sorted((str(desk.user), str(officer))))}",
                 f"Can be asked: {officer}", "The evidence was not seen yet"):  # fmt: skip
        assert said in text, said
    assert f"{request.promised_on:%-d %B %Y}" in text


@pytest.mark.rule("E4", "E11")
def test_the_page_of_a_decision_shows_the_whole_row_with_its_version_and_whether_it_is_verified(
    desk, division
):
    request = asked(division)
    seen_evidence(request, desk.user)
    row = request.items.get().entitlement
    for verb in ("confirm", "refuse"):
        text = desk.get(page(request, verb)).text
        for said in (row.basis, row.purpose_text[:60], row.onward_text[:60], "To be verified", "In force since 1 January 2026",
                     "Vetting applications for credit", "own policy", "A second person", "Fable Body Ltd"):  # fmt: skip
            assert escape(said) in text, (verb, said)


@pytest.mark.rule("E3c")
def test_access_and_use_are_both_ticked_before_it_is_confirmed(desk, division):
    request = asked(division, "CANDIDATE")
    seen_evidence(request, desk.user)
    for body in ({"access": "on"}, {"use": "on"}, {}):
        answer = desk.post(page(request, "confirm"), body | {"reason": "x"})
        assert answer.status_code == 200
        assert "There is a problem" in answer.text
    desk.post(page(request, "confirm"), {"access": "on", "use": "on", "reason": "x"})
    assert AccessRequest.objects.get().status == S.CONFIRMED


@pytest.mark.rule("E3b")
def test_the_page_of_a_refusal_is_filled_in_from_the_table(desk, division):
    request = asked(division, "PUBLIC")
    text = desk.get(page(request, "refuse")).text
    assert "Anybody may look at it at the office" in text
    assert "Anybody may buy the open register" in text
    both = {"access": "on", "use": "on", "failed": "x", "reason": "x"}
    assert "Leave one of the two empty" in desk.post(page(request, "refuse"), both).text
    desk.post(page(request, "refuse"), both | {"access": ""})
    assert AccessRequest.objects.get().status == S.REFUSED


@pytest.mark.rule("E2")
def test_a_request_on_paper_is_keyed_in_and_its_word_is_shown_once(desk, division):
    there = f"{reverse('registers:request_new')}?applicant=CRA"
    body = {
        "channel": "letter", "product_1": "FULL", "form_1": "data", "product_2": "OVERSEAS", "form_2": "print", "later_2": "on",
        "name": "Vera Testperson", "organisation": "Fable Credit Ltd", "authority": "Head of data", "postal_address": "1 Pretend Street",
        "purposes": ["CREDIT_VETTING"], "purpose_note": "Vetting.", "wanted_on": "14 May 2027", "declared_name": "Vera Testperson",
    }  # fmt: skip
    wrong = desk.post(there, body | {"authority": ""})
    assert "By what authority" in wrong.text or "by what authority" in wrong.text
    assert 'value="Fable Credit Ltd"' in wrong.text
    assert (
        "say whether you want the lists" in desk.post(there, body | {"product_2": "AVL", "later_2": ""}).text
    )
    assert not AccessRequest.objects.exists()
    answer = desk.post(there, body)
    request = AccessRequest.objects.get()
    assert request.reference in answer.text
    assert "The word is shown this once" in answer.text
    assert [(i.product_id, i.form, i.later) for i in request.items_now] == [
        ("FULL", "data", False),
        ("OVERSEAS", "print", True),
    ]
    assert (request.channel, request.organisation) == ("letter", "Fable Credit Ltd")


def test_keying_in_begins_with_who_asks_and_names_only_their_purposes(desk, division):
    there = reverse("registers:request_new")
    assert "Credit reference agency" in desk.get(there).text
    text = desk.get(f"{there}?applicant=CANDIDATE").text
    assert "Electoral purposes" in text
    assert "Vetting applications for credit" not in text
    assert all(name in text for name in Product.objects.values_list("name", flat=True))


@pytest.mark.rule("E6")
def test_the_cost_is_shown_before_it_is_quoted_and_the_officer_sets_what_has_no_formula(
    desk, division, person
):
    request = confirmed(asked(division, "OTHER_ENACTMENT"))
    text = desk.get(page(request, "quote")).text
    assert "there is no sealed edition" in text
    sealed(division)
    (one,) = request.items_now
    assert "An officer sets the sum" in desk.get(page(request, "quote")).text
    wrong = desk.post(page(request, "quote"), {f"amount_{one.pk}": "much"})
    assert "Write a sum like 147.50" in wrong.text
    assert desk.post(page(request, "quote"), {f"amount_{one.pk}": "25.00"}).status_code == 403
    assert AccessRequest.objects.get().status == S.CONFIRMED


@pytest.mark.rule("E6")
def test_the_papers_are_given_out_from_the_page(desk, division):
    request = quoted(asked(division))
    assert renewed(desk.get(page(request))) == ["papers"]
    work_off()
    assert renewed(desk.get(page(request))) == []
    text = desk.get(page(request)).text
    assert "£147.50" in text
    assert "£20.00 + 85 x £1.50" in text
    document = text.split("/papers/")[1].split("/")[0]
    answer = desk.get(f"{page(request)}papers/{document}/")
    assert answer.getvalue().startswith(b"%PDF")
    assert desk.get(f"{page(request)}papers/P00000000/").status_code == 404


def test_the_auditor_sees_the_page_and_is_offered_no_step(signed_in, division):
    request = asked(division)
    browser = signed_in("auditor")
    text = browser.get(page(request)).text
    assert request.reference in text
    for verb in STEPS:
        assert page(request, verb) not in text, verb
        assert browser.get(page(request, verb)).status_code == 403, verb
        assert browser.post(page(request, verb)).status_code == 403, verb


def test_the_list_is_a_sheet_too_and_nothing_in_it_is_calculated(desk, division):
    request = asked(division, name="=1+1")
    sheet = desk.get(f"{reverse('registers:requests')}?format=csv").getvalue().decode()
    assert request.reference in sheet
    assert "'=1+1" in sheet


def test_the_list_asks_the_database_as_often_for_many_as_for_one(
    desk, division, django_assert_max_num_queries
):
    there = reverse("registers:requests")
    for number in range(6):
        asked(division, name=f"Number {number} Testperson")
    with django_assert_max_num_queries(45):
        desk.get(there)


def test_what_waits_is_counted_for_who_may_take_the_step(desk, division, person):
    asked(division)
    seen_evidence(asked(division, name="Cleo Testperson"), desk.user)
    alone = confirmed(asked(division, name="Ada Testperson"))
    accepted(asked(division, "CANDIDATE", name="Bea Testperson"))
    AccessRequest.objects.filter(pk=alone.pk).update(seconded_by=None)
    counts = {queue["label"]: queue["count"] for queue in waiting_for(desk.user)}
    assert counts == {
        "Requests to decide": 1, "Requests whose cost is to be told": 0, "Requests whose quotation holds no more": 0,
        "Requests to prepare": 1,
    }  # fmt: skip
    officer = {queue["label"]: queue["count"] for queue in waiting_for(somebody(division, "dro"))}
    assert officer["Requests for a second person"] == 1
    assert waiting_for(person("cashier")) == []
