"""What the provider says of refunds by card, written once each (E6)."""

from collections.abc import Sequence

from electoral.office.actions import outsider
from payments.actions.ledger import enter
from payments.models import Attempt, EntryKind, Fee, Method, Refund
from payments.providers import PaidBack
from payments.states import REFUND, RefundStatus


def land_refunds(fee: Fee, attempt: Attempt, said: Sequence[PaidBack]) -> str:
    """Enter what was paid back to the card, of a fee and an attempt that are locked; returns what was made of it, if anything."""
    words = ""
    for refund in Refund.objects.filter(fee=fee, attempt=attempt).order_by("pk"):
        words = (
            land_refund(fee, refund, [back for back in said if back.reference == refund.reference]) or words
        )
    known = set(Refund.objects.filter(fee=fee, attempt=attempt).values_list("reference", flat=True))
    if any(back.reference not in known and back.status == "done" for back in said):
        return "To look at: the provider paid back what nobody here approved"
    return words


def land_refund(fee: Fee, refund: Refund, said: list[PaidBack]) -> str:
    """What one refund has become, by what the provider says of it."""
    done = next((back for back in said if back.status == "done"), None)
    if done and refund.status in (RefundStatus.APPROVED, RefundStatus.SENT):
        return enter_refund(fee, refund, done)
    if done and refund.status != RefundStatus.PAID:
        return "To look at: the provider paid back what was not approved"
    failed = {back.id for back in said if back.status == "failed"}
    if refund.status == RefundStatus.SENT and refund.external in failed:
        REFUND.move(refund, "bounce", by=outsider())
        return "The card's bank did not take the refund"
    return ""


def enter_refund(fee: Fee, refund: Refund, done: PaidBack) -> str:
    """Money that went back to the card, in the ledger."""
    if done.amount != refund.amount or refund.amount > fee.balance():
        return "To look at: the provider paid back another sum than was approved"
    by = outsider()
    refund = REFUND.move(refund, "land", by=by, changes={"external": done.id})
    enter(
        fee, kind=EntryKind.REFUND, method=Method(refund.method), amount=-refund.amount, on=fee.division.today(), by=by, external=done.id,
        refund=refund,
    )  # fmt: skip
    return "The ledger has it: paid back"
