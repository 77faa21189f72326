"""Two people at once: of two approvals and of two alignments one counts (1.2c, 4a)."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from threading import Barrier, BrokenBarrierError

import pytest
from django.db import connection, transaction

from electoral.office.refusals import Refused
from tests.walks.area_story import a_line, accepted, approve, grid, in_force, spare
from walks.actions import build_walks
from walks.actions.alignment import align
from walks.actions.area_change import put_in_force_when_approved
from walks.models import AreaChange, Walk


@pytest.mark.django_db(transaction=True)
@pytest.mark.rule("1.2c")
def test_of_two_approvals_at_once_the_last_puts_the_split_in_force(division, person):
    dro = person("dro")
    grid(division, streets=8, doors=60)
    build_walks(division, by=dro)
    spare(division, person)
    change = accepted(Walk.objects.get(), dro, person)
    manager = person("area_manager")
    lines = [a_line(division, dro, part=part) for part in change.parts.all()]
    for line in lines[2:]:
        approve(line, manager)

    both_have_approved, both_have_answered = Barrier(2), Barrier(2)

    def decide(line):
        try:
            with transaction.atomic():
                approve(line, manager)
                both_have_approved.wait(timeout=30)
                answer = put_in_force_when_approved(AreaChange.objects.get(pk=change.pk), by=manager)
                with suppress(
                    BrokenBarrierError
                ):  # who waits for the other's lock cannot come here before it is given up
                    both_have_answered.wait(timeout=1)
                return answer
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as two:
        assert sorted(two.map(decide, lines[:2])) == [False, True]
    assert Walk.objects.in_force().count() == len(lines)


@pytest.mark.django_db(transaction=True)
def test_two_people_align_at_once_and_one_of_them_is_told(division, person):
    dro = person("dro")
    grid(division, streets=8, doors=60)
    build_walks(division, by=dro)
    spare(division, person)
    change = in_force(accepted(Walk.objects.get(), dro, person), dro, person)

    def aligned(_):
        try:
            return len(align(change, by=dro).moves)
        except Refused as refusal:
            return str(refusal)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as two:
        assert {str(answer) for answer in two.map(aligned, range(2))} == {"480", "It is done."}
