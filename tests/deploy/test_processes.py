"""The processes of production, without containers: two roles, DEBUG off, nothing of the demo."""

import http.client
import os
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
from pathlib import Path

import psycopg2
import pytest
from django.conf import settings

from electoral.door.assets import prepare_assets
from electoral.door.binaries import postgres_folder
from electoral.door.children import StaticFiles, Web, Worker
from electoral.door.embedded import Postgres, Valkey
from electoral.door.place import Place
from tests.workers import until

REPOSITORY = Path(__file__).resolve().parent.parent.parent
BEHIND_THE_PROXY = {"Host": "office.example", "X-Forwarded-Proto": "https"}
FOR_MIGRATE = ("PATH", "HOME", "LANG", "SECRET_KEY", "OFFICE_VAR")


def free_port() -> int:
    with socket.socket() as tried:
        tried.bind(("127.0.0.1", 0))
        return tried.getsockname()[1]


def ask(port: int, path: str, headers: dict[str, str]) -> http.client.HTTPResponse:
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    line.request("GET", path, headers=headers)
    answer = line.getresponse()
    answer.read()
    line.close()
    return answer


class ProductionWeb(Web):
    """It answers by its health page, as in its container: the first page wants https."""

    def answers(self):
        if not self.said(b"Listening at"):
            return False
        return ask(self.place.port, "/health/", {"Host": "office.example"}).status == 200


@pytest.fixture(scope="module")
def office():
    var = Path(tempfile.mkdtemp(prefix="deploy-", dir="/tmp"))
    var.chmod(0o755)
    postgres, valkey = Postgres(var / "pg", durable=False), Valkey(var / "valkey")
    place = Place(REPOSITORY, Path(settings.OFFICE_VAR), free_port())  # its static files are gathered once
    environment = {k: v for k, v in os.environ.items() if k in {"PATH", "HOME", "LANG"}}
    environment |= {
        "SECRET_KEY": secrets.token_hex(32),
        "OFFICE_VAR": str(place.var),
        "ALLOWED_HOSTS": "office.example",
        "CSRF_TRUSTED_ORIGINS": "https://office.example",
        "BEHIND_PROXY": "true",
        "EMAIL_URL": "consolemail://",
        "WEB_CONCURRENCY": "2",
        "CELERY_BROKER_URL": valkey.url,
        "DATABASE_APP_URL": f"postgres://office_app@/office?host={postgres.sockets}",
    }
    children = [ProductionWeb(place, environment), Worker(place, environment)]
    try:
        postgres.start()
        valkey.start()
        make_roles(postgres)
        owner = {k: environment[k] for k in FOR_MIGRATE if k in environment}
        owner["DATABASE_URL"] = f"postgres://office_owner@/office?host={postgres.sockets}"
        owner["DATABASE_APP_URL"] = environment["DATABASE_APP_URL"]
        for command in ("migrate", "guards", "law"):
            manage(owner, command)
        prepare_assets(REPOSITORY, place.var)
        StaticFiles(place, environment).start()
        for child in children:
            child.launch()
        for child in children:
            child.wait()
        yield place, environment, children[0]
    finally:
        for process in children:
            process.ask_to_stop()
        for process in (*children, valkey, postgres):
            process.stop()
        shutil.rmtree(var)


def make_roles(postgres: Postgres) -> None:
    """Runs the script that the database's container runs."""
    programs = postgres_folder(postgres.account)
    subprocess.run(
        [str(REPOSITORY / "deploy/postgres/roles.sh")],
        env={
            "PATH": f"{programs}:{os.environ['PATH']}",
            "PGHOST": str(postgres.sockets),
            "POSTGRES_USER": "postgres",
            "OWNER_PASSWORD": "one",
            "APP_PASSWORD": "two",
        },
        check=True,
        capture_output=True,
    )


def manage(environment: dict[str, str], *words: str) -> subprocess.CompletedProcess:
    return subprocess.run(
        [sys.executable, str(REPOSITORY / "manage.py"), *words],
        env=environment,
        check=True,
        capture_output=True,
        text=True,
    )


def test_the_sign_in_page_is_served_over_https_alone(office):
    place, *_ = office
    plain = ask(place.port, "/account/login/", {"Host": "office.example"})
    assert plain.status == 301
    assert plain.headers["Location"].startswith("https://office.example/")
    safe = ask(place.port, "/account/login/", BEHIND_THE_PROXY)
    assert safe.status == 200
    cookies = safe.headers.get_all("Set-Cookie") or []
    assert cookies
    assert all("Secure" in cookie and cookie.startswith("__Host-") for cookie in cookies)
    assert "max-age=31536000" in safe.headers["Strict-Transport-Security"]


def test_what_is_typed_into_a_search_is_not_logged(office):
    place, _, web = office
    typed = BEHIND_THE_PROXY | {"Referer": "https://office.example/search/?q=canarybird"}
    ask(place.port, "/search/?q=canarybird&logged=here", typed)
    until(lambda: web.said(b"/search/"), "the request stands in the log")
    assert not web.said(b"canarybird")


def test_a_name_that_is_not_the_offices_is_refused(office):
    place, *_ = office
    assert ask(place.port, "/account/login/", {**BEHIND_THE_PROXY, "Host": "evil.example"}).status == 400


def test_the_application_owns_nothing_and_cannot_take_the_guards_away(office):
    _, environment, _ = office
    sockets = environment["DATABASE_APP_URL"].split("host=")[1]
    with psycopg2.connect(host=sockets, user="office_app", dbname="office") as line, line.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_class WHERE relowner = 'office_app'::regrole")
        assert cursor.fetchone() == (0,)
        cursor.execute("SHOW statement_timeout")
        assert cursor.fetchone() == ("10s",)
        with pytest.raises(psycopg2.errors.InsufficientPrivilege):
            cursor.execute("ALTER TABLE office_event DISABLE TRIGGER ALL")
    line.close()


def test_the_law_stands_in_a_new_office(office):
    """As `migrate` of the containers lays it: read as the application."""
    _, environment, _ = office
    sockets = environment["DATABASE_APP_URL"].split("host=")[1]
    with psycopg2.connect(host=sockets, user="office_app", dbname="office") as line, line.cursor() as cursor:
        cursor.execute(
            "SELECT (SELECT count(*) FROM registers_entitlement), (SELECT count(*) FROM registers_feerule)"
        )
        rows, formulas = cursor.fetchone()
    line.close()
    assert rows > 100
    assert formulas > 10


def test_a_release_and_its_page_are_reached_through_the_proxy_alone(office):
    """Who comes past the proxy is sent to it, whatever they say of themselves."""
    place, *_ = office
    assert ask(place.port, "/registers/download/", BEHIND_THE_PROXY).status == 200
    assert ask(place.port, "/registers/download/", {"Host": "office.example"}).status == 301


def test_the_settings_of_production_lack_nothing(office):
    _, environment, _ = office
    asked = [sys.executable, str(REPOSITORY / "manage.py"), "check", "--deploy", "--fail-level", "WARNING"]
    done = subprocess.run(asked, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_the_container_asks_the_web_as_its_health_check_does(office):
    place, environment, _ = office
    script = (REPOSITORY / "deploy/answers.py").read_text().replace(":8000/", f":{place.port}/")
    assert subprocess.run([sys.executable, "-c", script], env=environment, check=False).returncode == 0
    strange = {**environment, "ALLOWED_HOSTS": "other.example"}
    assert (
        subprocess.run(
            [sys.executable, "-c", script], env=strange, check=False, capture_output=True
        ).returncode
        == 1
    )
