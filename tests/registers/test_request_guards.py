"""What the database holds of requests whoever asks (E3, E6): each refusal, and that it passes when its guard is taken away."""

from datetime import timedelta
from functools import partial

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from electoral.office.actions import outsider
from payments.actions.fee import cancel_fee
from payments.actions.receipt import take_payment
from registers.models import (
    AccessRequest,
    Copy,
    Decision,
    Entitlement,
    Evidence,
    Quotation,
    Release,
    RequestItem,
)
from registers.states import RequestStatus as S
from tests.conftest import make_person
from tests.registers.asking import accepted, asked, confirmed, paid, quoted, somebody
from tests.registers.trying import as_it_were, refused_by, run, without_constraint, without_trigger

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.rule("E3", "E6")]
TABLE = "registers_accessrequest"
ENTITLED, PAID, PEOPLE = "request_is_entitled", "request_is_paid", "request_has_its_people"


def written(request, **columns):
    """An UPDATE of the row, as the software's role."""
    pairs = ", ".join(f"{name} = %s" for name in columns)
    return partial(run, f"UPDATE {TABLE} SET {pairs} WHERE id = %s", [*columns.values(), request.pk])


def decided(request, by, *, round=1, step="confirm"):
    told = {"access": True, "use": True, "basis": "x", "reason": "x", "by": by}
    return partial(
        Decision.objects.create, division=request.division, request=request, round=round, step=step, **told
    )


def row(applicant, product="FULL", jurisdiction="england_and_wales", mode="supply"):
    rows = Entitlement.objects.filter(ended_on=None, mode=mode, jurisdiction=jurisdiction)
    return rows.get(applicant=applicant, product=product)


def round_two(request, entitlement, *, by, signed=2, product="FULL", later=False):
    """A second round with one thing under that row, decided by `by`."""
    item = partial(
        RequestItem.objects.create, division=request.division, request=request, round=2, position=1, product_id=product,
        entitlement=entitlement, form="data", later=later,
    )  # fmt: skip
    return written(request, round=2, signed_round=signed), item, decided(request, by, round=2)


@pytest.fixture
def clerk(division):
    return somebody(division, "clerk")


@pytest.fixture
def dro(division):
    return somebody(division, "dro")


def test_nothing_is_confirmed_that_the_table_does_not_give_nor_anybody_decided(division, clerk, dro):
    request, candidate = asked(division), asked(division, "CANDIDATE")
    confirm, its = (
        written(request, status="confirmed", confirmed_by_id=clerk.pk),
        partial(round_two, request, by=clerk),
    )
    theirs = written(candidate, status="confirmed", confirmed_by_id=clerk.pk)
    refused = {
        "nobody decided": (confirm, ()),
        "somebody else decided": (confirm, (decided(request, dro),)),
        "asks for nothing": (confirm, (written(request, round=2, signed_round=2), decided(request, clerk, round=2))),
        "no row": (confirm, its(None)),
        "a row that says no": (theirs, round_two(candidate, row("PUBLIC"), by=clerk)),
        "a row of another applicant": (confirm, its(row("GOVT_DEPT"))),
        "a row of another product": (confirm, its(row("CRA", "NOTICE"))),
        "a row of another nation": (confirm, its(row("CRA", jurisdiction="scotland"))),
        "a row for looking": (confirm, its(row("PUBLIC", mode="inspect"))),
        "a row that has ended": (
            confirm,
            (decided(request, clerk), partial(Entitlement.objects.filter(pk=row("CRA").pk).update, ended_on=division.today() - timedelta(days=1))),
        ),
        "later documents": (theirs, round_two(candidate, row("CANDIDATE"), by=clerk, later=True)),
        "not signed": (confirm, its(row("CRA"), signed=1)),
    }  # fmt: skip
    assert {
        name: refused_by(attempt, *before) for name, (attempt, before) in refused.items()
    } == dict.fromkeys(refused, ENTITLED)
    assert refused_by(confirm, decided(request, clerk)) == ""
    assert refused_by(confirm, *its(row("CRA"))) == ""
    with without_trigger(TABLE, f"{TABLE}_entitled"):
        assert {refused_by(attempt, *before) for attempt, before in refused.values()} == {""}


def test_nothing_is_quoted_nor_accepted_without_the_second_person(division, dro):
    request = asked(division)
    clerk = somebody(division, "clerk")
    confirmed(request, by=clerk, second=dro)
    alone = asked(division, name="Ada Testperson")
    AccessRequest.objects.filter(pk=alone.pk).update(needs_second=True)
    run_before = (decided(alone, clerk), written(alone, status="confirmed", confirmed_by_id=clerk.pk))
    attempts = {
        "without": (written(alone, status="quoted"), run_before),
        "only named": (written(alone, status="quoted", seconded_by_id=dro.pk), run_before),
    }
    for attempt, before in attempts.values():
        assert refused_by(attempt, *before) == ENTITLED
    both = (*run_before, decided(alone, dro, step="second"))
    assert refused_by(written(alone, status="quoted", seconded_by_id=dro.pk), *both) == ""
    with without_trigger(TABLE, f"{TABLE}_entitled"):
        assert {refused_by(attempt, *before) for attempt, before in attempts.values()} == {""}


def test_nothing_is_prepared_unpaid(division, clerk):
    request = accepted(asked(division))
    cashier, on = somebody(division, "cashier"), division.today()
    prepare = written(request, status="prepared", prepared_by_id=clerk.pk)
    pay = partial(take_payment, request.fee, method="cheque", on=on, by=cashier)
    given_up = partial(run, "UPDATE payments_fee SET status = 'cancelled'")
    refused = {
        "nothing": (), "a part": (partial(pay, amount=request.fee.amount - 1),),
        "an invoice that was withdrawn": (partial(pay, amount=request.fee.amount), given_up),
    }  # fmt: skip
    assert {name: refused_by(prepare, *before) for name, before in refused.items()} == dict.fromkeys(
        refused, PAID
    )
    assert refused_by(prepare, partial(pay, amount=request.fee.amount)) == ""
    with without_trigger(TABLE, f"{TABLE}_entitled"):
        assert {refused_by(prepare, *before) for before in refused.values()} == {""}


def test_an_invoice_of_something_else_pays_for_nothing(division, clerk):
    first, second = paid(asked(division)), accepted(asked(division, name="Ada Testperson"))
    prepare = written(second, status="prepared", prepared_by_id=clerk.pk)
    for wrong in ({"subject": second.reference, "amount": 1}, {"subject": "D00000000"}, {"subject": second.reference, "currency": "AUD"}):  # fmt: skip
        with as_it_were(TABLE, first.pk, fee_id=None), as_it_were(TABLE, second.pk, fee_id=first.fee_id), as_it_were("payments_fee", first.fee_id, **wrong):  # fmt: skip
            assert refused_by(prepare) == PAID, wrong


def test_each_step_has_its_person_and_two_where_two_must_be(division, clerk, dro):
    request = paid(asked(division))
    prepare = written(request, status="prepared", prepared_by_id=clerk.pk)
    check = written(request, status="checked", checked_by_id=dro.pk)
    other = make_person("clerk", division)
    refused = {
        "nobody prepared": (written(request, status="prepared"), ()),
        "nobody checked": (written(request, status="checked"), (prepare,)),
        "nobody released": (written(request, status="released"), (prepare, check)),
    }
    assert {
        name: refused_by(attempt, *before) for name, (attempt, before) in refused.items()
    } == dict.fromkeys(refused, PEOPLE)
    assert refused_by(written(request, status="released", released_by_id=other.pk), prepare, check) == ""
    with without_trigger(TABLE, f"{TABLE}_entitled"):
        assert {refused_by(attempt, *before) for attempt, before in refused.values()} == {""}


@pytest.mark.parametrize(
    ("name", "columns"),
    [
        ("the_second_person_is_another", ("seconded_by_id", "confirmed_by_id")),
        ("the_checker_is_another", ("checked_by_id", "prepared_by_id")),
        ("who_confirms_does_not_release", ("released_by_id", "confirmed_by_id")),
    ],
)
def test_two_steps_are_two_people(division, clerk, name, columns):
    request = asked(division)
    same = written(request, **dict.fromkeys(columns, clerk.pk))
    assert refused_by(same) == name
    with without_constraint(TABLE, name):
        assert refused_by(same) == ""


def test_an_invoice_is_for_one_request_and_not_taken_away(division):
    first, second = accepted(asked(division)), quoted(asked(division, name="Ada Testperson"))
    take = written(second, fee_id=first.fee_id)
    assert refused_by(take) == "one_request_an_invoice"
    assert refused_by(written(first, fee_id=None)) == "request_keeps_its_invoice"
    cancel_fee(first.fee, by=outsider(), why="x")
    assert refused_by(written(first, fee_id=None)) == ""
    with without_constraint(TABLE, "one_request_an_invoice"):
        assert refused_by(take) == ""
    with without_trigger(TABLE, f"{TABLE}_once"):
        assert refused_by(written(first, fee_id=None)) == ""


def test_what_was_declared_is_not_changed(division):
    request = asked(division)
    for name, value in (
        ("declared_name", "x"),
        ("secret", "0" * 64),
        ("channel", "letter"),
        ("received_at", timezone.now()),
    ):
        change = written(request, **{name: value})
        assert refused_by(change) == f"{TABLE}_once", name
        with without_trigger(TABLE, f"{TABLE}_once"):
            assert refused_by(change) == "", name


def quotation_of(request, by):
    told = {
        "round": 1,
        "version": 9,
        "currency": "GBP",
        "amount": 0,
        "valid_until": request.division.today(),
        "by": by,
    }
    return partial(Quotation.objects.create, division=request.division, request=request, **told)


def copy_of(request, by):
    return partial(Copy.objects.create, division=request.division, request=request, round=1, ordered_by=by)


def test_no_quotation_no_copy_and_no_release_is_written_before_its_time(division, clerk, dro):
    sent, alone = asked(division), asked(division, name="Bea Testperson")
    unpaid, done = (
        accepted(asked(division, name="Ada Testperson")),
        paid(asked(division, name="Cleo Testperson")),
    )
    copy = Copy.objects.create(division=division, request=done, round=1, ordered_by=clerk)
    only_one = (decided(alone, clerk), written(alone, status="confirmed", confirmed_by_id=clerk.pk))
    release = partial(
        Release.objects.create, division=division, request=done, copy=copy, way="post", released_by=dro,
        expires_at=timezone.now() + timedelta(days=1),
    )  # fmt: skip
    refused = {
        "quotation": (
            (quotation_of(sent, clerk), (), ENTITLED),
            (quotation_of(alone, clerk), only_one, ENTITLED),
            (quotation_of(unpaid, clerk), (), "registers_quotation_of_request"),
        ),
        "copy": ((copy_of(sent, clerk), (), ENTITLED), (copy_of(unpaid, clerk), (), PAID)),
        "release": ((release, (), "registers_release_of_request"),),
    }
    for table, cases in refused.items():
        for attempt, before, name in cases:
            assert refused_by(attempt, *before) == name, table
        with without_trigger(f"registers_{table}", f"registers_{table}_of_request"):
            assert {refused_by(attempt, *before) for attempt, before, _ in cases} == {""}, table


def test_a_copy_is_made_of_an_accepted_request_alone(division, clerk):
    request = quoted(asked(division))
    with as_it_were("registers_quotation", request.quotation.pk, amount=0):
        assert refused_by(copy_of(request, clerk)) == "registers_copy_of_request"


def test_decisions_are_said_once_and_say_what_they_are(division, clerk):
    request = asked(division)
    told = {"division": division, "request": request, "round": 1, "basis": "x", "reason": "x", "by": clerk}
    made = partial(Decision.objects.create, **told)
    for name, attempt, before in (
        ("decided_once", decided(request, clerk), (decided(request, clerk),)),
        ("a_confirmation_says_yes_to_both", partial(made, step="confirm", access=True, use=False), ()),
        ("a_refusal_says_no", partial(made, step="refuse", access=True, use=True), ()),
    ):
        assert refused_by(attempt, *before) == name
        with without_constraint("registers_decision", name):
            assert refused_by(attempt, *before) == ""


def test_what_was_said_is_only_added_to(division):
    request = quoted(asked(division))
    for model in (RequestItem, Decision, Quotation, Evidence, AccessRequest):
        table = model._meta.db_table
        with pytest.raises(Exception, match="permission denied"), transaction.atomic():
            run(f"DELETE FROM {table}")
    for table in (
        "registers_requestitem",
        "registers_decision",
        "registers_quotation",
        "registers_quotationline",
    ):
        with pytest.raises(Exception, match="permission denied"), transaction.atomic():
            run(f"UPDATE {table} SET id = id")
    assert request.status == S.QUOTED
    with pytest.raises(IntegrityError), transaction.atomic():
        run(f"UPDATE {TABLE} SET division_id = division_id + 1")
