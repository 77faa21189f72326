"""Two Area Managers press the button at the same moment (1.8a)."""

import threading

import pytest
from django.apps import apps
from django.contrib.auth import get_user_model
from django.db import connection

from electoral.office.refusals import WrongState
from tests.conftest import make_person
from tests.walks import rr004
from walks.actions.endorsement import approve_line
from walks.models import Classification


def approved_at_once(division, lines) -> list[str]:
    """What each of as many people is told who approve these lines at the same time, each on a connection of their own."""
    start, said = threading.Barrier(len(lines)), []

    def approve(who, which):
        try:
            person, line = get_user_model().objects.get(pk=who), Classification.objects.get(pk=which)
            start.wait(timeout=20)
            said.append(approve_line(line, by=person).status)
        except WrongState as refusal:
            said.append(str(refusal))
        finally:
            connection.close()

    managers = [make_person("area_manager", division.area, name=f"Manager {n}") for n, _ in enumerate(lines)]
    threads = [
        threading.Thread(target=approve, args=[m.pk, line.pk])
        for m, line in zip(managers, lines, strict=True)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return sorted(said)


@pytest.mark.rule("1.8a")
@pytest.mark.django_db(transaction=True)
def test_of_two_people_who_approve_at_the_same_time_one_does(division, dro):
    """Two connections; the other gets a clear refusal, and the paper is ordered once."""
    rr004.delegate(division)
    form = rr004.submitted(division, rr004.lay_walk(division, 1), by=dro)
    line = form.lines.get()
    assert approved_at_once(division, [line, line]) == ["It is approved.", "approved"]
    assert apps.get_model("papers", "Document").objects.filter(kind="rr004").count() == 1


@pytest.mark.rule("1.8a")
@pytest.mark.django_db(transaction=True)
def test_of_the_last_two_walks_approved_at_the_same_time_the_paper_is_ordered_once(division, dro):
    rr004.delegate(division)
    form = rr004.submitted(division, *(rr004.lay_walk(division, n) for n in (1, 2)), by=dro)
    assert approved_at_once(division, list(form.lines.all())) == ["approved", "approved"]
    form.refresh_from_db()
    assert set(form.lines.values_list("status", flat=True)) == {"approved"}
    assert form.document is not None
    assert apps.get_model("papers", "Document").objects.filter(kind="rr004").count() == 1
