"""Whoever paid finds the numbered receipt that the invoice promised with the papers of the request (E6)."""

import pytest

from electoral.papers.models import Document
from payments.actions.receipt import order_receipt
from payments.models import Entry
from tests.registers.asking import asked, in_england, paid, somebody
from tests.registers.at_the_portal import come_back
from tests.steps import work_off

pytestmark = [pytest.mark.django_db, pytest.mark.rule("E6")]


def test_the_receipt_stands_with_the_papers_and_is_not_anothers(division):
    office = in_england(division)
    mine, other = asked(office), asked(office)
    paid(mine)
    entry = Entry.objects.get()
    order_receipt(entry, by=somebody(office, "cashier"))
    work_off()
    receipt = Document.objects.get(kind="receipt")
    address = f"/registers/follow/request/papers/{receipt.reference}/"
    page = come_back(mine.reference, mine.word)
    assert f"Receipt {entry.receipt_number}" in page.get("/registers/follow/request/").text
    assert page.get(address).status_code == 200
    assert come_back(other.reference, other.word).get(address).status_code == 404
