"""Tries to pay on a provider's page, and every word of the provider (E6)."""

from django.db import models
from django.db.models import Q

from electoral.office.guards import DivisionalKey
from electoral.office.models import Division
from payments.models.fee import Currency, Fee, money_reference
from payments.queries import MoneyQuerySet
from payments.states import ATTEMPT, AttemptStatus


class Attempt(models.Model):
    """One page of the provider for one fee. There is one open at a time: a second tab gets the same."""

    reference = models.CharField(max_length=9, unique=True, default=money_reference)
    division = models.ForeignKey(Division, models.PROTECT)
    fee = DivisionalKey(Fee, models.PROTECT, related_name="attempts")
    provider = models.CharField(max_length=20)
    provider_reference = models.CharField(max_length=100, blank=True)
    page = models.CharField(max_length=500, blank=True, help_text="Where the person pays.")
    currency = models.CharField(max_length=3, choices=Currency)
    amount = models.PositiveBigIntegerField()
    status = models.CharField(max_length=10, choices=AttemptStatus, default=AttemptStatus.OPEN)
    opened_at = models.DateTimeField(auto_now_add=True)

    workflow = ATTEMPT
    written_once = ("division_id", "fee_id", "provider", "provider_reference", "currency", "amount")
    objects = MoneyQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["division", "id"], name="attempt_of_division"),
            models.UniqueConstraint(
                fields=["division", "fee"], name="one_open_attempt", condition=Q(status="open")
            ),
            models.UniqueConstraint(
                fields=["division", "provider", "provider_reference"],
                name="attempt_once",
                condition=~Q(provider_reference=""),
            ),
        ]

    def __str__(self):
        return f"{self.provider} {self.reference}"


class ProviderEvent(models.Model):
    """What a provider said, once for each of its ids, and what was made of it; its body is kept as a digest alone."""

    division = models.ForeignKey(Division, models.PROTECT)
    attempt = DivisionalKey(Attempt, models.PROTECT, related_name="events")
    provider = models.CharField(max_length=20)
    event_id = models.CharField(max_length=100)
    kind = models.CharField(max_length=40)
    verdict = models.CharField(max_length=100, help_text="What was done with it, or why nothing was.")
    sha256 = models.CharField(max_length=64)
    at = models.DateTimeField(auto_now_add=True)

    append_only = True
    objects = MoneyQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["division", "provider", "event_id"], name="provider_event_once")
        ]

    def __str__(self):
        return f"{self.kind} {self.event_id}"
