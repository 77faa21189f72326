"""The life of one try to pay by card on the provider's page (E6)."""

from django.db.models import TextChoices

from electoral.office.workflow import Move, Workflow


class AttemptStatus(TextChoices):
    OPEN = "open", "Open"
    PAID = "paid", "Paid"
    FAILED = "failed", "Failed"
    EXPIRED = "expired", "Expired"


S = AttemptStatus
# What the provider says is followed, whoever asked; money that comes after the page had expired is still money.
ATTEMPT = Workflow(
    "attempt",
    S,
    Move("succeed", (S.OPEN, S.FAILED, S.EXPIRED), S.PAID, None, follows=True, done="was paid by card"),
    Move("fail", (S.OPEN,), S.FAILED, None, follows=True, done="was refused by the card's bank"),
    Move("expire", (S.OPEN,), S.EXPIRED, None, follows=True, done="ran out before the card was charged"),
)
