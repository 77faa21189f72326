"""The account into which transfers are paid, and those before it (E6)."""

from datetime import date

from django.db.models import Q

from payments.queries import MoneyQuerySet


class AccountQuerySet(MoneyQuerySet):
    def proposed(self):
        return self.filter(status="proposed")

    def in_force(self, on: date | None = None):
        """The account in force now; with a day, the one that was in force at its end."""
        if on is None:
            return self.filter(status="in_force")
        return self.filter(Q(ended_on=None) | Q(ended_on__gt=on), from_on__lte=on)


def account_of(division, on: date | None = None):
    """The Account that an invoice names (its `.lines()` are printed), now or on a day; None where the division has none.

    A paper that finds none asks for no transfer.
    """
    return division.account_set.in_force(on).first()
