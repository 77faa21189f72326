"""Reads of the ledger that have a name. Amounts are integers of the currency's smallest unit."""

from typing import Any

from django.db.models import F, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce

from electoral.office.queries import DivisionalQuerySet
from electoral.office.roles import Permission


class MoneyQuerySet(DivisionalQuerySet):
    seen_with = Permission.PAYMENT_VIEW


class FeeQuerySet(MoneyQuerySet):
    def with_balance(self):
        """`received`: what the ledger holds for the fee; `owing`: what is still to come (negative: too much came)."""
        entry: Any = self.model._meta.get_field("entries").related_model
        held = (
            entry.objects.filter(fee=OuterRef("pk"))
            .order_by()
            .values("fee")
            .annotate(sum=Sum("amount"))
            .values("sum")
        )
        return self.annotate(received=Coalesce(Subquery(held), 0)).annotate(owing=F("amount") - F("received"))

    def raised(self):
        return self.filter(status="raised")

    def owing_something(self):
        return self.raised().with_balance().filter(owing__gt=0)

    def overpaid(self):
        """Where the ledger holds more than is owed; for a cancelled invoice, anything."""
        much = Q(status="raised", owing__lt=0) | Q(status="cancelled", received__gt=0)
        return self.with_balance().filter(much)

    def overdue(self, today):
        return self.owing_something().filter(due_on__lt=today)


class BankLineQuerySet(MoneyQuerySet):
    def unmatched(self):
        return self.filter(status="unmatched")


class RefundQuerySet(MoneyQuerySet):
    def under_way(self):
        """Neither paid nor declined: what they ask for is spoken for."""
        return self.filter(status__in=("asked", "approved", "sent"))

    def agreed(self):
        """Approved by the second person, and not paid yet."""
        return self.filter(status__in=("approved", "sent"))

    def awaiting_approval(self):
        return self.filter(status="asked")

    def awaiting_payment(self):
        return self.filter(status="approved")
