"""What a treasurer asks: what came by which way, and what payers owe at the end of a day (E6)."""

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as examples
from hypothesis import strategies as st

from electoral.office.refusals import Refused
from payments.actions.bank import match_line, undo_match
from payments.actions.fee import cancel_invoice
from payments.actions.receipt import take_back
from payments.actions.refund import approve_refund, ask_refund, pay_refund
from payments.documents.outstanding import position
from payments.documents.reconciliation import days, totals
from payments.models import Entry, Fee
from tests.payments.paying import invoice
from tests.payments.test_bank import line_of
from tests.payments.test_pages import rows, taken, words

pytestmark = [pytest.mark.django_db, pytest.mark.rule("E6")]


def test_what_is_outstanding_and_how_it_came_to_that(division, cashier, dro):
    today = division.today()
    first, second, third, fourth = (invoice(division, cashier, 10000) for _ in range(4))
    taken(first, cashier, amount=4000)
    taken(second, cashier, amount=10000)
    taken(fourth, cashier, method="cheque", amount=12000, note="No 1")
    cancel_invoice(third, why="x", by=cashier)
    refund = approve_refund(ask_refund(second, amount=1000, method="cash", reason="x", by=cashier), by=dro)
    pay_refund(refund, on=today, note="x", by=cashier)
    ask_refund(fourth, amount=2000, method="cheque", reason="x", by=cashier)
    line_of(division, cashier, "Rent", "300.00")
    found = position(division, today, today)
    assert found == (
        0,
        (4, 40000),
        (1, 10000),
        26000,
        -1000,
        5000,
        (2, 7000),
        (1, 2000),
        (1, 30000),
        (1, 2000),
    )
    assert position(division, today + timedelta(days=1), today + timedelta(days=1)).before == 5000
    by_method = {
        total.what: (total.receipts, total.received, total.back)
        for total in totals(days(division, today, today))
    }
    assert by_method["Cash"] == (2, 14000, -1000)
    assert by_method["Cheque"] == (1, 12000, 0)
    assert by_method["All"] == (3, 26000, -1000)


STORY = st.lists(
    st.tuples(st.sampled_from(["invoice", "cash", "cheque", "bounce", "refund", "cancel", "match", "undo"]), st.integers(0, 3)), max_size=14
)  # fmt: skip


def live(what: str, place: int, division, cashier, dro) -> None:
    fees = list(Fee.objects.order_by("pk"))
    if what == "invoice" or not fees:
        invoice(division, cashier, 10000)
        return
    fee = fees[place % len(fees)]
    entries = fee.entries.filter(kind="receipt")
    if what in ("cash", "cheque"):
        taken(fee, cashier, method=what, amount=3000, note="No 1")
    elif what == "bounce" and (cheque := entries.filter(method="cheque").last()):
        take_back(cheque, why="x", by=cashier)
    elif what == "refund":
        refund = approve_refund(ask_refund(fee, amount=1000, method="cash", reason="x", by=cashier), by=dro)
        pay_refund(refund, on=division.today(), note="x", by=cashier)
    elif what == "cancel":
        cancel_invoice(fee, why="x", by=cashier)
    elif what == "match":
        match_line(
            line_of(division, cashier, f"A{Entry.objects.count()}", "50.00"), fee, note="x", by=cashier
        )
    elif what == "undo" and (entry := entries.filter(method="transfer", reversed_by=None).last()):
        undo_match(entry.bank_lines.get(), why="x", by=dro)


@examples(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(story=STORY)
def test_whatever_happens_the_sums_of_the_page_agree_with_each_other_and_with_the_ledger(
    division, cashier, dro, story
):
    for place, (what, which) in enumerate(story):
        try:
            live(what, which + place, division, cashier, dro)
        except Refused:
            continue
    since, until = date(2020, 1, 1), division.today()
    found = position(division, since, until)
    every = days(division, since, until)
    assert (
        found.owed
        == found.before + found.invoiced.amount - found.cancelled.amount - found.received - found.back
    )
    assert found.owed == found.to_pay.amount - found.too_much.amount
    assert (
        totals(every)[-1].left
        == found.received + found.back
        == sum(Entry.objects.values_list("amount", flat=True))
    )
    assert all(day.differs == 0 for day in every)
    middle = position(division, until - timedelta(days=200), until - timedelta(days=100))
    assert position(division, until - timedelta(days=99), until).before == middle.owed


def test_the_page_says_what_came_by_which_way_and_what_is_outstanding(signed_in, division, cashier):
    client = signed_in("auditor")
    shown = words(client.get("/payments/reconciliation/"))
    assert "Everything agrees" in shown
    assert "No money came or went in these days." in shown
    taken(invoice(division, cashier, 10000), cashier, amount=4000)
    shown = words(client.get("/payments/reconciliation/"))
    assert "Cash1$40.00$0.00$40.00by the receipts" in shown
    assert "Of that, still to be paid1 invoice$60.00" in shown
    sheet = rows(client.get("/payments/reconciliation/?format=days"))
    assert sheet[1][1:] == ["Cash", "1: R00001", "AUD", "40.00", "0.00", "40.00", ""]


@pytest.mark.parametrize(
    "query",
    [
        "since=0001-01-01&until=9999-12-31",
        "since=31 12 9999&until=x",
        "page=-3&since=1999-1-1",
        "division=&page=99",
    ],
)
def test_days_that_nobody_means_end_in_the_page_all_the_same(signed_in, division, query):
    assert signed_in("cashier").get(f"/payments/reconciliation/?{query}").status_code == 200
