"""The desk finds what somebody asks about on the telephone, and sees first what is to be done first (E1, E10)."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from registers.models import AccessRequest
from tests.page import Page
from tests.registers.asking import (
    accepted,
    again,
    asked,
    confirmed,
    in_england,
    item,
    sealed,
    seen_evidence,
    somebody,
)  # fmt: skip
from tests.registers.copies import by_hand, checked, released
from tests.registers.visiting import booked, sitting_at

REQUESTS, VISITS, RELEASES, QUERIES = (
    f"/supply/{name}" for name in ("", "inspections/", "releases/", "queries/")
)


def text_of(answer) -> str:
    return " ".join(Page(answer.text).text.split())


@pytest.fixture
def desk(signed_in, division):
    in_england(division)
    return signed_in("clerk")


@pytest.mark.rule("E1")
@pytest.mark.parametrize(
    "typed", ["01632 960123", "+44 1632 960 123", "(01632) 960-123", "960123", "fable body", "Testperson", "vera@people"]
)  # fmt: skip
def test_a_request_is_found_by_telephone_body_name_and_mail_however_it_is_written(desk, division, typed):
    wanted = asked(division, telephone="+44 (0)1632 960123")
    other = asked(division, "CANDIDATE", name="Olive Example", email="olive@people.invalid", telephone="01632 960999")  # fmt: skip
    text = text_of(desk.get(REQUESTS, {"q": typed}))
    assert wanted.reference in text
    assert other.reference not in text


@pytest.mark.rule("E1")
def test_a_request_is_found_by_its_reference_its_release_and_its_invoice(desk, division):
    release, _, _ = released(asked(division))
    wanted, other = again(release.request), accepted(asked(division))
    spaced = " ".join((wanted.reference[:4].lower(), wanted.reference[4:]))
    for typed in (spaced, release.reference, wanted.fee.invoice_number, wanted.fee.invoice_number.lower()):
        text = text_of(desk.get(REQUESTS, {"q": typed}))
        assert wanted.reference in text, typed
        assert other.reference not in text, typed
    assert "Nothing matches this filter" in text_of(desk.get(REQUESTS, {"q": "GOLD-2026-99999"}))
    assert wanted.reference in text_of(desk.get(RELEASES, {"q": "fable body", "way": "link"}))
    assert release.reference in text_of(desk.get(RELEASES, {"q": wanted.reference}))
    assert "No such releases" in text_of(desk.get(RELEASES, {"q": other.reference}))


def test_two_figures_are_a_name_and_no_telephone(desk, division):
    wanted = asked(division, telephone="01632 960123")
    assert wanted.reference not in text_of(desk.get(REQUESTS, {"q": "23"}))


@pytest.mark.rule("E7")
def test_a_visit_is_found_on_whichever_day_it_is(desk, division):
    sealed(division)
    with time_machine.travel(timezone.now() - timedelta(days=9)):
        past = booked(division, name="Vera Testperson", telephone="01632 960123")
    other = booked(division, name="Olive Example", sitting=sitting_at(division, hours=40))
    for typed in ("testperson", past.reference, "1632 960123"):
        text = text_of(desk.get(VISITS, {"q": typed}))
        assert past.get_absolute_url() in desk.get(VISITS, {"q": typed}).text, typed
        assert other.name not in text, typed
    assert past.name not in text_of(desk.get(VISITS, {"q": "testperson", "when": "today"}))


@pytest.mark.rule("E1", "E10")
def test_what_is_open_comes_first_by_the_day_promised(desk, division):
    late, later, last, done = (asked(division, "CANDIDATE", name=f"{letter} Test") for letter in "ABCD")
    AccessRequest.objects.filter(pk=late.pk).update(promised_on=division.today() - timedelta(days=3))
    AccessRequest.objects.filter(pk=done.pk).update(promised_on=division.today() - timedelta(days=9))
    desk.post(f"{done.get_absolute_url()}withdraw/", {"why": ""})
    text = text_of(desk.get(REQUESTS))
    places = [text.index(request.reference) for request in (late, later, last, done)]
    assert places == sorted(places)
    assert "What is open first, by the day promised" in text
    assert "What is open first" not in text_of(desk.get(REQUESTS, {"sort": "-received"}))


@pytest.mark.rule("E10")
def test_who_took_the_earlier_step_is_not_named_for_the_next(desk, division, person):
    first, second = person("dro"), person("dro")
    wanted = confirmed(asked(division), by=first, second=second)
    wanted = by_hand(wanted, by=desk.user)
    text = text_of(desk.get(wanted.get_absolute_url()))
    may = text[text.index("May take it:") : text.index("Can be asked:")]
    assert str(desk.user) not in may
    assert str(first) in may
    text = text_of(desk.get(checked(wanted, by=first).get_absolute_url()))
    may = text[text.index("May take it:") : text.index("Can be asked:")]
    assert str(first) not in may
    assert str(desk.user) in may


@pytest.mark.rule("E10")
def test_where_nobody_else_serves_the_page_says_that_somebody_is_to_be_appointed(desk, division):
    wanted = by_hand(asked(division, "CANDIDATE"), by=desk.user)
    wanted.division.appointment_set.exclude(user=desk.user).update(ended_on=division.today())
    text = text_of(desk.get(wanted.get_absolute_url()))
    assert "Nobody who serves here now may take it" in text


@pytest.mark.rule("E9")
def test_who_checks_and_who_releases_see_who_keyed_it_in_and_who_saw_the_evidence(desk, division, person):
    clerk = somebody(division, "clerk")
    wanted = checked(asked(division, "CANDIDATE", channel="counter", by=clerk))
    for page in ("copy/", "release/"):
        text = text_of(desk.get(wanted.get_absolute_url() + page))
        assert f"At the counter, keyed in by {clerk}" in text, page
        assert f", seen by {clerk}" in text, page
    sent = checked(asked(division, "CANDIDATE", name="Olive Example"))
    assert "keyed in by" not in text_of(desk.get(f"{sent.get_absolute_url()}release/"))


@pytest.mark.rule("E5", "E7")
def test_lists_of_an_earlier_day_are_named_before_they_are_released(desk, division, client):
    lists = sealed(division, "absent", stage="current")
    wanted = checked(asked(division, "CANDIDATE", items=[item("AVL")]))
    plain = checked(asked(division, "CANDIDATE", ["FULL"], name="Olive Example"))
    told = f"{lists}: the law gives these lists as they are kept at 9 a.m. on the day of supply"
    assert told not in text_of(desk.get(f"{wanted.get_absolute_url()}release/"))
    with time_machine.travel(timezone.now() + timedelta(hours=26)):
        client.force_login(client.user, backend="allauth.account.auth_backends.AuthenticationBackend")
        assert told in text_of(desk.get(f"{wanted.get_absolute_url()}release/"))
        assert told not in text_of(desk.get(f"{plain.get_absolute_url()}release/"))


@pytest.mark.rule("E10")
def test_the_step_ahead_is_the_button_and_what_undoes_it_stands_apart(desk, division, person):
    wanted = checked(confirmed(asked(division, "CANDIDATE"), by=person("dro")))
    text = desk.get(wanted.get_absolute_url()).text
    buttons = [part.split("</a>")[0] for part in text.split('class="govuk-button')[1:]]
    assert any("Release the copy" in part and "--secondary" not in part.split('"')[0] for part in buttons)
    assert not any("Send the copy back" in part for part in buttons)
    assert "Send the copy back</a>" in text


@pytest.mark.rule("E3b", "E10")
def test_what_the_table_denies_is_to_be_refused_and_not_to_be_confirmed(desk, division):
    denied, given = asked(division, "MEDIA_COMMERCIAL"), asked(division, "CANDIDATE")
    text = desk.get(denied.get_absolute_url()).text
    assert "It is to be refused, and told what is open instead." in text
    assert f'<a class="govuk-button" href="{denied.get_absolute_url()}refuse/">Refuse the request</a>' in text
    assert text.count("refuse/") == 1
    seen_evidence(given, desk.user)
    text = desk.get(given.get_absolute_url()).text
    assert "The entitlement is to be decided." in text
    assert 'refuse/">Refuse the request</a>' in text.split("Otherwise:")[1]


@pytest.mark.rule("E3", "E10")
def test_the_next_step_leads_to_the_evidence_that_is_missing(desk, division):
    wanted = asked(division, "CANDIDATE")
    there = f'href="{wanted.get_absolute_url()}evidence/new/"'
    panel = desk.get(wanted.get_absolute_url()).text.split("next-heading")[2].split("</section>")[0]
    assert there in panel
    wanted = confirmed(wanted)
    assert (
        "evidence/new/"
        not in desk.get(wanted.get_absolute_url()).text.split("next-heading")[2].split("</section>")[0]
    )


@pytest.mark.rule("E3", "E3c")
def test_the_page_of_a_decision_names_the_evidence_and_who_saw_it(desk, division, person):
    wanted = asked(division, "CRA")
    assert "Nobody has given a verdict on any." in text_of(desk.get(f"{wanted.get_absolute_url()}refuse/"))
    wanted = confirmed(wanted, second=person("dro"))
    first = somebody(division, "clerk")
    text = text_of(desk.get(f"{wanted.get_absolute_url()}refuse/"))
    assert "it satisfies" in text
    assert str(first) in text


@pytest.mark.rule("E7", "E10")
def test_the_page_of_a_released_request_leads_to_its_release(desk, division):
    release, _, _ = released(asked(division, "CANDIDATE"), way="collection", key_way="telephone")
    page = desk.get(release.request.get_absolute_url()).text
    assert release.get_absolute_url() in page.split("next-heading")[2].split("</section>")[0]


@pytest.mark.rule("E7")
def test_a_visit_that_cannot_begin_yet_offers_neither_refusal_nor_absence_first(desk, division):
    sealed(division)
    visit = booked(division, sitting=sitting_at(division, hours=40))
    text = desk.get(visit.get_absolute_url()).text
    assert "refuse/" in text
    assert 'class="govuk-button" href' not in text.split("Next step")[0].split("</h1>")[1]


@pytest.mark.rule("E7b")
@pytest.mark.parametrize(("applicant", "is_told"), [("RETURNING_OFFICER", True), ("CANDIDATE", False)])
def test_the_desk_is_told_of_the_record_that_goes_with_a_copy(desk, division, applicant, is_told):
    wanted = checked(asked(division, applicant))
    told = (
        "The record of anonymous entries goes with every copy of the register that this body gets (reg 45C)"
    )
    assert (told in text_of(desk.get(f"{wanted.get_absolute_url()}release/"))) is is_told
