import os
import shutil
import subprocess

import pytest

from electoral.door.__main__ import ALONE, WITH_WORDS
from electoral.door.commands import OF_THE_OFFICE
from tests.door.conftest import REPOSITORY

TOOLS = ("sh", "dirname", "cat", "cksum", "mkdir", "grep", "env")


@pytest.fixture
def machine(tmp_path):
    """The script on a machine that has a shell and nothing else; what is added, records how it was called."""
    shutil.copy(REPOSITORY / "office", tmp_path / "office")
    (tmp_path / "requirements-dev.lock").write_text("")
    (tmp_path / "bin").mkdir()
    for tool in TOOLS:
        (tmp_path / "bin" / tool).symlink_to(shutil.which(tool))

    def add(name, answer="exit 0"):
        path = tmp_path / "bin" / name
        path.write_text(f'#!/bin/sh\necho "{name} $*" >>{tmp_path}/called\n{answer}\n')
        path.chmod(0o755)

    def run(*words):
        done = subprocess.run(
            [str(tmp_path / "office"), *words],
            env={"PATH": str(tmp_path / "bin"), "HOME": os.environ["HOME"]},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )
        called = tmp_path / "called"
        return done, called.read_text() if called.exists() else ""

    return add, run


def test_the_script_alone_lists_every_command_and_changes_nothing(machine):
    _, run = machine
    done, _ = run()
    assert done.returncode == 0
    for name in (*WITH_WORDS, *ALONE, *OF_THE_OFFICE):
        assert f"./office {name} " in done.stdout, name


def test_a_machine_without_python_is_told_so_in_a_line(machine):
    _, run = machine
    done, _ = run("demo")
    assert done.returncode == 2
    assert done.stderr == (
        "office: install Python 3.11 or later, and Pango for PDFs.\noffice: Python 3.11 or later is missing.\n"
    )


def test_on_debian_root_installs_what_is_missing(machine):
    add, run = machine
    add("dpkg-query", "exit 1")
    add("apt-get")
    add("id", "echo 0")
    _, called = run("test")
    assert (
        "apt-get install -y -qq --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 "
        "fonts-dejavu-core libatomic1 chromium python3-venv" in called
    )


def test_a_browser_is_for_the_tests_alone(machine):
    add, run = machine
    add("dpkg-query", "exit 1")
    add("apt-get")
    add("id", "echo 0")
    _, called = run("demo")
    assert "python3-venv" in called
    assert "chromium" not in called


def test_without_root_and_sudo_the_packages_are_named(machine):
    add, run = machine
    add("dpkg-query", "exit 1")
    add("apt-get")
    add("id", "echo 1000")
    done, called = run("demo")
    assert "office: please install (as root): apt-get install libpango-1.0-0 " in done.stderr
    assert "apt-get" not in called


def test_what_is_installed_is_not_asked_for_again(machine):
    add, run = machine
    add("dpkg-query", "echo install ok installed")
    add("apt-get")
    add("id", "echo 0")
    add("python3", 'case "$*" in *ensurepip* | *version_info*) exit 0 ;; *) exit 1 ;; esac')
    _, called = run("demo")
    assert "apt-get" not in called
