"""Two divisions, one person a role; the owner makes and empties the database, every test runs as the application."""

from contextlib import contextmanager
from datetime import date

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.test import TransactionTestCase

from electoral.office.models import Appointment, Area, Division, State, User
from electoral.office.roles import Role

PASSWORD = "correct horse battery staple"
KEPT = {
    "django_migrations",
    "django_content_type",
    "roll_category",
    "walks_notationcode",
    "registers_applicantkind",
    "registers_product",
    "registers_purpose",
    "registers_inquirykind",
}  # seeded by migrations
# Seeded too, but with a row that may name a State: emptied with the others, then put back as they were at the start.
PUT_BACK = ("papers_wording", "walks_planningfigure", "registers_entitlement", "registers_feerule")

LONG = (
    "journeys",
    "bench",
    "deploy",
    "faults",
)  # whole stories: they begin first, so that no process waits for one


def pytest_collection_modifyitems(items):
    items.sort(key=lambda item: not any(part in item.path.parts for part in LONG))


@contextmanager
def as_owner():
    """A connection of the database's owner, for what the application may not do."""
    ours = {k: connection.settings_dict[k] for k in ("USER", "PASSWORD", "OPTIONS")}
    connection.close()
    connection.settings_dict.update({k: settings.DATABASE_OWNER.get(k) or type(ours[k])() for k in ours})
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict.update(ours)


@pytest.fixture(scope="session")
def django_db_setup(request, django_test_environment, django_db_blocker, django_db_modify_db_settings):
    from django.test.utils import setup_databases, teardown_databases

    kept = request.config.getoption("reuse_db") and not request.config.getoption("create_db")
    with django_db_blocker.unblock(), as_owner():
        made = setup_databases(verbosity=0, interactive=False, keepdb=kept, serialized_aliases=[])
        call_command("guards")
        call_command("law", verbosity=0)
        with connection.cursor() as cursor:
            cursor.execute("CREATE SCHEMA IF NOT EXISTS seeds")
            for table in PUT_BACK:
                cursor.execute(f"CREATE TABLE IF NOT EXISTS seeds.{table} AS TABLE {table}")
    yield
    if request.config.getoption("reuse_db"):
        return
    with django_db_blocker.unblock(), as_owner():
        with (
            connection.cursor() as cursor
        ):  # a worker killed by a test may leave its session behind for a moment
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
        teardown_databases(made, verbosity=0)


def empty_all_tables():
    tables = {m._meta.db_table for m in apps.get_models(include_auto_created=True) if m._meta.managed} - KEPT
    with as_owner(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT format('%I.%I', schemaname, tablename) FROM pg_tables WHERE schemaname = 'protected'"
        )
        ours = [name for (name,) in cursor.fetchall()] + [f'"{t}"' for t in sorted(tables)]
        cursor.execute(f"TRUNCATE {', '.join(ours)} RESTART IDENTITY")
        for table in PUT_BACK:
            cursor.execute(f"INSERT INTO {table} SELECT * FROM seeds.{table}")
            cursor.execute(f"SELECT setval('{table}_id_seq', (SELECT coalesce(max(id), 0) + 1 FROM {table}))")


@pytest.fixture(scope="session", autouse=True)
def _the_owner_empties():
    """TRUNCATE needs rights which the application must not have."""
    theirs = TransactionTestCase._fixture_teardown
    TransactionTestCase._fixture_teardown = lambda self: empty_all_tables()
    yield
    TransactionTestCase._fixture_teardown = theirs


def make_place(code: str, *, state="NT", area="Top End", practice=False) -> Division:
    where, _ = State.objects.get_or_create(code=state, defaults={"name": f"State of {state}"})
    place, _ = Area.objects.get_or_create(state=where, name=area)
    return Division.objects.create(code=code, name=code.title(), area=place, practice=practice)


def make_person(role: str, at, *, name: str = "") -> User:
    """A person with the role at a division, an area or a State; without a place for the requester."""
    email = f"{name or role}.{User.objects.count()}@people.invalid"
    user = User.objects.create_user(
        email, PASSWORD, name=name or f"{Role(role).label} {User.objects.count()}"
    )
    if at is not None:
        field = {Division: "division", Area: "area", State: "state"}[type(at)]
        Appointment.objects.create(user=user, role=role, from_on=date(2020, 1, 1), **{field: at})
    return user


@pytest.fixture
def division(db):
    return make_place("GOLD")


@pytest.fixture
def other_division(db):
    return make_place("LEAD")


WIDER = {Role.AREA_MANAGER: "area", Role.DIRECTOR: "state", Role.HEAD_OFFICE: "state", Role.ADMINISTRATOR: "state",
         Role.AUDITOR: "state", Role.INFORMATION_OFFICER: "state"}  # fmt: skip


@pytest.fixture
def person(division):
    """`person("dro")`: somebody in the role, at the division or what it lies in."""

    def make(role, at=None):
        places = {"area": division.area, "state": division.area.state}
        default = None if role == Role.REQUESTER else places.get(WIDER.get(Role(role), ""), division)
        return make_person(role, at or default)

    return make


@pytest.fixture
def signed_in(client, person):
    """`signed_in("clerk")`: a browser's session of somebody in the role; its user is `.user`."""

    def sign(role, at=None):
        client.user = person(role, at)
        client.force_login(client.user, backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return sign


@pytest.fixture(autouse=True)
def _own_files(settings, tmp_path):
    """Papers and uploads of a test lie in its own folder."""
    stores = {
        name: {**value, "OPTIONS": {**value.get("OPTIONS", {})}} for name, value in settings.STORAGES.items()
    }
    for name in ("papers", "uploads"):
        stores[name]["OPTIONS"]["location"] = tmp_path / name
    stores["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = stores
    settings.OFFICE_REQUIRE_MFA = False
    # A test's own transaction is invisible to the thread that renews a lease: it renews only where a test asks for it.
    settings.LEASE_SECONDS = settings.PROGRESS_SECONDS = 3600
    settings.PASSWORD_HASHERS = [
        "django.contrib.auth.hashers.MD5PasswordHasher"
    ]  # made for speed, for made-up people
