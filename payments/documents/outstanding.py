"""What payers owe the office at the end of a day, and how it came to that: invoiced, cancelled, received, gone back (E6)."""

from datetime import date, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from django.db.models import BigIntegerField, Case, Count, F, OuterRef, Q, Subquery, Sum, When
from django.db.models.functions import Coalesce

from payments.documents.reconciliation import COMES_IN
from payments.models import BankLine, Entry, Fee, Refund


class Heap(NamedTuple):
    """How many of something, and their sum."""

    many: int
    amount: int


class Position(NamedTuple):
    """`owed` is `before` + `invoiced` - `cancelled` - `received` - `back`; and it is `to_pay` less `too_much`."""

    before: int
    invoiced: Heap
    cancelled: Heap
    received: int
    back: int
    owed: int
    to_pay: Heap
    too_much: Heap
    unmatched: Heap  # in the bank, for no invoice yet; up to now
    refunds: Heap  # asked for or approved, not paid; up to now

    @property
    def gone(self) -> int:
        return -self.back


def position(division, since: date, until: date) -> Position:
    """Where the division stands at the end of `until`, and what changed from `since`; sums in pence or cents."""
    fees, entries = Fee.objects.filter(division=division), Entry.objects.filter(division=division)
    span = entries.filter(on__range=(since, until))
    to_pay, too_much = _open(division, fees, entries, until)
    waiting = BankLine.objects.filter(division=division, on__lte=until).unmatched()
    return Position(
        before=_owed(division, fees, entries, since - timedelta(days=1)),
        invoiced=_heap(
            fees.filter(
                raised_at__gte=_begin(division, since),
                raised_at__lt=_begin(division, until + timedelta(days=1)),
            )
        ),
        cancelled=_heap(fees.filter(cancelled_on__range=(since, until))),
        received=_sum(span.filter(kind__in=COMES_IN)),
        back=_sum(span.exclude(kind__in=COMES_IN)),
        owed=_owed(division, fees, entries, until),
        to_pay=to_pay,
        too_much=too_much,
        unmatched=_heap(waiting),
        refunds=_heap(Refund.objects.filter(division=division).under_way()),
    )


def _sum(rows) -> int:
    return rows.aggregate(sum=Sum("amount"))["sum"] or 0


def _heap(rows) -> Heap:
    return Heap(rows.count(), _sum(rows))


def _begin(division, on: date) -> datetime:
    """The moment at which a day begins where the office is."""
    return datetime.combine(on, time.min, ZoneInfo(division.zone))


def _standing(division, on: date) -> Q:
    """Invoices that were raised and not cancelled by the end of a day."""
    return Q(raised_at__lt=_begin(division, on + timedelta(days=1))) & (
        Q(cancelled_on=None) | Q(cancelled_on__gt=on)
    )


def _owed(division, fees, entries, on: date) -> int:
    return _sum(fees.filter(_standing(division, on))) - _sum(entries.filter(on__lte=on))


def _open(division, fees, entries, on: date) -> tuple[Heap, Heap]:
    """Invoices of which something was to be paid at the end of the day; those on which too much was."""
    held = entries.filter(fee=OuterRef("pk"), on__lte=on).order_by().values("fee")
    received = Coalesce(Subquery(held.annotate(sum=Sum("amount")).values("sum")), 0)
    asked = Case(When(_standing(division, on), then=F("amount")), default=0, output_field=BigIntegerField())
    rows = fees.annotate(rest=asked - received)
    found = rows.aggregate(
        to_pay=Sum("rest", filter=Q(rest__gt=0), default=0), few=Count("pk", filter=Q(rest__gt=0)),
        too_much=Sum("rest", filter=Q(rest__lt=0), default=0), many=Count("pk", filter=Q(rest__lt=0)),
    )  # fmt: skip
    return Heap(found["few"], found["to_pay"]), Heap(found["many"], -found["too_much"])
