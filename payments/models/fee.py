"""A fee as invoiced, and the ledger of what came in and went back for it (E6)."""

from django.conf import settings
from django.db import models
from django.db.models import Q, Sum
from django.urls import reverse

from electoral.office.guards import DivisionalKey
from electoral.office.models import Division
from electoral.office.references import new_reference
from payments.models.guards import ENTRY_GUARDS
from payments.models.guards_numbers import COUNTER_GUARDS, numbered
from payments.queries import FeeQuerySet, MoneyQuerySet
from payments.states import FEE, FeeStatus


def money_reference() -> str:
    return new_reference("Y")


class Currency(models.TextChoices):
    GBP = "GBP", "Pounds sterling"
    AUD = "AUD", "Australian dollars"


class Method(models.TextChoices):
    CARD = "card", "Card"
    TRANSFER = "transfer", "Bank transfer"
    CHEQUE = "cheque", "Cheque"
    CASH = "cash", "Cash"


class EntryKind(models.TextChoices):
    RECEIPT = "receipt", "Received"
    REFUND = "refund", "Paid back"
    CHARGEBACK = "chargeback", "Taken back by the card's bank"
    BOUNCED = "bounced", "Cheque not honoured"
    UNMATCHED = "unmatched", "Match undone"
    WON_BACK = "won_back", "Given back by the card's bank"


LETTERS = {
    "receipt": "R",
    "refund": "B",
    "chargeback": "C",
    "bounced": "D",
    "unmatched": "U",
    "won_back": "W",
}


class Counter(models.Model):
    """The last number given in a series of a division and year, without gaps; locked last in a transaction (decision 20)."""

    division = models.ForeignKey(Division, models.PROTECT)
    year = models.PositiveSmallIntegerField()
    series = models.CharField(max_length=10)
    last = models.PositiveIntegerField(default=0)

    kept = True
    guards = COUNTER_GUARDS
    objects = MoneyQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["division", "year", "series"], name="one_counter_a_series")
        ]

    def __str__(self):
        return f"{self.series} {self.year}: {self.last}"


class Fee(models.Model):
    """An invoice: what is owed for the thing of that reference. It never changes; it is paid, refunded or cancelled."""

    reference = models.CharField(max_length=9, unique=True, default=money_reference)
    division = models.ForeignKey(Division, models.PROTECT)
    subject = models.CharField(max_length=9, help_text="The reference of what it is for.")
    title = models.CharField(max_length=150)
    year = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField(help_text="Of the division's year, without gaps.")
    currency = models.CharField(max_length=3, choices=Currency)
    amount = models.PositiveBigIntegerField(help_text="In cents or pence.")
    status = models.CharField(max_length=10, choices=FeeStatus, default=FeeStatus.RAISED)
    raised_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    raised_at = models.DateTimeField(auto_now_add=True)
    due_on = models.DateField()
    cancelled_on = models.DateField(null=True)
    cancelled_why = models.CharField(max_length=200, blank=True)

    received: int  # these two come with `with_balance`
    owing: int

    workflow = FEE
    frozen = {FeeStatus.RAISED: ("status", "cancelled_on", "cancelled_why"), FeeStatus.CANCELLED: ()}
    guards = numbered("payments_fee")
    objects = FeeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["division", "id"], name="fee_of_division"),
            models.UniqueConstraint(fields=["division", "year", "number"], name="invoice_number_once"),
            models.CheckConstraint(name="a_fee_is_something", condition=Q(amount__gt=0)),
        ]
        indexes = [models.Index(fields=["division", "subject"], name="fee_by_subject")]

    def __str__(self):
        return f"Invoice {self.invoice_number}"

    def get_absolute_url(self):
        return reverse("payments:fee", args=[self.reference])

    @property
    def invoice_number(self) -> str:
        return f"{self.division.code}-{self.year}-{self.number:05}"

    def balance(self) -> int:
        """What the ledger holds for it."""
        held = self.entries.aggregate(sum=Sum("amount"))["sum"] if self.pk else 0
        return held or 0

    def claimed(self) -> int:
        """What refunds that are not paid yet will take."""
        return self.refunds.under_way().aggregate(sum=Sum("amount"))["sum"] or 0

    def going_back(self) -> int:
        """What two people agreed to pay back, and is not paid back yet: it is held no more for what the fee is for."""
        return self.refunds.agreed().aggregate(sum=Sum("amount"))["sum"] or 0

    @property
    def is_paid(self) -> bool:
        return self.status == FeeStatus.RAISED and self.balance() - self.going_back() >= self.amount


class FeeLine(models.Model):
    """One line of an invoice, with its working in words."""

    division = models.ForeignKey(Division, models.PROTECT)
    fee = DivisionalKey(Fee, models.PROTECT, related_name="lines")
    position = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=300)
    working = models.CharField(max_length=300, blank=True)
    amount = models.PositiveBigIntegerField()

    append_only = True
    objects = MoneyQuerySet.as_manager()

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["division", "fee", "position"], name="fee_line_once")]

    def __str__(self):
        return self.text


class Entry(models.Model):
    """One movement of money: received (positive) or gone back (negative). Nothing is ever changed or removed.

    `turn` counts the matches of one bank line: 0 the first, one more after each that was undone.
    """

    reference = models.CharField(max_length=9, unique=True, default=money_reference)
    division = models.ForeignKey(Division, models.PROTECT)
    fee = DivisionalKey(Fee, models.PROTECT, related_name="entries")
    kind = models.CharField(max_length=10, choices=EntryKind)
    method = models.CharField(max_length=10, choices=Method)
    currency = models.CharField(max_length=3, choices=Currency)
    amount = models.BigIntegerField(help_text="In cents or pence; negative when it goes back.")
    year = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField(help_text="Of the receipt or refund, without gaps.")
    external = models.CharField(max_length=100, blank=True, help_text="The provider's or the bank's own id.")
    turn = models.PositiveSmallIntegerField(default=0, db_default=0)
    refund = DivisionalKey("payments.Refund", models.PROTECT, null=True, related_name="entries")
    reverses = DivisionalKey("self", models.PROTECT, null=True, related_name="reversed_by")
    note = models.CharField(max_length=200, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    on = models.DateField(help_text="The day on which the money moved.")
    at = models.DateTimeField(auto_now_add=True)

    append_only = True
    guards = (*ENTRY_GUARDS, *numbered("payments_entry"))
    objects = MoneyQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        verbose_name_plural = "entries"
        constraints = [
            models.UniqueConstraint(fields=["division", "id"], name="entry_of_division"),
            models.UniqueConstraint(
                fields=["division", "year", "kind", "number"], name="receipt_number_once"
            ),
            models.UniqueConstraint(
                fields=["division", "method", "kind", "external", "turn"],
                name="money_is_entered_once",
                condition=~Q(external=""),
            ),
            models.UniqueConstraint(fields=["division", "refund"], name="a_refund_is_paid_once"),
            models.UniqueConstraint(fields=["division", "reverses"], name="an_entry_is_reversed_once"),
            models.CheckConstraint(
                name="what_is_received_is_positive",
                condition=Q(kind__in=["receipt", "won_back"], amount__gt=0)
                | Q(kind__in=["refund", "chargeback", "bounced", "unmatched"], amount__lt=0),
            ),
            models.CheckConstraint(
                name="what_goes_back_says_why",
                condition=Q(kind="receipt", refund=None, reverses=None)
                | Q(kind="refund", refund__isnull=False, reverses=None)
                | Q(
                    kind__in=["chargeback", "bounced", "unmatched", "won_back"],
                    refund=None,
                    reverses__isnull=False,
                ),
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()} {self.receipt_number}"

    def get_absolute_url(self):
        return reverse("payments:entry", args=[self.reference])

    @property
    def receipt_number(self) -> str:
        return f"{self.division.code}-{self.year}-{LETTERS[self.kind]}{self.number:05}"

    def last_of_its_chain(self) -> "Entry":
        """Itself, or what took it back, or what came in again after that; the last."""
        following = self.reversed_by.first()
        return following.last_of_its_chain() if following else self

    def left(self) -> int:
        """What is left of it after everything in its chain."""
        following = self.reversed_by.first()
        return self.amount + (following.left() if following else 0)
