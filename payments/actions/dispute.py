"""What a card's bank takes back, and gives back when the dispute is won; each once, however often it is said (E6)."""

from collections.abc import Sequence

from electoral.office.actions import outsider
from payments.actions.ledger import enter
from payments.models import Attempt, Entry, EntryKind, Fee, Method
from payments.providers import Dispute


def enter_disputes(fee: Fee, attempt: Attempt, said: Sequence[Dispute]) -> str:
    """Enter the disputes of one payment, oldest first, of a fee and an attempt that are locked; what was made of it, if anything."""
    paid = Entry.objects.filter(
        fee=fee, kind=EntryKind.RECEIPT, method=Method.CARD, external=attempt.provider_reference
    ).first()
    words = ""
    if paid:
        for dispute in said:
            words = _enter(fee, paid, dispute) or words
    return words


def _enter(fee: Fee, paid: Entry, dispute: Dispute) -> str:
    taken = _taken_by(fee, paid, dispute)
    if taken is None:
        # What was taken and given back before anybody told us is as if nothing had happened.
        return "" if dispute.won else _take(fee, paid, dispute)
    if not dispute.won or taken.reversed_by.exists():
        return ""
    enter(
        fee, kind=EntryKind.WON_BACK, method=Method.CARD, amount=-taken.amount, on=fee.division.today(), by=outsider(),
        external=dispute.id, reverses=taken,
    )  # fmt: skip
    return "The ledger has it: given back by the card's bank"


def _taken_by(fee: Fee, paid: Entry, dispute: Dispute) -> Entry | None:
    """The entry of this dispute; it may have been keyed in by the cashier, without the provider's id."""
    rows = Entry.objects.filter(fee=fee, kind=EntryKind.CHARGEBACK, method=Method.CARD)
    told = rows.filter(external=dispute.id).first()
    keyed = rows.filter(external="", reverses=paid).first()
    if told or keyed is None:
        return told
    return None if keyed.reversed_by.exclude(external=dispute.id).exists() else keyed


def _take(fee: Fee, paid: Entry, dispute: Dispute) -> str:
    """More than the ledger holds, or a second dispute beside an open one, cannot be entered: a person looks at it."""
    last = paid.last_of_its_chain()
    if dispute.amount > fee.balance() or last.kind == EntryKind.CHARGEBACK:
        return "To look at: the card's bank took back more than is left of it"
    enter(
        fee, kind=EntryKind.CHARGEBACK, method=Method.CARD, amount=-dispute.amount, on=fee.division.today(), by=outsider(),
        external=dispute.id, reverses=last,
    )  # fmt: skip
    return "The ledger has it: taken back by the card's bank"
