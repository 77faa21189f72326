"""The link of a release against a real server and real sockets: broken off, two at once, HEAD, Range, shared (issue 4, Show 5)."""

import http.client
import os
import re
import signal
import socket
import struct
import subprocess
import sys
import threading
from urllib.parse import urlencode

import pytest
from django.conf import settings
from django.db import connection

from registers.models import Release
from tests.registers.asking import asked
from tests.registers.copies import released
from tests.workers import until

pytestmark = pytest.mark.django_db(transaction=True)
SIZE = 12_000_000  # more than what the network between two programs holds by itself
PATH = "/registers/download/"


class Server:
    """The web server as in production, with four processes, on the test's database and in the test's folder."""

    def __init__(self, folder):
        url = re.sub(
            r"(//[^/]*/)[^?]*", rf"\g<1>{connection.settings_dict['NAME']}", os.environ["DATABASE_URL"]
        )
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.folder, self.log = folder, folder / "server.log"
        own = {
            "OFFICE_VAR": str(folder),
            "DATABASE_URL": url,
            "OFFICE_AS_OWNER": "0",
            "WEB_CONCURRENCY": "4",
            "DEBUG": "1",
        }
        command = [
            sys.executable,
            "-m",
            "gunicorn",
            "-c",
            "deploy/gunicorn.py",
            "-b",
            f"127.0.0.1:{self.port}",
            "electoral.wsgi",
        ]
        self.process = subprocess.Popen(
            command, env={**os.environ, **own}, cwd=settings.BASE_DIR, stdout=self.log.open("w"), stderr=subprocess.STDOUT,
            start_new_session=True,
        )  # fmt: skip
        until(lambda: "Booting worker" in self.log.read_text(), "the server is up")
        until(lambda: self.ask("GET", PATH).status == 200, "the server answers")

    def ask(self, method, path, body=None, **headers):
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            line.request(method, path, body, headers)
            return line.getresponse()
        except ConnectionError:
            return http.client.HTTPResponse(socket.socket())

    def stop(self):
        os.killpg(self.process.pid, signal.SIGTERM)
        self.process.wait(20)


@pytest.fixture(scope="module")
def server(django_db_setup, tmp_path_factory):
    server = Server(tmp_path_factory.mktemp("server"))
    yield server
    server.stop()


@pytest.fixture
def link(division, server, settings):
    """A release by link whose file lies where the server looks."""
    stores = {name: {**value} for name, value in settings.STORAGES.items()}
    stores["papers"]["OPTIONS"] = {"location": server.folder / "papers"}
    settings.STORAGES = stores
    release, token, _ = released(asked(division, "CANDIDATE"), size=SIZE)
    release.token_told, release.word = token, release.request.word
    return release


def begin(server, link, **other):
    """A socket on which the file was asked for, with the answer's head read: (socket, status, head, first bytes)."""
    page = server.ask("GET", f"{PATH}?link={link.token_told}")
    mark = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page.read().decode())[1]
    cookie = page.headers["Set-Cookie"].split(";")[0]
    extra = other.pop("head", "")
    form = {
        "link": link.token_told,
        "reference": link.request.reference,
        "word": link.word,
        "csrfmiddlewaretoken": mark,
    } | other
    body = urlencode(form)
    line = socket.create_connection(("127.0.0.1", server.port), timeout=30)
    line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 65536)
    line.sendall(
        f"POST {PATH} HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\nCookie: {cookie}\r\nContent-Type: application/x-www-form-urlencoded\r\n"
        f"{extra}Content-Length: {len(body)}\r\nConnection: close\r\n\r\n{body}".encode()
    )
    got = b""
    while b"\r\n\r\n" not in got:
        got += line.recv(65536)
    head, _, rest = got.partition(b"\r\n\r\n")
    return line, int(head.split()[1]), head.decode(), rest


def read(line, first, upto=None):
    got = len(first)
    while upto is None or got < upto:
        piece = line.recv(65536)
        if not piece:
            break
        got += len(piece)
    return got


def hang_up(line):
    line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    line.close()


def outcomes(link):
    return [
        o for o in link.tries.order_by("pk").values_list("outcome", flat=True) if not o.startswith("looked")
    ]


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
