"""The second person sees the evidence itself, so it stays until they have decided (E3)."""

import io

import pytest

from electoral.office.refusals import Refused
from registers.actions.decision import confirm_request, refuse_request, second_request
from registers.actions.evidence import destroy_evidence, give_evidence, open_evidence, see_evidence
from registers.actions.request import reopen_request
from tests.registers.asking import again, asked
from tests.registers.papers import PDF

pytestmark = [pytest.mark.django_db, pytest.mark.rule("E3")]

RESTS = "is not made by all whom it needs"


@pytest.fixture
def office(division, person):
    division.clerk, division.dro = person("clerk"), person("dro")
    return division


@pytest.fixture
def shown(office):
    """A request whose rows ask for a second person, with a file that a clerk found right; confirmed by them."""
    request = asked(office, "CRA")
    request.file = given(request, office.clerk)
    confirm_request(request, reason="It shows it.", by=office.clerk)
    return request


def given(request, clerk, code="cra_permission", *, satisfies=True):
    evidence = give_evidence(request, code=code, title="Permission", file=io.BytesIO(PDF), by=clerk)
    open_evidence(evidence, by=clerk).close()
    return see_evidence(evidence, satisfies=satisfies, by=clerk)


def seconded(request, office):
    return second_request(again(request), reason="I find the same.", by=office.dro)


def test_a_file_on_which_a_verdict_rests_is_not_destroyed_before_both_have_decided(office, shown):
    with pytest.raises(Refused, match=RESTS):
        destroy_evidence(shown.file, by=office.clerk)
    open_evidence(shown.file, by=office.dro).close()
    seconded(shown, office)
    assert destroy_evidence(shown.file, by=office.clerk).destroyed_at


def test_nor_before_the_first_has_decided_nor_when_the_decision_is_opened_again(office):
    request = asked(office, "CRA")
    file = given(request, office.clerk)
    with pytest.raises(Refused, match=RESTS):
        destroy_evidence(file, by=office.clerk)
    confirm_request(again(request), reason="It shows it.", by=office.clerk)
    reopen_request(again(request), why="A doubt.", by=office.clerk)
    with pytest.raises(Refused, match=RESTS):
        destroy_evidence(file, by=office.clerk)


def test_what_nobody_asked_for_or_looked_at_or_is_refused_goes_at_once(office):
    request = asked(office, "CRA")
    unasked = given(request, office.clerk, code="other")
    unseen = give_evidence(
        request, code="cra_permission", title="Another's passport", file=io.BytesIO(PDF), by=office.clerk
    )
    seen = given(request, office.clerk, satisfies=False)
    for file in (unasked, unseen):
        assert destroy_evidence(file, by=office.clerk).destroyed_at
    with pytest.raises(Refused, match=RESTS):
        destroy_evidence(seen, by=office.clerk)
    refuse_request(
        again(request), failed="Other grounds.", reason="x", open_instead="", access=False, use=False, by=office.dro
    )  # fmt: skip
    assert destroy_evidence(seen, by=office.clerk).destroyed_at


def test_the_second_person_opens_each_file_first_and_reads_so_on_the_button(office, shown, signed_in):
    another = given(shown, office.clerk, code="other")
    with pytest.raises(Refused, match="Open each file"):
        seconded(shown, office)
    open_evidence(shown.file, by=office.dro).close()
    with pytest.raises(Refused, match="Open each file"):
        seconded(shown, office)
    assert "Open each file of the evidence first" in signed_in("dro").get(shown.get_absolute_url()).text
    open_evidence(another, by=office.dro).close()
    assert seconded(shown, office).seconded_by == office.dro


def test_what_was_destroyed_before_the_second_person_saw_it_is_sent_once_more(office, shown):
    """As when a decision of two is opened again after its evidence was destroyed, and another officer serves by then."""
    type(shown.file).objects.filter(pk=shown.file.pk).update(destroyed_at=shown.received_at)
    with pytest.raises(Refused, match="destroyed before you saw it"):
        seconded(shown, office)
    newer = given(shown, office.clerk)
    open_evidence(newer, by=office.dro).close()
    assert seconded(shown, office).seconded_by == office.dro


def test_a_paper_shown_at_the_counter_has_no_file_to_open(office):
    request = asked(office, "CRA")
    paper = give_evidence(request, code="cra_permission", title="Permission", by=office.clerk)
    see_evidence(paper, satisfies=True, by=office.clerk)
    confirm_request(again(request), reason="It shows it.", by=office.clerk)
    assert seconded(request, office).seconded_by == office.dro
