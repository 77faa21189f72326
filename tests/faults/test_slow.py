"""Receivers who are slow, who stop, and senders who stop: against a real server and real sockets (E7)."""

import socket
import threading
import time

import pytest

from registers.models import Release
from tests.faults.serving import PATH, SIZE, Server, begin, made_link, outcomes, read
from tests.workers import until

pytestmark = pytest.mark.django_db(transaction=True)
TIMEOUT = (
    4  # seconds: what production has as 60; a connection that its other end leaves open takes two of them
)
STALLED = 1  # and as 30


@pytest.fixture(scope="module")
def server(django_db_setup, tmp_path_factory):
    """One thread in each of two processes: whoever is held up shows at once."""
    server = Server(
        tmp_path_factory.mktemp("slow"), WEB_CONCURRENCY="2", WEB_THREADS="1", STALLED_SECONDS=str(STALLED),
        GUNICORN_CMD_ARGS=f"--timeout {TIMEOUT}",
    )  # fmt: skip
    yield server
    server.stop()


@pytest.fixture
def link(division, server, settings):
    return made_link(division, server, settings)


def read_slowly(line, first, size, seconds):
    """Takes a little all the time, so that the whole takes so many seconds; (bytes, seconds that it took)."""
    began, got = time.monotonic(), len(first)
    while piece := line.recv(65536):
        got += len(piece)
        time.sleep(max(0, seconds * got / size - (time.monotonic() - began)))
    return got, time.monotonic() - began


def was_killed(server):
    return "TIMEOUT" in server.log.read_text()


@pytest.mark.rule("E7")
def test_a_receiver_slower_than_the_time_of_a_worker_gets_the_whole_file(server, link):
    line, status, _, first = begin(server, link)
    assert status == 200
    got, took = read_slowly(line, first, link.size, 1.5 * TIMEOUT)
    line.close()
    assert (got, took > 1.3 * TIMEOUT) == (link.size, True)
    assert Release.objects.get(pk=link.pk).status == "handed_over"
    assert outcomes(link) == ["began", "completed"]
    assert not was_killed(server)


@pytest.mark.rule("E7")
def test_a_receiver_who_stops_is_let_go_and_written_down_and_may_try_again(server, link):
    line, status, _, first = begin(server, link)
    assert status == 200
    read(line, first, upto=link.size // 4)
    until(lambda: "broken off" in outcomes(link), "who takes nothing is let go", seconds=STALLED + 10)
    assert link.tries.get(outcome="broken off").sent < link.size
    assert Release.objects.get(pk=link.pk).sending_until is None
    line.close()
    again, status, _, first = begin(server, link)
    assert (status, read(again, first)) == (200, link.size)
    again.close()
    assert outcomes(link) == ["began", "broken off", "began", "completed"]
    assert not was_killed(server)


def test_a_process_that_is_busy_sending_leaves_the_next_visitor_to_another(server, link):
    line, status, _, first = begin(server, link)
    assert status == 200
    slow = threading.Thread(target=read_slowly, args=(line, first, link.size, TIMEOUT))
    slow.start()
    for _ in range(12):
        assert server.ask("GET", PATH).status == 200
    assert outcomes(link) == ["began"]
    slow.join()
    line.close()


@pytest.mark.parametrize(
    "begun", [b"", b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Long: ",
              b"POST /account/login/ HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/x-www-form-urlencoded\r\n"
              b"Cookie: csrftoken=" + b"a" * 32 + b"\r\nContent-Length: 500\r\n\r\nlogin="],
    ids=["nothing", "half a head", "half a form"],
)  # fmt: skip
def test_whoever_begins_to_send_and_stops_holds_no_thread(server, begun):
    lines = [socket.create_connection(("127.0.0.1", server.port), timeout=20) for _ in range(2)]
    for line in lines:
        line.sendall(begun)
    began = time.monotonic()
    assert server.ask("GET", PATH).status == 200
    for line in lines:
        while line.recv(65536):
            pass
        line.close()
    assert time.monotonic() - began < 15


def test_a_file_for_whoever_stops_reading_holds_no_thread(server):
    """The server's own way of sending files waits for them without end."""
    (server.folder / "vendor").mkdir()
    with (server.folder / "vendor" / "large.bin").open("wb") as large:
        large.truncate(SIZE)
    lines = []
    for _ in range(2):
        line = socket.socket()
        line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        line.connect(("127.0.0.1", server.port))
        line.sendall(b"GET /static/vendor/large.bin HTTP/1.0\r\nHost: 127.0.0.1\r\n\r\n")
        assert line.recv(12) == b"HTTP/1.0 200"
        lines.append(line)
    assert server.ask("GET", PATH).status == 200
    for line in lines:
        line.close()
