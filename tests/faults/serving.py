"""The web as in production, over real sockets: a server of the test's own, and one who takes a file from it."""

import http.client
import os
import re
import signal
import socket
import struct
import subprocess
import sys
from urllib.parse import urlencode

from django.conf import settings
from django.db import connection

from tests.registers.asking import asked
from tests.registers.copies import released
from tests.workers import until

SIZE = 12_000_000  # more than what the network between two programs holds by itself
PATH = "/registers/download/"


class Server:
    """The web server as in production, on the test's database and in the test's folder.

    `environment` adds to its own: with GUNICORN_CMD_ARGS a test may set what production does not.
    """

    def __init__(self, folder, **environment):
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
            "UPLOAD_TEMP_FOLDER": str(folder),
            **environment,
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
        try:
            until(lambda: "Booting worker" in self.log.read_text(), "the server is up")
            until(lambda: self.ask("GET", PATH).status == 200, "the server answers")
        except BaseException:
            self.stop()
            raise

    def ask(self, method, path, body=None, **headers):
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            line.request(method, path, body, headers)
            return line.getresponse()
        except ConnectionError:
            return http.client.HTTPResponse(socket.socket())

    def stop(self):
        os.killpg(self.process.pid, signal.SIGTERM)
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            raise


def made_link(division, server, settings):
    """A release by link whose file lies where the server looks; its `token_told` and the applicant's `word`."""
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
