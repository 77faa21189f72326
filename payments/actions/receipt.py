"""Cash and cheques over the counter, their numbered receipts, and what is taken back by a bank (E6)."""

from datetime import date, timedelta

from django.db import transaction

from electoral.jobs.lease import Lease
from electoral.jobs.models import Job
from electoral.jobs.work import Finish, kind
from electoral.office.actions import demand, record
from electoral.office.refusals import Refused
from electoral.office.registry import verbs
from electoral.office.roles import Permission
from electoral.office.rules import date_in
from electoral.papers.actions import document_of, make_paper, order_document
from electoral.papers.models import Document
from electoral.papers.states import DocumentStatus
from payments.actions.ledger import enter, locked
from payments.documents.receipt import receipt_paper
from payments.models import Entry, EntryKind, Fee, Method
from payments.rules.money import money_text
from payments.states import FeeStatus

verbs(order_receipt="ordered the receipt", read_receipt="opened the receipt")
OLDEST = timedelta(days=366)
BACK = {Method.CHEQUE: EntryKind.BOUNCED, Method.CARD: EntryKind.CHARGEBACK}


@transaction.atomic
def take_payment(
    fee: Fee, *, method: str, amount: int, on: date, note: str = "", seen: int | None = None, by
) -> Entry:
    """Take cash or a cheque (`method`), in pence or cents, and order its receipt. Part of the sum may be taken.

    Cash is never more than is owed: change is given. A cheque for more than is owed needs a note. Cards are entered on the
    provider's word, transfers from a bank statement. `seen` is what the page said is owed: a page sent twice, or left open
    while other money came, enters nothing.
    """
    demand(by, Permission.PAYMENT_TAKE, fee.division)
    fee = locked(fee)
    _refuse_another_balance(fee, seen)
    if method not in (Method.CASH, Method.CHEQUE):
        raise Refused(
            "Only cash and cheques are taken here. A card is entered by its provider, a transfer from the bank statement.", fee
        )  # fmt: skip
    if fee.status != FeeStatus.RAISED:
        raise Refused("This invoice is cancelled. Take no money for it.", fee)
    _refuse_wrong_day(fee, on)
    _refuse_too_much(fee, Method(method), amount, note)
    entry = enter(
        fee, kind=EntryKind.RECEIPT, method=Method(method), amount=amount, on=on, note=note[:200], by=by
    )
    if by.may(Permission.PAPER_MAKE, fee.division):
        _order(entry, by)
    return entry


def _refuse_another_balance(fee: Fee, seen: int | None) -> None:
    owing = fee.amount - fee.balance()
    if seen is not None and seen != owing:
        raise Refused(
            f"Money was entered since this page was opened: {money_text(owing, fee.currency)} is owed now. If yours is not among it, enter it again.", fee
        )  # fmt: skip


def _refuse_wrong_day(fee: Fee, on: date) -> None:
    today = fee.division.today()
    if on > today:
        raise Refused("That day is still to come. Enter money on the day on which it came, or later.", fee)
    raised = date_in(fee.division.zone, fee.raised_at)
    if on < raised:
        raise Refused(
            f"The invoice was raised on {raised:%-d %B %Y}: no money came for it before. Look at the date.",
            fee,
        )
    if on < today - OLDEST:
        raise Refused("That day is more than a year ago. Look at the date.", fee)


def _refuse_too_much(fee: Fee, method: Method, amount: int, note: str) -> None:
    owing = fee.amount - fee.balance()
    if amount <= 0:
        raise Refused("Enter a sum above nothing.", fee)
    if owing <= 0:
        raise Refused("This invoice is paid. Take no more money for it.", fee)
    if amount <= owing:
        return
    is_owed = f"Only {money_text(owing, fee.currency)} is owed."
    if method == Method.CASH:
        raise Refused(f"{is_owed} Give change, and enter what is kept.", fee)
    if not note.strip():
        raise Refused(f"{is_owed} If the cheque is for more, say so in the note; the rest is paid back.", fee)


@transaction.atomic
def take_back(entry: Entry, *, why: str, by) -> Entry:
    """Enter that a cheque was not honoured, or that the card's bank took a payment back: the invoice is owed again."""
    demand(by, Permission.PAYMENT_TAKE, entry.division)
    fee = locked(entry.fee)
    if entry.kind != EntryKind.RECEIPT or entry.method not in BACK:
        raise Refused("Only a cheque or a card payment that was received can be taken back by a bank.", entry)
    if entry.reversed_by.exists():
        raise Refused("It was taken back already.", entry)
    if entry.amount > fee.balance():
        raise Refused(
            "More would go back than the ledger holds for this invoice. See what was refunded.", entry
        )
    return enter(
        fee, kind=BACK[Method(entry.method)], method=Method(entry.method), amount=-entry.amount, on=fee.division.today(), by=by, note=why[:200],
        reverses=entry,
    )  # fmt: skip


@transaction.atomic
def order_receipt(entry: Entry, *, by) -> Document:
    """Order the receipt of money received, where there is none yet."""
    demand(by, Permission.PAPER_MAKE, entry.division)
    locked(entry.fee)
    if entry.kind != EntryKind.RECEIPT:
        raise Refused("Only money that was received has a receipt.", entry)
    _refuse_undone(entry)
    if found := receipt_of(entry):
        return found
    return _order(entry, by)


def _refuse_undone(entry: Entry) -> None:
    if entry.reversed_by.filter(kind=EntryKind.UNMATCHED).exists():
        raise Refused(
            "The match was undone: this money is for another invoice. There is no receipt of it here.", entry
        )


def _order(entry: Entry, by) -> Document:
    document = order_document(
        "receipt", subject=entry, title=f"Receipt {entry.receipt_number}", by=by, file_name=f"receipt-{entry.receipt_number}.pdf"
    )  # fmt: skip
    record(entry, "order_receipt", by=by)
    return document


def receipt_of(entry: Entry) -> Document | None:
    """Its receipt, made or on its way."""
    papers = Document.objects.filter(division=entry.division, kind="receipt", subject=entry.reference)
    return papers.select_related("job").order_by("-pk").first()


def receipt_given_out(entry: Entry, *, by) -> Document:
    """The receipt, for giving out; that it was opened is recorded."""
    _refuse_undone(entry)
    document = receipt_of(entry)
    if document is None or document.status != DocumentStatus.KEPT:
        raise Refused("This receipt is not made yet.", entry)
    record(entry, "read_receipt", by=by)
    return document


@kind("receipt", queue="papers", permission=Permission.PAPER_MAKE)
def produce_receipt(job: Job, lease: Lease) -> Finish:
    document = document_of(job)
    entries = Entry.objects.select_related("fee__division__area__state", "division", "by")
    entry = entries.get(division=job.division, reference=document.subject)
    return make_paper(document, "payments/papers/receipt.html", receipt_paper(entry), job=job, lease=lease)
