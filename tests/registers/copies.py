"""Copies and releases in their later states (steps for every test of the room that needs one).

`by_hand(request)` stands in for the worker where only what happens afterwards matters; `prepared(request)` is the real one.
"""

import json
import os
import zipfile
from urllib.parse import parse_qs, urlparse

from django.utils import timezone

from electoral.papers.store import papers
from registers.actions.copy import check_copy
from registers.actions.release import release_copy
from registers.models import Copy
from registers.states import ACCESS_REQUEST
from tests.conftest import make_person
from tests.registers.asking import again, paid

PASSED = [["Entries", True, "7 in the file, in the edition and in the quotation"]]


def by_hand(request, *, by=None, size: int = 3000, checks=PASSED):
    """The request, prepared: an archive with one file of `size` bytes that cannot be packed, and its manifest."""
    word, is_paid = getattr(request, "word", ""), request.status == "accepted" and not request.why_unpaid()
    request = request if is_paid else paid(request)
    by = by or make_person("clerk", request.division)
    making = papers().room_for_work()
    with zipfile.ZipFile(making, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("register.csv", "# Copy for Vera Testperson\r\npart,number\r\n1,7\r\n")
        archive.writestr("noise.bin", os.urandom(size))
        files = [{"file": "register.csv", "entries": 1}, {"file": "noise.bin", "entries": 1}]
        archive.writestr("manifest.json", json.dumps({"files": files}))
    length = making.stat().st_size
    Copy.objects.create(
        division=request.division, request=request, round=request.round, ordered_by=by, suffix=".zip", size=length,
        sha256=papers().keep(making, ".zip"), entries=1, checks=checks, made_at=timezone.now(),
    )  # fmt: skip
    ACCESS_REQUEST.move(request, "prepare", by=by, changes={"prepared_by": by})
    request.word = word
    return again(request)


def checked(request, *, by=None, **how):
    if request.status not in ("prepared",):
        request = by_hand(request, **how)
    check_copy(request, by=by or make_person("clerk", request.division))
    return again(request)


def released(request, *, way: str = "link", key_way: str = "telephone", by=None, **how):
    """(release, token, key) of a request that is not released yet."""
    if request.status != "checked":
        request = checked(request, **how)
    of_the_record = request.items_now.filter(product="ANON").exists()
    by = by or make_person("dro" if of_the_record else "clerk", request.division)
    release, token, key = release_copy(request, way=way, key_way=key_way, by=by)
    release.request.word = request.word
    return release, token, key


def token_of(link: str) -> str:
    return parse_qs(urlparse(link).query)["link"][0]
