"""Bank statements and their lines, each matched with a fee once (E6)."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from electoral.office.guards import DivisionalKey
from electoral.office.models import Division
from payments.models.fee import Currency, Entry, money_reference
from payments.models.guards import BANK_LINE_GUARDS
from payments.queries import BankLineQuerySet, MoneyQuerySet
from payments.states import BANK_LINE, BankLineStatus


class BankStatement(models.Model):
    """A statement file as it was read: all of its lines, or none."""

    reference = models.CharField(max_length=9, unique=True, default=money_reference)
    division = models.ForeignKey(Division, models.PROTECT)
    file_name = models.CharField(max_length=100)
    sha256 = models.CharField(max_length=64)
    lines_read = models.PositiveIntegerField()
    lines_known = models.PositiveIntegerField(help_text="Lines that an earlier file had already.")
    known = models.JSONField(
        default=list, help_text="The references of those that no id of the bank tells from an alike payment."
    )
    read_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    read_at = models.DateTimeField(auto_now_add=True)

    append_only = True
    objects = MoneyQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["division", "id"], name="statement_of_division")]

    def __str__(self):
        return f"{self.file_name} ({self.reference})"

    def get_absolute_url(self):
        return reverse("payments:statement", args=[self.reference])

    def lines_known_by_words(self):
        """Lines of earlier files that this one has again, by their words alone: one of them may be another payment, alike."""
        return BankLine.objects.filter(division=self.division, reference__in=self.known)


class BankLine(models.Model):
    """Money that came by transfer. `digest` tells the same line in two files from two alike lines of one; `like` is the line of
    an earlier file that may be the same payment: such a line is matched with a reason alone."""

    reference = models.CharField(max_length=9, unique=True, default=money_reference)
    division = models.ForeignKey(Division, models.PROTECT)
    statement = DivisionalKey(BankStatement, models.PROTECT, related_name="lines")
    digest = models.CharField(max_length=64)
    on = models.DateField()
    currency = models.CharField(max_length=3, choices=Currency)
    amount = models.PositiveBigIntegerField()
    text = models.CharField(max_length=200, help_text="The payer's own reference.")
    payer = models.CharField(max_length=200, blank=True)
    bank_id = models.CharField(max_length=100, blank=True, default="", help_text="The bank's own id.")
    like = DivisionalKey("self", models.PROTECT, null=True, related_name="alike")
    status = models.CharField(max_length=10, choices=BankLineStatus, default=BankLineStatus.UNMATCHED)
    entry = DivisionalKey(Entry, models.PROTECT, null=True, related_name="bank_lines")
    note = models.CharField(max_length=200, blank=True)

    workflow = BANK_LINE
    written_once = (
        "division_id",
        "statement_id",
        "digest",
        "on",
        "currency",
        "amount",
        "text",
        "payer",
        "bank_id",
        "like_id",
    )
    guards = BANK_LINE_GUARDS
    objects = BankLineQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["division", "id"], name="bank_line_of_division"),
            models.UniqueConstraint(fields=["division", "entry"], name="one_line_an_entry"),
            models.UniqueConstraint(fields=["division", "digest"], name="bank_line_once"),
            models.CheckConstraint(
                name="a_matched_line_is_in_the_ledger",
                condition=Q(status="matched", entry__isnull=False) | (~Q(status="matched") & Q(entry=None)),
            ),
        ]

    def __str__(self):
        return f"{self.on:%-d %B %Y}, {self.text}"

    def get_absolute_url(self):
        return reverse("payments:bank_line", args=[self.reference])

    @property
    def doubt(self) -> str:
        """The sentence that stands wherever the line may be money that was told of already; empty where it may not."""
        if self.like is None:
            return ""
        return f"It may be the same payment as line {self.like.reference} of statement {self.like.statement}."
