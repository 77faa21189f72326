"""Paying by card on the provider's page. What becomes of it is asked of the provider, whoever asks us to ask (E6)."""

from django.db import transaction

from electoral.office.actions import operator, outsider
from electoral.office.refusals import Refused
from electoral.office.rules import date_in
from payments.actions.dispute import enter_disputes
from payments.actions.ledger import enter, locked
from payments.actions.receipt import order_receipt
from payments.actions.refund_land import land_refunds
from payments.models import Attempt, EntryKind, Fee, Method
from payments.providers import Standing, provider
from payments.states import ATTEMPT, AttemptStatus, FeeStatus

IN_ORDER = "The ledger has it"


def open_page(fee: Fee, *, return_url: str, by) -> Attempt:
    """The page on which the fee is paid by card; an open one is given again, so two tabs pay once.

    No permission is asked: the room above knows who may pay. The attempt is written before the provider is asked, and its
    reference makes the question the same however often it is asked: a call that is cut short leaves one page, never two.
    """
    card = provider()
    for standing in fee.attempts.filter(status=AttemptStatus.OPEN):
        look_again(standing)
    attempt = _attempt(fee, card.name)
    if attempt.amount != fee.amount - fee.balance():  # something came in by another way since
        close_page(attempt)
        attempt = _attempt(fee, card.name)
    if attempt.page:
        return attempt
    opened = card.open_page(
        reference=attempt.reference, title=f"{fee}: {fee.title}", amount=attempt.amount, currency=attempt.currency, return_url=return_url
    )  # fmt: skip
    return _written(attempt, opened.reference, opened.address)


@transaction.atomic
def _attempt(fee: Fee, name: str) -> Attempt:
    """The open attempt of the fee, or a new one for what is still owed."""
    fee = locked(fee)
    if fee.status != FeeStatus.RAISED:
        raise Refused("This invoice is cancelled. Nothing is to be paid.", fee)
    owing = fee.amount - fee.balance()
    if owing <= 0:
        raise Refused("This invoice is paid. Nothing more is to be paid.", fee)
    found = fee.attempts.filter(status=AttemptStatus.OPEN).first()
    return found or Attempt.objects.create(
        division=fee.division, fee=fee, provider=name, currency=fee.currency, amount=owing
    )


@transaction.atomic
def _written(attempt: Attempt, reference: str, address: str) -> Attempt:
    attempt = Attempt.objects.select_for_update().get(pk=attempt.pk)
    if attempt.status != AttemptStatus.OPEN:  # closed by somebody while the provider was asked
        raise Refused("This page was closed meanwhile. Begin the payment again.")
    attempt.provider_reference, attempt.page = reference, address
    attempt.save(update_fields=["provider_reference", "page"])
    return attempt


def look_again(attempt: Attempt) -> Attempt:
    """Ask the provider how the payment stands, and write what it says; for when the person comes back."""
    if attempt.provider_reference:
        settle(attempt, provider(attempt.provider).standing(attempt.provider_reference))
    return Attempt.objects.get(pk=attempt.pk)


def close_pages(fee: Fee) -> None:
    """Close what is open at the provider, so that nothing is paid for what is gone."""
    for attempt in fee.attempts.filter(status=AttemptStatus.OPEN):
        close_page(attempt)


def close_page(attempt: Attempt) -> None:
    """Close one try at the provider, and write what came of it."""
    if attempt.provider_reference:
        provider(attempt.provider).close(attempt.provider_reference)
        look_again(attempt)
    else:  # the provider was asked and did not answer: whether there is a page nobody knows, nor who could find it
        ATTEMPT.move(attempt, "expire", by=outsider())


@transaction.atomic
def settle(attempt: Attempt, said: Standing) -> str:
    """Write what the provider says of a payment: each fact once, however often and in whatever order it is said.

    Returns what was made of it, in words. Nothing is written where reference, sum or currency are not those of the attempt.
    """
    fee = locked(attempt.fee)
    attempt = Attempt.objects.select_for_update(of=("self",)).get(pk=attempt.pk)
    if differs := disagreement(attempt, said.reference, said.amount, said.currency):
        return differs
    words = enter_paid(fee, attempt, said) if said.status == "paid" else note_unpaid(attempt, said.status)
    if attempt.status == AttemptStatus.PAID or said.status == "paid":
        words = land_refunds(fee, attempt, said.refunds) or words
        words = enter_disputes(fee, attempt, said.disputes) or words
    return words


def disagreement(attempt: Attempt, reference: str, amount: int | None, currency: str) -> str:
    """Which of the three is not as it was asked for; nothing where all are. What was not said is not compared."""
    if reference and reference != attempt.reference:
        return "Refused: the reference is of another payment"
    if amount is not None and amount != attempt.amount:
        return "Refused: the sum is not the one asked for"
    if currency and currency != attempt.currency:
        return "Refused: the currency is not the one asked for"
    return ""


def enter_paid(fee: Fee, attempt: Attempt, said: Standing) -> str:
    """Money that the provider has, once; late money is money too."""
    if attempt.status == AttemptStatus.PAID:
        return f"{IN_ORDER} already"
    by = outsider()
    late = attempt.status != AttemptStatus.OPEN
    ATTEMPT.move(attempt, "succeed", by=by)
    on = date_in(fee.division.zone, said.paid_at) if said.paid_at else fee.division.today()
    entry = enter(
        fee, kind=EntryKind.RECEIPT, method=Method.CARD, amount=said.amount, on=on, by=by, external=attempt.provider_reference
    )  # fmt: skip
    order_receipt(entry, by=operator())
    return f"{IN_ORDER}: paid late, after the page had ended" if late else f"{IN_ORDER}: paid"


def note_unpaid(attempt: Attempt, status: str) -> str:
    """That no money came of it: refused, or run out."""
    if attempt.status == AttemptStatus.OPEN and status == "failed":
        ATTEMPT.move(attempt, "fail", by=outsider())
        return "Nothing to enter: refused by the card's bank"
    if attempt.status == AttemptStatus.OPEN and status == "expired":
        ATTEMPT.move(attempt, "expire", by=outsider())
        return "Nothing to enter: it ran out"
    return "Nothing to enter"
