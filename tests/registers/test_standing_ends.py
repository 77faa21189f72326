"""Standing requests end: by themselves, and by a person (E7)."""

from datetime import timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.utils import timezone

from electoral.office.actions import operator
from electoral.office.refusals import Refused
from registers.actions.law import load_law
from registers.actions.quotation import accept_quotation
from registers.actions.serving import serve_standing
from registers.actions.standing import add_standing, end_due_standing, end_standing
from registers.models import AccessRequest, Entitlement, Standing
from registers.rules.lists import REMEMBERED_DAYS
from registers.rules.standing import UNPAID_DAYS
from tests.registers.asking import confirmed, in_england, paid, quoted, somebody
from tests.registers.later import later_edition, standing_of


@pytest.fixture
def office(division):
    return in_england(division)


def library(office, *, by=None, **more) -> Standing:
    told = {"applicant": "BRITISH_LIBRARY", "product": "FULL", "organisation": "Pretend Library", "name": "Deposit desk",
            "email": "deposit@library.invalid"}  # fmt: skip
    return add_standing(office, by=by or somebody(office, "clerk"), **(told | more))


def served(standing, **more) -> AccessRequest:
    """The request for a later edition of what it stands for."""
    (request,) = serve_standing(
        later_edition(standing.division, **more), by=somebody(standing.division, "dro")
    )
    return AccessRequest.objects.select_related("division__area__state", "applicant", "fee").get(
        pk=request.pk
    )


def ended(standing) -> str:
    end_due_standing(by=operator())
    standing.refresh_from_db()
    return standing.ended_why


@pytest.mark.rule("E7")
def test_it_ends_by_itself_after_its_last_day(office, person):
    standing = standing_of(office, "POLICE", until=office.today())
    assert ended(standing) == ""
    with time_machine.travel(timezone.now() + timedelta(days=1)):
        assert serve_standing(later_edition(office), by=person("dro")) == []
        standing.refresh_from_db()
        assert "Its last day was" in standing.ended_why


@pytest.mark.rule("E7")
def test_absent_voters_lists_are_those_of_one_poll_and_end_with_it(office):
    day = office.today() + timedelta(days=5)
    may = {"stage": "final", "poll": "Mayor 2027", "polls_on": day}
    standing = standing_of(office, "CANDIDATE", "AVL", stage="current", poll="Mayor 2027")
    clerk = somebody(office, "dro")
    assert serve_standing(later_edition(office, "absent", **(may | {"poll": "By-election"})), by=clerk) == []
    (request,) = serve_standing(later_edition(office, "absent", **may), by=clerk)
    assert request.items_now.get().poll == "Mayor 2027"
    assert ended(standing) == ""
    with time_machine.travel(timezone.now() + timedelta(days=5 + REMEMBERED_DAYS)):
        assert ended(standing) == ""
    with time_machine.travel(timezone.now() + timedelta(days=6 + REMEMBERED_DAYS)):
        assert ended(standing) == "The poll is over."


@pytest.mark.rule("E7")
def test_lists_of_a_poll_that_nobody_makes_end_after_a_year(office):
    standing = standing_of(office, "CANDIDATE", "AVL", stage="current", poll="Mayor 2027")
    with time_machine.travel(timezone.now() + timedelta(days=365 + REMEMBERED_DAYS)):
        assert ended(standing) == ""
    with time_machine.travel(timezone.now() + timedelta(days=366 + REMEMBERED_DAYS)):
        assert ended(standing) == "The poll is over."


@pytest.mark.rule("E2", "E7")
def test_later_lists_name_their_poll(office):
    with pytest.raises(Refused, match="of which poll the later lists are"):
        standing_of(office, "CANDIDATE", "AVL", stage="current")


@pytest.mark.rule("E7", "E4")
def test_it_ends_when_the_table_changes(office):
    standing, gone = standing_of(office), library(office)
    row, today = standing.entitlement, office.today()
    Entitlement.objects.filter(pk__in=(row.pk, gone.entitlement_id)).update(ended_on=today)
    row.pk, row.purpose_text, row.from_on, row.ended_on = None, "Only on Mondays.", today, None
    row.verified_by = row.verified_on = None
    row.save(force_insert=True)
    assert "limits in the table have changed" in ended(standing)
    gone.refresh_from_db()
    assert "gives this applicant no copy" in gone.ended_why


def test_laying_the_same_table_again_ends_nothing(office):
    standing = standing_of(office)
    load_law()
    assert ended(standing) == ""


@pytest.mark.rule("E7", "E6")
def test_it_ends_when_a_later_document_is_not_paid_for(office):
    standing = standing_of(office)
    request = quoted(served(standing))
    with time_machine.travel(timezone.now() + timedelta(days=UNPAID_DAYS)):
        assert ended(standing) == ""
    with time_machine.travel(timezone.now() + timedelta(days=UNPAID_DAYS + 1)):
        assert request.reference in ended(standing)
    request.refresh_from_db()
    assert request.status == "withdrawn"


@pytest.mark.rule("E7", "E6")
def test_an_invoice_that_is_not_paid_ends_it_too_and_a_paid_one_does_not(office):
    standing = standing_of(office)
    paid(served(standing))
    with time_machine.travel(timezone.now() + timedelta(days=UNPAID_DAYS + 9)):
        assert ended(standing) == ""
        request = quoted(served(standing))
        accept_quotation(request, by=somebody(office, "clerk"))
    with time_machine.travel(timezone.now() + timedelta(days=2 * UNPAID_DAYS + 20)):
        assert request.reference in ended(standing)


def test_what_is_free_is_never_unpaid(office):
    standing = standing_of(office, "POLICE")
    quoted(served(standing))
    with time_machine.travel(timezone.now() + timedelta(days=300)):
        assert ended(standing) == ""


def test_a_refusal_of_a_later_document_ends_it(office, person):
    from registers.actions.decision import refuse_request

    standing = standing_of(office)
    refuse_request(
        served(standing), failed="The permission has ended.", reason="The register of firms says so.", open_instead="The open register.",
        access=False, use=False, by=person("dro"),
    )  # fmt: skip
    assert "refused or recalled" in ended(standing)


@pytest.mark.rule("E7")
def test_a_person_ends_it_with_a_reason_and_what_is_under_way_is_withdrawn(office, person):
    standing, clerk = standing_of(office, "POLICE"), person("clerk")
    request = confirmed(served(standing))
    with pytest.raises(Refused, match="Say why"):
        end_standing(standing, why=" ", by=clerk)
    end_standing(standing, why="The force was merged.", by=clerk)
    request.refresh_from_db()
    assert request.status == "withdrawn"
    with pytest.raises(Refused, match="It ended on"):
        end_standing(standing, why="Again.", by=clerk)
    assert serve_standing(later_edition(office), by=person("dro")) == []


def test_what_was_paid_for_is_still_supplied(office, person):
    standing = standing_of(office)
    request = paid(served(standing))
    end_standing(standing, why="They stop.", by=person("clerk"))
    request.refresh_from_db()
    assert request.status == "accepted"


def test_a_line_that_ended_begins_no_more_and_is_deleted_by_nobody(office):
    standing = library(office)
    end_standing(standing, why="Closed.", by=somebody(office, "clerk"))
    with pytest.raises(IntegrityError, match="written once"), transaction.atomic():
        Standing.objects.filter(pk=standing.pk).update(ended_on=None)
    with pytest.raises(Exception, match="permission denied"), transaction.atomic():
        Standing.objects.filter(pk=standing.pk).delete()
