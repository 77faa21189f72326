"""What can be known of the production files without running a container."""

import re
from pathlib import Path

import pytest
import yaml

from electoral.door.children import QUEUES

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


def test_only_the_web_is_reached_and_from_this_machine_alone():
    published = {name: s["ports"] for name, s in COMPOSE["services"].items() if "ports" in s}
    assert published == {"web": ["127.0.0.1:${OFFICE_PORT:-8000}:8000"]}


def test_papers_and_uploads_outlive_the_containers():
    for name, service in OURS.items():
        places = {volume.split(":")[1] for volume in service["volumes"]}
        assert places == {"/srv/office/var/papers", "/srv/office/var/uploads"}, name
        assert {v.split(":")[0] for v in service["volumes"]} <= set(COMPOSE["volumes"])


def test_the_image_runs_as_a_person_without_rights_and_from_the_lock():
    dockerfile = (REPOSITORY / "Dockerfile").read_text()
    assert re.search(r"^USER office$", dockerfile, re.MULTILINE)
    assert "--require-hashes -r requirements.lock" in dockerfile
    assert dockerfile.index("USER office") < dockerfile.index("CMD")
