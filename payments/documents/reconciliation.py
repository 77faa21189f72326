"""The ledger beside what proves it: the provider's messages, the bank's lines, the receipts given (E6)."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from django.db.models import Count, Exists, Max, Min, OuterRef, Q, Sum
from django.utils import timezone

from electoral.office.rules import date_in
from payments.models import Attempt, BankLine, Entry, EntryKind, Fee, Method, ProviderEvent, Refund
from payments.rules.money import currency_of
from payments.states import AttemptStatus, BankLineStatus, RefundStatus

IN_ORDER = "The ledger has it"
TO_LOOK_AT = ("Refused", "To look at")


COMES_IN = (
    EntryKind.RECEIPT,
    EntryKind.UNMATCHED,
)  # a match that was undone never was money for that invoice
OUTSIDE = (Method.CARD, Method.TRANSFER)  # of which somebody outside tells


class Day(NamedTuple):
    """A day and a method: what the ledger holds, and what of it is proved from outside (None where nothing outside tells)."""

    on: date
    method: Method
    receipts: str
    received: int
    back: int
    proved: int | None

    @property
    def left(self) -> int:
        return self.received + self.back

    @property
    def differs(self) -> int:
        return 0 if self.proved is None else self.received - self.proved


class Total(NamedTuple):
    """The days of one method together, or all of them; `proved` None where nothing outside tells."""

    what: str
    receipts: int
    received: int
    back: int
    proved: int | None

    @property
    def left(self) -> int:
        return self.received + self.back


class Difference(NamedTuple):
    on: date
    what: str
    url: str
    amount: int
    why: str


def days(division, since: date, until: date) -> list[Day]:
    """The ledger of a division by day and method, from `since` to `until` inclusive."""
    rows = Entry.objects.filter(division=division, on__range=(since, until)).order_by().values("on", "method")
    is_in, is_receipt = Q(kind__in=COMES_IN), Q(kind=EntryKind.RECEIPT)
    sums = rows.annotate(
        received=Sum("amount", filter=is_in, default=0), back=Sum("amount", filter=~is_in, default=0),
        count=Count("pk", filter=is_receipt), first=Min("number", filter=is_receipt), last=Max("number", filter=is_receipt),
    )  # fmt: skip
    proved = _proved(division, since, until)
    held: dict[tuple, dict] = {(row["on"], row["method"]): dict(row) for row in sums}
    nothing: dict = {"received": 0, "back": 0, "count": 0, "first": None, "last": None}
    return [
        _day(on, Method(method), held.get((on, method), nothing), proved)
        for on, method in sorted(
            {*held, *proved}, key=lambda key: (key[0], list(Method).index(Method(key[1])))
        )
    ]


def totals(every: Sequence[Day]) -> list[Total]:
    """The days by method, then all methods together."""
    found = []
    for method in Method:
        mine = [day for day in every if day.method == method]
        proved = sum(day.proved or 0 for day in mine) if method in OUTSIDE else None
        count = sum(int(day.receipts.partition(":")[0]) for day in mine if day.receipts != "none")
        found.append(
            Total(str(method.label), count, sum(d.received for d in mine), sum(d.back for d in mine), proved)
        )
    return [
        *found,
        Total(
            "All",
            sum(t.receipts for t in found),
            sum(t.received for t in found),
            sum(t.back for t in found),
            None,
        ),
    ]


def _day(on: date, method: Method, row: dict, proved: dict) -> Day:
    span = (
        f"R{row['first']:05}" + (f" to R{row['last']:05}" if row["count"] > 1 else "") if row["count"] else ""
    )
    receipts = f"{row['count']}: {span}" if span else "none"
    outside = proved.get((on, method), 0) if method in OUTSIDE else None
    return Day(on, method, receipts, row["received"], row["back"], outside)


def _proved(division, since: date, until: date) -> dict[tuple[date, str], int]:
    """Card: receipts of whose payment the provider itself has told; transfers: matched lines of the bank."""
    cards = _card_receipts(division, since, until).filter(told=True)
    lines = BankLine.objects.filter(
        division=division, on__range=(since, until), status=BankLineStatus.MATCHED
    )
    found = {}
    for method, rows in ((Method.CARD, cards), (Method.TRANSFER, lines)):
        for row in rows.order_by().values("on").annotate(sum=Sum("amount")):
            found[row["on"], method.value] = row["sum"]
    return found


def _card_receipts(division, since: date, until: date):
    heard = ProviderEvent.objects.filter(
        division=division, attempt__provider_reference=OuterRef("external"), verdict__startswith=IN_ORDER
    )
    rows = Entry.objects.filter(
        division=division, kind=EntryKind.RECEIPT, method=Method.CARD, on__range=(since, until)
    )
    return rows.annotate(told=Exists(heard))


def differences(division, since: date, until: date) -> list[Difference]:
    """Everything of those days that does not agree or waits for a person, oldest first."""
    parts = (
        _untold(division, since, until),
        _late(division, since, until),
        _events(division, since, until),
        _pages(division, since, until),
        _lines(division, since, until),
        _refunds(division, since, until),
        _overpaid(division, since, until),
    )
    return sorted((one for part in parts for one in part), key=lambda one: one.on)


def _untold(division, since, until) -> Iterator[Difference]:
    for entry in _card_receipts(division, since, until).filter(told=False).select_related("division"):
        yield Difference(
            entry.on, f"Receipt {entry.receipt_number}", entry.get_absolute_url(), entry.amount,
            "The provider confirmed it when it was asked, and has sent no message about it yet.",
        )  # fmt: skip


def _late(division, since, until) -> Iterator[Difference]:
    """What was keyed in after these days: whoever reconciled them before did not see it. A transfer stood there as a line."""
    after = datetime.combine(until + timedelta(days=1), time.min, ZoneInfo(division.zone))
    rows = Entry.objects.filter(division=division, on__range=(since, until), at__gte=after)
    for entry in rows.exclude(method=Method.TRANSFER).select_related("division", "by"):
        keyed = date_in(division.zone, entry.at)
        yield Difference(
            entry.on, str(entry), entry.get_absolute_url(), entry.amount,
            f"Entered by {entry.by} on {keyed:%-d %B %Y}, after these days: a reconciliation made before has it not.",
        )  # fmt: skip


def _events(division, since, until) -> Iterator[Difference]:
    wrong = Q(verdict__startswith=TO_LOOK_AT[0]) | Q(verdict__startswith=TO_LOOK_AT[1])
    events = ProviderEvent.objects.filter(wrong, division=division, at__date__range=(since, until))
    for event in events.select_related("attempt__fee__division"):
        fee = event.attempt.fee
        yield Difference(
            timezone.localdate(event.at),
            f"Message of the card provider, {fee}",
            fee.get_absolute_url(),
            event.attempt.amount,
            event.verdict,
        )


def _pages(division, since, until) -> Iterator[Difference]:
    old = timezone.now() - timedelta(days=1)
    attempts = Attempt.objects.filter(
        division=division, status=AttemptStatus.OPEN, opened_at__date__range=(since, until), opened_at__lt=old
    )
    for attempt in attempts.select_related("fee__division"):
        yield Difference(
            timezone.localdate(attempt.opened_at), f"Card payment begun, {attempt.fee}", attempt.fee.get_absolute_url(), attempt.amount,
            "The provider has not said how it ended. Ask it again on the invoice's page.",
        )  # fmt: skip


def _lines(division, since, until) -> Iterator[Difference]:
    waiting = BankLine.objects.filter(division=division, on__range=(since, until)).exclude(
        status=BankLineStatus.MATCHED
    )
    for line in waiting.select_related("like__statement"):
        found = line.doubt or "No invoice was found for it yet."
        why = found if line.status == BankLineStatus.UNMATCHED else f"Set aside: {line.note}"
        yield Difference(line.on, f"Bank line: {line.text}", line.get_absolute_url(), line.amount, why)


def _refunds(division, since, until) -> Iterator[Difference]:
    sent = Refund.objects.filter(
        division=division, status=RefundStatus.SENT, approved_at__date__range=(since, until)
    )
    for refund in sent:
        on = timezone.localdate(refund.approved_at) if refund.approved_at else since
        yield Difference(
            on,
            str(refund),
            refund.get_absolute_url(),
            -refund.amount,
            "Sent; the card's bank has not said that it arrived.",
        )


def _overpaid(division, since, until) -> Iterator[Difference]:
    last = Entry.objects.filter(division=division, on__range=(since, until)).values("fee")
    for fee in Fee.objects.overpaid().filter(division=division, pk__in=last).select_related("division"):
        much = fee.received - (fee.amount if fee.status == "raised" else 0)
        yield Difference(
            until, str(fee), fee.get_absolute_url(), much, "More came than is owed. Ask for a refund."
        )


def currency_at(division) -> str:
    return currency_of(division.area.state.jurisdiction)
