"""The one place where the ledger is written: numbers without gaps, each movement of money once (E6, decision 20)."""

from datetime import date

from electoral.office.actions import record
from electoral.office.registry import verbs
from payments.models import Counter, Entry, EntryKind, Fee, Method
from payments.rules.money import money_text

verbs(enter_money="entered money in the ledger")


def next_number(division, series: str) -> tuple[int, int]:
    """The year and the next number of a series. Its row is locked until the transaction ends: nothing else is locked after it."""
    year = division.today().year
    Counter.objects.get_or_create(division=division, year=year, series=series)
    counter = Counter.objects.select_for_update().get(division=division, year=year, series=series)
    counter.last += 1
    counter.save(update_fields=["last"])
    return year, counter.last


def locked(fee: Fee) -> Fee:
    """The fee, locked: one movement of money at a time on each."""
    rows = Fee.objects.select_for_update(of=("self",)).select_related("division__area__state")
    return rows.get(pk=fee.pk)


def enter(
    fee: Fee, *, kind: EntryKind, method: Method, amount: int, on: date, by, external: str = "", note: str = "", refund=None, reverses=None, turn: int = 0
) -> Entry:  # fmt: skip
    """Add one entry for a locked fee; `amount` is negative when the money goes back."""
    year, number = next_number(fee.division, kind)
    entry = Entry.objects.create(
        division=fee.division, fee=fee, kind=kind, method=method, currency=fee.currency, amount=amount, year=year, number=number,
        external=external[:100], note=note, refund=refund, reverses=reverses, turn=turn, by=by, on=on,
    )  # fmt: skip
    said = f"{entry}: {money_text(amount, fee.currency)}, {method.label.lower()}"
    record(
        fee,
        "enter_money",
        by=by,
        kind=str(kind),
        entry=entry.reference,
        method=method,
        amount=amount,
        reason=said,
    )
    return entry
