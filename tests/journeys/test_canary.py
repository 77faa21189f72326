"""Protected electors carry unmistakable words; none is anywhere but behind the DRO's door (B04).

The control is the same division loaded as if nobody were protected: the sweep must then find them.
"""

import io
import logging
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.core.files.storage import storages
from django.db import connection
from django.test import Client
from pypdf import PdfReader

from electoral.demo.generator import make_division
from electoral.office.roles import Role
from tests.steps import load_file, work_off
from tests.workers import broker
from walks.actions import build_walks
from walks.actions.listing import order_listings, order_print_file
from walks.models import Walk

WORD = "ZQX"
WORDS = (
    f"{WORD}SURNAME",
    f"{WORD}GIVEN",
    f"{WORD} POBOX",
)  # long enough not to stand in a file or a reference by chance
PAGES = 120
NOT_FOLLOWED = re.compile(r"^(/static/|/account/logout|/admin/logout|https?:|mailto:|#)")
OF_PAPERS = re.compile("/(orders|listings|papers|paper)/")  # looked at first, before the pages run out
pytestmark = pytest.mark.django_db(transaction=True)


class Links(HTMLParser):
    def __init__(self, html: str):
        super().__init__()
        self.found: set[str] = set()
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        found = dict(attributes)
        address = found.get("href") or found.get("hx-get") or ""
        if tag in ("a", "link") or "hx-get" in found:
            self.found.add(address)


def world(division, person, tmp_path, *, protected: bool):
    """A division of some 300 electors whose protected ones carry the word; every listing and the print file made."""
    dro = person("dro")
    made = make_division(tmp_path / "files", code="GOLD", electors=300, seed=3, silent=9, tokens=True)
    load_file("addresses", made.addresses, division, dro)
    protections = made.protections if protected else b"elector_id,kind,basis,since\n"
    load_file("protections", protections, division, dro)
    assert load_file("electors", made.electors, division, dro).status == "applied"
    assert (
        load_file("electors", made.electors, division, dro).status == "applied"
    )  # named again, brought back nowhere
    build_walks(division, by=dro)
    order = order_listings(division, list(Walk.objects.filter(division=division)), by=dro)
    work_off()
    order_print_file(order, by=dro)
    work_off()


def crawl(role, person):
    """Every page that the role reaches from the front page, the search and the API, as (address, body)."""
    client = Client()
    client.force_login(person(role), backend="allauth.account.auth_backends.AuthenticationBackend")
    waiting = ["/", "/search/?q=zqx", "/walks/orders/", "/search/?q=banksia", "/api/", "/api/schema/", "/api/walks/", "/api/residences/", "/api/listings/",
               "/api/jobs/", "/admin/", "/jobs/", "/roll/", "/walks/"]  # fmt: skip
    seen = set(waiting)
    while waiting and len(seen) < PAGES:
        address = waiting.pop(0)
        response = client.get(address)
        body = b"".join(response.streaming_content) if response.streaming else response.content
        yield address, body, response
        kind = response.headers.get("Content-Type", "")
        links = Links(body.decode(errors="replace")).found if "html" in kind else set()
        if "json" in kind:
            links = set(re.findall(r'"(/[^"\s]+)"', body.decode()))
        links |= {response["Location"]} if response.has_header("Location") else set()
        for link in sorted(links - seen):
            if link.startswith("?"):
                link = address.partition("?")[0] + link
            if link.startswith("/") and not NOT_FOLLOWED.match(link) and link not in seen:
                seen.add(link)
                waiting.insert(0 if OF_PAPERS.search(link) else len(waiting), link)


def texts(body: bytes, kind: str) -> str:
    """What an answer says, in every way in which it may be read."""
    text = body.decode("utf-8", errors="replace")
    if "pdf" in kind:
        reader = PdfReader(io.BytesIO(body))
        text += (
            "".join(page.extract_text() for page in reader.pages)
            + str(reader.metadata)
            + str(reader.attachments)
        )
    return text.upper()


def of_the_pages(person):
    roles = (
        Role.CLERK,
        Role.AREA_MANAGER,
        Role.HEAD_OFFICE,
        Role.AUDITOR,
        Role.ADMINISTRATOR,
        Role.OFFICER,
        Role.REQUESTER,
    )
    for role in roles:
        for address, body, response in crawl(role, person):
            if role == Role.AUDITOR and address.startswith("/protected/"):
                continue  # the auditor may read who is protected, without the address
            said = texts(body, response.headers.get("Content-Type", ""))
            if any(word in said for word in WORDS):
                yield f"{role} {address}"


def of_the_database():
    """Every table that the software's role can read."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT format('%I.%I', schemaname, tablename) FROM pg_tables WHERE schemaname = 'public'"
        )
        for (table,) in cursor.fetchall():
            cursor.execute(
                f"SELECT count(*) FROM {table} AS row WHERE upper(row::text) LIKE ANY (%s)",
                [[f"%{w}%" for w in WORDS]],
            )
            if cursor.fetchone()[0]:
                yield f"table {table}"


def of_the_files():
    for name in ("papers", "uploads"):
        for path in Path(storages[name].location).rglob("*"):
            said = texts(path.read_bytes(), "pdf" if path.suffix == ".pdf" else "") if path.is_file() else ""
            if any(word in said for word in WORDS):
                yield f"file {path}"


def of_the_broker():
    for key in broker().scan_iter():
        kind = broker().type(key)
        value = broker().lrange(key, 0, -1) if kind == b"list" else broker().dump(key)
        if any(word in str(value).upper() for word in WORDS):
            yield f"broker {key!r}"


def sweep(person, caplog) -> list[str]:
    hits = [*of_the_pages(person), *of_the_database(), *of_the_files(), *of_the_broker()]
    return hits + (["the log"] if any(word in caplog.text.upper() for word in WORDS) else [])


@pytest.mark.rule("6.1b", "1.1b")
def test_no_word_of_a_protected_elector_is_anywhere(division, person, tmp_path, caplog):
    caplog.set_level(logging.DEBUG)
    world(division, person, tmp_path, protected=True)
    assert sweep(person, caplog) == []


def test_the_sweep_finds_them_when_nobody_is_protected(division, person, tmp_path, caplog):
    world(division, person, tmp_path, protected=False)
    hits = sweep(person, caplog)
    for place in (
        "clerk /search/",
        "clerk /electors/",
        "clerk /walks/listings/",
        "table public.roll_elector",
        "file ",
    ):
        assert any(hit.startswith(place) for hit in hits), f"not found in {place}: {hits}"
