"""A later document: one request for each body that has a standing one, through the same confirmation (E7)."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from electoral.office.actions import operator
from electoral.office.refusals import Refused
from registers.actions.inquiry import say
from registers.actions.secret import opens
from registers.actions.serving import order_serving, serve_due_standing, serve_standing
from registers.actions.standing import begin_standing
from registers.models import AccessRequest, Standing
from registers.rules.evidence import EVIDENCE_HOLDS_DAYS
from registers.rules.standing import is_due
from tests.registers.asking import asked, in_england, item, paid, sealed, somebody
from tests.registers.later import checked, later_edition, standing_of
from tests.steps import work_off


@pytest.fixture
def office(division):
    return in_england(division)


def served(standing, **more) -> AccessRequest:
    """The request for a later edition of what it stands for."""
    (request,) = serve_standing(
        later_edition(standing.division, **more), by=somebody(standing.division, "dro")
    )
    return AccessRequest.objects.select_related("division__area__state", "applicant", "fee").get(
        pk=request.pk
    )


def test_who_asks_again_is_served_once(office):
    first, second = standing_of(office), standing_of(office)
    first.refresh_from_db()
    assert first.ended_on == office.today()
    assert second.request.reference in first.ended_why
    assert list(Standing.objects.in_force()) == [second]


@pytest.mark.rule("E7")
def test_each_later_edition_makes_one_request_that_goes_through_the_same_confirmation(office):
    standing = standing_of(office)
    request = served(standing)
    assert (request.channel, request.status, request.standing) == ("standing", "sent", standing)
    asked_for = request.items.get()
    assert (asked_for.product_id, asked_for.form, asked_for.later) == ("FULL", "data", False)
    assert request.purposes == standing.request.purposes
    request = paid(request)
    assert request.status == "accepted"
    assert request.confirmed_by_id
    assert request.fee_id != standing.request.fee_id


@pytest.mark.rule("E7")
def test_an_edition_is_served_once_whoever_asks_how_often(office):
    standing_of(office)
    edition, dro = later_edition(office), somebody(office, "dro")
    assert len(serve_standing(edition, by=dro)) == 1
    assert serve_standing(edition, by=dro) == []
    order_serving(edition, by=dro)
    work_off()
    assert serve_due_standing(by=operator()) == 0
    assert AccessRequest.objects.filter(channel="standing").count() == 1


def test_the_worker_serves_what_the_sealing_ordered(office):
    standing_of(office)
    order_serving(later_edition(office), by=somebody(office, "dro"))
    work_off()
    assert AccessRequest.objects.filter(channel="standing").count() == 1


@pytest.mark.parametrize(
    ("product", "family", "stage", "due"),
    [
        ("FULL", "register", "", True),
        ("FULL", "notice", "", False),
        ("NOTICE", "notice", "", True),
        ("AVL", "absent", "current", False),
        ("AVL", "absent", "final", True),
        ("AVL", "absent", "final_postal", True),
        ("ANON", "register", "", True),
        ("ANON", "notice", "", False),
        ("OTHERDOC", "register", "", False),
    ],
)
@pytest.mark.rule("E7")
def test_which_edition_is_a_later_document_of_what(product, family, stage, due):
    assert is_due(product, family, stage) == due


def test_what_was_sealed_before_it_began_is_not_later(office):
    before = sealed(office)
    standing_of(office)
    assert serve_standing(before, by=somebody(office, "dro")) == []


def test_an_edition_that_is_not_sealed_is_sent_to_nobody(office, person):
    standing = standing_of(office)
    edition = later_edition(office)
    ordered = type(edition).objects.create(
        division=office, family="register", title="x", speaks_on=office.today(), ordered_by=standing.added_by
    )
    with pytest.raises(Refused, match="not sealed yet"):
        serve_standing(ordered, by=person("dro"))


@pytest.mark.rule("E3", "E7")
def test_evidence_that_is_recent_goes_with_it_and_old_evidence_is_asked_for_again(office):
    standing = standing_of(office)
    request = served(standing)
    assert request.what_evidence_is_missing() is None
    assert standing.request.reference in request.evidence.get().note
    with time_machine.travel(timezone.now() + timedelta(days=EVIDENCE_HOLDS_DAYS + 1)):
        assert served(standing).what_evidence_is_missing()


def test_the_word_of_the_first_request_opens_the_later_ones(office):
    request = asked(office, "CRA", items=[item("FULL", later=True)])
    word = request.word
    (standing,) = begin_standing(checked(request), by=somebody(office, "clerk"))
    assert opens(served(standing), word)


def test_the_thread_of_a_later_request_says_under_which_it_was_made(office, person):
    standing = standing_of(office)
    request = served(standing)
    say(request, text="It is on its way.", by=person("clerk"), from_office=True)
    first = request.messages.first()
    assert (first.internal, standing.reference in first.text) == (True, True)
