"""The table changes while requests are open: none of them dies, and nobody is bound by what they did not sign (E3, E4)."""

import csv
import shutil

import pytest

from electoral.office.actions import outsider
from electoral.office.refusals import Refused
from registers.actions.copy import order_copy
from registers.actions.decision import confirm_request, refuse_request, second_request
from registers.actions.law import FOLDER, change_row, load_law
from registers.actions.quotation import accept_quotation, quote_request
from registers.actions.request import answer_office, ask_applicant, reopen_request
from registers.actions.signing import sign_again
from registers.models import AccessRequest
from registers.queries.quotation import holds_no_more
from registers.states import ACCESS_REQUEST
from registers.states import RequestStatus as S
from registers.waiting.request import next_step
from tests.conftest import make_person
from tests.registers.asking import (
    accepted,
    again,
    asked,
    confirmed,
    in_england,
    item,
    paid,
    quoted,
    seen_evidence,
    somebody,
)
from tests.registers.at_the_portal import come_back
from tests.registers.copies import checked, released

pytestmark = [pytest.mark.django_db, pytest.mark.rule("E3", "E4")]
PAGE = "/registers/follow/request/"


@pytest.fixture
def office(division):
    division = in_england(division)
    division.clerk, division.dro = somebody(division, "clerk"), somebody(division, "dro")
    division.administrator = make_person("administrator", division)
    return division


def changed(request, office, **said):
    """The request after its row has changed."""
    row = request.row_for(request.items_now.first())
    change_row(row, by=office.administrator, **(said or {"offence": "Another penalty"}))
    return again(request)


def step_of(request) -> str:
    return next_step(AccessRequest.objects.with_owing().get(pk=request.pk)).sentence


def upto_with_word(upto, office):
    """A request that came so far, with the word of its applicant."""
    sent = asked(office)
    request = upto(sent)
    request.word = sent.word
    return request


def page_of(request) -> str:
    return " ".join(come_back(request.reference, request.word).get(PAGE).content.decode().split())


@pytest.mark.parametrize("was_asked", [False, True])
def test_what_is_not_decided_is_signed_again_and_goes_on(office, was_asked):
    request = asked(office)
    if was_asked:
        request = ask_applicant(request, text="Who are you?", by=office.clerk)
    request = changed(request, office)
    if was_asked:
        with pytest.raises(Refused, match="Answer the question of the office first"):
            sign_again(request, declared_name="Vera Testperson", by=outsider())
        request = answer_office(request, text="Vera.", by=outsider())
    seen_evidence(request, office.clerk)
    with pytest.raises(Refused, match="Ask them to sign again"):
        confirm_request(request, reason="x", by=office.clerk)
    assert "The applicant signs again" in step_of(request)
    signed = sign_again(request, declared_name="Vera Testperson", by=outsider())
    assert (signed.round, signed.status) == (2, S.SENT)
    assert signed.items_now.get().entitlement.offence == "Another penalty"
    with pytest.raises(Refused, match="signed already"):
        sign_again(signed, declared_name="Vera Testperson", by=outsider())
    assert confirm_request(signed, reason="x", by=office.clerk).status == S.CONFIRMED


def test_the_applicant_reads_the_limits_of_today_and_signs_them_at_the_portal(office):
    request = asked(office)
    changed(request, office, purpose_text="Only for vetting, from now on.")
    browser = come_back(request.reference, request.word)
    assert "Read and sign the limits" in browser.get(PAGE).content.decode()
    assert "Only for vetting, from now on." in browser.get(f"{PAGE}sign/").content.decode()
    browser.post(f"{PAGE}sign/", {"agree": "on", "declared_name": "Vera Testperson"})
    assert again(request).round == 2
    assert "Read and sign the limits" not in browser.get(PAGE).content.decode()


def test_the_desk_opens_again_what_is_not_decided_where_its_row_changed_and_only_there(office):
    request = asked(office, items=[item("FULL"), item("OVERSEAS")])
    with pytest.raises(Refused, match="nothing is decided yet"):
        reopen_request(request, why="x", by=office.clerk)
    request = changed(request, office)
    request = reopen_request(request, why="The law changed.", items=[item("OVERSEAS")], by=office.clerk)
    assert (request.round, request.status, request.is_signed) == (2, S.SENT, True)


@pytest.mark.parametrize("upto", [confirmed, quoted])
def test_what_is_decided_or_told_is_opened_again_and_signed(office, upto):
    request = changed(upto_with_word(upto, office), office)
    assert "opened again" in step_of(request)
    assert "The limits have changed since you signed them." in page_of(request)
    assert "I accept" not in page_of(request)
    overtaken = AccessRequest.objects.filter(holds_no_more(AccessRequest, office.today()))
    assert overtaken.count() == (upto is quoted)
    for refused in (
        lambda: quote_request(request, by=office.clerk),
        lambda: accept_quotation(request, by=outsider()),
        lambda: sign_again(request, declared_name="Vera Testperson", by=outsider()),
    ):
        with pytest.raises(Refused):
            refused()
    request = reopen_request(request, why="The law changed.", by=office.clerk)
    assert not request.is_signed
    request = sign_again(request, declared_name="Vera Testperson", by=outsider())
    assert paid(request).why_unpaid() is None


@pytest.mark.parametrize("upto", [accepted, paid, checked])
def test_once_the_cost_is_accepted_the_row_that_was_signed_holds(office, upto):
    request = changed(upto(asked(office)), office)
    assert request.why_not_entitled() is None
    with pytest.raises(Refused, match="What was signed holds"):
        sign_again(request, declared_name="Vera Testperson", by=outsider())
    if upto is paid:
        assert order_copy(request, by=office.clerk).request == request
    if upto is checked:
        assert released(request)[0].status == "open"


@pytest.mark.parametrize("upto", [accepted, paid, checked])
@pytest.mark.parametrize("how", ["no", "gone", "area"])
def test_what_the_table_gives_no_more_is_refused_whatever_was_signed(office, upto, how):
    request = upto_with_word(upto, office)
    row = request.items_now.get().entitlement
    if how == "gone":
        type(row).objects.filter(pk=row.pk).update(ended_on=row.from_on)
    else:
        said = {"no": {"decision": "no"}, "area": {"area_code": "ward", "fee_code": "none"}}[how]
        change_row(row, by=office.administrator, **said)
    request = again(request)
    assert request.why_not_entitled()
    assert not request.is_to_be_paid
    assert "It is to be refused" in step_of(request)
    assert "Pay £" not in page_of(request)
    step = {"accepted": "prepare", "checked": "release"}[request.status]
    assert ACCESS_REQUEST.moves[step].refusal(request, make_person("dro", office))
    ended = refuse_request(
        request,
        failed="The law",
        reason="It changed.",
        open_instead="",
        access=False,
        use=False,
        by=office.dro,
    )
    assert (ended.status, ended.fee.status) == (S.REFUSED, "cancelled")


def with_other_notes(folder):
    file = folder / "entitlements.csv"
    rows = list(csv.DictReader(file.open(newline="", encoding="utf-8")))
    for row in rows:
        row |= {
            "source": row["source"] + ".",
            "text_read": "Again",
            "source_status": row["source_status"] + " twice",
        }
    with file.open("w", newline="", encoding="utf-8") as out:
        sheet = csv.DictWriter(out, rows[0])
        sheet.writeheader()
        sheet.writerows(rows)
    return folder


@pytest.mark.parametrize("upto", [asked, confirmed, quoted, checked])
def test_a_comma_in_what_nobody_signs_stops_no_request(office, upto, tmp_path):
    request = asked(office) if upto is asked else upto(asked(office))
    load_law(with_other_notes(shutil.copytree(FOLDER, tmp_path / "law")))
    request = changed(request, office, source="A comma was put right.")
    assert request.why_not_entitled() is None
    assert request.why_to_sign_again() is None
    assert not AccessRequest.objects.filter(holds_no_more(AccessRequest, office.today())).exists()
    if upto is checked:
        assert released(request)[0].status == "open"
    else:
        assert paid(request).why_unpaid() is None


def test_what_was_changed_and_changed_back_needs_no_signature(office):
    request = changed(confirmed(asked(office)), office)
    assert request.why_to_sign_again()
    now = request.row_for(request.items_now.get())
    change_row(now, by=office.administrator, offence=request.items_now.get().entitlement.offence)
    assert quoted(again(request)).status == S.QUOTED


def test_a_second_person_too_waits_for_the_signature(office):
    request = asked(office, "POLICE", ["ANON"])
    seen_evidence(request, office.clerk)
    request = confirm_request(request, reason="x", by=office.clerk)
    request = changed(request, office)
    with pytest.raises(Refused, match="opens the decision again; then they sign"):
        second_request(request, reason="x", by=office.dro)
