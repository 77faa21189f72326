"""The account into which people pay by transfer: two people, one in force at a time (E6)."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction

from electoral.office.models import Event
from electoral.office.refusals import NotPermitted, Refused, WrongState
from payments.actions.account import accept_account, decline_account, propose_account, stop_account
from payments.models import Account
from payments.queries.account import account_of
from tests.conftest import as_owner

pytestmark = [pytest.mark.django_db, pytest.mark.rule("E6")]
SAID = {"name": "Electoral Office, Gold", "bank": "Fabletown Bank", "numbers": "BSB: 000-000\nAccount number: 1234 5678",
        "why": "The office's first account"}  # fmt: skip
SEEN = "Rang the bank on the number in our file"


def proposed(division, by, **changes) -> Account:
    return propose_account(division, by=by, **SAID | changes)


def in_force(division, cashier, dro, **changes) -> Account:
    return accept_account(proposed(division, cashier, **changes), checked=SEEN, by=dro)


def run(sql, *values):
    with connection.cursor() as cursor:
        cursor.execute(sql, values)


def test_an_account_is_put_in_force_by_another_person_and_printed_line_by_line(division, cashier, dro):
    account = proposed(division, cashier)
    assert account_of(division) is None
    accept_account(account, checked=SEEN, by=dro)
    found = account_of(division)
    assert found.lines() == [
        "Account name: Electoral Office, Gold", "Bank: Fabletown Bank", "BSB: 000-000", "Account number: 1234 5678",
    ]  # fmt: skip
    assert (found.accepted_by, found.from_on, found.checked) == (dro, division.today(), SEEN)
    told = Event.objects.filter(subject=account.reference).order_by("id")
    assert [e.verb for e in told] == ["propose_bank_account", "accept_bank_account"]


def test_nobody_puts_in_force_what_they_proposed(division, dro):
    account = proposed(division, dro)
    with pytest.raises(Refused, match="You proposed this account"):
        accept_account(account, checked=SEEN, by=dro)
    assert account_of(division) is None


@pytest.mark.parametrize("role", ["clerk", "cashier", "auditor", "area_manager", "administrator"])
def test_who_may_not_put_an_account_in_force_or_stop_it(division, cashier, dro, person, role):
    standing, somebody = in_force(division, cashier, dro), person(role)
    account = proposed(division, cashier, numbers="Account number: 9")
    for step in (lambda: accept_account(account, checked=SEEN, by=somebody),
                 lambda: stop_account(standing, why="x", by=somebody)):  # fmt: skip
        with pytest.raises(NotPermitted):
            step()
    assert account_of(division) == standing


@pytest.mark.parametrize("role", ["clerk", "auditor", "administrator"])
def test_who_may_not_propose_an_account(division, person, role):
    with pytest.raises(NotPermitted):
        proposed(division, person(role))


def test_somebody_of_another_division_proposes_and_accepts_nothing(division, other_division, cashier, person):
    account = proposed(division, cashier)
    stranger = person("dro", other_division)
    for step in (lambda: proposed(division, stranger), lambda: accept_account(account, checked=SEEN, by=stranger),
                 lambda: decline_account(account, why="x", by=stranger)):  # fmt: skip
        with pytest.raises(NotPermitted):
            step()


def test_another_account_takes_its_place_and_the_one_before_stays_to_be_read(division, cashier, dro):
    first = in_force(division, cashier, dro)
    yesterday = division.today() - timedelta(days=1)
    second = in_force(division, cashier, dro, numbers="Account number: 2")
    first.refresh_from_db()
    assert (first.status, first.ended_on) == ("ended", division.today())
    assert account_of(division) == account_of(division, division.today()) == second
    assert account_of(division, yesterday) is None
    assert Account.objects.filter(division=division).count() == 2


def test_a_stopped_account_is_named_no_more(division, cashier, dro):
    account = in_force(division, cashier, dro)
    stop_account(account, why="The bank rang: somebody tries to change it", by=dro)
    assert account_of(division) is None
    with pytest.raises(WrongState):
        stop_account(account, why="x", by=dro)


def test_one_proposal_waits_at_a_time_and_may_be_withdrawn(division, cashier, dro):
    account = proposed(division, cashier)
    with pytest.raises(Refused, match="waits already"):
        proposed(division, dro)
    decline_account(account, why="A slip in the number", by=cashier)
    with pytest.raises(WrongState):
        accept_account(account, checked=SEEN, by=dro)
    assert proposed(division, cashier).status == "proposed"


def test_accepting_says_how_the_person_made_sure(division, cashier, dro):
    with pytest.raises(Refused, match="how you made sure"):
        accept_account(proposed(division, cashier), checked="  ", by=dro)


@pytest.mark.parametrize(
    ("numbers", "why"),
    [
        ("", "No number"), ("Account number", "No number"), ("IBAN GB29 NWBK 6016 1331 9268 18", "check digits"), ("IBAN 12", "check digits"),
        ("Account \u202e8765", "unseen"), ("Account number: 12\u200b34", "unseen"), ("Account \u0661\u0662", "digits 0 to 9"),
        ("1" * 61, "longer than 60"), ("1\n2\n3\n4\n5\n6\n7", "at most 6"),
    ],
)  # fmt: skip
def test_numbers_that_cannot_be_meant_are_refused(division, cashier, numbers, why):
    with pytest.raises(Refused, match=why):
        proposed(division, cashier, numbers=numbers)


def test_wide_digits_and_stray_spaces_become_plain(division, cashier):
    account = proposed(
        division, cashier, numbers="  Account   number:\uff11\uff12 \n\nIBAN: GB82 WEST 1234 5698 7654 32"
    )
    assert account.numbers == "Account number:12\nIBAN: GB82 WEST 1234 5698 7654 32"


BREACHES = {
    "one_account_in_force": "UPDATE payments_account SET status = 'in_force', accepted_by_id = %(dro)s, checked = 'x', from_on = current_date WHERE status = 'proposed'",
    "one_account_proposed": "INSERT INTO payments_account (reference, division_id, name, bank, numbers, why, status, proposed_by_id, proposed_at, checked) SELECT 'YTEST0001', division_id, name, bank, '9', 'x', 'proposed', proposed_by_id, now(), '' FROM payments_account WHERE status = 'proposed'",
    "an_account_has_two_people": "UPDATE payments_account SET status = 'in_force', accepted_by_id = proposed_by_id, checked = 'x', from_on = current_date WHERE status = 'proposed'",
    "an_account_has_its_days": "UPDATE payments_account SET status = 'ended' WHERE status = 'in_force'",
    "payments_account_status": "INSERT INTO payments_account (reference, division_id, name, bank, numbers, why, status, proposed_by_id, proposed_at, accepted_by_id, checked, from_on) SELECT 'YTEST0001', division_id, name, bank, '9', 'x', 'in_force', proposed_by_id, now(), %(dro)s, 'x', current_date FROM payments_account WHERE status = 'proposed'",
    "payments_account_frozen": "UPDATE payments_account SET numbers = '666' WHERE status = 'in_force'",
}  # fmt: skip


def standing(division, cashier, dro) -> None:
    """One account that ended, one in force, one proposed."""
    in_force(division, cashier, dro)
    in_force(division, cashier, dro)
    proposed(division, cashier)


ALONE = (
    "an_account_has_two_people",
    "payments_account_status",
)  # with no account in force, nothing else stands in the way


def breach(guard, division, dro) -> None:
    if guard in ALONE:
        stop_account(account_of(division), why="x", by=dro)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(BREACHES[guard], {"dro": dro.pk})
        assert cursor.rowcount == 1


@pytest.mark.parametrize("guard", BREACHES)
def test_the_database_refuses_what_an_account_may_not_become(division, cashier, dro, guard):
    standing(division, cashier, dro)
    with pytest.raises(IntegrityError) as refused:
        breach(guard, division, dro)
    assert refused.value.__cause__.diag.constraint_name == guard


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("guard", BREACHES)
def test_without_the_guard_it_would_become_that(division, cashier, dro, guard):
    """The control of the test above: each guard alone is what refuses."""
    standing(division, cashier, dro)
    if guard in ALONE:
        stop_account(account_of(division), why="x", by=dro)
    with as_owner(), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(WITHOUT.get(guard, f"ALTER TABLE payments_account DROP CONSTRAINT {guard}"))
        cursor.execute(BREACHES[guard], {"dro": dro.pk})
        assert cursor.rowcount == 1
        transaction.set_rollback(True)


WITHOUT = {
    "one_account_in_force": "DROP INDEX one_account_in_force",
    "one_account_proposed": "DROP INDEX one_account_proposed",
    "payments_account_status": "ALTER TABLE payments_account DISABLE TRIGGER payments_account_status",
    "payments_account_frozen": "ALTER TABLE payments_account DISABLE TRIGGER payments_account_frozen",
}


@pytest.mark.parametrize("sql", ["DELETE FROM payments_account", "TRUNCATE payments_account"])
def test_no_account_is_forgotten(division, cashier, dro, sql):
    in_force(division, cashier, dro)
    with pytest.raises(ProgrammingError), transaction.atomic():
        run(sql)


def test_what_is_proposed_cannot_be_swapped_while_somebody_reads_it(division, cashier):
    proposed(division, cashier)
    with pytest.raises(IntegrityError), transaction.atomic():
        run("UPDATE payments_account SET numbers = '666'")
