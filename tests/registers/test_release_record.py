"""The record of anonymous entries passes through the officer's hands alone, with one officer in the office (E7b)."""

import pytest

from electoral.office.refusals import Refused
from electoral.protected.actions import protect_elector
from registers.actions.copy import check_copy, order_copy
from registers.actions.release import fetch_release, hand_over, release_copy
from registers.models import AccessRequest, Release
from registers.waiting.release import waiting_for
from registers.waiting.request import next_step
from tests.conftest import make_person
from tests.page import Page
from tests.registers.asking import again, asked, paid
from tests.registers.copies import checked, released
from tests.registers.editions import sealed
from tests.steps import load_golden, work_off

ALONE = "given out by the Divisional Returning Officer alone"
HOW = {"way": "collection", "key_way": "telephone"}


@pytest.fixture
def wanted(division):
    return asked(division, "POLICE", ["ANON"])


def text_of(answer):
    return " ".join(Page(answer.content.decode()).text.split())


def count_of(user, label):
    return next(queue["count"] for queue in waiting_for(user) if queue["label"] == label)


@pytest.mark.rule("E7b")
def test_a_clerk_does_not_release_the_record_and_reads_why_on_the_button(wanted, signed_in):
    request, client = checked(wanted), signed_in("clerk")
    with pytest.raises(Refused, match=ALONE):
        release_copy(request, **HOW, by=client.user)
    assert ALONE in text_of(client.get(request.get_absolute_url()))
    answer = client.post(f"{request.get_absolute_url()}release/", HOW, follow=True)
    assert ALONE in text_of(answer)
    assert not Release.objects.exists()


@pytest.mark.rule("E7b")
def test_a_clerk_neither_fetches_nor_hands_over_the_record(wanted, signed_in):
    release, _, _ = released(wanted, **HOW)
    client = signed_in("clerk")
    with pytest.raises(Refused, match=ALONE):
        fetch_release(release, by=client.user)
    with pytest.raises(Refused, match=ALONE):
        hand_over(release, handed_to="Sam Specimen, warrant card", by=client.user)
    page = text_of(client.get(release.get_absolute_url()))
    assert page.count(ALONE) == 2
    assert not client.get(f"{release.get_absolute_url()}file/", follow=True).streaming
    assert release.released_by.may("protected_look", release.division)
    fetch_release(release, by=release.released_by)().close()
    assert hand_over(release, handed_to="Sam Specimen, warrant card", by=release.released_by).handed_over_at


@pytest.mark.rule("E7b")
def test_the_record_waits_for_the_officer_and_for_no_clerk(wanted):
    request = checked(wanted)
    clerk, officer = make_person("clerk", request.division), make_person("dro", request.division)
    assert [count_of(who, "Copies to release") for who in (clerk, officer)] == [0, 1]
    step = next_step(AccessRequest.objects.with_owing().get(pk=request.pk))
    assert [str(who) in step.people for who in (clerk, officer)] == [False, True]
    released(request, **HOW, by=officer)
    assert [count_of(who, "Releases to hand over") for who in (clerk, officer)] == [0, 1]


@pytest.mark.rule("E3", "E7b")
def test_one_officer_seconds_prepares_and_releases_what_two_clerks_confirm_and_check(division, person):
    officer = person("dro")
    load_golden(division, officer)
    sealed(division, officer)
    protect_elector(division, "GE001", kind="anonymous", by=officer)
    request = paid(asked(division, "POLICE", ["ANON"]), second=officer)
    order_copy(request, by=officer)
    work_off()
    check_copy(again(request), by=make_person("clerk", division))
    release_copy(again(request), **HOW, by=officer)
    assert again(request).status == "released"
