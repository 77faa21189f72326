"""Evidence: taken in, seen by a person, destroyed early (E3, E3c)."""

import io
import threading
from datetime import timedelta

import pytest
import time_machine
from django.core.files.storage import storages
from django.db import connection
from django.utils import timezone

from electoral.office.actions import operator, outsider
from electoral.office.models import Event
from electoral.office.refusals import NotPermitted, Refused
from registers.actions.decision import confirm_request, second_request
from registers.actions.evidence import (
    destroy_due_evidence,
    destroy_evidence,
    give_evidence,
    open_evidence,
    see_evidence,
)
from registers.actions.request import withdraw_request
from registers.models import Evidence
from registers.rules.evidence import EVIDENCE_KEPT_DAYS, EVIDENCE_LIMIT
from tests.registers.asking import asked, confirmed
from tests.registers.papers import JPEG, PDF, PNG, TWO_THINGS


@pytest.fixture
def request_of_cra(division):
    return asked(division, "CRA")


def give(request, data=PDF, *, by=None, code="cra_permission", title="Permission"):
    return give_evidence(request, code=code, title=title, file=io.BytesIO(data), by=by or outsider())


def files() -> list[str]:
    folder = storages["uploads"].location
    from pathlib import Path

    return sorted(p.suffix for p in Path(folder).rglob("*") if p.is_file())


def opened_by(evidence, person):
    open_evidence(evidence, by=person).close()


@pytest.mark.rule("E3")
def test_a_file_from_outside_is_stored_by_its_digest_and_waits_for_a_person(request_of_cra):
    evidence = give(request_of_cra, title="../../etc/passwd\u202egnp.exe\n<script>")
    assert (evidence.suffix, evidence.size, evidence.seen_at) == (".pdf", len(PDF), None)
    assert "\u202e" not in evidence.title
    assert "\n" not in evidence.title
    assert files() == [".pdf"]
    assert list(Evidence.objects.unseen()) == [evidence]
    trail = Event.objects.get(verb="give_evidence")
    assert trail.data == {"evidence": evidence.pk, "code": "cra_permission"}


@pytest.mark.rule("E3")
def test_a_paper_shown_at_the_counter_has_no_file_and_the_portal_must_send_one(request_of_cra, person):
    shown = give_evidence(request_of_cra, code="cra_permission", title="", by=person("clerk"))
    assert (shown.sha256, shown.title) == ("", "The permission to furnish credit references")
    with pytest.raises(Refused, match="Choose a file"):
        give_evidence(request_of_cra, code="cra_permission", title="", by=outsider())


@pytest.mark.parametrize("data", [TWO_THINGS["an archive behind a PDF"], PDF + b"\0" * EVIDENCE_LIMIT, b""])
def test_a_refused_file_leaves_nothing_behind(request_of_cra, data):
    with pytest.raises(Refused):
        give(request_of_cra, data)
    assert files() == []
    assert not Evidence.objects.exists()


def test_the_same_bytes_twice_are_one_file_and_go_when_the_last_is_destroyed(division, person):
    clerk = person("clerk")
    first, second = (give(asked(division, "CRA")) for _ in range(2))
    assert len(files()) == 1
    destroy_evidence(first, by=clerk)
    assert len(files()) == 1
    opened_by(second, clerk)
    destroy_evidence(second, by=clerk)
    assert files() == []


def test_twenty_files_are_enough(request_of_cra):
    for n in range(20):
        give(request_of_cra, PDF.replace(b"1 0 obj", f"{n} 0 obj".encode()))
    with pytest.raises(Refused, match="20 files already"):
        give(request_of_cra, PDF)


def test_nothing_is_taken_once_the_request_is_over(request_of_cra):
    withdraw_request(request_of_cra, why="", by=outsider())
    with pytest.raises(Refused, match="no evidence is needed"):
        give(request_of_cra)


@pytest.mark.rule("E3", "E3c")
def test_who_gives_the_verdict_has_opened_the_file(request_of_cra, person):
    one, other, evidence = person("clerk"), person("clerk"), give(request_of_cra)
    opened_by(evidence, other)
    with pytest.raises(Refused, match="Open the file first"):
        see_evidence(evidence, satisfies=True, note="", by=one)
    opened_by(evidence, one)
    see_evidence(evidence, satisfies=True, note="Stamp and name agree.", by=one)
    evidence.refresh_from_db()
    assert (evidence.seen_by, evidence.satisfies, bool(evidence.seen_at)) == (one, True, True)


@pytest.mark.rule("E3")
def test_without_seen_evidence_nothing_is_confirmed(request_of_cra, person):
    clerk = person("clerk")
    evidence = give_evidence(request_of_cra, code="cra_permission", title="", by=clerk)
    assert "credit references" in request_of_cra.what_evidence_is_missing()
    see_evidence(evidence, satisfies=False, note="Out of date", by=clerk)
    assert request_of_cra.what_evidence_is_missing()
    better = give_evidence(request_of_cra, code="cra_permission", title="", by=clerk)
    see_evidence(better, satisfies=True, by=clerk)
    assert request_of_cra.what_evidence_is_missing() is None


def test_a_yes_is_taken_back_while_nothing_is_decided_and_a_no_stands(request_of_cra, person):
    clerk = person("clerk")
    evidence = give_evidence(request_of_cra, code="cra_permission", title="", by=clerk)
    see_evidence(evidence, satisfies=True, by=clerk)
    with pytest.raises(Refused, match="seen already"):
        see_evidence(evidence, satisfies=True, by=clerk)
    see_evidence(evidence, satisfies=False, note="It was another firm's.", by=clerk)
    with pytest.raises(Refused, match="seen already"):
        see_evidence(evidence, satisfies=True, by=clerk)
    assert request_of_cra.what_evidence_is_missing()


def test_a_verdict_that_a_decision_rests_on_is_not_taken_back(request_of_cra, person):
    clerk = person("clerk")
    evidence = give_evidence(request_of_cra, code="cra_permission", title="", by=clerk)
    see_evidence(evidence, satisfies=True, by=clerk)
    confirmed(request_of_cra, by=clerk)
    with pytest.raises(Refused, match="decision rests on it"):
        see_evidence(evidence, satisfies=False, by=clerk)


def test_what_was_destroyed_unseen_is_no_evidence(request_of_cra, person):
    clerk, evidence = person("clerk"), give(request_of_cra)
    destroy_evidence(evidence, by=clerk)
    with pytest.raises(Refused, match="before anybody saw it"):
        see_evidence(evidence, satisfies=True, by=clerk)
    with pytest.raises(Refused, match="destroyed"):
        open_evidence(evidence, by=clerk)
    with pytest.raises(Refused, match="destroyed already"):
        destroy_evidence(evidence, by=clerk)


@pytest.mark.rule("E3")
def test_the_row_and_its_verdict_stay_when_the_file_is_destroyed(request_of_cra, person):
    clerk, evidence = person("clerk"), give(request_of_cra)
    opened_by(evidence, clerk)
    see_evidence(evidence, satisfies=True, by=clerk)
    confirm_request(request_of_cra, reason="It shows it.", by=clerk)
    officer = person("dro")
    opened_by(evidence, officer)
    second_request(request_of_cra, reason="I find the same.", by=officer)
    destroy_evidence(evidence, by=clerk)
    evidence.refresh_from_db()
    assert evidence.destroyed_at
    assert (evidence.seen_by, evidence.satisfies) == (clerk, True)
    assert request_of_cra.what_evidence_is_missing() is None


@pytest.mark.rule("E3")
def test_the_clock_destroys_what_is_kept_too_long_after_the_end_and_nothing_else(division):
    running, over = asked(division, "CRA"), asked(division, "CRA")
    kept, due = give(running), give(over, PNG)
    with time_machine.travel(timezone.now() - timedelta(days=EVIDENCE_KEPT_DAYS, minutes=1), tick=False):
        withdraw_request(over, why="", by=outsider())
    younger = asked(division, "CRA")
    still = give(younger, JPEG)
    with time_machine.travel(timezone.now() - timedelta(days=EVIDENCE_KEPT_DAYS - 1), tick=False):
        withdraw_request(younger, why="", by=outsider())
    assert destroy_due_evidence(by=operator()) == 1
    assert destroy_due_evidence(by=operator()) == 0
    assert [e.pk for e in Evidence.objects.filter(destroyed_at=None).order_by("pk")] == [kept.pk, still.pk]
    assert Evidence.objects.get(pk=due.pk).destroyed_at
    assert files() == [".jpg", ".pdf"]


@pytest.mark.parametrize("role", ["cashier", "auditor", "officer", "area_manager"])
def test_others_neither_open_nor_judge_nor_destroy(request_of_cra, person, role):
    evidence, nobody = give(request_of_cra), person(role)
    for act in (
        lambda: open_evidence(evidence, by=nobody),
        lambda: see_evidence(evidence, satisfies=True, by=nobody),
        lambda: destroy_evidence(evidence, by=nobody),
        lambda: give(request_of_cra, by=nobody),
    ):
        with pytest.raises(NotPermitted):
            act()


@pytest.mark.django_db(transaction=True)
def test_giving_the_same_bytes_while_they_are_destroyed_never_loses_the_file(division, person):
    clerk = person("clerk")
    for _ in range(5):
        first, request = give(asked(division, "CRA")), asked(division, "CRA")
        barrier = threading.Barrier(2)

        def run(work, barrier=barrier):
            barrier.wait()
            try:
                work()
            finally:
                connection.close()

        threads = [
            threading.Thread(target=run, args=(work,))
            for work in (lambda e=first: destroy_evidence(e, by=clerk), lambda r=request: give(r))
        ]
        [t.start() for t in threads]
        [t.join() for t in threads]
        kept = request.evidence.get()
        opened_by(kept, clerk)
        destroy_evidence(kept, by=clerk)
