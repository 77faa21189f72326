"""Bytes lie under their sha256, whole or not at all."""

import hashlib
import os

import pytest
from django.core.files.storage import storages

from electoral.office.refusals import Refused
from electoral.papers.actions import open_document
from electoral.papers.models import Document
from electoral.papers.store import name_of


def made(content: bytes):
    path = storages["papers"].room_for_work()
    path.write_bytes(content)
    return path


def test_a_file_is_kept_under_its_sha256_and_is_the_offices_alone():
    path = made(b"a paper")
    sha256 = storages["papers"].keep(path, ".pdf")
    assert sha256 == hashlib.sha256(b"a paper").hexdigest()
    with storages["papers"].open(name_of(sha256, ".pdf")) as file:
        assert file.read() == b"a paper"
    kept = storages["papers"].path(name_of(sha256, ".pdf"))
    assert oct(os.stat(kept).st_mode & 0o777) == "0o600"
    assert not path.exists()


def test_the_same_bytes_twice_are_one_file():
    first, second = (storages["papers"].keep(made(b"same"), ".pdf") for _ in range(2))
    assert first == second


def test_a_paper_that_is_not_made_is_not_opened(division):
    document = Document.objects.create(division=division, kind="x", subject="W", title="x", file_name="x.pdf")
    with pytest.raises(Refused, match="not on file"):
        open_document(document)


def test_a_paper_whose_file_is_lost_is_not_opened(division):
    document = Document.objects.create(division=division, kind="x", subject="W", title="x", file_name="x.pdf")
    document.sha256 = "a" * 64
    with pytest.raises(Refused, match="not on file"):
        open_document(document)
