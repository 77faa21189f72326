"""What is larger than its place takes is refused before it is read, over real sockets: announced, with a lie, without a size."""

import socket

import pytest
from django import forms
from django.urls import get_resolver, reverse

from tests.faults.serving import Server
from tests.registers.asking import asked
from tests.registers.at_the_portal import come_back
from tests.workers import until

pytestmark = pytest.mark.django_db(transaction=True)
MB = 1024 * 1024
ON_THE_WAY = 12 * MB  # what the network between two programs may hold of what nobody read
EVIDENCE = "/registers/follow/request/evidence/"
START = b'--edge\r\nContent-Disposition: form-data; name="file"; filename="a.pdf"\r\n\r\n'
PLACES = [(EVIDENCE, "10.0 MB"), ("/payments/statements/new/", "5.0 MB"), ("/roll/GOLD/loads/", "256.0 MB")]
ELSEWHERE = [("/registers/question/", "2.5 MB"), ("/account/login/", "2.5 MB"), ("/api/requests/", "2.5 MB")]


@pytest.fixture(scope="module")
def server(django_db_setup, tmp_path_factory):
    server = Server(tmp_path_factory.mktemp("uploads"), WEB_CONCURRENCY="1", STALLED_SECONDS="2")
    yield server
    server.stop()


def send(server, path, *size: str, upto=400 * MB):
    """Sends a file until the server wants no more of it: (status, page, bytes sent)."""
    line = socket.create_connection(("127.0.0.1", server.port), timeout=30)
    head = [f"POST {path} HTTP/1.1", f"Host: 127.0.0.1:{server.port}", f"Cookie: csrftoken={'a' * 32}", *size,
            "Content-Type: multipart/form-data; boundary=edge"]  # fmt: skip
    sent, piece = 0, b"x" * MB
    try:
        line.sendall("\r\n".join([*head, "", ""]).encode() + START)
        while sent < upto:
            sent += line.send(piece)
    except OSError:
        pass  # it closed the door; what it said stands in the line
    page = b""
    try:
        while got := line.recv(65536):
            page += got
    except OSError:
        pass
    line.close()
    return int(page.split()[1]), page.decode().replace("\xa0", " ").replace("\\u00a0", " "), sent


def left_behind(server):
    return list(server.folder.glob("*.upload*"))


@pytest.mark.parametrize(("path", "limit"), PLACES + ELSEWHERE)
def test_an_announced_size_above_the_limit_is_refused_before_a_byte_is_read(server, path, limit):
    status, page, sent = send(server, path, f"Content-Length: {300 * MB}")
    assert status == 413
    assert f"At most {limit} can be sent here." in page
    assert sent < ON_THE_WAY
    assert not left_behind(server)


def test_who_announces_less_than_comes_is_read_to_what_was_announced(server):
    status, _, sent = send(server, EVIDENCE, "Content-Length: 100000")
    assert status == 403
    assert sent < ON_THE_WAY
    assert not left_behind(server)


def test_what_comes_without_a_size_is_refused_unread(server):
    status, page, sent = send(server, EVIDENCE, "Transfer-Encoding: chunked")
    assert status == 411
    assert "did not say how large it is" in page
    assert sent < ON_THE_WAY
    assert not left_behind(server)


def test_what_stops_in_the_middle_is_let_go_and_not_kept(server):
    line = socket.create_connection(("127.0.0.1", server.port), timeout=30)
    head = f"POST {EVIDENCE} HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: csrftoken={'a' * 32}\r\nContent-Length: {8 * MB}\r\n"
    line.sendall(
        head.encode() + b"Content-Type: multipart/form-data; boundary=edge\r\n\r\n" + START + b"x" * 3 * MB
    )
    until(lambda: left_behind(server), "it is being taken in")
    assert b"403" in line.recv(65536)  # after two seconds without a byte
    line.close()
    until(lambda: not left_behind(server), "nothing of it is kept")


def test_two_sizes_at_once_are_refused(server):
    assert send(server, EVIDENCE, "Content-Length: 100", "Transfer-Encoding: chunked", upto=0)[0] == 400


@pytest.mark.parametrize("path", ["/payments/statements/new/", "/roll/GOLD/loads/"])
def test_a_large_file_of_nobody_who_signed_in_is_not_read(server, path):
    status, page, _ = send(server, path, f"Content-Length: {4 * MB}", upto=20 * MB)
    assert status == 302
    assert f"Location: /account/login/?next={path}" in page
    assert not left_behind(server)


def test_the_limit_of_every_place_is_the_one_of_its_form(settings):
    from payments.forms.bank import LARGEST
    from registers.rules.evidence import EVIDENCE_LIMIT
    from walks.maps.geojson import FILE_LIMIT

    limits = settings.UPLOAD_LIMITS
    assert limits["portal:evidence"] == limits["registers:evidence_add"] == EVIDENCE_LIMIT
    assert limits["payments:statement_new"] == LARGEST
    assert limits["roll:loads"] >= FILE_LIMIT
    for name in limits:
        assert reverse(name, args={"registers:evidence_add": ["R1"], "roll:loads": ["GOLD"]}.get(name))


def forms_of(parent=forms.BaseForm) -> set[type]:
    return {parent}.union(*(forms_of(one) for one in parent.__subclasses__()))


def test_every_form_that_takes_a_file_has_a_place_with_a_limit():
    get_resolver().reverse_dict  # noqa: B018  # all views, and with them all forms, are imported
    taking = {
        form.__name__
        for form in forms_of()
        if form.__module__.startswith(("electoral.", "walks.", "review.", "registers.", "payments."))
        and any(isinstance(field, forms.FileField) for field in getattr(form, "base_fields", {}).values())
    }
    assert taking == {"EvidenceForm", "EvidenceUpload", "LoadForm", "StatementForm"}


def test_a_little_too_large_is_told_beside_the_field_and_keeps_what_was_typed(division):
    """The form itself refuses what is above its own limit and within the server's."""
    mine = asked(division, "CRA")
    outside = come_back(mine.reference, mine.word)
    page = outside.post(EVIDENCE, {"file": large(10 * MB + 1), "title": "Permission of May"})
    assert page.status_code == 200
    assert "The file is too large." in page.content.decode()
    page = outside.post(EVIDENCE, {"file": large(13 * MB), "title": "Permission of May"})
    assert page.status_code == 413
    assert "That was not done" in page.content.decode()
    assert not mine.evidence.exists()


def large(size):
    from django.core.files.uploadedfile import SimpleUploadedFile

    return SimpleUploadedFile("large.pdf", b"%PDF-1.4\n" + b"x" * size)
