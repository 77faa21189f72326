"""Each address of the office x each role, against access.csv: an address without a row fails.

A row names the address, the method, what its parameters stand for, and the status for each class of role. `elsewhere` is what
somebody gets whose role would be let in, but who serves at another division; empty means the same as here.
"""

import csv
import re
from fnmatch import fnmatchcase
from pathlib import Path
from typing import NamedTuple

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.admin.models import LogEntry
from django.db import transaction
from django.test import override_settings
from django.urls import URLResolver, get_resolver, reverse

from electoral.office.queries import DivisionalQuerySet
from electoral.office.roles import GRANTS, Role
from tests.architecture.everything import ACTIVE, NOTHING, Everything, first_row_of

CLASSES = {
    "clerk": [Role.CLERK],
    "dro": [Role.DRO],
    "area_manager": [Role.AREA_MANAGER],
    "director": [Role.DIRECTOR],
    "head_office": [Role.HEAD_OFFICE],
    "information_officer": [Role.INFORMATION_OFFICER],
    "administrator": [Role.ADMINISTRATOR],
    "auditor": [Role.AUDITOR],
    "cashier": [Role.CASHIER],
    "others": [Role.OFFICER, Role.REQUESTER],
}
CLASS_OF = {role: name for name, roles in CLASSES.items() for role in roles}
# What a request that would be carried out has to say.
BODIES = {
    "api:listing-order": {"division": "division", "walks": ["walk"]},
    "api:listing-void": {"reason": "printed askew"},
    "payments:bank_line_match": {"invoice": "fee"},
    "walks:form_basis": {"basis": "ccd"},
    "walks:form_begin": {"division": "division", "walk": ["walk"]},
    "walks:form_line": {"remarks": "Level."},
    "walks:form_withdraw": {"reason": "not now"},
    "walks:order_confirm": {"division": "division", "walk": ["walk"]},
    "walks:order_make": {"division": "division", "walk": ["walk"]},
    "walks:void": {"reason": "printed askew"},
}
# Another program speaks here, which signs in as nobody; what it does not know answers 404.
FOR_A_MACHINE = {"payments:event"}
# What may differ between two answers that say the same: tokens of forms, and what was asked for.
CHANGING = rb'name="csrfmiddlewaretoken" value="[^"]+"|"X-CSRFToken": "[^"]+"'


class Row(NamedTuple):
    url: str
    method: str
    what: str
    clerk: str
    dro: str
    area_manager: str
    director: str
    head_office: str
    information_officer: str
    administrator: str
    auditor: str
    cashier: str
    others: str
    anonymous: str
    elsewhere: str

    def here(self, role) -> int:
        return int(getattr(self, CLASS_OF[role] if role else "anonymous"))

    def away(self, role) -> set[int]:
        """Who may nowhere may not here either; whoever may at home meets what does not exist."""
        here = self.here(role)
        if here == 404:
            return {404}
        return {int(self.elsewhere)} | ({403} if here == 403 else set())


class Address(NamedTuple):
    """A pattern of the resolver: its full name (its route where it has none), its parameters."""

    name: str
    called: str | None
    route: str

    def path(self, values: dict[str, str]) -> str:
        if self.called:
            return reverse(self.called, kwargs=values)
        return "/" + re.sub(r"(?:\(\?P)?<(?:\w+:)?(\w+)>(?:[^)]*\)\$)?", lambda m: values[m[1]], self.route)


with (Path(__file__).parent / "access.csv").open(newline="") as file:
    ROWS = [Row(**row) for row in csv.DictReader(file)]


def addresses(resolver=None, space="", route=""):
    for pattern in (resolver or get_resolver()).url_patterns:
        here = route + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from addresses(
                pattern, f"{space}{pattern.namespace}:" if pattern.namespace else space, here
            )
        else:
            called = space + pattern.name if pattern.name else None
            yield Address(called or here, called, here)


def rows_of(address: Address) -> list[Row]:
    """The rows that name the address, or else those with the longest name with a star that covers it."""
    names = {row.url for row in ROWS if "*" in row.url and fnmatchcase(address.name, row.url)}
    nearest = max(names, key=len, default="")
    return [row for row in ROWS if row.url == address.name] or [row for row in ROWS if row.url == nearest]


CASES = [(address, row) for address in addresses() for row in rows_of(address)]


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker, tmp_path_factory):
    """Built once; nothing of it is committed."""
    stores = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    for name in ("papers", "uploads"):
        stores[name] = {**stores[name], "OPTIONS": {"location": tmp_path_factory.mktemp(name)}}
    plain = {
        "PASSWORD_HASHERS": ["django.contrib.auth.hashers.MD5PasswordHasher"],
        "OFFICE_REQUIRE_MFA": False,
    }
    with override_settings(STORAGES=stores, **plain), django_db_blocker.unblock(), transaction.atomic():
        yield Everything()
        transaction.set_rollback(True)


@pytest.fixture
def office(world, settings):
    """The world with its own files; the test's are empty."""
    settings.STORAGES = world.stores
    return world


def values_of(row: Row, address: Address, names: dict[str, str]) -> dict[str, str]:
    """The parameters of the address: a thing's name, or the word itself; a row of its model in the administration."""
    values = {k: names.get(v, v) for k, _, v in (pair.partition("=") for pair in row.what.split())}
    if "object_id" in values and values["object_id"] == "row":
        values["object_id"] = first_row_of(model_of(address))
    return values


def model_of(address: Address):
    label, name = re.search(r"admin/(\w+)/(\w+)/", address.route).groups()
    return LogEntry if label == "admin" else apps.get_model(label, name)


def body_of(address: Address, names: dict[str, str]):
    def filled(value):
        return [filled(v) for v in value] if isinstance(value, list) else names.get(value, value)

    return {k: filled(v) for k, v in BODIES.get(address.name, {}).items()}


def ask(office, address: Address, row: Row, *, role, here=True, method=None, names=None) -> tuple[int, bytes]:
    """Status and bytes of the answer to the request, whose effects are taken back."""
    names = names or office.names
    path = address.path(values_of(row, address, names))
    api = {"content_type": "application/json"} if address.name.startswith("api:") else {}
    with transaction.atomic():
        browser = office.browser(role, here=here)
        answer = getattr(browser, (method or row.method).lower())(
            path, body_of(address, names) or None, **api
        )
        said = answer.status_code, answer.getvalue()
        transaction.set_rollback(True)
    return said


def test_every_address_has_a_row_and_every_row_an_address():
    named = list(addresses())
    assert [a.name for a in named if not rows_of(a)] == []
    covered = {id(row) for a in named for row in rows_of(a)}
    assert [row.url for row in ROWS if id(row) not in covered] == []


def test_every_role_stands_in_a_class():
    assert set(CLASS_OF) == set(Role)
    for name, roles in CLASSES.items():
        assert all(GRANTS[role] == GRANTS[roles[0]] for role in roles), (
            f"{name}: one class, one set of permissions"
        )
    assert GRANTS[Role.CLERK] <= GRANTS[Role.DRO]


def cases_of(role) -> list[tuple[Address, Row]]:
    """All of the office's own addresses; the administration's and the accounts' for three, as the next test explains."""
    if role in (None, Role.ADMINISTRATOR, Role.CASHIER):
        return CASES
    return [(address, row) for address, row in CASES if not address.route.startswith(("admin/", "account/"))]


def test_the_administration_knows_only_administrators_and_others_and_accounts_know_no_roles(office):
    """So its many addresses are asked as one of each; the other roles are asked at its door."""
    for address, row in CASES:
        if address.route.startswith(("admin/", "account/")):
            assert {row.here(role) for role in Role if role != Role.ADMINISTRATOR} == {row.here(Role.CASHIER)}
        if address.name in ("admin:index", "account_change_password"):
            assert {r: ask(office, address, row, role=r)[0] for r in Role} == {r: row.here(r) for r in Role}


@pytest.mark.parametrize("role", [*Role, None], ids=lambda role: role or "nobody")
def test_each_role_gets_what_the_table_says(office, role):
    wrong = []
    for address, row in cases_of(role):
        status, _ = ask(office, address, row, role=role)
        if status != row.here(role):
            wrong.append(f"{row.method} {address.name}: {status}, the table says {row.here(role)}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("role", ACTIVE)
def test_what_is_another_divisions_answers_as_what_is_not_there(office, role):
    """404 or what the table says, with the same bytes but for tokens and for what was asked."""
    wrong = []
    missing = {**office.names, **{thing: new() for thing, new in NOTHING.items()}}
    for address, row in CASES:
        if row.elsewhere:
            theirs = ask(office, address, row, role=role, here=False)
            none = ask(office, address, row, role=role, here=False, names=missing)
            if theirs[0] not in row.away(role) or plain(theirs, office.names) != plain(none, missing):
                wrong.append(f"{row.method} {address.name}: {theirs[0]} and {none[0]}, not {row.away(role)}")
    assert not wrong, "\n".join(wrong)


def test_the_table_would_notice_if_rows_were_not_filtered(office, monkeypatch):
    monkeypatch.setattr(DivisionalQuerySet, "visible_to", lambda rows, user: rows)
    seen = {
        address.name
        for address, row in CASES
        if row.url in ("jobs:detail", "walks:listing", "residence", "api:walk-detail")
        and ask(office, address, row, role=Role.DRO, here=False)[0] not in row.away(Role.DRO)
    }
    assert seen == {"jobs:detail", "walks:listing", "residence", "api:walk-detail"}


def plain(answer: tuple[int, bytes], names: dict[str, str]) -> tuple[int, bytes]:
    status, text = answer
    text = re.sub(CHANGING, b"", text)
    for name in names.values():
        text = text.replace(name.encode(), b"")
    return status, text


def test_what_changes_something_is_not_done_by_following_a_link(office):
    """An address with a row for POST alone answers 405 to GET."""
    read = {address.name for address, row in CASES if row.method == "GET"}
    only_posted = [(a, row) for a, row in CASES if a.name not in read and a.name not in FOR_A_MACHINE]
    assert only_posted
    answers = {a.name: ask(office, a, row, role=admitted(row), method="GET")[0] for a, row in only_posted}
    assert {name: status for name, status in answers.items() if status != 405} == {}


def admitted(row: Row) -> Role:
    """Somebody whom the row lets in."""
    return next(role for role in Role if row.here(role) not in (403, 404))
