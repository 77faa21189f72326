"""The link of a release: at most one complete download, by the right person, each try written down (E7, E9)."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from electoral.papers.store import name_of, papers
from electoral.protected.actions import exclude_residence, protect_elector
from registers.actions.download import Caller, begin_download
from registers.actions.release import take_back
from registers.models import Release
from registers.rules.release import PIECE, SENDING_SECONDS, TRIES
from tests.factories import ResidenceFactory
from tests.registers.asking import again, asked
from tests.registers.copies import released

URL = "/registers/download/"


@pytest.fixture
def link(division):
    """A release by link of a file of several pieces; its `token` and the applicant's `word`."""
    release, token, _ = released(asked(division, "CANDIDATE"), size=5 * PIECE)
    release.token_told, release.word = token, release.request.word
    return release


def typed(link, /, **other):
    return {"link": link.token_told, "reference": link.request.reference, "word": link.word} | other


def caller(link, **other):
    return Caller(
        "POST", "192.0.2.7", "a browser", **({"reference": link.request.reference, "word": link.word} | other)
    )


def outcomes(link):
    return list(link.tries.order_by("pk").values_list("outcome", flat=True))


def status(link):
    link.refresh_from_db()
    return link.status


def bytes_of(response):
    return b"".join(response.streaming_content)


@pytest.mark.rule("E7")
def test_the_right_person_takes_the_whole_file_once(client, link):
    with papers().open(name_of(link.sha256, ".zip")) as file:
        whole = file.read()
    response = client.post(URL, typed(link))
    assert response.status_code == 200
    assert bytes_of(response) == whole
    assert response["Content-Length"] == str(len(whole))
    assert response["Accept-Ranges"] == "none"
    assert "no-store" in response["Cache-Control"]
    assert status(link) == "handed_over"
    assert again(link.request).status == "received"
    assert (link.handed_over_at is not None, link.handed_to, link.sending_until) == (
        True,
        "Vera Testperson",
        None,
    )
    assert outcomes(link) == ["began", "completed"]
    assert client.post(URL, typed(link)).status_code == 404
    assert outcomes(link)[-1] == "refused: handed over"


@pytest.mark.rule("E7")
def test_looking_at_the_link_uses_nothing_up(client, link):
    """Mail filters look at every address, some of them twice, some with HEAD."""
    for method in ("get", "head", "get", "head"):
        response = getattr(client, method)(
            URL, {"link": link.token_told}, headers={"User-Agent": "MailFilter/1\x07"}
        )
        assert response.status_code == 200
        assert not response.streaming
    assert status(link) == "open"
    assert list(link.tries.values_list("method", "outcome", "agent").distinct().order_by("method")) == [
        ("GET", "looked at the link", "MailFilter/1"), ("HEAD", "looked at the link", "MailFilter/1"),
    ]  # fmt: skip
    assert bytes_of(client.post(URL, typed(link)))


def test_the_page_of_a_link_is_the_same_whether_there_is_one_or_not(client, link):
    real = client.get(URL, {"link": link.token_told}).content.decode()
    made_up = client.get(URL, {"link": "x" * 43}).content.decode()
    bare = real.replace(link.token_told, "LINK"), made_up.replace("x" * 43, "LINK")
    assert without_csrf(bare[0]) == without_csrf(bare[1])


def without_csrf(text):
    return re.sub(r'(csrfmiddlewaretoken" value|X-CSRFToken": )[^>]*', "", text)


@pytest.mark.rule("E7")
def test_whoever_may_not_have_it_is_told_the_same_for_every_cause(client, link, division, person):
    """Wrong word, wrong reference, somebody else's word, unknown link, ended, protected since, under way, gone."""
    other = asked(division, "CANDIDATE")
    answers = [
        client.post(URL, typed(link, **wrong))
        for wrong in (
            {"word": "0000-0000-0000-0000"}, {"word": ""}, {"reference": ""}, {"reference": other.reference},
            {"reference": other.reference, "word": other.word}, {"word": other.word}, {"link": "x" * 43}, {"link": ""},
            {"link": "x" * 100_000}, {"word": "\x00' OR 1=1"},
        )
    ]  # fmt: skip
    sending = begin_download(link.token_told, caller=caller(link))
    answers.append(client.post(URL, typed(link)))  # under way
    sending.close()
    Release.objects.filter(pk=link.pk).update(expires_at=timezone.now())
    answers.append(client.post(URL, typed(link)))  # ran out
    Release.objects.filter(pk=link.pk).update(expires_at=timezone.now() + timedelta(days=1))
    protect_elector(link.division, "GE999", kind="silent", by=person("dro"))
    answers.append(client.post(URL, typed(link)))  # shows who is protected since
    take_back(link, why="Wrong address.", by=link.released_by)
    answers.append(client.post(URL, typed(link)))  # withdrawn
    assert {answer.status_code for answer in answers} == {404}
    assert len({without_csrf(answer.content.decode()) for answer in answers}) == 1
    assert "completed" not in outcomes(link)


@pytest.mark.rule("E9")
def test_each_try_is_written_down_with_who_from_where_and_why_not(client, link):
    client.post(
        URL,
        typed(link, word="0000-0000-0000-0000"),
        REMOTE_ADDR="192.0.2.9",
        headers={"User-Agent": "B" * 500},
    )
    found = link.tries.get()
    assert (found.outcome, found.address, found.agent, found.method, found.sent) == (
        "refused: not the right person", "192.0.2.9", "B" * 200, "POST", 0,
    )  # fmt: skip


@pytest.mark.rule("E7")
def test_the_browser_that_follows_the_request_is_asked_nothing_again(client, link):
    session = client.session
    session["registers_open"] = link.request.reference
    session.save()
    page = client.get(URL, {"link": link.token_told}).content.decode()
    assert 'name="word"' not in page
    assert bytes_of(client.post(URL, {"link": link.token_told}))
    assert status(link) == "handed_over"


def test_a_browser_that_follows_another_request_opens_nothing(client, link, division):
    session = client.session
    session["registers_open"] = asked(division, "CANDIDATE").reference
    session.save()
    assert 'name="word"' in client.get(URL, {"link": link.token_told}).content.decode()
    assert client.post(URL, {"link": link.token_told}).status_code == 404


@pytest.mark.rule("E7")
def test_broken_off_at_half_the_link_is_free_again_and_the_try_is_kept(link):
    sending = begin_download(link.token_told, caller=caller(link))
    next(sending), next(sending)
    assert begin_download(link.token_told, caller=caller(link)) is None
    sending.close()
    assert outcomes(link) == ["began", "refused: another download is under way", "broken off"]
    assert link.tries.latest("pk").sent == 2 * PIECE
    assert status(link) == "open"
    assert len(b"".join(begin_download(link.token_told, caller=caller(link)))) == link.size
    assert status(link) == "handed_over"


@pytest.mark.rule("E7")
def test_after_so_many_broken_off_the_link_gives_nothing(link):
    from electoral.office.actions import operator
    from registers.actions.release import expire_due_releases

    for _ in range(TRIES):
        begin_download(link.token_told, caller=caller(link)).close()
    assert begin_download(link.token_told, caller=caller(link)) is None
    assert expire_due_releases(by=operator()) == 1
    assert status(link) == "expired"


def test_the_last_try_that_is_allowed_may_succeed(link):
    for _ in range(TRIES - 1):
        begin_download(link.token_told, caller=caller(link)).close()
    assert len(b"".join(begin_download(link.token_told, caller=caller(link)))) == link.size
    assert status(link) == "handed_over"


@pytest.mark.rule("E7")
def test_completion_is_written_before_the_last_piece_leaves(link):
    """Whatever becomes of the last piece, nobody gets a second file."""
    sending = begin_download(link.token_told, caller=caller(link))
    sent = 0
    for piece in sending:
        sent += len(piece)
        if sent == link.size:
            break
        assert status(link) == "open"
    sending.close()
    assert status(link) == "handed_over"
    assert outcomes(link) == ["began", "completed"]


def test_a_link_whose_sender_died_is_free_again_when_its_time_is_over(link):
    begin_download(link.token_told, caller=caller(link))
    assert begin_download(link.token_told, caller=caller(link)) is None
    Release.objects.filter(pk=link.pk).update(sending_until=timezone.now() - timedelta(seconds=1))
    assert begin_download(link.token_told, caller=caller(link))


def test_a_sender_that_lost_the_link_sends_no_more(link):
    """Its time ran out while it slept, and somebody else has the link: of the two one completes."""
    slow = begin_download(link.token_told, caller=caller(link))
    next(slow)
    Release.objects.filter(pk=link.pk).update(sending_until=timezone.now() - timedelta(seconds=1))
    quick = begin_download(link.token_told, caller=caller(link))
    rest = b"".join(slow)
    assert len(rest) < link.size - PIECE
    assert len(b"".join(quick)) == link.size
    assert outcomes(link).count("completed") == 1


def test_a_slow_download_keeps_the_link_while_it_goes_on(link, time_machine_on):
    sending = begin_download(link.token_told, caller=caller(link))
    next(sending)
    for _ in range(3):
        time_machine_on.shift(SENDING_SECONDS * 0.75)
        next(sending)
    assert begin_download(link.token_told, caller=caller(link)) is None
    assert b"".join(sending)
    assert status(link) == "handed_over"


@pytest.fixture
def time_machine_on():
    import time_machine

    with time_machine.travel(timezone.now(), tick=True) as clock:
        yield clock


@pytest.mark.rule("E7")
def test_taken_back_in_the_middle_the_rest_is_not_sent(link):
    sending = begin_download(link.token_told, caller=caller(link))
    next(sending)
    take_back(link, why="Wrong address.", by=link.released_by)
    rest = b"".join(sending)
    assert len(rest) < link.size - PIECE
    assert outcomes(link)[-1] == "broken off here: the release has ended"
    assert "completed" not in outcomes(link)


@pytest.mark.rule("E7")
@pytest.mark.parametrize("cause", ["protect", "exclude"])
def test_who_is_protected_in_the_middle_ends_it(link, person, cause):
    """The same for a residence that is only left out of the visits: the end of a link tells nothing (6.1b)."""
    sending = begin_download(link.token_told, caller=caller(link))
    next(sending)
    dro = person("dro")
    if cause == "protect":
        protect_elector(link.division, "GE999", kind="silent", by=dro)
    else:
        home = ResidenceFactory(street__locality__division=link.division)
        exclude_residence(link.division, home.pk, by=dro, reason="a dog")
    assert len(b"".join(sending)) < link.size - PIECE
    assert status(link) == "open"
    assert "completed" not in outcomes(link)


def test_a_range_is_not_given(client, link):
    response = client.post(URL, typed(link), headers={"Range": "bytes=0-99"})
    assert response.status_code == 200
    assert len(bytes_of(response)) == link.size
    assert "Content-Range" not in response


@pytest.mark.parametrize("method", ["put", "delete", "patch", "options"])
def test_other_methods_give_nothing(client, link, method):
    assert getattr(client, method)(URL).status_code == 405


def test_the_address_of_the_page_holds_the_link_where_no_log_has_it(link):
    """Servers write the path of an address to their log, and not what stands behind the question mark."""
    assert reverse("portal:download") == URL


def test_without_the_mark_of_our_own_form_nothing_is_sent(link):
    from django.test import Client

    assert Client(enforce_csrf_checks=True).post(URL, typed(link)).status_code == 403
    assert status(link) == "open"
