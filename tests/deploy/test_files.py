"""What can be known of the production files without running a container."""

import os
import re
import runpy
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from django.apps import apps
from django.conf import settings
from django.db.models import FileField
from django.urls import reverse

from electoral.door.children import QUEUES
from registers.rules.release import SENDING_SECONDS

REPOSITORY = Path(__file__).resolve().parent.parent.parent
COMPOSE = yaml.safe_load((REPOSITORY / "docker-compose.yml").read_text())
OURS = {name: s for name, s in COMPOSE["services"].items() if s["image"] == "electoral-office"}
SERVING = {name: s for name, s in OURS.items() if name != "migrate"}
# These are for the demo, for tests and for one command at a time; production leaves them at their defaults,
# or the image sets them.
NOT_IN_COMPOSE = {
    *(
        "AXES_ENABLED",
        "CONN_MAX_AGE",
        "DEBUG",
        "LEASE_SECONDS",
        "OFFICE_AS_OWNER",
        "OFFICE_DEMO",
        "OFFICE_REQUIRE_MFA",
    ),
    *("PAYMENT_PROVIDER_KEY", "PAYMENT_PROVIDER_SECRET", "PAYMENT_PROVIDER_URL", "STRIPE_API"),
    *("OFFICE_VAR", "SECURE_SSL_REDIRECT", "SWEEP_SECONDS", "UPLOAD_TEMP_FOLDER"),
    *("DOWNLOADS_AT_ONCE", "PROXY_NETWORKS"),  # their defaults are those of one machine with its proxy
}


MAY_BE_EMPTY = {"SECRET_KEY_FALLBACKS", "STRIPE_KEY"}


def read_by_the_settings() -> set[str]:
    text = (REPOSITORY / "electoral/settings.py").read_text()
    return set(re.findall(r"""\benv(?:\.\w+)?\(\s*"([A-Z_]+)\"""", text))


def written_in(text: str) -> set[str]:
    return set(re.findall(r"(?<!\$)\$\{([A-Z_]+)", text))


def test_every_name_that_compose_sets_is_read_by_the_settings():
    given = {name for service in OURS.values() for name in service["environment"]}
    assert given <= read_by_the_settings()


def test_every_name_that_the_settings_read_is_set_by_compose_or_left_on_purpose():
    given = {name for service in OURS.values() for name in service["environment"]}
    assert read_by_the_settings() == given | NOT_IN_COMPOSE
    assert not given & NOT_IN_COMPOSE


def test_the_example_names_everything_that_compose_asks_for_and_nothing_else():
    example = re.findall(r"^([A-Z_]+)=", (REPOSITORY / ".env.example").read_text(), re.MULTILINE)
    assert len(example) == len(set(example))
    assert set(example) == written_in((REPOSITORY / "docker-compose.yml").read_text())


def test_no_secret_has_a_default():
    secret = re.compile(r"KEY|PASSWORD")
    text = (REPOSITORY / "docker-compose.yml").read_text()
    for name, rest in re.findall(r"\$\{([A-Z_]+)(.*?)\}", text):
        if secret.search(name):  # an old key and a card provider are not needed by everybody
            assert rest.startswith(":?") or (rest, name in MAY_BE_EMPTY) == (":-", True), name
    for name, value in re.findall(
        r"^([A-Z_]+)=(.*)$", (REPOSITORY / ".env.example").read_text(), re.MULTILINE
    ):
        assert not (secret.search(name) and value), name
    assert not re.search(r"(KEY|PASSWORD)\w*=", (REPOSITORY / "Dockerfile").read_text())


def test_nobody_who_serves_knows_the_owner_of_the_database():
    for name, service in SERVING.items():
        assert "DATABASE_URL" not in service["environment"], name
        assert "OWNER_PASSWORD" not in str(service), name
        assert "office_app:" in service["environment"]["DATABASE_APP_URL"], name
    assert "office_owner:" in OURS["migrate"]["environment"]["DATABASE_URL"]


def test_every_queue_has_one_worker_and_no_worker_waits_at_another():
    served = [
        s["command"][s["command"].index("-Q") + 1] for s in SERVING.values() if "-Q" in s.get("command", [])
    ]
    assert sorted(served) == sorted(QUEUES.split(","))
    assert QUEUES.split(",") == ["quick", "papers", "loads"]


@pytest.mark.parametrize("name", SERVING)
def test_what_serves_is_watched_and_comes_after_the_guards(name):
    service = SERVING[name]
    assert service["healthcheck"]["test"]
    assert service["depends_on"]["migrate"] == {"condition": "service_completed_successfully"}
    assert service["restart"] == "unless-stopped"


def test_the_guards_are_put_back_after_every_migration():
    assert OURS["migrate"]["command"][-1] == " && ".join(
        f"python manage.py {name}" for name in ("migrate", "guards", "law")
    )


def test_the_law_is_laid_by_the_application_and_not_by_the_owner():
    """The owner's login is no member of the application's role: with its address alone the first start fails."""
    assert (
        OURS["migrate"]["environment"]["DATABASE_APP_URL"] == OURS["web"]["environment"]["DATABASE_APP_URL"]
    )


def test_only_the_web_is_reached_and_from_this_machine_alone():
    published = {name: s["ports"] for name, s in COMPOSE["services"].items() if "ports" in s}
    assert published == {"web": ["127.0.0.1:${OFFICE_PORT:-8000}:8000"]}


def test_papers_and_uploads_outlive_the_containers():
    for name, service in OURS.items():
        places = {volume.split(":")[1] for volume in service["volumes"]}
        assert places == {"/srv/office/var/papers", "/srv/office/var/uploads"}, name
        assert {v.split(":")[0] for v in service["volumes"]} <= set(COMPOSE["volumes"])


def served_by(**environment) -> dict:
    """The settings of the web server as it would start."""
    asked = {"WEB_CONCURRENCY": "", "WEB_THREADS": "", "STALLED_SECONDS": ""} | environment
    with pytest.MonkeyPatch.context() as patch:
        for name, value in asked.items():
            patch.setenv(name, value)
        return runpy.run_path(str(REPOSITORY / "deploy/gunicorn.py"))


@pytest.mark.parametrize("cores", [1, 2, 4, 8, 16, 32, 64])
def test_the_web_takes_no_more_connections_than_postgres_gives(cores, monkeypatch):
    """PostgreSQL gives 100; five workers keep one or two each, and an operator needs one."""
    monkeypatch.setattr("os.cpu_count", lambda: cores)
    web = served_by()
    assert web["workers"] == min(cores + 1, 32)
    assert web["threads"] >= 2
    assert web["workers"] * web["threads"] <= 64


def test_no_more_is_accepted_than_can_be_served_and_no_download_holds_all_threads():
    web = served_by()
    assert web["worker_connections"] == web["threads"]
    assert web["workers"] * web["threads"] > settings.DOWNLOADS_AT_ONCE


def test_who_takes_nothing_is_let_go_before_the_lease_of_a_download_ends():
    """A lease is renewed when half of it is gone: whoever is still being sent to has the link to themselves."""
    assert served_by()["STALLED"] <= SENDING_SECONDS / 2


NGINX = (REPOSITORY / "deploy/nginx.conf").read_text()


def location(name: str) -> str:
    return NGINX[(at := NGINX.index(f"location {name} {{")) : NGINX.index("}", at)]


LOCATIONS = re.findall(r"location (=|~)? ?(\S+) \{(.*?)\n    \}", NGINX, re.DOTALL)


def largest_at(address: str) -> int:
    """Bytes of a body that the proxy takes at an address, as nginx chooses: the same words, then a pattern, then the rest."""
    fits = [its for kind, path, its in LOCATIONS if kind == "=" and path == address]
    fits += [its for kind, path, its in LOCATIONS if kind == "~" and re.search(path, address)]
    said = re.search(r"client_max_body_size (\d+)m;", (fits or [""])[0]) or re.search(
        r"^    client_max_body_size (\d+)m;", NGINX, re.MULTILINE
    )
    return int(said[1]) * 1024 * 1024


UPLOADS = {
    "payments:statement_new": (), "portal:evidence": (), "registers:evidence_add": ("RX1",), "roll:loads": ("GOLD",)
}  # fmt: skip


def test_the_proxy_lets_through_what_the_office_takes_at_each_address_and_no_more():
    assert set(UPLOADS) == set(settings.UPLOAD_LIMITS)
    form = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    for name, arguments in UPLOADS.items():
        most = settings.UPLOAD_LIMITS[name] + form
        assert most <= largest_at(reverse(name, args=arguments)) < most + 2 * 1024 * 1024, name
    for page in ("home", "portal:ask-office", "portal:send", "account_login"):
        assert form <= largest_at(reverse(page)) < form + 1024 * 1024, page


def test_the_proxy_sets_the_address_and_the_scheme_itself():
    """`$proxy_add_x_forwarded_for` would do as well; a header that a visitor wrote would not."""
    for said in ("Host $host;", "X-Forwarded-For $remote_addr;", "X-Forwarded-Proto $scheme;"):
        assert re.search(rf"^    proxy_set_header {re.escape(said)}$", NGINX, re.MULTILINE)
    assert not [path for _, path, its in LOCATIONS if "proxy_set_header" in its]  # it would lose the others
    assert len(LOCATIONS) == NGINX.count("proxy_pass") == 5


def test_the_proxy_slows_a_flood_and_no_office_behind_one_address():
    """Forty people who press twice a minute send little more than one form a second."""
    zones = dict(re.findall(r"zone=(\w+):10m rate=(\d+)r/s;", NGINX))
    held = dict(re.findall(r"^    limit_req zone=(\w+) burst=(\d+) nodelay;$", NGINX, re.MULTILINE))
    assert set(zones) == set(held) == {"asks", "sends"}
    assert int(zones["sends"]) >= 2
    assert int(held["sends"]) >= 40
    assert int(held["asks"]) >= 40 * 5


@pytest.mark.rule("E7")
def test_the_proxy_does_not_take_a_release_for_its_receiver():
    its = location(f"= {reverse('portal:download')}")
    assert "proxy_buffering off;" in its
    assert f"send_timeout {served_by()['STALLED']}s;" in its


def test_the_proxy_logs_no_query_and_no_referrer():
    line = re.search(r"log_format office '(.*)';", NGINX)[1]
    assert "$uri" in line
    assert not re.search(r"\$(request|request_uri|args|query_string|http_referer)\b", line)
    assert re.search(r"access_log \S+ office;", NGINX)


def settings_with(**environment) -> subprocess.CompletedProcess:
    """The settings, read as production would read them."""
    own = {"PATH": os.environ["PATH"], "SECRET_KEY": "x", **environment}
    return subprocess.run(
        [sys.executable, "-c", "import electoral.settings"], env=own, cwd=REPOSITORY, capture_output=True, text=True, check=False
    )  # fmt: skip


@pytest.mark.rule("E6")
@pytest.mark.parametrize(
    ("environment", "wrong"),
    [
        ({}, ""),
        ({"PAYMENT_PROVIDER": "office"}, "takes no money"),
        ({"PAYMENT_PROVIDER": "office", "OFFICE_DEMO": "1"}, ""),
        ({"PAYMENT_PROVIDER": "stripe", "STRIPE_KEY": "x"}, "STRIPE_WEBHOOK_SECRET"),
        ({"PAYMENT_PROVIDER": "stripe", "STRIPE_WEBHOOK_SECRET": "x"}, "STRIPE_KEY"),
        ({"PAYMENT_PROVIDER": "stripe", "STRIPE_KEY": "x", "STRIPE_WEBHOOK_SECRET": "x"}, ""),
    ],
)
def test_production_takes_cards_by_a_provider_that_is_real_and_whole_or_not_at_all(environment, wrong):
    read = settings_with(**environment)
    assert (read.returncode == 0, wrong in read.stderr) == (not wrong, True)


def test_nothing_of_the_demonstration_runs_in_production():
    assert "demo" not in str(COMPOSE).lower()
    assert (
        "demo"
        not in re.sub(r"^#.*", "", (REPOSITORY / ".env.example").read_text(), flags=re.MULTILINE).lower()
    )


def test_the_image_has_the_library_of_the_card_provider():
    """It is an extra of the project: a lock without it would fail at the first payment."""
    assert re.search(r"^stripe==", (REPOSITORY / "requirements.lock").read_text(), re.MULTILINE)


def test_the_law_is_in_the_image():
    left_out = (REPOSITORY / ".dockerignore").read_text().split()
    assert not {"registers", "registers/law", "*.csv", "**/*.csv"} & set(left_out)
    assert (REPOSITORY / "registers/law/entitlements.csv").is_file()


def test_evidence_and_copies_lie_where_they_outlive_a_container():
    """No file of a person lies in the store that has no volume."""
    folders = {
        name: Path(settings.STORAGES[name]["OPTIONS"]["location"]).name for name in ("papers", "uploads")
    }
    kept = {volume.split("/")[-1] for volume in OURS["web"]["volumes"]}
    assert set(folders.values()) == kept
    fields = [f for m in apps.get_models() for f in m._meta.get_fields() if isinstance(f, FileField)]
    assert not fields  # which would write into the default store


def test_the_image_runs_as_a_person_without_rights_and_from_the_lock():
    dockerfile = (REPOSITORY / "Dockerfile").read_text()
    assert re.search(r"^USER office$", dockerfile, re.MULTILINE)
    assert "--require-hashes -r requirements.lock" in dockerfile
    assert dockerfile.index("USER office") < dockerfile.index("CMD")
