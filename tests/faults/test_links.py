"""The link of a release against a real server and real sockets: broken off, two at once, HEAD, Range, shared (issue 4, Show 5)."""

import threading

import pytest

from registers.models import Release
from tests.faults.serving import PATH, SIZE, Server, begin, hang_up, made_link, outcomes, read
from tests.registers.asking import asked
from tests.workers import until

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(scope="module")
def server(django_db_setup, tmp_path_factory):
    server = Server(tmp_path_factory.mktemp("server"))
    yield server
    server.stop()


@pytest.fixture
def link(division, server, settings):
    return made_link(division, server, settings)


@pytest.mark.rule("E7")
def test_broken_off_at_half_it_is_taken_again_and_then_never_more(server, link):
    line, status, _, first = begin(server, link)
    assert status == 200
    read(line, first, upto=SIZE // 2)
    assert begin(server, link)[1] == 404  # while the first one runs
    hang_up(line)
    until(lambda: "broken off" in outcomes(link), "the try that broke off is written down")
    half = link.tries.get(outcome="broken off")
    assert SIZE // 2 <= half.sent < link.size
    line, status, head, first = begin(server, link)
    assert status == 200
    assert read(line, first) == link.size
    assert f"Content-Length: {link.size}" in head
    assert Release.objects.get(pk=link.pk).status == "handed_over"
    assert begin(server, link)[1] == 404
    assert outcomes(link).count("completed") == 1
    assert link.token_told not in server.log.read_text()


@pytest.mark.rule("E7")
def test_of_many_at_once_one_gets_the_file(server, link):
    taken = []

    def take():
        line, status, _, first = begin(server, link)
        taken.append((status, read(line, first)))

    people = [threading.Thread(target=take) for _ in range(8)]
    [one.start() for one in people]
    [one.join() for one in people]
    assert sorted(status for status, _ in taken) == [200, *[404] * 7]
    assert [size for status, size in taken if status == 200] == [link.size]
    assert outcomes(link).count("began") == outcomes(link).count("completed") == 1


@pytest.mark.rule("E7")
def test_head_range_a_mail_filter_and_somebody_else_use_nothing_up(server, link):
    for method in ("HEAD", "GET"):
        page = server.ask(method, f"{PATH}?link={link.token_told}", Range="bytes=0-10")
        assert page.status == 200
        assert "Accept-Ranges" not in page.headers
    assert begin(server, link, word="0000-0000-0000-0000")[1] == 404
    assert begin(server, link, reference=asked(link.division, "CANDIDATE").reference)[1] == 404
    assert Release.objects.get(pk=link.pk).status == "open"
    line, status, head, first = begin(server, link, head="Range: bytes=100-199\r\n")
    assert status == 200
    assert "Accept-Ranges: none" in head
    assert read(line, first) == link.size
    assert link.tries.filter(outcome="looked at the link").count() >= 2
