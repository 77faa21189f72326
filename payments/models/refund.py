"""Money that goes back: asked for by one person, approved by another (E6)."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from electoral.office.guards import DivisionalKey
from electoral.office.models import Division
from payments.models.card import Attempt
from payments.models.fee import Fee, Method, money_reference
from payments.queries import RefundQuerySet
from payments.states import REFUND, RefundStatus


class Refund(models.Model):
    reference = models.CharField(max_length=9, unique=True, default=money_reference)
    division = models.ForeignKey(Division, models.PROTECT)
    fee = DivisionalKey(Fee, models.PROTECT, related_name="refunds")
    amount = models.PositiveBigIntegerField()
    method = models.CharField(max_length=10, choices=Method)
    attempt = DivisionalKey(
        Attempt,
        models.PROTECT,
        null=True,
        related_name="refunds",
        help_text="By card: the payment that goes back.",
    )
    reason = models.CharField(max_length=300)
    status = models.CharField(max_length=10, choices=RefundStatus, default=RefundStatus.ASKED)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(auto_now_add=True)
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    approved_at = models.DateTimeField(null=True)
    external = models.CharField(max_length=100, blank=True, help_text="The provider's own id.")

    workflow = REFUND
    written_once = ("division_id", "fee_id", "attempt_id", "amount", "asked_by_id", "approved_by_id")
    objects = RefundQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["division", "id"], name="refund_of_division"),
            models.CheckConstraint(name="a_refund_is_something", condition=Q(amount__gt=0)),
            models.CheckConstraint(
                name="a_card_is_paid_back_where_it_paid",
                condition=Q(method="card", attempt__isnull=False) | (~Q(method="card") & Q(attempt=None)),
            ),
            models.CheckConstraint(
                name="a_refund_has_two_people",
                condition=Q(approved_by=None, status__in=["asked", "declined"])
                | (Q(approved_by__isnull=False) & ~Q(approved_by=F("asked_by"))),
            ),
        ]

    def __str__(self):
        return f"Refund {self.reference}"

    def get_absolute_url(self):
        return reverse("payments:refund", args=[self.reference])
