"""The account of a division into which people pay by transfer (E6)."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from electoral.office.models import Division
from payments.models.fee import money_reference
from payments.queries.account import AccountQuerySet
from payments.states import ACCOUNT, AccountStatus


class Account(models.Model):
    """An account as it was proposed; what stands in it never changes. Another one takes its place, and it stays here."""

    reference = models.CharField(max_length=9, unique=True, default=money_reference)
    division = models.ForeignKey(Division, models.PROTECT)
    name = models.CharField(max_length=100, help_text="In whose name the account is.")
    bank = models.CharField(max_length=100)
    numbers = models.TextField(max_length=400, help_text="One a line, each with what it is.")
    why = models.CharField(max_length=300)
    status = models.CharField(max_length=10, choices=AccountStatus, default=AccountStatus.PROPOSED)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField(auto_now_add=True)
    accepted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    checked = models.CharField(max_length=300, blank=True, help_text="How the second person made sure.")
    from_on = models.DateField(null=True, help_text="The day on which it was put in force.")
    ended_on = models.DateField(null=True)

    workflow = ACCOUNT
    frozen = {
        AccountStatus.PROPOSED: ("status", "accepted_by_id", "checked", "from_on"),
        AccountStatus.IN_FORCE: ("status", "ended_on"),
        AccountStatus.ENDED: (),
        AccountStatus.DECLINED: (),
    }
    objects = AccountQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["division", "id"], name="account_of_division"),
            models.UniqueConstraint(
                fields=["division"], name="one_account_in_force", condition=Q(status="in_force")
            ),
            models.UniqueConstraint(
                fields=["division"], name="one_account_proposed", condition=Q(status="proposed")
            ),
            models.CheckConstraint(
                name="an_account_has_two_people",
                condition=Q(status__in=["proposed", "declined"], accepted_by=None)
                | (
                    Q(status__in=["in_force", "ended"], accepted_by__isnull=False)
                    & ~Q(accepted_by=F("proposed_by"))
                    & ~Q(checked="")
                ),
            ),
            models.CheckConstraint(
                name="an_account_has_its_days",
                condition=Q(status__in=["proposed", "declined"], from_on=None, ended_on=None)
                | Q(status="in_force", from_on__isnull=False, ended_on=None)
                | Q(
                    status="ended", from_on__isnull=False, ended_on__isnull=False, ended_on__gte=F("from_on")
                ),
            ),
        ]

    def __str__(self):
        return f"Account {self.reference}"

    def get_absolute_url(self):
        return reverse("payments:account", args=[self.reference])

    def lines(self) -> list[str]:
        """What an invoice prints: the name, the bank, then each number with what it is."""
        return [f"Account name: {self.name}", f"Bank: {self.bank}", *self.numbers.splitlines()]
