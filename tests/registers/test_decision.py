"""Decisions on requests: by whom, on what, with which second person; refusals and their letters (E3, E3b, E3c)."""

import io
import threading

import pytest
from django.db import connection
from pypdf import PdfReader

from electoral.jobs.models import Job
from electoral.office.models import User
from electoral.office.refusals import NotPermitted, Refused, WrongState
from electoral.papers.actions import open_document
from electoral.papers.models import Document, Wording
from electoral.papers.wording import KINDS, faults
from payments.models import Fee
from registers.actions.decision import confirm_request, refuse_request, second_request
from registers.models import AccessRequest, Decision, Supply
from registers.states import ACCESS_REQUEST
from registers.states import RequestStatus as S
from tests.registers.asking import (
    accepted,
    again,
    asked,
    confirmed,
    in_england,
    item,
    quoted,
    seen_evidence,
    somebody,
)
from tests.registers.trying import as_it_were
from tests.steps import work_off

WHY = {
    "failed": "The law names no such use.",
    "reason": "A shop's letters are no electoral purpose.",
    "open_instead": "The open register.",
}
NOTHING = {"access": False, "use": False}


@pytest.fixture
def clerk(division):
    return somebody(division, "clerk")


@pytest.fixture
def dro(division):
    return somebody(division, "dro")


@pytest.mark.rule("E3", "E3c")
def test_it_is_confirmed_on_the_basis_of_its_rows_once_the_evidence_was_seen(division, clerk):
    request = asked(division)
    with pytest.raises(Refused, match="evidence was not seen yet"):
        confirm_request(request, reason="x", by=clerk)
    seen_evidence(request, clerk)
    with pytest.raises(Refused, match="Write why"):
        confirm_request(request, reason=" ", by=clerk)
    request = confirm_request(request, reason="The permission is in force.", by=clerk)
    decision = request.decisions.get()
    assert (request.status, request.confirmed_by, request.needs_second) == (S.CONFIRMED, clerk, True)
    assert (decision.access, decision.use, decision.step) == (True, True, "confirm")
    assert decision.basis == request.items.get().entitlement.basis


@pytest.mark.rule("E3")
def test_evidence_that_does_not_satisfy_confirms_nothing(division, clerk):
    request = asked(division)
    seen_evidence(request, clerk)
    request.evidence.update(satisfies=False)
    with pytest.raises(Refused, match="Wanted: The permission to furnish credit references"):
        confirm_request(request, reason="x", by=clerk)


@pytest.mark.rule("E3")
def test_a_purpose_that_is_not_in_the_row_confirms_nothing(division, clerk):
    request = asked(division, purposes=["ELECTORAL"])
    seen_evidence(request, clerk)
    with pytest.raises(Refused, match="none of the purposes"):
        confirm_request(request, reason="x", by=clerk)


@pytest.mark.rule("E3", "E10")
def test_what_the_table_leaves_to_the_officer_the_desk_does_not_decide(division, clerk, dro):
    request = asked(division, "CANDIDATE", ("MARKED",))
    seen_evidence(request, clerk)
    with pytest.raises(Refused, match="leaves this to the officer"):
        confirm_request(request, reason="x", by=clerk)
    assert confirm_request(request, reason="x", by=dro).status == S.CONFIRMED


@pytest.mark.rule("E3")
def test_the_second_person_is_another_who_may_and_only_where_a_row_asks_for_one(division, clerk, dro):
    request = asked(division)
    seen_evidence(request, clerk)
    request = confirm_request(request, reason="x", by=dro)
    with pytest.raises(NotPermitted):
        second_request(request, reason="x", by=clerk)
    with pytest.raises(Refused, match="You confirmed the entitlement"):
        second_request(request, reason="x", by=dro)
    other = User.objects.get(pk=confirmed(asked(division, name="Ada Testperson"), by=clerk).seconded_by_id)
    request = second_request(request, reason="x", by=other)
    assert request.seconded_by == other
    with pytest.raises(Refused, match="already"):
        second_request(request, reason="x", by=other)
    alone = confirmed(asked(division, "CANDIDATE"), by=clerk)
    with pytest.raises(Refused, match="asks for no second person"):
        second_request(alone, reason="x", by=other)


@pytest.mark.rule("E3")
@pytest.mark.parametrize("role", ["cashier", "auditor", "area_manager", "head_office", "administrator"])
def test_other_roles_decide_nothing(division, person, role):
    request = asked(division)
    for attempt, told in ((confirm_request, {"reason": "x"}), (refuse_request, WHY | NOTHING)):
        with pytest.raises(NotPermitted):
            attempt(request, by=person(role), **told)


@pytest.mark.rule("E3")
@pytest.mark.django_db(transaction=True)
def test_nobody_who_confirmed_releases(division, clerk, dro):
    request = accepted(asked(division), by=None)
    confirmer, other = User.objects.get(pk=request.confirmed_by_id), somebody(division, "dro")
    with as_it_were("registers_accessrequest", request.pk, status="checked"):
        checked, release = again(request), ACCESS_REQUEST.moves["release"]
        found = [reason for objection in release.unless if (reason := objection(checked, confirmer))]
        assert any("You confirmed the entitlement" in reason for reason in found)
        found = [str(objection(checked, other)) for objection in release.unless]
        assert not any("You confirmed" in reason for reason in found)


@pytest.mark.rule("E3b", "E3c", "E9")
def test_a_refusal_is_a_decision_a_line_of_the_register_of_supplies_and_a_letter(division, clerk):
    request = asked(division, "PUBLIC", items=[item("FULL"), item("MARKED")])
    request = refuse_request(request, **WHY, access=False, use=True, by=clerk)
    decision = request.decisions.get()
    assert (request.status, decision.step, decision.access, decision.use) == (
        S.REFUSED,
        "refuse",
        False,
        True,
    )
    lines = Supply.objects.filter(kind="refusal", subject=request.reference)
    assert {line.product for line in lines} == {"Full register", "Marked register and marked lists"}
    assert {(line.name, line.by) for line in lines} == {("Vera Testperson", clerk)}
    words, reader = read(request, "registers_refusal")
    for said in (
        request.reference, "Full register, data, the whole", "You may not have it.", WHY["failed"], WHY["reason"], WHY["open_instead"],
        "reg 94(3)", "Vera Testperson", "1 Pretend Street", "Electoral office, Gold", "Page 1 of 1",
    ):  # fmt: skip
        assert said in words, said
    assert "{" not in words
    assert b"pdfuaid" in reader.trailer["/Root"]["/Metadata"].get_data()


def read(request, kind):
    """The words of the one paper of that kind, and its reader."""
    work_off()
    document = Document.objects.get(subject=request.reference, kind=kind)
    assert document.status == "kept", Job.objects.filter(document=document).values_list("error")
    with open_document(document) as file:
        reader = PdfReader(io.BytesIO(file.read()))
    return " ".join(" ".join(page.extract_text() for page in reader.pages).split()), reader


@pytest.mark.rule("E3b")
def test_a_refusal_says_what_failed_and_refuses_something(division, clerk):
    request = asked(division, "PUBLIC")
    for wrong, sentence in (
        ({"failed": " "}, "which condition"), ({"reason": ""}, "Write why"), ({"access": True, "use": True}, "Say what is refused"),
    ):  # fmt: skip
        with pytest.raises(Refused, match=sentence):
            refuse_request(request, **(WHY | NOTHING | wrong), by=clerk)
    assert (Decision.objects.count(), Supply.objects.count(), Document.objects.count()) == (0, 0, 0)


@pytest.mark.rule("E3b", "E6")
def test_refused_at_any_step_it_ends_and_its_invoice_with_it(division, clerk):
    steps = (
        asked,
        lambda d, **m: confirmed(asked(d, **m)),
        lambda d, **m: quoted(asked(d, **m)),
        lambda d, **m: accepted(asked(d, **m)),
    )
    for number, step in enumerate(steps):
        request = refuse_request(
            step(division, name=f"Number {number} Testperson"), **WHY, **NOTHING, by=clerk
        )
        assert request.status == S.REFUSED
        with pytest.raises(WrongState):
            refuse_request(request, **WHY, **NOTHING, by=clerk)
    assert set(Fee.objects.values_list("status", flat=True)) == {"cancelled"}


def test_what_somebody_typed_is_text_and_no_markup_and_no_blank(division, clerk):
    request = asked(division, "PUBLIC", purpose_note="<b>bold</b> {reason}")
    refuse_request(request, **(WHY | {"reason": "One\n\ntwo {basis} <i>three</i>"}), **NOTHING, by=clerk)
    words, _ = read(request, "registers_refusal")
    assert "<b>bold</b> {reason}" in words
    assert "One two {basis} <i>three</i>" in words


def test_the_wording_with_which_an_office_begins_can_be_filled(db):
    body = Wording.objects.get(kind="registers_refusal").body
    assert faults(KINDS["registers_refusal"], body) == []


@pytest.mark.rule("E3")
@pytest.mark.django_db(transaction=True)
def test_of_two_who_confirm_at_the_same_time_one_does(division):
    request = asked(in_england(division), "CANDIDATE")
    people = [somebody(division, "clerk"), somebody(division, "dro")]
    seen_evidence(request, people[0])
    start, said = threading.Barrier(2), []

    def confirm(who):
        try:
            mine, person = AccessRequest.objects.get(pk=request.pk), User.objects.get(pk=who)
            start.wait(timeout=20)
            said.append(confirm_request(mine, reason="x", by=person).status)
        except WrongState as refusal:
            said.append(str(refusal))
        finally:
            connection.close()

    threads = [threading.Thread(target=confirm, args=[person.pk]) for person in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert sorted(said) == ["It is entitlement confirmed.", "confirmed"]
    assert Decision.objects.count() == 1
